"""The text of a cell -> the value of a key, as the ledger has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from beancount.core.amount import CURRENCY_RE, Amount

from ledgerkit.importers.address_book.codes import country_code, language_code
from ledgerkit.importers.date_format import NO_DATE, parse_date
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, On
from ledgerkit.money import parse_amount
from ledgerkit.text.unreadable import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

#: What each key of a client or a contact holds.
KEY_HOLDS: Mapping[str, Holds] = {
    key.name: key.holds for key in KEYS if On.CLIENT in key.on or On.CONTACT in key.on
}
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_AMOUNT = re.compile(rf"([-\d.,' ]+?)\s*({CURRENCY_RE})")


def key_value(key: str, text: str, date_format: str) -> Any:
    """A value under a key; None if the text says that there is none.

    Raises:
        ValueError: If it is none; the message says what to write.
    """
    if KEY_HOLDS[key] is Holds.DATE:
        # Outlook writes 0/0/00 where there is none.
        is_none = text.casefold() in NO_DATE or not text.strip("0/.- ")
        return None if is_none else parse_date(text, date_format)
    read = _BY_KEY.get(key) or _BY_KIND.get(KEY_HOLDS[key])
    return read(text) if read else text


def _amount(text: str) -> Amount:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise ValueError(f"{quoted(text)} is no amount; write for instance 1000.00 EUR")
    return Amount(parse_amount(match[1], decimal_mark="."), match[2])


def _code(code: str | None, text: str, what: str, instead: str) -> str:
    if code is None:
        raise ValueError(
            f"{quoted(text)} is no {what} that is known here; write its {instead}"
        )
    return code


def _country(text: str) -> str:
    return _code(country_code(text), text, "country", "two-letter ISO 3166 code")


def _language(text: str) -> str:
    return _code(language_code(text), text, "language", "ISO 639 code")


def _number(text: str) -> Decimal:
    return parse_amount(text, decimal_mark=".")


def _flag(text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise ValueError(f"{quoted(text)} is neither yes nor no")
    return _FLAGS[text.casefold()]


def _tags(text: str) -> str | None:
    """Words as the books have them; Google's own groups begin with an asterisk."""
    words = [word.strip() for word in re.split(r";|:::", text)]
    return (
        ", ".join(word for word in words if word and not word.startswith("*")) or None
    )


_BY_KEY: Mapping[str, Callable[[str], Any]] = {
    "country": _country,
    "lang": _language,
    "tags": _tags,
}
_BY_KIND: Mapping[Holds, Callable[[str], Any]] = {
    Holds.AMOUNT: _amount,
    Holds.NUMBER: _number,
    Holds.FLAG: _flag,
}

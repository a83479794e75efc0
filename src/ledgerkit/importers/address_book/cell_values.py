"""The values in the cells of a table of clients or people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beancount.core.amount import CURRENCY_RE, Amount

from ledgerkit.importers.tables.date_format import NO_DATE, parse_date
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, On
from ledgerkit.money import parse_amount
from ledgerkit.parties.codes import country_code, language_code
from ledgerkit.parties.party import normalised_name
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.text.currencies import split_currency
from ledgerkit.text.unreadable import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressForms:
    """The forms of a table's dates and amounts; None to go by the file.

    Attributes:
        date_format: The format of dates.
        decimal_mark: The decimal mark of amounts.
        currency: Of amounts in rows that state none; None to refuse those.
    """

    date_format: str | None = None
    decimal_mark: str | None = None
    currency: str | None = None


#: The type of each key of a client or a contact.
KEY_HOLDS: Mapping[str, Holds] = {
    key.name: key.holds for key in KEYS if On.CLIENT in key.on or On.CONTACT in key.on
}


_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


_AMOUNT = re.compile(rf"([-\d.,' ]+?)\s*({CURRENCY_RE})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellForms:
    """How a table's cells are read.

    Attributes:
        dates: The format of dates.
        mark: The decimal mark of amounts.
        currency: Of amounts that don't state one; None if nothing says it.
    """

    dates: str = "%Y-%m-%d"
    mark: str = "."
    currency: str | None = None


def key_value(key: str, text: str, forms: CellForms) -> Any:
    """A value under a key; None if the text says there is none.

    Raises:
        ValueError: If it is not valid; the message says what to write.
    """
    holds = KEY_HOLDS[key]
    if holds is Holds.DATE:
        # Outlook writes 0/0/00 for no date.
        is_none = text.casefold() in NO_DATE or not text.strip("0/.- ")
        return None if is_none else parse_date(text, forms.dates)
    if holds is Holds.AMOUNT:
        return _amount(text, forms)
    if holds is Holds.NUMBER:
        return parse_amount(text, decimal_mark=forms.mark)
    read = _BY_KEY.get(key) or (_flag if holds is Holds.FLAG else None)
    return read(text) if read else text


def _amount(text: str, forms: CellForms) -> Amount:
    """An amount in its own currency, or else in that of its row or book."""
    match = _AMOUNT.fullmatch(text)
    if match is not None:
        return Amount(parse_amount(match[1], decimal_mark=forms.mark), match[2])
    try:
        number, currencies = split_currency(text)
    except ValueError:
        raise ValueError(
            f"{excerpt(text)} is no amount; write for instance 1000.00 EUR"
        ) from None
    if len(currencies) == 1:
        [currency] = currencies
    elif forms.currency is not None and forms.currency in (
        currencies or {forms.currency}
    ):
        currency = forms.currency
    else:
        raise ValueError(
            f"{excerpt(text)} doesn't say in which currency it is; write for instance"
            " 1000.00 EUR"
        )
    return Amount(parse_amount(number, decimal_mark=forms.mark), currency)


def _terms(text: str) -> str:
    parse_terms(text)
    return text


def _code(code: str | None, text: str, kind: str, remedy: str) -> str:
    if code is None:
        raise ValueError(
            f"{excerpt(text)} is no {kind} that is known here; write its {remedy}"
        )
    return code


def _country(text: str) -> str:
    return _code(country_code(text), text, "country", "two-letter ISO 3166 code")


def _language(text: str) -> str:
    return _code(language_code(text), text, "language", "ISO 639 code")


def _flag(text: str) -> bool:
    if text.casefold() not in _FLAGS:
        raise ValueError(f"{excerpt(text)} is neither yes nor no")
    return _FLAGS[text.casefold()]


def _tags(text: str) -> str | None:
    """Tags as the books have them; Google's own groups begin with an asterisk."""
    words = [word.strip() for word in re.split(r";|:::", text)]
    return (
        ", ".join(word for word in words if word and not word.startswith("*")) or None
    )


_BY_KEY: Mapping[str, Callable[[str], Any]] = {
    "country": _country,
    "lang": _language,
    "tags": _tags,
    "payment-terms": _terms,
}


_TITLE_WORDS = """
    dr prof professor mr mrs ms miss mx sir herr frau dipl ing sig sigra dott dottssa
    avv geom rag m mme mlle sr sra d dna jr sen ii iii
"""
_TITLES = frozenset(_TITLE_WORDS.split())


def is_name_of(text: str, name: str) -> bool:
    """Whether a text is this name, whatever the order of its words and the titles.

    >>> is_name_of("Bee, Dr. Ann", "Ann Bee"), is_name_of("Bee Ltd", "Ann Bee")
    (True, False)
    """
    words, others = (
        {word for word in normalised_name(part).split() if word not in _TITLES}
        for part in (text, name)
    )
    return words == others

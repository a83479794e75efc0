"""Values of transactions' keys that can't be read, or not as they are meant."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.slips.key_places import KeySlip
from ledgerkit.language.check_words import mistyped_number, wrong_value
from ledgerkit.language.finding_kinds import BAD_VALUE, CONTRADICTION
from ledgerkit.language.slip_kinds import BAD_IBAN
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds, On
from ledgerkit.ledger.place import place_in, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beancount.core.data import Posting

    from ledgerkit.books.slips.key_lines import LedgerTexts

_HOLDS = {k.name: k.holds for k in KEYS if {On.TRANSACTION, On.POSTING} & {*k.on}}
#: Checked where they are read: a date in quotes is understood, a number is a text.
_READ_ELSEWHERE = frozenset(
    {"due", "terms", "allowance-percent", "reminders", "dispute", "promise"}
    | {"client", "vendor", "invoice", "bill", "credit-note", "vendor-credit"}
)
#: What is the number of something, and reckoned with if it has no quotes.
_NUMBERS = frozenset(
    {"invoice", "bill", "credit-note", "vendor-credit", "order", "recognises"}
    | {"not-duplicate-of", "payment-run", "direct-debit", "bank-ref"}
)
_SUM = re.compile(r":\s*([0-9]+(?:\s*[-+*/]\s*[0-9]+)+)\s*(?:;.*)?$")
#: Elsewhere a number without quotes is read as the text that it looks like.
_OF_PEOPLE = frozenset({"approved-by", "approved-also-by"})
_NO_TEXTS = (date, Amount)
_AMOUNTS_OF_LINES = frozenset({"unit-price", "discount"})
#: The keys of which the type alone does not tell.
EACH_TIME = _AMOUNTS_OF_LINES | {"iban", "paid-to", "collected-from", "period-to"}


def slips_of_type(key: str, value: Any) -> Iterator[KeySlip]:
    """A value of another type than the key's."""
    if key in _READ_ELSEWHERE or value is None:
        return
    if _HOLDS[key] not in {Holds.TEXT, Holds.ACCOUNT}:
        wrong = wrong_value(key, value)
        if wrong:
            yield KeySlip(BAD_VALUE, key, f"{key}: {wrong}", key)
    elif isinstance(value, _NO_TEXTS) or (
        key in _OF_PEOPLE and not isinstance(value, str)
    ):
        message = f'{key}: {value} is no text; write "{value}"'
        yield KeySlip(BAD_VALUE, key, message, key)


def slips_of_value(
    meta: Mapping[str, Any], posting: Posting | None
) -> Iterator[KeySlip]:
    """Values of the right type that can't be right."""
    for key in ("iban", "paid-to"):
        mistyped = mistyped_number(key, written(meta, key))
        if mistyped:
            yield KeySlip(BAD_IBAN, key, f"{key}: {mistyped}", key)
    first, last = written(meta, "period-from"), written(meta, "period-to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        message = f"period-to: {last} is before period-from:, {first}; correct one"
        yield KeySlip(CONTRADICTION, "period-to", message, "period-to")
    if posting is not None and posting.units is not None:
        currencies = {posting.units.currency}
        if posting.price is not None:
            currencies.add(posting.price.currency)
        for key in sorted(_AMOUNTS_OF_LINES):
            amount = written(meta, key)
            if isinstance(amount, Amount) and amount.currency not in currencies:
                message = (
                    f"{key}: is in {amount.currency} and its posting in"
                    f" {posting.units.currency}; correct one"
                )
                yield KeySlip(BAD_VALUE, key, message, key)


def is_reckoned(key: str, value: Any) -> bool:
    """Whether Beancount may have reckoned with a number of a document."""
    return key in _NUMBERS and isinstance(value, Decimal)


def slip_of_reckoning(
    key: str, value: Any, meta: Mapping[str, Any], texts: LedgerTexts
) -> KeySlip | None:
    """A number without quotes that Beancount takes for a sum: 2026-002 is 2024."""
    place = place_in(meta)
    line = texts.line_of_key(place, key)
    match = _SUM.search(texts.line(place._replace(lineno=line))) if line else None
    if match is None:
        return None
    message = f'{key}: {match[1]} is reckoned, to {value:f}; write {key}: "{match[1]}"'
    return KeySlip(BAD_VALUE, key, message, key, str(value))

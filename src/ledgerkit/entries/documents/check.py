"""Why a document can't be written as it is."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from beancount.core import account as account_names

from ledgerkit.money import ZERO, amount_is_readable
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.entries.documents.document import NewDocument

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_CURRENCY = re.compile(r"[A-Z](?:[A-Z0-9'._-]*[A-Z0-9])?")
_DECIMALS_MAX = 9
#: Beancount reads four digits; a year outside these is a typing error.
YEAR_MIN, YEAR_MAX = 1700, 2299


def why_unwritable(document: NewDocument) -> str | None:
    """What must be corrected before it can be written; None if nothing."""
    return next(_reasons(document), None)


def _reasons(document: NewDocument) -> Iterator[str]:
    for field in ("number", "party", "payee", "currency", "control_account"):
        if not getattr(document, field):
            yield f"the {field.replace('_', ' ')} is empty"
    yield from _wrong_texts(document)
    yield from _wrong_names(document)
    yield from _wrong_days(document)
    yield from _wrong_amounts(document)
    yield from _wrong_settlements(document)


def _wrong_texts(document: NewDocument) -> Iterator[str]:
    texts = [
        ("number", document.number),
        ("payee", document.payee),
        ("text", document.text),
        *(("description", line.description) for line in document.lines),
        *(("unit", line.unit) for line in document.lines),
        *(("tax code", line.tax) for line in document.lines),
        *(("allowance", line.allowance) for line in document.lines),
        *(("charge", line.charge) for line in document.lines),
        *(("withholding", line.withholding) for line in document.lines),
        ("terms", document.terms),
        ("order", document.order),
        ("buyer's reference", document.buyer_reference),
        ("remark", document.remark),
        ("IBAN", document.iban),
        *(("credited number", number) for number in document.credits),
        *(("payment's text", paid.text) for paid in document.settlements),
    ]
    for field, text in texts:
        hidden = hidden_character(text) if text else None
        if hidden:
            yield f"the {field} holds {hidden}, which can't be seen; type it anew"


#: Checked for every document, and accounts are few.
_is_account = lru_cache(maxsize=4096)(account_names.is_valid)


def _wrong_names(document: NewDocument) -> Iterator[str]:
    if document.declares_party and not _ID.fullmatch(document.party):
        yield (
            f'"{document.party}" is no {document.side.party_role.value} id: ids are'
            " lower-case letters, digits and hyphens"
        )
    if not _CURRENCY.fullmatch(document.currency):
        yield f'"{document.currency}" is no currency; write for instance EUR'
    accounts = {
        document.control_account,
        *(line.account for line in document.lines),
        *(paid.account for paid in document.settlements),
    }
    for account in sorted(accounts):
        if not _is_account(account):
            yield f'"{account}" is no account; write for instance Assets:Receivable'


def _wrong_days(document: NewDocument) -> Iterator[str]:
    days = [("date", document.issued), ("due date", document.due)]
    days += [("day of delivery", document.delivered)]
    days += [("day of receipt", document.received)]
    for period in (document.period, *(line.period for line in document.lines)):
        days += [("period", day) for day in period or ()]
    days += [("date of payment", paid.day) for paid in document.settlements]
    for field, day in days:
        # A datetime is also a date, and would be written with its time.
        if day is not None and type(day) is not date:
            yield f"the {field} {day} is no plain date"
        elif day is not None and not YEAR_MIN <= day.year <= YEAR_MAX:
            yield f"the {field} {day} is not of our time; correct the year"


def _wrong_amounts(document: NewDocument) -> Iterator[str]:
    if not document.lines:
        yield "there are no lines"
    numbers = [line.amount for line in document.lines]
    numbers += [line.quantity for line in document.lines if line.quantity is not None]
    for key in ("unit_price", "discount", "discount_percent"):
        values = (getattr(line, key) for line in document.lines)
        numbers += [number for number in values if number is not None]
    if document.stamp_duty is not None:
        numbers.append(document.stamp_duty)
    numbers += [paid.amount for paid in document.settlements]
    for number in numbers:
        wrong = _wrong_number(number)
        if wrong:
            yield wrong
            return
    if not amount_is_readable(document.amount):
        yield "the lines sum to more than 15 digits; correct them"


def _wrong_number(number: Decimal) -> str | None:
    if not isinstance(number, Decimal):
        return f"{number!r} is no Decimal; amounts are exact"
    if not amount_is_readable(number):
        return f"{number} has more than 15 digits before the decimal mark; correct it"
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return f"{number} has more than 9 decimals" if -exponent > _DECIMALS_MAX else None


def _wrong_settlements(document: NewDocument) -> Iterator[str]:
    paid = [settlement.amount for settlement in document.settlements]
    if any(not amount or (amount < 0) != document.is_credit for amount in paid):
        yield "a payment is zero, or lacks the sign of the amount"
    total = sum(paid, ZERO)
    if abs(total) > abs(document.amount):
        yield (
            f"{total:f} is paid of {document.amount:f} {document.currency}; enter by"
            " hand what was paid too much"
        )

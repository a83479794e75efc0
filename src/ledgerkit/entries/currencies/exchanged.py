"""Settling what was booked at a rate of exchange, so that nothing of its base is left.

Each document is settled at the rate it is carried at; what the money was worth beyond
that is a gain or loss of exchange. Amounts are positive for a payment, negative for a
refund.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.currencies.exchange import carried_of
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, quantum, rounded, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.currencies.carried import Carried
    from ledgerkit.general_ledger.currencies.rates import Rate
    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """The rates of a settlement.

    Attributes:
        prices: Of one unit of each part; None for no rate.
        money: Of one unit of the money, if it is in the documents' own currency.
        gain: What to post on exchange gains, in the ledger's signs; zero for nothing.
        currency: That of the gain; empty if there is none.
    """

    prices: tuple[Amount | None, ...]
    money: Amount | None = None
    gain: Decimal = ZERO
    currency: str = ""


def exchanged(
    books: Books,
    parts: Sequence[tuple[Document | None, Decimal]],
    received: Amount | None,
    day: date | None = None,
) -> Exchanged:
    """The rates at which a payment settles its parts.

    Args:
        books: The books.
        parts: The documents with what is settled of each; None for what is on account.
        received: What the money was worth, fee included, in another currency; None if
            it is in the documents' own.
        day: The day whose rate money in the documents' own currency is worth; None if
            it takes over what they were carried at, as what is written off does.

    Raises:
        UsageError: If a document is booked in a third currency.
    """
    carried = [
        carried_of(books.source, document) if document is not None else None
        for document, _amount in parts
    ]
    if received is None:
        return _in_own_currency(books, parts, carried, day)
    assert received.number is not None
    shares = _shares(received.number, [amount for _document, amount in parts], received)
    bases = [
        share if known is None else _base(document, known, amount, received.currency)
        for (document, amount), known, share in zip(parts, carried, shares, strict=True)
    ]
    return Exchanged(
        prices=tuple(
            Amount(base / amount, received.currency)
            for (_document, amount), base in zip(parts, bases, strict=True)
        ),
        gain=sum(bases, ZERO) - received.number,
        currency=received.currency,
    )


def _in_own_currency(
    books: Books,
    parts: Sequence[tuple[Document | None, Decimal]],
    carried: Sequence[Carried | None],
    day: date | None,
) -> Exchanged:
    """Money in the documents' currency is worth what the day's rate says.

    Without one, or an account for what that gains, it takes over what the documents
    were carried at.
    """
    known = [c for c in carried if c is not None]
    currencies = {c.currency for c in known}
    is_known = all(
        c is not None or document is None
        for c, (document, _amount) in zip(carried, parts, strict=True)
    )
    nothing = Exchanged(prices=(None,) * len(parts))
    if len(currencies) != 1 or not is_known:
        return nothing
    currency = currencies.pop()
    rate = _rate(books, parts, currency, day)
    if rate is None and len(known) < len(parts):
        # What is on account would be worth nothing that anybody knows.
        return nothing
    bases = [
        rounded(c.part(amount), currency) if c is not None else _at(rate, amount)
        for c, (_document, amount) in zip(carried, parts, strict=True)
    ]
    total = sum((amount for _document, amount in parts), ZERO)
    base = sum(bases, ZERO)
    worth = base if rate is None else _at(rate, total)
    return Exchanged(
        prices=tuple(
            Amount(base / amount, currency)
            for base, (_document, amount) in zip(bases, parts, strict=True)
        ),
        money=Amount(Decimal(worth / total), currency),
        gain=base - worth,
        currency=currency,
    )


def _at(rate: Rate | None, amount: Decimal) -> Decimal:
    assert rate is not None
    return rounded(rate.of(amount), rate.currency)


def _rate(
    books: Books,
    parts: Sequence[tuple[Document | None, Decimal]],
    currency: str,
    day: date | None,
) -> Rate | None:
    """The day's rate; None if there is none, or no account for what it gains."""
    if day is None or not books.chart.has(Role.EXCHANGE_GAIN):
        return None
    units = next(d.currency for d, _amount in parts if d is not None)
    return books.general_ledger.exchange_office(currency).closing(units, day)


def _base(
    document: Document | None, known: Carried, units: Decimal, currency: str
) -> Decimal:
    if known.currency != currency:
        label = document.label if document is not None else ""
        raise UsageError(
            f"{label} is booked at a rate in {known.currency}, and the worth in"
            f" {known.currency} of what came in {currency} isn't known; enter it by"
            f" hand, with {as_money(_rounded_part(known, units), known.currency)} off"
            " the document"
        )
    return _rounded_part(known, units)


def _rounded_part(known: Carried, units: Decimal) -> Decimal:
    return rounded(known.part(units), known.currency)


def _shares(
    total: Decimal, amounts: Sequence[Decimal], received: Amount
) -> Sequence[Decimal]:
    sizes = [abs(amount) for amount in amounts]
    return split_by_shares(total, sizes, quantum=quantum(received.currency))

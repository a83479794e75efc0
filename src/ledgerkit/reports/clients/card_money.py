"""The lines about money on a client's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.open_items.overdue import overdue_by_party
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import number_of, tenths
from ledgerkit.reports.clients.payment_history import OVERDUE, payment_history
from ledgerkit.reports.documents.ageing import aging
from ledgerkit.reports.receivables.credit_limits import credit_use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCardLine:
    """A line on a client's card.

    Attributes:
        part: The section it belongs to.
        what: Its label.
        value: Its value in words.
        date: Its day.
        amount: Its amount.
        currency: Of the amount.
        note: Anything else worth knowing.
        late: Whether it needs attention.
        place: Where it is written.
    """

    part: str
    what: str
    value: object = None
    date: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    note: str = ""
    late: bool = False
    place: Place | None = None


_TERMS = ("status", "tier", "manager", "parent", "payment-terms", "cadence", "vat-id")


#: The number of invoices that fit on one line.
_INVOICES = 8


def money_lines(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """Open amounts and their age, revenue by account, and payment behaviour."""
    yield from _owed(books, party, as_of)
    yield from _ages(books, party, as_of)
    yield from _measures(books, party, as_of)
    yield from _strip(books, party, as_of)


def terms_lines(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The agreed terms, and how much of the credit limit is used."""
    client = books.directory.as_of(PartyRole.CLIENT, party, as_of)
    for key in _TERMS:
        if client.text(key):
            yield ClientCardLine(part="terms", what=key, value=client.text(key))
    for use in credit_use(books, as_of=as_of):
        if use.party == party and use.limit is not None:
            yield ClientCardLine(
                part="terms",
                what="credit-limit",
                value=None if use.percent is None else f"{tenths(use.percent)} % used",
                amount=use.limit,
                currency=use.currency,
                late=use.is_breached,
            )


def _owed(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The balance, what of it is on account, and what is overdue, by currency."""
    own = books.subledger(Side.RECEIVABLE, as_of).of_party(party)
    aged = age(own, buckets=Buckets())
    for line in aged:
        yield ClientCardLine(
            part="money", what="open", amount=line.balance, currency=line.currency
        )
    for line in aged:
        if line.unapplied:
            yield ClientCardLine(
                part="money",
                what="of it on account",
                amount=line.unapplied,
                currency=line.currency,
            )
    for (_party, currency), overdue in sorted(overdue_by_party(own).items()):
        yield ClientCardLine(
            part="money",
            what="overdue",
            value=f"up to {overdue.days} days",
            amount=overdue.amount,
            currency=currency,
            late=True,
        )


def _measures(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    measures = books.clients_read.measures(as_of).get(party)
    if measures is None:
        return
    trend = tenths(measures.trend)
    yield ClientCardLine(
        part="money",
        what="revenue of twelve months",
        value=None if trend is None else f"{trend:+} % on the year before",
        amount=measures.revenue,
        currency=measures.currency,
    )
    yield from _by_account(books, party, as_of)
    if measures.margin is not None:
        yield ClientCardLine(
            part="money",
            what="margin",
            amount=measures.margin,
            currency=measures.currency,
        )
    if measures.payments.days_late is not None:
        change = tenths(measures.payments.change)
        yield ClientCardLine(
            part="money",
            what="days late",
            value=tenths(measures.payments.days_late),
            note="" if change is None else f"the latest {change:+} days",
        )
    if measures.rhythm.last is not None:
        gap = tenths(measures.rhythm.gap)
        yield ClientCardLine(
            part="money",
            what="last invoice",
            date=measures.rhythm.last,
            note="" if gap is None else f"every {gap} days",
        )


def _ages(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The overdue amounts, by ageing bucket."""
    table = aging(books, as_of=as_of, party=party, basis=AgingBasis.DUE)
    for row in table.rows:
        for column in table.columns:
            if column.key in row.late:
                yield ClientCardLine(
                    part="age",
                    what=f"{column.label.lower()} days late",
                    amount=number_of(row.cells[column.key]),
                    currency=str(row.cells["currency"]),
                    late=True,
                )


def _by_account(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The revenue of twelve months on each income account, the largest first."""
    reading = books.clients_read
    sold = reading.sales(as_of).by_account(party, twelve_months(as_of))
    root = f"{books.options['name_income']}:"
    for account, amount in sorted(sold.items(), key=lambda pair: (-pair[1], pair[0])):
        yield ClientCardLine(
            part="money",
            what=f"of it {account.removeprefix(root)}",
            amount=amount,
            currency=reading.currency,
        )


def _strip(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The days late of the latest invoices, paid and overdue."""
    rows = payment_history(books, party, as_of=as_of).rows[-_INVOICES:]
    known = [row for row in rows if row.cells["days_late"] is not None]
    for label, is_open in (("latest paid, days late", False), ("not paid yet", True)):
        days = [
            f"{row.cells['days_late']:+d}"
            for row in known
            if (row.cells["behaviour"] == OVERDUE) is is_open
        ]
        if days:
            yield ClientCardLine(
                part="payments", what=label, value=" ".join(days), late=is_open
            )

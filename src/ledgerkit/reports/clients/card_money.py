"""A line of a client's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.clients.cells import number_of
from ledgerkit.reports.clients.payment_history import OVERDUE, payment_history
from ledgerkit.reports.documents.ageing import aging
from ledgerkit.reports.receivables.credit_limits import credit_use
from ledgerkit.reports.rounding import percent, tenths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCardLine:
    """Something to know of a client.

    Attributes:
        part: Under which head it stands.
        what: What it is.
        value: What there is to say of it.
        date: Its day.
        amount: Its amount.
        currency: Of the amount.
        note: What else to know.
        late: Whether it calls for care.
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


#: As many invoices as stand on one line.
_INVOICES = 8


def money_lines(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """What is open and how old, what was bought of what, and how it was paid."""
    yield from _owed(books, party, as_of)
    yield from _ages(books, party, as_of)
    yield from _measures(books, party, as_of)
    yield from _strip(books, party, as_of)


def terms_lines(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """What was agreed, and how much of the credit is used."""
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
    """What is open, and how much of it is past due, by currency."""
    open_: dict[str, Decimal] = {}
    overdue: dict[str, tuple[Decimal, int]] = {}
    own = books.subledger(Side.RECEIVABLE, as_of).of_party(party)
    for document in own.open_documents:
        currency = document.currency
        open_[currency] = open_.get(currency, ZERO) + document.open
        for part in document.open_parts():
            if part.due < as_of and not document.is_credit:
                amount, days = overdue.get(currency, (ZERO, 0))
                late = max(days, (as_of - part.due).days)
                overdue[currency] = amount + part.amount, late
    for currency, amount in sorted(open_.items()):
        yield ClientCardLine(
            part="money", what="open", amount=amount, currency=currency
        )
    for currency, (amount, days) in sorted(overdue.items()):
        yield ClientCardLine(
            part="money",
            what="overdue",
            value=f"up to {days} days",
            amount=amount,
            currency=currency,
            late=True,
        )


def _measures(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    found = books.clients_read.measures(as_of).get(party)
    if found is None:
        return
    trend = percent(found.trend)
    yield ClientCardLine(
        part="money",
        what="revenue of twelve months",
        value=None if trend is None else f"{trend} % of the year before",
        amount=found.revenue,
        currency=found.currency,
    )
    yield from _by_account(books, party, as_of)
    if found.margin is not None:
        yield ClientCardLine(
            part="money", what="margin", amount=found.margin, currency=found.currency
        )
    if found.payments.days_late is not None:
        change = tenths(found.payments.change)
        yield ClientCardLine(
            part="money",
            what="days late",
            value=tenths(found.payments.days_late),
            note="" if change is None else f"the latest {change:+} days",
        )
    if found.rhythm.last is not None:
        gap = tenths(found.rhythm.gap)
        yield ClientCardLine(
            part="money",
            what="last invoice",
            date=found.rhythm.last,
            note="" if gap is None else f"every {gap} days",
        )


def _ages(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """What is overdue, by how late it is."""
    table = aging(books, as_of=as_of, party=party)
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
    for account, amount in sorted(sold.items(), key=lambda one: (-one[1], one[0])):
        yield ClientCardLine(
            part="money",
            what=f"of it {account.removeprefix(root)}",
            amount=amount,
            currency=reading.currency,
        )


def _strip(books: Books, party: str, as_of: date) -> Iterator[ClientCardLine]:
    """The days late of the latest invoices, those paid and those overdue."""
    rows = payment_history(books, party, as_of=as_of).rows[-_INVOICES:]
    known = [row for row in rows if row.cells["days_late"] is not None]
    for what, is_open in (("latest paid, days late", False), ("not paid yet", True)):
        found = [
            f"{row.cells['days_late']:+d}"
            for row in known
            if (row.cells["behaviour"] == OVERDUE) is is_open
        ]
        if found:
            yield ClientCardLine(
                part="payments", what=what, value=" ".join(found), late=is_open
            )

"""The lines about terms and money on a party's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.open_items.ageing import AgingBasis, Buckets, age
from ledgerkit.open_items.overdue import overdue_by_party
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import number_of, percent, tenths
from ledgerkit.reports.clients.payment_history import OVERDUE, payment_history
from ledgerkit.reports.documents.ageing import aging
from ledgerkit.reports.portfolio.measures import wallet_of
from ledgerkit.reports.receivables.credit_limits import credit_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.measures.measures import ClientMeasures
    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A line on a party's card.

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


_TERMS = (
    *("status", "tier", "manager", "parent", "payment-terms", "cadence", "vat-id"),
    *("iban", "bic", "iban-confirmed", "expense-account", "tax", "email", "tel"),
)


#: The number of invoices that fit on one line.
_INVOICES = 8


def money_lines(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    """Open amounts and their age, revenue by account, and payment behaviour."""
    yield from _owed(books, party, as_of, Side.RECEIVABLE)
    yield from _ages(books, party, as_of)
    yield from _measures(books, party, as_of)
    yield from _strip(books, party, as_of)


def debt_lines(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    """What we owe a vendor, what of it is on account, and what is overdue."""
    yield from _owed(books, party, as_of, Side.PAYABLE)


def terms_lines(
    books: Books, party: str, as_of: date, roles: Sequence[PartyRole]
) -> Iterator[CardLine]:
    """The agreed terms of each role, and how much of the credit limit is used.

    What both records of a client that is also a vendor say stands once.
    """
    said: dict[str, str] = {}
    for role in roles:
        part = "terms" if role is roles[0] else f"terms as {role.value}"
        record = books.directory.as_of(role, party, as_of)
        for key in _TERMS:
            value = str(record.facts.get(key) or "")
            if value and said.get(key) != value:
                said[key] = value
                yield CardLine(part=part, what=key, value=value, place=record.place)
        if role is PartyRole.CLIENT:
            yield from _credit(books, party, as_of)


def _credit(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    for use in credit_use(books, as_of=as_of):
        if use.party == party and use.limit is not None:
            yield CardLine(
                part="terms",
                what="credit-limit",
                value=None if use.percent is None else f"{tenths(use.percent)} % used",
                amount=use.limit,
                currency=use.currency,
                late=use.is_breached,
            )


#: The section of what is open, on each side.
_OPEN_PARTS = {Side.RECEIVABLE: "money", Side.PAYABLE: "what we owe"}


def _owed(books: Books, party: str, as_of: date, side: Side) -> Iterator[CardLine]:
    """The balance, what of it is on account, and what is overdue, by currency."""
    part, own = _OPEN_PARTS[side], books.subledger(side, as_of).of_party(party)
    aged = age(own, buckets=Buckets())
    for line in aged:
        yield CardLine(
            part=part, what="open", amount=line.balance, currency=line.currency
        )
    for line in aged:
        if line.unapplied:
            yield CardLine(
                part=part,
                what="of it on account",
                amount=line.unapplied,
                currency=line.currency,
            )
    for (_party, currency), overdue in sorted(overdue_by_party(own).items()):
        yield CardLine(
            part=part,
            what="overdue",
            value=f"up to {overdue.days} days",
            amount=overdue.amount,
            currency=currency,
            late=True,
        )


def _measures(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    measures = books.clients_read.measures(as_of).get(party)
    if measures is None:
        return
    trend = tenths(measures.trend)
    yield CardLine(
        part="money",
        what="revenue of twelve months",
        value=None if trend is None else f"{trend:+} % on the year before",
        amount=measures.revenue,
        currency=measures.currency,
    )
    yield from _by_account(books, party, as_of)
    yield from _of_wallet(books, measures, as_of)
    if measures.margin is not None:
        yield CardLine(
            part="money",
            what="margin",
            amount=measures.margin,
            currency=measures.currency,
        )
    if measures.payments.days_late is not None:
        change = tenths(measures.payments.change)
        yield CardLine(
            part="money",
            what="days late",
            value=tenths(measures.payments.days_late),
            note="" if change is None else f"the latest {change:+} days",
        )
    if measures.rhythm.last is not None:
        gap = tenths(measures.rhythm.gap)
        yield CardLine(
            part="money",
            what="last invoice",
            date=measures.rhythm.last,
            note="" if gap is None else f"every {gap} days",
        )


def _of_wallet(
    books: Books, measures: ClientMeasures, as_of: date
) -> Iterator[CardLine]:
    wallet = wallet_of(books, measures.client, as_of, measures.currency)
    share = percent(measures.wallet_share(wallet))
    if share is not None:
        yield CardLine(
            part="money",
            what="share of wallet",
            value=f"{share} %",
            amount=wallet,
            currency=measures.currency,
            note="spent a year, with anybody",
        )


def _ages(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    """The overdue amounts, by ageing bucket."""
    table = aging(books, as_of=as_of, party=party, basis=AgingBasis.DUE)
    for row in table.rows:
        for column in table.columns:
            if column.key in row.late:
                yield CardLine(
                    part="age",
                    what=f"{column.label.lower()} days late",
                    amount=number_of(row.cells[column.key]),
                    currency=str(row.cells["currency"]),
                    late=True,
                )


def _by_account(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    """The revenue of twelve months on each income account, the largest first."""
    reading = books.clients_read
    sold = reading.sales(as_of).by_account(party, twelve_months(as_of))
    root = f"{books.options['name_income']}:"
    for account, amount in sorted(sold.items(), key=lambda pair: (-pair[1], pair[0])):
        yield CardLine(
            part="money",
            what=f"of it {account.removeprefix(root)}",
            amount=amount,
            currency=reading.currency,
        )


def _strip(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
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
            yield CardLine(
                part="payments", what=label, value=" ".join(days), late=is_open
            )

"""Open invoices -> expected payments of a forecast, by each client's habit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import DelayCurve, PaymentOdds
from ledgerkit.banking.forecast.item import MIDDLE, ForecastItem, ItemKind
from ledgerkit.money import ZERO
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.forecast.delay import PaymentDelays
    from ledgerkit.books.source import Source
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

_DAY = timedelta(days=1)
#: What is later than this by days is not counted on: neither to come, nor to be paid.
LATE_MAX = 365
#: Of a client of whom nothing is known.
NO_HABIT = DelayCurve()


def expected_invoices(
    source: Source,
    delays: PaymentDelays,
    as_of: date,
    open_: Sequence[tuple[Document, Sequence[DuePart]]],
    *,
    explained: bool = True,
) -> Iterator[tuple[Document, DuePart, ForecastItem]]:
    """The expected payments of each invoice, part by part, by habit.

    Disputed amounts may never come, and are the earliest of an invoice; a promised
    payment comes on its day. What is a year late is not counted on.

    Args:
        source: The book.
        delays: How late each client pays, as known on the day.
        as_of: The day.
        open_: The invoices open on it, with their parts less credits: see `open_parts`.
        explained: Whether somebody will read why.
    """
    for document, parts in open_:
        hold = source.reminders.notes.record(document, as_of).hold
        dispute = source.disputes.of(document, as_of)
        disputed, rest = _divided(parts, dispute.amount) if dispute else ((), parts)
        for part in disputed:
            assert dispute is not None
            reason = f"disputed since {dispute.since}: {dispute.why}"
            item = document_item(document, part.amount, ItemKind.INVOICE)
            yield document, part, replace(item, reason=reason)
        for part in rest:
            item = document_item(document, part.amount, ItemKind.INVOICE)
            if hold.promise is not None and hold.promise > as_of:
                reason = f"promised for {hold.promise}"
                day = hold.promise
                item = replace(item, day=day, due=day, reason=reason)
            else:
                # Most of what old books have open is so late that no habit tells.
                late = (as_of - part.due).days > LATE_MAX
                curve = NO_HABIT if late else delays.of(document.party)
                item = by_habit(item, curve, part.due, as_of, explained=explained)
            yield document, part, item


def _divided(
    parts: Sequence[DuePart], disputed: Decimal
) -> tuple[Sequence[DuePart], Sequence[DuePart]]:
    """The disputed part of an invoice's parts, the earliest first, and the rest."""
    rest, _left = _less(parts, disputed)
    parts_off = []
    for part in parts:
        portion = min(part.amount, disputed)
        disputed -= portion
        if portion:
            parts_off.append(replace(part, amount=portion))
    return parts_off, rest


def by_habit(
    item: ForecastItem,
    curve: DelayCurve,
    due: date,
    unpaid_on: date,
    *,
    explained: bool = True,
) -> ForecastItem:
    """The item with its client's expected day of payment, and the reason.

    Args:
        item: The amount to be paid.
        curve: The client's habit.
        due: Its due date.
        unpaid_on: The last day on which it is known to be unpaid.
        explained: Whether somebody will read why.
    """
    late = (unpaid_on - due).days
    if late > LATE_MAX:
        return replace(item, reason=long_overdue(late)) if explained else item
    day = max(due, unpaid_on + _DAY)
    if not curve.days:
        reason = f"due {due}; no client has paid yet, so nothing says how late"
        return replace(item, day=day, due=day, is_unknown=True, reason=reason)
    odds = PaymentOdds(curve=curve, due=due, unpaid_on=unpaid_on)
    reason = _habit(curve, odds) if explained else ""
    return replace(item, odds=odds, due=day, reason=reason)


def long_overdue(days: int) -> str:
    """Why something so many days late is not counted on."""
    return f"{payment_lateness(days)}, which is more than a year"


def _habit(curve: DelayCurve, odds: PaymentOdds) -> str:
    days = curve.quantile(MIDDLE)
    usual = "half are never paid" if days is None else f"paid {payment_lateness(days)}"
    if not curve.invoices:
        words = f"{usual} at the median of all clients; of its own none is known"
    else:
        plural = "" if curve.invoices == 1 else "s"
        words = f"{usual} at the median of {curve.invoices} invoice{plural}"
    late = (odds.unpaid_on - odds.due).days
    if late > 0:
        words += f"; already {payment_lateness(late)}"
        if odds.day(MIDDLE) is None:
            words += ", and half so late are never paid"
    return words


def payment_lateness(days: int) -> str:
    """How late a payment is, in words.

    >>> payment_lateness(9), payment_lateness(0), payment_lateness(-1)
    ('9 days late', 'on the due date', '1 day early')
    """
    if not days:
        return "on the due date"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} late" if days > 0 else f"{count} early"


def debts_and_credit(
    subledger: Subledger,
) -> tuple[Sequence[Document], Mapping[tuple[str, str], Decimal]]:
    """The open debts, the oldest due first, and what each party has on account.

    Credit is by party and currency; what settles more than there was is on account too.
    """
    credit: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in subledger.unapplied:
        credit[item.party, item.posting.currency] -= item.amount
    debts = []
    for document in subledger.open_documents:
        if document.open < 0:
            credit[document.party, document.currency] -= document.open
        else:
            debts.append(document)
    return debts, credit


def open_parts(
    debts: Sequence[Document],
    credit: Mapping[tuple[str, str], Decimal],
    settled: Mapping[tuple[str, str], Decimal] | None = None,
) -> Iterator[tuple[Document, Sequence[DuePart]]]:
    """The open parts of each document by due date, less the party's credit.

    Credit reduces the earliest parts first.

    Args:
        debts: The open documents, the oldest due first.
        credit: What is on account, by party and currency.
        settled: Amounts to be settled besides, by party and document number.
    """
    left = dict(credit)
    for document in debts:
        own = (settled or {}).get((document.party, document.number or ""), ZERO)
        remaining, _own = _less(document.open_parts(), own)
        key = document.party, document.currency
        remaining, left[key] = _less(remaining, max(left.get(key, ZERO), ZERO))
        if remaining:
            yield document, remaining


def _less(
    parts: Sequence[DuePart], deduction: Decimal
) -> tuple[Sequence[DuePart], Decimal]:
    """The parts less an amount, the earliest first, and any amount left over."""
    if not deduction and all(part.amount > 0 for part in parts):
        return parts, deduction
    remaining = []
    for part in parts:
        portion = min(part.amount, deduction)
        deduction -= portion
        if part.amount != portion:
            remaining.append(DuePart(due=part.due, amount=part.amount - portion))
    return remaining, deduction


def document_item(document: Document, amount: Decimal, kind: ItemKind) -> ForecastItem:
    """The open amount of a document, without a day yet."""
    return ForecastItem(
        kind=kind,
        label=document.label,
        party=document.party,
        currency=document.currency,
        amount=amount,
        day=None,
        reason="",
        number=document.number,
        place=document.place,
        source=document,
    )

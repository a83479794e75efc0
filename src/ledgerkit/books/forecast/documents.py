"""Open documents -> expected payments of a forecast."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.delay import PaymentOdds
from ledgerkit.banking.forecast.item import MIDDLE, ForecastItem, ItemKind
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.books.payables.bills_to_pay import (
    discounts_left,
    held_back,
    identity,
)
from ledgerkit.books.payables.payment_runs import PAYMENT_RUN
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.banking.forecast.delay import DelayCurve, PaymentDelays
    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.payables.proposal import BillDiscount


_DAY = timedelta(days=1)


def invoice_items(
    books: Books, delays: PaymentDelays, as_of: date
) -> Iterator[ForecastItem]:
    """The expected payments of issued invoices."""
    return (item for _document, _part, item in expected_invoices(books, delays, as_of))


def expected_invoices(
    books: Books, delays: PaymentDelays, as_of: date
) -> Iterator[tuple[Document, DuePart, ForecastItem]]:
    """The expected payments of each invoice, part by part.

    Credit notes and money on account reduce the earliest parts first. Disputed amounts
    may never come, and are the earliest of the rest; a promised payment comes on its
    day.
    """
    for document, parts in open_parts(books.subledger(Side.RECEIVABLE, as_of)):
        hold = books.reminders_read.notes.record(document, as_of).hold
        dispute = books.disputes.of(document, as_of)
        disputed, rest = _divided(parts, dispute.amount if dispute else ZERO)
        for part in disputed:
            assert dispute is not None
            reason = f"disputed since {dispute.since}: {dispute.why}"
            item = _item(document, part.amount, ItemKind.INVOICE)
            yield document, part, replace(item, reason=reason)
        for part in rest:
            item = _item(document, part.amount, ItemKind.INVOICE)
            if hold.promise is not None and hold.promise > as_of:
                reason = f"promised for {hold.promise}"
                item = replace(item, day=hold.promise, reason=reason)
            else:
                item = by_habit(item, delays.of(document.party), part.due, as_of)
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
    item: ForecastItem, curve: DelayCurve, due: date, unpaid_on: date
) -> ForecastItem:
    """The item with its client's expected day of payment, and the reason.

    Args:
        item: The amount to be paid.
        curve: The client's habit.
        due: Its due date.
        unpaid_on: The last day on which it is known to be unpaid.
    """
    if not curve.days:
        day = max(due, unpaid_on + _DAY)
        reason = f"due {due}; no client has paid yet, so nothing says how late"
        return replace(item, day=day, reason=reason)
    odds = PaymentOdds(curve=curve, due=due, unpaid_on=unpaid_on)
    return replace(item, odds=odds, reason=_habit(curve, odds))


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


def bill_items(
    books: Books, ordered: OrderedPayments, as_of: date
) -> Iterator[ForecastItem]:
    """The expected payments of our bills, and those ordered from the bank.

    A discount is taken on its last day, and overdue bills are paid tomorrow. Bills on
    hold or disputed may never be paid.
    """
    yield from ordered.items
    subledger = books.subledger(Side.PAYABLE, as_of)
    discounts = _discounts(books, subledger)
    for document, parts in open_parts(subledger, ordered.settles):
        held = held_back(books, document, as_of)
        discount = discounts.get(identity(document))
        items = [_item(document, -part.amount, ItemKind.BILL) for part in parts]
        if held:
            yield from (replace(item, reason=held) for item in items)
        elif discount is not None and _takes(discount, document, parts, as_of):
            item = _item(document, discount.amount - document.open, ItemKind.BILL)
            amount_off = f"{discount.amount:f} {document.currency}"
            reason = f"with the discount of {amount_off} until {discount.until}"
            yield replace(item, day=discount.until, reason=reason)
        else:
            for part, item in zip(parts, items, strict=True):
                late = (as_of - part.due).days
                reason = payment_lateness(late) if late > 0 else f"due {part.due}"
                day = max(part.due, as_of + _DAY)
                yield replace(item, day=day, reason=reason)


def _takes(
    discount: BillDiscount, document: Document, parts: Sequence[DuePart], as_of: date
) -> bool:
    """Whether a bill is paid with its discount: in time, and in full."""
    total = sum((part.amount for part in parts), ZERO)
    return discount.until > as_of and total == document.open


def _discounts(books: Books, subledger: Subledger) -> Mapping[int, BillDiscount]:
    """The discounts on open bills; few books have any, and bills are many."""
    terms = (document.postings[0].terms for document in subledger.open_documents)
    if any(t is not None and t.discount_percent for t in terms):
        return discounts_left(books, subledger.as_of)
    return {}


def open_parts(
    subledger: Subledger, settled: Mapping[tuple[str, str], Decimal] | None = None
) -> Iterator[tuple[Document, Sequence[DuePart]]]:
    """The open parts of each document by due date, less the party's credit.

    Args:
        subledger: As at a day.
        settled: Amounts to be settled besides, by party and document number.
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
    for document in debts:
        own = (settled or {}).get((document.party, document.number or ""), ZERO)
        remaining, _own = _less(document.open_parts(), own)
        key = document.party, document.currency
        remaining, credit[key] = _less(remaining, max(credit[key], ZERO))
        if remaining:
            yield document, remaining


def _less(
    parts: Sequence[DuePart], deduction: Decimal
) -> tuple[Sequence[DuePart], Decimal]:
    """The parts less an amount, the earliest first, and any amount left over."""
    remaining = []
    for part in parts:
        portion = min(part.amount, deduction)
        deduction -= portion
        if part.amount != portion:
            remaining.append(DuePart(due=part.due, amount=part.amount - portion))
    return remaining, deduction


def _item(document: Document, amount: Decimal, kind: ItemKind) -> ForecastItem:
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
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedPayments:
    """Payments of runs made by a day and executed later.

    Attributes:
        items: The payments.
        settles: The amounts settled, by vendor and bill number.
    """

    items: tuple[ForecastItem, ...] = ()
    settles: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)


def ordered_payments(
    books: Books, as_of: date, group_of: Callable[[str], str]
) -> OrderedPayments:
    """The payments that the bank has been told to make.

    They are later postings, but known to whoever made the run.

    Args:
        books: The books.
        as_of: Runs made later are not known yet.
        group_of: The forecast group of an account.
    """
    runs = books.payables_read.payment_runs
    ordered = {
        id(txn)
        for id_, payments in runs.payments.items()
        if id_ in runs.by_id and runs.by_id[id_].day <= as_of
        for txn in payments
        if txn.date > as_of
    }
    if not ordered:
        return OrderedPayments()
    settles: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for posting in books.control_postings:
        if posting.side is Side.PAYABLE and posting.day > as_of and posting.amount < 0:
            txn = books.transaction_of(posting)
            if id(txn) in ordered:
                number = posting.number or next(iter(posting.links), "")
                settles[posting.party, number] -= posting.amount
    payments = [
        txn for run in runs.payments.values() for txn in run if id(txn) in ordered
    ]
    items = [item for txn in payments for item in _items(books, txn, group_of)]
    return OrderedPayments(items=tuple(items), settles=settles)


def _items(
    books: Books, txn: Transaction, group_of: Callable[[str], str]
) -> list[ForecastItem]:
    run = str(written(txn.meta, PAYMENT_RUN))
    return [
        ForecastItem(
            kind=ItemKind.ORDERED,
            label=txn.payee or txn.narration or run,
            party=str(written(txn.meta, "vendor") or ""),
            group=group_of(posting.account),
            currency=posting.units.currency,
            amount=posting.units.number or ZERO,
            day=txn.date,
            reason=f"ordered in payment run {run}",
            place=place_of(txn),
        )
        for posting in txn.postings
        if posting.units is not None and cash_role(books.chart, posting.account)
    ]

"""Open bills, and payments ordered from the bank -> expected payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.books.forecast.invoices import (
    LATE_MAX,
    debts_and_credit,
    document_item,
    long_overdue,
    open_parts,
    payment_lateness,
)
from ledgerkit.books.payables.bills_to_pay import (
    discounts_left,
    held_back,
    identity,
)
from ledgerkit.books.payables.payment_runs import RUN_WORDS
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.payment_runs import PaymentRun
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.payment_terms import DuePart
    from ledgerkit.payables.proposal import BillDiscount


_DAY = timedelta(days=1)


def bill_items(
    books: Books, ordered: OrderedPayments, as_of: date
) -> Iterator[ForecastItem]:
    """The expected payments of our bills, and those ordered from the bank.

    A discount is taken on its last day, and overdue bills are paid tomorrow. Bills on
    hold or disputed, and what is a year late, may never be paid.
    """
    yield from ordered.items
    subledger = books.subledger(Side.PAYABLE, as_of)
    discounts = _discounts(books, subledger)
    debts, credit = debts_and_credit(subledger)
    for document, parts in open_parts(debts, credit, ordered.settles):
        held = held_back(books, document, as_of)
        discount = discounts.get(identity(document))
        items = [document_item(document, -part.amount, ItemKind.BILL) for part in parts]
        if held:
            yield from (replace(item, reason=held) for item in items)
        elif discount is not None and _takes(discount, document, parts, as_of):
            item = document_item(
                document, discount.amount - document.open, ItemKind.BILL
            )
            amount_off = f"{discount.amount:f} {document.currency}"
            reason = f"with the discount of {amount_off} until {discount.until}"
            yield replace(item, day=discount.until, reason=reason)
        else:
            for part, item in zip(parts, items, strict=True):
                yield _when_due(item, part.due, as_of)


def _when_due(item: ForecastItem, due: date, as_of: date) -> ForecastItem:
    """A bill paid when due, or tomorrow; never if nobody has paid it for a year."""
    late = (as_of - due).days
    if late > LATE_MAX:
        return replace(item, reason=long_overdue(late))
    reason = payment_lateness(late) if late > 0 else f"due {due}"
    return replace(item, day=max(due, as_of + _DAY), reason=reason)


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
        if _is_ordered(runs.by_id.get(id_), as_of)
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


def _is_ordered(run: PaymentRun | None, as_of: date) -> bool:
    """Whether a run that pays was made by a day.

    What is collected is expected with the invoices that it settles.
    """
    return run is not None and run.side is Side.PAYABLE and run.day <= as_of


def _items(
    books: Books, txn: Transaction, group_of: Callable[[str], str]
) -> list[ForecastItem]:
    run = str(written(txn.meta, RUN_WORDS[Side.PAYABLE]))
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

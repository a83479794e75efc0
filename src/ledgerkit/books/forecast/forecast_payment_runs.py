"""Payment runs that the bank will execute -> what a forecast counts on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.item import ForecastItem, ItemKind
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.books.payables.payment_runs import PAYMENT_RUN
from ledgerkit.ledger.place import written
from ledgerkit.ledger.places import place_of
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedPayments:
    """Payments of runs that were made by a day, and that come after it.

    Attributes:
        items: What goes out.
        settles: What they settle, by vendor and bill number.
    """

    items: tuple[ForecastItem, ...] = ()
    settles: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)


def ordered_payments(
    books: Books, as_of: date, group_of: Callable[[str], str]
) -> OrderedPayments:
    """The payments that the bank has been told to make.

    They are later postings; but who made the run knows of them.

    Args:
        books: The books.
        as_of: Runs made later are not known yet.
        group_of: The forecast group of an account.
    """
    runs = books.payables.payment_runs
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

"""The payments of a run in the ledger -> the vendors' remittance advices."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.payables.credit_transfer import RemittanceAdvice, RemittanceLine
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.building import SubledgerItem


def remittance_advices(books: Books, run: str) -> Sequence[RemittanceAdvice]:
    """The remittance advice for each vendor of a run, in ledger order.

    Raises:
        UsageError: If there is no such run.
    """
    runs = books.payables_read.payment_runs
    payments = runs.payments.get(run)
    if payments is None:
        known = [*runs.by_id, *runs.payments]
        raise UsageError(
            f"there is no payment run {run}"
            + (suggestion(run, known) or "; its payments say payment-run: and its id")
        )
    return [advice for txn in payments for advice in _advices(books, run, txn)]


def _advices(books: Books, run: str, txn: Transaction) -> Iterator[RemittanceAdvice]:
    """The advice of a payment; one for each currency, and a run has one."""
    side = Side.PAYABLE
    vendor = str(written(txn.meta, "vendor") or "") or books.directory.identify(
        side.party_role, txn.payee or ""
    )
    settled: dict[str, dict[str, Decimal]] = defaultdict(dict)
    discounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    sent: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for posting in txn.postings:
        units, number = posting.units, str(written(posting.meta, "bill") or "")
        if units is None or units.number is None:
            continue
        role = books.chart.role(posting.account)
        if role is not None and role.role.side is side:
            lines = settled[units.currency]
            lines[number] = lines.get(number, ZERO) + units.number
        elif role is not None and role.role.holds_money:
            sent[units.currency] -= units.number
        else:
            discounts[number] -= units.number
    for currency, lines in settled.items():
        yield RemittanceAdvice(
            run=run,
            vendor=vendor or txn.payee or "",
            day=txn.date,
            currency=currency,
            amount=sent[currency],
            iban=str(written(txn.meta, "paid-to") or ""),
            reference=str(written(txn.meta, "end-to-end") or ""),
            lines=[
                _line(books, vendor, number, amount, discounts[number])
                for number, amount in lines.items()
            ],
        )


def _line(
    books: Books, vendor: str | None, number: str, settled: Decimal, discount: Decimal
) -> RemittanceLine:
    item = _draft(books, vendor, number)
    return RemittanceLine(
        number=number,
        is_credit=settled < 0,
        issued=item.first.day if item else None,
        settled=settled,
        discount=discount,
    )


def _draft(books: Books, vendor: str | None, number: str) -> SubledgerItem | None:
    items = books.subledger(Side.PAYABLE, date.max).by_number.get(number, ())
    return next((item for item in items if item.party == vendor), None)

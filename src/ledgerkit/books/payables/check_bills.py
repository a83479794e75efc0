"""Bills that are, or look, entered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.documents.numbers import entered_twice
from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.language.document_kinds import (
    DUPLICATE_BILL,
    POSSIBLE_DUPLICATE,
    UNMAPPED_BILL_LINE,
)
from ledgerkit.ledger.place import place_in, short_place, written
from ledgerkit.money import with_cents
from ledgerkit.payables.duplicates import Duplicate, find_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.payables.duplicates import BillFacts

#: The usual maximum of days between two entries of one bill.
_ENTRY_DAYS = 14


def check_bills(
    bills: Iterable[BillFacts],
    payables: Subledger,
    transaction_of: Callable[[ControlPosting], Transaction],
) -> Iterator[Finding]:
    """Report each bill that is entered once more, and each that looks like it.

    Args:
        bills: Every bill of the books.
        payables: The same as documents: two of one vendor and number are one there.
        transaction_of: Finds the transaction of a posting.
    """
    for item in payables.items:
        if item.more and item.number is not None:
            for posting, first in entered_twice(item, transaction_of, in_parts=True):
                yield _entered_twice(item, posting, first)
    for duplicate in find_duplicates(bills):
        bill = duplicate.bill
        yield finding(
            DUPLICATE_BILL if duplicate.is_certain else POSSIBLE_DUPLICATE,
            bill.place,
            f"{duplicate_sentence(duplicate)}; delete one of the two, or write"
            f' not-duplicate-of: "{duplicate.earlier.number}" if they are two',
            unfinished=bill.unfinished or duplicate.earlier.unfinished,
            party=bill.party,
        )


def _entered_twice(
    item: SubledgerItem, posting: ControlPosting, first: ControlPosting
) -> Finding:
    """A bill's debt entered twice: a payment run would pay the sum."""
    # Weeks apart, they may be a rent with one number all year.
    is_near = (posting.day - first.day).days <= _ENTRY_DAYS
    return finding(
        DUPLICATE_BILL,
        posting.place,
        f"{item.number} of {item.party} is entered over"
        f" {_money(posting.amount, posting.currency)} at {short_place(first.place)}"
        " already; delete one of the two, or write not-duplicate-of:"
        f' "{item.number}" if they are two parts of one bill',
        unfinished=posting.unfinished or first.unfinished or not is_near,
        party=item.party,
    )


def unmapped_lines(
    directives: Iterable[Directive], chart: ChartOfAccounts
) -> Iterator[Finding]:
    """Report amounts on a suspense account in transactions with a debt."""
    if not chart.has(Role.SUSPENSE):
        return
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        roles = [chart.role(posting.account) for posting in txn.postings]
        used_roles = {role.role for role in roles if role is not None}
        if not {Role.SUSPENSE, Role.PAYABLE} <= used_roles:
            continue
        for posting, role in zip(txn.postings, roles, strict=True):
            if role is None or role.role is not Role.SUSPENSE or not posting.units:
                continue
            description = written(posting.meta, "description") or txn.narration
            yield finding(
                UNMAPPED_BILL_LINE,
                place_in(posting.meta or txn.meta),
                f'"{description}" of {txn.payee}: {posting.units.to_string()} stand on'
                f" {posting.account}; write the account that it is for",
                unfinished=txn.flag == "!",
            )


def duplicate_sentence(duplicate: Duplicate) -> str:
    """The bill and its likely duplicate, and the reason."""
    bill, earlier = duplicate.bill, duplicate.earlier
    owner = f" of {earlier.party}" if earlier.party != bill.party else ""
    may_be = "is" if duplicate.is_certain else "may be"
    return (
        f"{bill.number or 'a bill'} of {bill.party} over"
        f" {_money(bill.amount, bill.currency)} {may_be}"
        f" {earlier.number or 'the bill'}{owner} of {earlier.day}"
        f" ({short_place(earlier.place)}): {duplicate.reason}"
    )


def _money(number: Decimal, currency: str) -> str:
    return f"{with_cents(number, currency):f} {currency}"

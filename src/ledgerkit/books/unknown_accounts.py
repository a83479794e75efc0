"""What is said where no account of a side is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import NO_CONTROL_ACCOUNT
from ledgerkit.ledger.place import place_of
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source


def knows_control_account(source: Source, side: Side) -> bool:
    """Whether the book has an account on which what is owed on a side is booked."""
    reading = source.reading
    roles = (reading.chart.role(open_.account) for open_ in reading.opens)
    return any(role is not None and role.role.side is side for role in roles) or any(
        posting.side is side for posting in reading.control_postings
    )


def find_no_control_account(source: Source, side: Side) -> Iterator[Finding]:
    """Advice where no account of a side is known, and one may be.

    An account may be one if nothing says what it is for, and a debt of that side would
    be posted to it as something is: for income, or for an expense.
    """
    if knows_control_account(source, side):
        return
    root, against = _ROOTS[side]
    beginning = f"{source.options[root]}:", f"{source.options[against]}:"
    for directive in source.directives:
        if not isinstance(directive, Transaction):
            continue
        account = _debt_account(directive.postings, side, *beginning)
        if account is not None and source.chart.is_open_question(account):
            opens = (o for o in source.reading.opens if o.account == account)
            place = place_of(next(opens, directive))
            message = (
                f"{unknown_control_account(side)}; {account} may be one, else write"
                " what its role is"
            )
            yield finding(NO_CONTROL_ACCOUNT, place, message)
            return


def unknown_control_account(side: Side) -> str:
    """What is said where no account of a side is known."""
    return (
        f"no {side.value} account is known: write"
        f' role: "{side.value}" below its open directive'
    )


#: The options with the root of each side's accounts, and of what debts are for.
_ROOTS = {
    Side.RECEIVABLE: ("name_assets", "name_income"),
    Side.PAYABLE: ("name_liabilities", "name_expenses"),
}


def _debt_account(
    postings: Iterable[Posting], side: Side, root: str, against: str
) -> str | None:
    """The account below a root on which a debt is booked against another root."""
    amounts = {
        posting.account: posting.units.number * side.sign
        for posting in postings
        if posting.units is not None and posting.units.number is not None
    }
    if not any(account.startswith(against) for account in amounts):
        return None
    owed = (a for a, amount in amounts.items() if a.startswith(root) and amount > 0)
    return next(owed, None)

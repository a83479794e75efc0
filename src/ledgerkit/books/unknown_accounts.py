"""What is said where no account of a side is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import NO_CONTROL_ACCOUNT
from ledgerkit.ledger.place import place_of
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    be posted to it as something is: in the currency of the books, for income or an
    expense, and without money that moves.
    """
    if knows_control_account(source, side):
        return
    for directive in source.directives:
        if not isinstance(directive, Transaction):
            continue
        account = next(_debt_accounts(source, directive.postings, side), None)
        if account is not None:
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


def _debt_accounts(
    source: Source, postings: Sequence[Posting], side: Side
) -> Iterator[str]:
    """The accounts of unknown use on which a transaction books a debt."""
    root, against = (f"{source.options[option]}:" for option in _ROOTS[side])
    accounts = [posting.account for posting in postings]
    roles = (source.chart.role(account) for account in accounts)
    if not any(account.startswith(against) for account in accounts) or any(
        role is not None and role.role.holds_money for role in roles
    ):
        return
    own = source.options["operating_currency"]
    for account, units in ((p.account, p.units) for p in postings):
        if (
            account.startswith(root)
            and units is not None
            and units.number is not None
            and units.number * side.sign > 0
            and (not own or units.currency in own)
            and source.chart.is_open_question(account)
        ):
            yield account

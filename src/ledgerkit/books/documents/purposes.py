"""Control postings that are no sale or payment, by the other accounts involved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.receivables.collection.history import Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Directive, Posting

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.receivables.collection.history import Purposes

_GIVEN_UP = {Role.BAD_DEBT, Role.ALLOWANCE}


def read_purposes(
    directives: Sequence[Directive],
    postings: Sequence[ControlPosting],
    origins: Sequence[int],
    chart: ChartOfAccounts,
    *,
    income: str,
) -> Purposes:
    """The exceptions among these postings.

    A posting against a bad-debt or allowance account writes a debt off, or reverses
    that. One that adds debt while money leaves a bank or cash account is a returned
    payment or a refund. One that reduces debt while income goes down, and no money
    moves, reverses a sale; a credit note with a number is a document, and no exception.

    Args:
        directives: Of the book.
        postings: The control postings.
        origins: The index of each one's transaction among the directives.
        chart: The role of every account.
        income: The prefix of income accounts, e.g. ``Income:``.
    """
    accounts = _Accounts(chart, income)
    purposes: dict[int, Purpose] = {}
    for posting, index in zip(postings, origins, strict=True):
        others = directives[index].postings  # type: ignore[union-attr]
        for other in others:
            purpose = accounts[other.account]
            if purpose is None:
                continue
            if purpose is Purpose.WRITE_OFF or (
                # Reductions of debt mostly meet money, additions income: no need to
                # look further.
                (posting.amount >= 0) == (purpose is Purpose.MONEY_BACK)
                and accounts.is_exception(purpose, posting, other, others)
            ):
                purposes[id(posting)] = purpose
                break
    return purposes


class _Accounts(dict[str, "Purpose | None"]):
    """The possible purpose of a posting by another account, looked up on first use."""

    def __init__(self, chart: ChartOfAccounts, income: str) -> None:
        super().__init__()
        self._chart = chart
        self._income = income

    def __missing__(self, account: str) -> Purpose | None:
        account_role = self._chart.role(account)
        role = account_role.role if account_role else None
        if role in _GIVEN_UP:
            self[account] = Purpose.WRITE_OFF
        else:
            holds_money = role is not None and role.holds_money
            is_income = role is None and account.startswith(self._income)
            taken_back = Purpose.TAKEN_BACK if is_income else None
            self[account] = Purpose.MONEY_BACK if holds_money else taken_back
        return self[account]

    def is_exception(
        self,
        purpose: Purpose,
        posting: ControlPosting,
        other: Posting,
        others: Sequence[Posting],
    ) -> bool:
        """Whether money, or income, moves the opposite way to a payment or sale."""
        moved = (
            (other.units.number or ZERO) * posting.side.sign if other.units else ZERO
        )
        if purpose is Purpose.MONEY_BACK:
            return moved < 0
        no_money = all(self[o.account] is not Purpose.MONEY_BACK for o in others)
        return moved > 0 and posting.credit is None and no_money

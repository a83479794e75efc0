"""Which control postings are no sale or payment, by the other accounts they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.receivables.posting_purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Directive, Posting

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.receivables.posting_purpose import Purposes

_GIVEN_UP = {Role.BAD_DEBT, Role.ALLOWANCE}


def read_purposes(
    directives: Sequence[Directive],
    postings: Sequence[ControlPosting],
    origins: Sequence[int],
    chart: ChartOfAccounts,
) -> Purposes:
    """The exceptions among these postings.

    A posting beside a bad-debt or allowance account gives a debt up, or takes that
    back. One that adds debt while money leaves a bank or cash account is a returned
    payment or a refund.
    """
    accounts = _Accounts(chart)
    purposes: dict[int, Purpose] = {}
    for posting, index in zip(postings, origins, strict=True):
        for other in directives[index].postings:  # type: ignore[union-attr]
            purpose = accounts[other.account]
            if purpose is not None and (
                purpose is Purpose.WRITE_OFF
                # What reduces debt is most that meets money: no need to ask.
                or (posting.amount >= 0 and _is_money_back(posting, other))
            ):
                purposes[id(posting)] = purpose
                break
    return purposes


class _Accounts(dict[str, "Purpose | None"]):
    """What a posting beside an account may be for, found when it is first asked for."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> Purpose | None:
        found = self._chart.role(account)
        role = found.role if found else None
        if role in _GIVEN_UP:
            self[account] = Purpose.WRITE_OFF
        else:
            holds_money = role is not None and role.holds_money
            self[account] = Purpose.MONEY_BACK if holds_money else None
        return self[account]


def _is_money_back(posting: ControlPosting, other: Posting) -> bool:
    """Whether money moves the way that doesn't pay what a posting adds."""
    if other.units is None:
        return False
    return (other.units.number or ZERO) * posting.side.sign < 0

"""Which control postings are no sale or payment, by the other accounts they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.receivables.posting_purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Directive

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
    roles = _Roles(chart)
    purposes: dict[int, Purpose] = {}
    for posting, index in zip(postings, origins, strict=True):
        txn = directives[index]
        assert isinstance(txn, Transaction)
        purpose = _purpose(txn, posting, roles)
        if purpose is not None:
            purposes[id(posting)] = purpose
    return purposes


class _Roles(dict[str, "Role | None"]):
    """The role of each account, found when it is first asked for."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> Role | None:
        found = self._chart.role(account)
        self[account] = found.role if found else None
        return self[account]


def _purpose(
    txn: Transaction, posting: ControlPosting, roles: _Roles
) -> Purpose | None:
    for other in txn.postings:
        role = roles[other.account]
        if role is None:
            continue
        if role in _GIVEN_UP:
            return Purpose.WRITE_OFF
        if posting.amount > 0 and role.holds_money and other.units is not None:
            # Payables are paid by money leaving, so only money coming back counts.
            leaving = (other.units.number or ZERO) * posting.side.sign
            if leaving < 0:
                return Purpose.MONEY_BACK
    return None

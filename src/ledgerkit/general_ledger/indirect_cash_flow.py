"""The indirect cash flow: from the result, by what changed and was not paid.

Each account that is not cash moves by what cash did to it and by what was booked
without cash. So operating cash is the result, less what operating accounts rose by, and
corrected for what investing and financing accounts moved by without cash: depreciation,
for instance, or a machine that a loan has paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal


class IndirectCashFlow(NamedTuple):
    """The parts of an indirect cash flow; positive is more cash.

    Attributes:
        result: What the period has earned.
        not_in_cash: By account of investing and financing, what moved without cash.
        changes: By operating account, what its change freed or tied up.
        others: By account of the other activities, what was received or paid.
    """

    result: Decimal
    not_in_cash: Mapping[str, Decimal]
    changes: Mapping[str, Decimal]
    others: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """The change of cash."""
        parts = (self.not_in_cash, self.changes, self.others)
        return sum((sum(part.values(), ZERO) for part in parts), self.result)


def indirect_cash_flow(
    moved: Mapping[str, Decimal],
    direct: Mapping[str, Decimal],
    *,
    is_result: Callable[[str], bool],
    activity_of: Callable[[str], CashActivity],
) -> IndirectCashFlow:
    """A period's cash flow from its result.

    Args:
        moved: What was posted to each account besides cash, debit positive, without
            entries that open or close the books.
        direct: The direct cash flow, by account and line.
        is_result: Whether an account is of income or expenses.
        activity_of: The activity of an account or line.
    """
    result = -sum((net for a, net in moved.items() if is_result(a)), ZERO)
    not_in_cash: dict[str, Decimal] = {}
    changes: dict[str, Decimal] = {}
    others = {
        line: amount
        for line, amount in direct.items()
        if activity_of(line) is not CashActivity.OPERATING
    }
    for account, net in moved.items():
        if is_result(account):
            continue
        if activity_of(account) is CashActivity.OPERATING:
            changes[account] = -net
        else:
            not_in_cash[account] = -net - others.get(account, ZERO)
    return IndirectCashFlow(
        result, _without_zeros(not_in_cash), _without_zeros(changes), others
    )


def _without_zeros(amounts: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return {account: amount for account, amount in amounts.items() if amount}

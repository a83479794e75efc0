"""The part of a posting that moved money: discounts, credits and write-offs don't.

Amounts are positive for what was paid to vendors, and negative for what came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.document import Document


class MoneyPaid(NamedTuple):
    """Money paid to a vendor for one bill, or for none yet.

    Attributes:
        party: Id of the vendor.
        day: When the money left, or came back.
        amount: The money; negative if it came back.
        currency: Of the amount.
        by_card: Whether it was paid by card.
        bill: What it was for; None if nothing says.
    """

    party: str
    day: date
    amount: Decimal
    currency: str
    by_card: bool
    bill: Document | None


#: What money is paid for: debts, and what is paid in advance.
_CLAIMS = frozenset({Role.PAYABLE, Role.VENDOR_ADVANCE})


def money_in(
    chart: ChartOfAccounts, txn: Transaction, amount: Decimal, currency: str
) -> Decimal:
    """The part of an amount on a payable or an advance that was paid in money.

    If less money moved than debts and advances did, each has its share of it.

    Args:
        chart: The role of every account.
        txn: The transaction.
        amount: What it takes off a debt, or adds to an advance; negative for what
            comes back.
        currency: Of the amount.

    Returns:
        Zero if no money moved, or the other way.
    """
    paid = claims = ZERO
    for posting in txn.postings:
        role, units = chart.role(posting.account), posting.units
        if role is None or units is None or units.currency != currency:
            continue
        if role.role.holds_money:
            paid -= units.number or ZERO
        elif role.role in _CLAIMS:
            claims += units.number or ZERO
    if amount < 0:
        paid, claims = -paid, -claims
    if paid <= 0:
        return ZERO
    if claims <= 0 or paid >= claims:
        return amount
    return rounded(amount * paid / claims, currency)


def is_by_card(chart: ChartOfAccounts, txn: Transaction) -> bool:
    """Whether a card paid, or a payment came back to one."""
    roles = (chart.role(posting.account) for posting in txn.postings)
    return any(role is not None and role.role is Role.CARD for role in roles)

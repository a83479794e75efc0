"""The proof that control accounts agree with the open items.

For each control account, currency and day::

    general-ledger balance = open items + unapplied + unassigned
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAccountProof:
    """The balance of one control account, and what it consists of.

    All amounts count what is owed: a payable's credit balance is positive.

    Attributes:
        account: The control account, with its sub-accounts.
        currency: Of every amount.
        general_ledger: Its balance in the general ledger.
        open_items: The open amounts of the documents booked on it.
        unapplied: Payments and credits on account.
        unassigned: Postings that name nobody.
    """

    account: str
    currency: str
    general_ledger: Decimal
    open_items: Decimal
    unapplied: Decimal
    unassigned: Decimal

    @property
    def difference(self) -> Decimal:
        """The difference from the subledger; zero if they agree."""
        return self.general_ledger - self.open_items - self.unapplied - self.unassigned


def prove_control_accounts(
    balances: Mapping[tuple[str, str], Decimal], subledger: Subledger
) -> Sequence[ControlAccountProof]:
    """Compare each control account of one side with its subledger.

    Args:
        balances: General-ledger balance of each control account and currency on
            the subledger's day, summed from the ledger itself; positive if owed.
        subledger: The documents and money on account.
    """
    accounts = {account for account, _currency in balances}
    documents = _open_by_account(subledger.items, accounts)
    unapplied: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    unassigned: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for sums, items in (
        (unapplied, subledger.ever_on_account),
        (unassigned, subledger.unassigned),
    ):
        for item in items:
            sums[item.posting.control_account, item.posting.currency] += item.amount
    return [
        ControlAccountProof(
            account=key[0],
            currency=key[1],
            general_ledger=balances.get(key, ZERO),
            open_items=documents.get(key, ZERO),
            unapplied=unapplied[key],
            unassigned=unassigned[key],
        )
        for key in sorted({*balances, *documents, *unapplied, *unassigned})
    ]


def _open_by_account(
    items: Iterable[SubledgerItem], accounts: AbstractSet[str]
) -> Mapping[tuple[str, str], Decimal]:
    """The open amounts on each control account, by currency.

    A document counts where it was booked, and a settlement where that was booked:
    a payment on another control account than its invoice leaves the one open and
    the other overdrawn, as in the general ledger.
    """
    sums: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    if len(accounts) == 1:
        # A single control account, as in most books.
        [account] = accounts
        for item in items:
            if item.open:
                sums[account, item.first.currency] += item.open
        return sums
    for item in items:
        for posting in item.postings:
            sums[posting.control_account, posting.currency] += posting.amount
        for posting, amount, _basis, _credit in item.settlements or ():
            sums[posting.control_account, posting.currency] -= amount
    return sums

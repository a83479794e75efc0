"""What each account is for: its role, stated or inferred from its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Role(StrEnum):
    """What an account is for; the value is what ``role:`` says."""

    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    BANK = "bank"
    CASH = "cash"
    CARD = "card"
    CLEARING = "clearing"
    CLIENT_ADVANCE = "client-advance"
    VENDOR_ADVANCE = "vendor-advance"
    DEFERRED_REVENUE = "deferred-revenue"
    DISCOUNT_GIVEN = "discount-given"
    DISCOUNT_TAKEN = "discount-taken"
    BAD_DEBT = "bad-debt"
    ALLOWANCE = "allowance"
    EXCHANGE_GAIN = "exchange-gain"
    UNREALISED_GAIN = "unrealised-gain"
    BANK_FEES = "bank-fees"
    ROUNDING = "rounding"
    CASH_OVER_SHORT = "cash-over-short"
    """What counts of cash were more or less than the books had."""
    SUSPENSE = "suspense"
    STOCK = "stock"
    """Goods that we bought to sell, at cost."""
    COST_OF_SALES = "cost-of-sales"
    """What the goods sold had cost."""
    RETAINED_EARNINGS = "retained-earnings"
    NONE = "none"
    """No role, whatever the name suggests."""

    @property
    def side(self) -> Side | None:
        """The side it is a control account of; None for other roles."""
        if self in {Role.RECEIVABLE, Role.PAYABLE}:
            return Side(self.value)
        return None

    @property
    def holds_money(self) -> bool:
        """Whether money lies in the account or passes through it."""
        return self in {Role.BANK, Role.CASH, Role.CARD, Role.CLEARING}


class RootAccount(StrEnum):
    """Beancount's five account types, whatever a ledger calls them."""

    ASSETS = "assets"
    LIABILITIES = "liabilities"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSES = "expenses"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleName:
    """An account component that implies a role.

    Attributes:
        root: The root under which it counts.
        component: A whole component: ``AR`` is not ``Art``.
        role: The role it implies.
    """

    root: RootAccount
    component: str
    role: Role


def _names(root: RootAccount, role: Role, components: str) -> tuple[RoleName, ...]:
    return tuple(
        RoleName(root=root, component=component, role=role)
        for component in components.split()
    )


#: The usual names of these accounts.
USUAL_NAMES = (
    *_names(
        RootAccount.ASSETS,
        Role.RECEIVABLE,
        "Receivable Receivables AccountsReceivable AR Debtors",
    ),
    *_names(
        RootAccount.LIABILITIES,
        Role.PAYABLE,
        "Payable Payables AccountsPayable AP Creditors",
    ),
    *_names(RootAccount.ASSETS, Role.BANK, "Bank Banks Checking Savings"),
    *_names(RootAccount.ASSETS, Role.CASH, "Cash PettyCash"),
)


@dataclass(frozen=True, slots=True)
class AccountRole:
    """What an account is for.

    Attributes:
        role: Its role.
        root: The account the role comes from: itself or one above it. For a control
            account, the subledger proves this one's balance.
        stated: Whether by ``role:``, and not inferred from a name.
    """

    role: Role
    root: str
    stated: bool

    def leaf(self, account: str) -> str:
        """The last component of an account below the root; empty for the root.

        >>> AccountRole(Role.BANK, "Assets:Bank", False).leaf("Assets:Bank:Main:EUR")
        'EUR'
        """
        return account.rpartition(":")[2] if account != self.root else ""


class ChartOfAccounts:
    """The role of every account."""

    def __init__(
        self,
        stated: Mapping[str, Role],
        *,
        roots: Mapping[str, RootAccount],
        names: tuple[RoleName, ...] = USUAL_NAMES,
    ) -> None:
        """Make a chart.

        Args:
            stated: The role of each account whose ``open`` directive states one.
            roots: The root for each first component, from the options.
            names: Names that imply a role where none is stated.
        """
        self._stated = stated
        self._roots = roots
        self._names = {(n.root, n.component): n.role for n in names}
        self._known: dict[str, AccountRole | None] = {}

    def role(self, account: str) -> AccountRole | None:
        """The role of an account; None if it has none.

        Its own stated role decides, or the nearest one above it; failing that, the
        first component below the root that is a usual name.
        """
        if account not in self._known:
            account_role = self._stated_role(account) or self._usual_role(account)
            has_none = account_role is not None and account_role.role is Role.NONE
            self._known[account] = None if has_none else account_role
        return self._known[account]

    def root(self, account: str) -> RootAccount | None:
        """The account type of an account; None if it has none."""
        return self._roots.get(account.partition(":")[0])

    def has(self, role: Role) -> bool:
        """Whether any account states this role."""
        return role in self._stated.values()

    def stated_accounts(self, role: Role) -> Sequence[str]:
        """The accounts that state this role, in alphabetical order."""
        return sorted(name for name, stated in self._stated.items() if stated is role)

    def _stated_role(self, account: str) -> AccountRole | None:
        above = [name for name in _with_those_above(account) if name in self._stated]
        if not above:
            return None
        role = self._stated[above[0]]
        # Several levels may state the same role: the highest is the control account.
        with_role = takewhile(lambda name: self._stated[name] is role, above)
        *_, root = with_role
        return AccountRole(role, root, stated=True)

    def _usual_role(self, account: str) -> AccountRole | None:
        components = account.split(":")
        root = self._roots.get(components[0])
        for depth, component in enumerate(components[1:], start=2):
            role = self._names.get((root, component)) if root else None
            if role:
                return AccountRole(role, ":".join(components[:depth]), stated=False)
        return None


def _with_those_above(account: str) -> Iterator[str]:
    """The account and each account above it, upwards."""
    while account:
        yield account
        account = account.rpartition(":")[0]

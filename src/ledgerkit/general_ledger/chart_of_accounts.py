"""What each account is for: its role, stated or inferred from its name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from string import digits
from typing import TYPE_CHECKING, Any

from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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
    FX_VALUATION = "fx-valuation"
    """What open foreign items are worth more or less at the closing rate."""
    BANK_FEES = "bank-fees"
    ROUNDING = "rounding"
    CASH_OVER_SHORT = "cash-over-short"
    """What counts of cash were more or less than the books had."""
    TAX_PAYABLE = "tax-payable"
    """What filed returns owe to the tax office, or the office to us."""
    SUSPENSE = "suspense"
    STOCK = "stock"
    """Goods that we bought to sell, at cost."""
    COST_OF_SALES = "cost-of-sales"
    """What the goods sold had cost."""
    RETAINED_EARNINGS = "retained-earnings"
    CAPITAL = "capital"
    """What owners have put in."""
    DRAWINGS = "drawings"
    """What an owner takes out."""
    DIVIDENDS = "dividends"
    """What a company pays out to its owners."""
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
        component: A whole component: ``AR`` is not ``Art``. Compared as `bare_name`
            leaves it; with its digits, if it has any.
        role: The role it implies.
        broad: Whether a narrower name below it, if there is one, is meant instead.
    """

    root: RootAccount
    component: str
    role: Role
    broad: bool = False


#: Letters that decomposing leaves as they are.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "\u0131": "i"}
)


def bare_name(component: str) -> str:
    """A component without case, accents, hyphens, and digits before or after it.

    >>> bare_name("1200-Accounts-Receivable"), bare_name("Créances"), bare_name("1200")
    ('accountsreceivable', 'creances', '1200')
    """
    name = component.casefold().replace("-", "")
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        name = "".join(character for character in name if character.isalnum())
    return name.strip(digits) or name


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
        names: Iterable[RoleName],
        accounts: Iterable[str] = (),
    ) -> None:
        """Make a chart.

        Args:
            stated: The role of each account whose ``open`` directive states one.
            roots: The root for each first component, from the options.
            names: Names that imply a role where none is stated.
            accounts: The accounts of the ledger, which tell whether a broad name is
                one of a group.
        """
        self._stated = stated
        self._roots = roots
        self._names = _by_root(names)
        self._known: dict[str, AccountRole | None] = {}
        self._groups = frozenset(
            group for account in accounts for group in self._broad_above(account)
        )

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

    def is_open_question(self, account: str) -> bool:
        """Whether neither a stated role nor its name says what an account is for."""
        return self._stated_role(account) is self._usual_role(account) is None

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
        for above, name in self._named_above(account):
            if above not in self._groups:
                return AccountRole(name.role, above, stated=False)
        return None

    def _broad_above(self, account: str) -> Iterator[str]:
        """The accounts with a broad name above one with a narrower of the same role."""
        named = [*self._named_above(account)]
        for above, name in named if len(named) > 1 else ():
            if name.broad and any(
                below.role is name.role and not below.broad and len(lower) > len(above)
                for lower, below in named
            ):
                yield above

    def _named_above(self, account: str) -> Iterator[tuple[str, RoleName]]:
        """The account and those above it that have a usual name, downwards."""
        components = account.split(":")
        names = self._names.get(self._roots.get(components[0]))
        if names is None:
            return
        for depth, component in enumerate(components[1:], start=2):
            name = names[component]
            if name is not None:
                yield ":".join(components[:depth]), name


class _UsualNames(dict[str, "RoleName | None"]):
    """The usual name that each component is, looked up on first use.

    A dictionary, because every account of a book asks, and most share components.
    """

    def __init__(self) -> None:
        super().__init__()
        self._forms: dict[str, RoleName] = {}

    def add(self, name: RoleName) -> None:
        """Know a name; of two with one form the last holds."""
        # Somebody who writes Debtors2 doesn't mean Debtors3.
        has_digits = not name.component.isalpha() and any(
            character.isdecimal() for character in name.component
        )
        self._forms[name.component if has_digits else bare_name(name.component)] = name

    def __missing__(self, component: str) -> RoleName | None:
        form = self._forms.get(component) or self._forms.get(bare_name(component))
        self[component] = form
        return form


def _by_root(names: Iterable[RoleName]) -> Mapping[RootAccount | None, _UsualNames]:
    """The names by their root."""
    by_root: dict[RootAccount | None, _UsualNames] = {}
    for name in names:
        by_root.setdefault(name.root, _UsualNames()).add(name)
    return by_root


def _with_those_above(account: str) -> Iterator[str]:
    """The account and each account above it, upwards."""
    while account:
        yield account
        account = account.rpartition(":")[0]


def stated_above(
    metadata: Mapping[str, Mapping[str, Any]], account: str, key: str
) -> tuple[str, Any] | None:
    """Which account states a key, itself or the nearest above it, and what.

    Args:
        metadata: Of each account's ``open`` directive.
        account: The account.
        key: The key that accounts below inherit.

    >>> stated_above({"Assets:Bank": {"number": "12"}}, "Assets:Bank:Main", "number")
    ('Assets:Bank', '12')
    """
    for name in _with_those_above(account):
        value = metadata.get(name, {}).get(key)
        if value is not None:
            return name, value
    return None

"""What is known of each control account before any posting is read.

Control accounts' balances on any day, from the ledger itself: the other half of the
proof, summed from the directives, independently of the reading behind the subledger.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.money import ZERO
from ledgerkit.open_items.control_posting import PartyProof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.chart_of_accounts import AccountRole, ChartOfAccounts
    from ledgerkit.open_items.purpose import Purpose
    from ledgerkit.open_items.side import Side
    from ledgerkit.parties.directory import PartyDirectory


class ControlAccount:
    """An account of role receivable or payable, or below one.

    Attributes:
        side: Which of the two.
        sign: The factor from a ledger amount to what is owed.
        root: The control account: itself, or the one above with the role.
        party_key: ``client`` or ``vendor``.
        number_key: ``invoice`` or ``bill``.
        credit_key: ``credit-note`` or ``vendor-credit``.
        balance: The sum of the postings read so far, by currency, as what is owed.
        usual_purposes: The purposes told so far from the classes of the other accounts
            alone, by those classes; negative for what reduces the debt.
    """

    def __init__(
        self, account: str, role: AccountRole, side: Side, directory: PartyDirectory
    ) -> None:
        """Look up once what every posting to the account needs."""
        self.side = side
        self.sign = side.sign
        self.root = role.root
        self.party_key = side.party_role.value
        self.number_key = side.number_key
        self.credit_key = side.credit_key
        self.balance: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.usual_purposes: dict[int, Purpose | None] = {}
        self._directory = directory
        self._own_party = directory.of_account(side.party_role, account)
        self._leaf = role.leaf(account)
        self._by_payee: dict[str | None, tuple[str, PartyProof]] = {}

    def parties(self) -> Iterable[str]:
        """The parties found for postings to it, except those stated."""
        return {party for party, _proof in self._by_payee.values()}

    def party_of(self, payee: str | None) -> tuple[str, PartyProof]:
        """The party, by the first rule that applies if no key states it."""
        try:
            return self._by_payee[payee]
        except KeyError:
            return self._by_payee.setdefault(payee, self._find_party(payee))

    def _find_party(self, payee: str | None) -> tuple[str, PartyProof]:
        role = self.side.party_role
        if self._own_party is not None:
            return self._own_party, PartyProof.STATED
        known = self._directory.identify(role, payee) if payee else None
        if known is not None:
            return known, PartyProof.RECOGNISED
        if self._leaf:
            named = self._directory.identify(role, self._leaf)
            return named or self._leaf, PartyProof.RECOGNISED
        return (payee, PartyProof.PAYEE) if payee else ("", PartyProof.NONE)


class ControlAccounts(dict[str, "ControlAccount | int"]):
    """Each account's control account, or else its class, looked up on first use.

    A dictionary, because every posting of every load asks.
    """

    def __init__(
        self,
        chart: ChartOfAccounts,
        directory: PartyDirectory,
        class_of: Callable[[str], int],
    ) -> None:
        """Use this chart of accounts and these parties, and classes of accounts."""
        super().__init__()
        self._chart = chart
        self._directory = directory
        self._class_of = class_of

    def __missing__(self, account: str) -> ControlAccount | int:
        role = self._chart.role(account)
        side = role.role.side if role else None
        if role is not None and side is not None:
            self[account] = ControlAccount(account, role, side, self._directory)
        else:
            self[account] = int(self._class_of(account))
        return self[account]

    def controls(self) -> Iterator[ControlAccount]:
        """The control accounts found so far."""
        return (c for c in self.values() if isinstance(c, ControlAccount))


class ControlBalances:
    """The movement of each control account on each day, in ledger signs."""

    def __init__(self, directives: Iterable[Directive], chart: ChartOfAccounts) -> None:
        """Sum the transactions, in one pass."""
        self._moved: dict[tuple[AccountRole, str], dict[date, Decimal]] = {}
        roles = _ControlRoles(chart)
        for directive in directives:
            if isinstance(directive, Transaction):
                for posting in directive.postings:
                    role, units = roles[posting.account], posting.units
                    if role is not None and units is not None:
                        assert units.number is not None
                        moved = self._moved.setdefault(
                            (role, units.currency), defaultdict(lambda: ZERO)
                        )
                        moved[directive.date] += units.number

    def at(self, side: Side, as_of: date) -> Mapping[tuple[str, str], Decimal]:
        """Balance by control account and currency at a day's end, as what is owed."""
        balances: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for (role, currency), moved in self._moved.items():
            if role.role.side is side:
                until = (number for day, number in moved.items() if day <= as_of)
                balances[role.root, currency] += side.sign * sum(until, ZERO)
        return balances


class _ControlRoles(dict[str, "AccountRole | None"]):
    """The role of each control account, looked up on first use."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> AccountRole | None:
        role = self._chart.role(account)
        is_control = role is not None and role.role.side is not None
        self[account] = role if is_control else None
        return self[account]

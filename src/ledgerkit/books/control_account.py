"""What is known of each control account before any posting is read.

Control accounts' balances on any day, from the ledger itself: the other half of the
proof, summed from the directives, independently of the reading behind the subledger.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

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
        self._moved = moved = _Moved(chart)
        for directive in directives:
            if directive.__class__ is Transaction:
                for posting in directive.postings:
                    by_currency, units = moved[posting.account], posting.units
                    if by_currency is not None and units is not None:
                        number, currency = units
                        assert number is not None
                        by_currency[currency][directive.date] += number

    def at(self, side: Side, as_of: date) -> Mapping[tuple[str, str], Decimal]:
        """Balance by control account and currency at a day's end, as what is owed."""
        balances: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for role, by_currency in self._moved.by_role.items():
            if role.role.side is side:
                for currency, moved in by_currency.items():
                    until = (number for day, number in moved.items() if day <= as_of)
                    balances[role.root, currency] += side.sign * sum(until, ZERO)
        return balances


#: What was posted in each currency, by day.
_ByCurrency: TypeAlias = "dict[str, dict[date, Decimal]]"


class _Moved(dict[str, "_ByCurrency | None"]):
    """What was posted to each control account, with its sub-accounts; else None.

    Attributes:
        by_role: The same by the role of the account that has it.
    """

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart
        self.by_role: dict[AccountRole, _ByCurrency] = {}

    def __missing__(self, account: str) -> _ByCurrency | None:
        role = self._chart.role(account)
        self[account] = None
        if role is not None and role.role.side is not None:
            by_currency: _ByCurrency = defaultdict(lambda: defaultdict(lambda: ZERO))
            self[account] = self.by_role.setdefault(role, by_currency)
        return self[account]

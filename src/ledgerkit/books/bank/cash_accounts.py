"""``open`` directives and postings -> cash accounts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from beancount.core.data import Balance, Open, Transaction

from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import added, place_of, written
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.banking.cash_account import BalanceAssertion, CashAccount
    from ledgerkit.general_ledger.chart_of_accounts import AccountRole, ChartOfAccounts
else:
    BalanceAssertion = LateImport("ledgerkit.banking.cash_account.BalanceAssertion")
    CashAccount = LateImport("ledgerkit.banking.cash_account.CashAccount")


_FACTS = keys_on(On.OPEN) - {"role"}


def with_cash_account_details(
    directives: Sequence[Directive], chart: ChartOfAccounts
) -> list[Directive]:
    """Let the ``open`` of each cash account state its role and bank details.

    Details that a directive doesn't state come from the account above, so that
    bean-query's ``open_meta`` works for every sub-account.
    """
    opens = [(i, d) for i, d in enumerate(directives) if isinstance(d, Open)]
    facts = _inherited_facts([open_ for _index, open_ in opens])
    detailed = list(directives)
    for index, open_ in opens:
        detailed[index] = _with_details(open_, chart, facts)
    return detailed


def _with_details(
    open_: Open, chart: ChartOfAccounts, facts: Mapping[str, Mapping[str, Any]]
) -> Open:
    role = cash_role(chart, open_.account)
    if role is None:
        return open_
    details = {"role": role.role.value, **facts[open_.account]}
    missing = {
        key: added(value) for key, value in details.items() if key not in open_.meta
    }
    return open_._replace(meta={**open_.meta, **missing}) if missing else open_


def cash_role(chart: ChartOfAccounts, account: str) -> AccountRole | None:
    """The role of a cash account; None for other accounts."""
    role = chart.role(account)
    return role if role and role.role.holds_money else None


def _inherited_facts(opens: Iterable[Open]) -> Mapping[str, Mapping[str, Any]]:
    """The details of each account, its own and those inherited."""
    facts: dict[str, Mapping[str, Any]] = {}
    for open_ in sorted(opens, key=lambda o: o.account):
        own = {
            key: open_.meta[key]
            for key in _FACTS
            if written(open_.meta, key) is not None
        }
        above = open_.account.rpartition(":")[0]
        while above and above not in facts:
            above = above.rpartition(":")[0]
        facts[open_.account] = {**facts.get(above, {}), **own}
    return facts


class _Movements:
    """The movements of an account in one currency."""

    __slots__ = ("assertion", "balance", "last")

    def __init__(self) -> None:
        self.balance: Decimal = ZERO
        self.last: date | None = None
        self.assertion: BalanceAssertion | None = None


_ByAccount: TypeAlias = "defaultdict[tuple[str, str], _Movements]"


def read_cash_accounts(
    directives: Sequence[Directive], chart: ChartOfAccounts, *, as_of: date
) -> Sequence[CashAccount]:
    """Every cash account, as at a day, in the order of their names.

    An account has one entry per currency; one opened and never used has an entry for
    each currency it allows.
    """
    opens: dict[str, Open] = {}
    every_open: list[Open] = []
    movements: _ByAccount = defaultdict(_Movements)
    cash = _CashRoles(chart)
    for directive in directives:
        if directive.date > as_of:
            break
        if isinstance(directive, Transaction):
            _move(movements, directive, cash)
        elif isinstance(directive, Open):
            every_open.append(directive)
            if cash[directive.account]:
                opens[directive.account] = directive
                for currency in directive.currencies or ():
                    movements[directive.account, currency]
        elif isinstance(directive, Balance) and cash[directive.account]:
            _assert(movements, directive)
    facts = _inherited_facts(every_open)
    return [
        _cash_account(key, movement, chart, opens, facts)
        for key, movement in sorted(movements.items())
    ]


class _CashRoles(dict[str, bool]):
    """Whether each account holds money, looked up on first use."""

    def __init__(self, chart: ChartOfAccounts) -> None:
        super().__init__()
        self._chart = chart

    def __missing__(self, account: str) -> bool:
        self[account] = cash_role(self._chart, account) is not None
        return self[account]


def _move(movements: _ByAccount, txn: Transaction, cash: _CashRoles) -> None:
    for posting in txn.postings:
        if cash[posting.account] and posting.units is not None:
            units = posting.units
            assert units.number is not None
            movement = movements[posting.account, units.currency]
            movement.balance += units.number
            movement.last = txn.date


def _assert(movements: _ByAccount, balance: Balance) -> None:
    difference = balance.diff_amount.number if balance.diff_amount else None
    key = balance.account, balance.amount.currency
    movements[key].assertion = BalanceAssertion(day=balance.date, difference=difference)


def _cash_account(
    key: tuple[str, str],
    movement: _Movements,
    chart: ChartOfAccounts,
    opens: Mapping[str, Open],
    facts: Mapping[str, Mapping[str, Any]],
) -> CashAccount:
    account, currency = key
    role = cash_role(chart, account)
    assert role is not None
    return CashAccount(
        account=account,
        role=role.role.value,
        currency=currency,
        facts=facts.get(account, {}),
        balance=movement.balance,
        last_movement=movement.last,
        last_assertion=movement.assertion,
        place=place_of(opens[account]) if account in opens else None,
    )

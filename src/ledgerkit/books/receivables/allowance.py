"""The allowance in the books: percentages of documents, and account balances."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.data import Close, Open, Transaction

from ledgerkit.ledger.place import written
from ledgerkit.receivables.collection.allowance import as_percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
    from ledgerkit.open_items.control_posting import ControlPosting

_KEY = "allowance-percent"


def stated_percents(
    directives: Sequence[Directive],
    postings: Sequence[ControlPosting],
    origins: Sequence[int],
) -> Mapping[int, Decimal]:
    """The percentage that a posting states, else its transaction, by its identity."""
    percents: dict[int, Decimal] = {}
    for posting, index in zip(postings, origins, strict=True):
        txn = directives[index]
        assert isinstance(txn, Transaction)
        value = written(txn.meta, _KEY)
        if posting.has_keys:
            own = [
                written(other.meta, _KEY)
                for other in txn.postings
                if other.meta and other.meta.get("lineno") == posting.lineno
            ]
            value = next((v for v in own if v is not None), value)
        percent = None if value is None else as_percent(value)
        if percent is not None:
            percents[id(posting)] = percent
    return percents


def accounts_with_role(
    directives: Iterable[Directive], chart: ChartOfAccounts, role: Role, as_of: date
) -> Sequence[str]:
    """The accounts with this role open on a day, in alphabetical order."""
    accounts: set[str] = set()
    for directive in directives:
        if directive.date > as_of:
            break
        if isinstance(directive, Open):
            account_role = chart.role(directive.account)
            if account_role is not None and account_role.role is role:
                accounts.add(directive.account)
        elif isinstance(directive, Close):
            accounts.discard(directive.account)
    return sorted(accounts)


def balance_of_role(
    directives: Iterable[Directive], chart: ChartOfAccounts, role: Role, as_of: date
) -> Mapping[str, Decimal]:
    """Balance of all accounts with a role on a day, by currency; debits positive."""
    counted: dict[str, bool] = {}
    balance: dict[str, Decimal] = defaultdict(Decimal)
    for directive in directives:
        if directive.date > as_of:
            break
        if not isinstance(directive, Transaction):
            continue
        for posting in directive.postings:
            counts = counted.get(posting.account)
            if counts is None:
                account_role = chart.role(posting.account)
                counts = account_role is not None and account_role.role is role
                counted[posting.account] = counts
            if counts and posting.units is not None:
                assert posting.units.number is not None
                balance[posting.units.currency] += posting.units.number
    return balance

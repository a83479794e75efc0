"""The accounts of a book, whatever the party."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from beancount.core.data import Transaction

from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import (
    ChartOfAccounts,
    Role,
    RootAccount,
)
from ledgerkit.language.finding_kinds import CONTRADICTION, UNKNOWN_ROLE
from ledgerkit.language.word import On
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_of, written
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Open

    from ledgerkit.banking.cash_account import CashAccount
    from ledgerkit.books.account_use import OpenedAccounts
    from ledgerkit.books.control_account import ControlBalances
    from ledgerkit.language.check_words import check_keys
    from ledgerkit.language.settings import Settings
else:
    check_keys = LateImport("ledgerkit.language.check_words.check_keys")

#: File and line: a directive with only these has no keys.
_PLAIN_KEYS = 2
#: Roles that no account of income or expenses has.
_OF_BALANCES = frozenset(
    {Role.RECEIVABLE, Role.PAYABLE, Role.BANK, Role.CASH, Role.CARD, Role.CLEARING}
    | {Role.CLIENT_ADVANCE, Role.VENDOR_ADVANCE, Role.DEFERRED_REVENUE, Role.STOCK}
)


class AccountViews:
    """Views of a ledger's accounts.

    Attributes:
        directives: Beancount's directives, in its order.
        chart: The role of every account.
    """

    directives: Sequence[Directive]
    chart: ChartOfAccounts

    @cached_property
    def opened_accounts(self) -> OpenedAccounts:
        """The accounts opened and closed, for writing into the book."""
        from ledgerkit.books.account_use import OpenedAccounts

        return OpenedAccounts(self.directives)

    @cached_property
    def posted_accounts(self) -> AbstractSet[str]:
        """The accounts that some transaction posts to."""
        return frozenset(
            posting.account
            for directive in self.directives
            if isinstance(directive, Transaction)
            for posting in directive.postings
        )

    def accounts_with_role(self, role: Role, as_of: date) -> Sequence[str]:
        """The accounts with this role open on a day, in alphabetical order."""
        from ledgerkit.books.receivables.allowance import accounts_with_role

        return accounts_with_role(self.directives, self.chart, role, as_of)

    def balance_of_role(self, role: Role, as_of: date) -> Mapping[str, Decimal]:
        """The balance of all accounts with a role, by currency; debits are positive."""
        from ledgerkit.books.receivables.allowance import balance_of_role

        return balance_of_role(self.directives, self.chart, role, as_of)

    def cash_accounts(self, as_of: date) -> Sequence[CashAccount]:
        """Every cash account, as at a day."""
        from ledgerkit.books.bank.cash_accounts import read_cash_accounts

        return read_cash_accounts(self.directives, self.chart, as_of=as_of)

    @cached_property
    def _control_balances(self) -> ControlBalances:
        from ledgerkit.books.control_account import ControlBalances

        return ControlBalances(self.directives, self.chart)


def read_chart(
    opens: Sequence[Open],
    options: Mapping[str, Any],
    settings: Settings,
    *,
    is_ours: bool = True,
) -> tuple[ChartOfAccounts, list[Finding]]:
    """Read the role of each account.

    Args:
        opens: The ``open`` directives.
        options: Beancount's options.
        settings: The settings of the book.
        is_ours: Whether the book is written for us: see `check_keys`.
    """
    of_results = tuple(
        f"{options[f'name_{root.value}']}:"
        for root in (RootAccount.INCOME, RootAccount.EXPENSES)
    )
    stated: dict[str, Role] = {}
    findings: list[Finding] = []
    for open_ in opens:
        if len(open_.meta) > _PLAIN_KEYS:
            findings += check_keys(open_, On.OPEN, open_.account, is_ours=is_ours)
        word = written(open_.meta, "role")
        if word is None:
            continue
        try:
            role = Role(word)
            if role in _OF_BALANCES and open_.account.startswith(of_results):
                message = (
                    f"{open_.account}: role: {word} is of what is owned or owed, and"
                    " this account of what is earned or spent; take it off"
                )
                place = place_of(open_)
                findings.append(finding(CONTRADICTION, place, message, key="role"))
                continue
            stated[open_.account] = role
        except ValueError:
            known = [role.value for role in Role]
            remedy = suggestion(str(word), known) or f"; roles are {', '.join(known)}"
            message = f"{open_.account}: {word!r} is not a role{remedy}"
            findings.append(finding(UNKNOWN_ROLE, place_of(open_), message, key="role"))
    roots = {options[f"name_{root.value}"]: root for root in RootAccount}
    chart = ChartOfAccounts(
        stated,
        roots=roots,
        names=settings.role_names,
        accounts=(open_.account for open_ in opens),
    )
    return chart, findings

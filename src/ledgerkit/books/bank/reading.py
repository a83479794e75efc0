"""The bank accounts of a book: numbers, statements, rules, cleared postings."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.banking.reconciliation.clearing import cleared_balances
from ledgerkit.books.bank.accounts import BankAccounts
from ledgerkit.books.bank.cash_counts import (
    ComparedCount,
    compare_counts,
    find_differing,
    read_cash_counts,
)
from ledgerkit.books.bank.cleared import BANK_REF, account_movements, read_bank_postings
from ledgerkit.books.bank.rules import read_bank_rules
from ledgerkit.books.bank.statements import read_statements
from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.language.finding_kinds import STATEMENT_DIFFERS, UNKNOWN_BANK_LINE
from ledgerkit.ledger.place import place_in
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.banking.booked_statement import BankPosting, BookedStatement
    from ledgerkit.banking.matching.books_side import BankRule
    from ledgerkit.books.bank.cleared import AccountMovement
    from ledgerkit.books.reading import Reading


class BankReading:
    """A book's bank accounts.

    Attributes:
        accounts: Our accounts, and how to find one by its number.
        statements: The bank statements, by day.
        rules: The rules for posting similar lines, in ledger order.
    """

    def __init__(self, reading: Reading, directives: Sequence[Directive]) -> None:
        """Read a book.

        Args:
            reading: The reading so far.
            directives: All its directives.
        """
        self._reading = reading
        self._directives = directives
        self.accounts = BankAccounts(reading.opens, reading.chart)
        self.statements: Sequence[BookedStatement]
        self.rules: Sequence[BankRule]
        self.statements, self._statement_findings = read_statements(reading.customs)
        counts, self._count_findings = read_cash_counts(reading.customs)
        self._counts = counts
        self.rules, self._rule_findings = read_bank_rules(
            reading.customs,
            [open_.account for open_ in reading.opens],
            reading.tax_codes.ids,
        )

    @cached_property
    def movements(self) -> Mapping[str, Sequence[AccountMovement]]:
        """Every posting to each money account, in ledger order."""
        accounts = [bank_account.account for bank_account in self.accounts.accounts]
        return account_movements(self._directives, accounts, self._reading.chart)

    @cached_property
    def cash_counts(self) -> Sequence[ComparedCount]:
        """Every cash count, by day, beside the book balance."""
        return compare_counts(self._counts, self.movements)

    @cached_property
    def _postings(self) -> Mapping[tuple[str, str], Sequence[BankPosting]]:
        accounts = [statement.account for statement in self.statements]
        return read_bank_postings(
            self._directives,
            (*accounts, *self.clearing_accounts),
            self._reading.chart,
        )

    @property
    def clearing_accounts(self) -> Sequence[str]:
        """The accounts that transfers pass through."""
        roles = (
            (a.account, self._reading.chart.role(a.account))
            for a in self.accounts.accounts
        )
        return [name for name, role in roles if role and role.role is Role.CLEARING]

    def postings(self, account: str, currency: str) -> Sequence[BankPosting]:
        """Every posting to an account with statements, and to its sub-accounts.

        Also to clearing accounts.
        """
        return self._postings.get((account, currency), ())

    def currencies_of(self, account: str) -> Sequence[str]:
        """The currencies in which such an account has postings."""
        return sorted(currency for name, currency in self._postings if name == account)

    def statements_of(self, account: str, currency: str) -> Sequence[BookedStatement]:
        """The statements of an account, by day."""
        return [
            statement
            for statement in self.statements
            if statement.account == account and statement.currency == currency
        ]

    def findings(self, *, advice: bool = True) -> Iterator[Finding]:
        """Findings on any of it.

        Args:
            advice: Whether to include findings that affect no figure.
        """
        yield from self._statement_findings
        yield from self._rule_findings
        yield from self._count_findings
        if not advice:
            return
        yield from self._differences()
        yield from find_differing(self.cash_counts if self._counts else ())
        yield from self._unknown_lines()

    def _differences(self) -> Iterator[Finding]:
        """Each statement whose closing balance differs from the cleared postings."""
        by_account = attrgetter("account", "currency")
        ordered = sorted(self.statements, key=attrgetter("account", "currency", "day"))
        for (account, currency), group in groupby(ordered, key=by_account):
            statements, postings = list(group), self.postings(account, currency)
            begun = min((posting.day for posting in postings), default=date.max)
            balances = cleared_balances(postings, statements)
            for statement, balance in zip(statements, balances, strict=True):
                # Before the books began, and nothing moved: there is nothing to say.
                is_before = statement.day < begun and (
                    statement.opening == statement.closing
                )
                if balance != statement.closing and not is_before:
                    yield _difference(statement, balance)

    def _unknown_lines(self) -> Iterator[Finding]:
        """Each statement line waiting on a suspense account."""
        chart = self._reading.chart
        if not chart.has(Role.SUSPENSE):
            return
        for txn in self._directives:
            if not isinstance(txn, Transaction):
                continue
            waiting = [p for p in txn.postings if _is_suspense(chart.role(p.account))]
            if waiting and any(BANK_REF in (p.meta or ()) for p in txn.postings):
                posting = waiting[0]
                assert posting.units is not None
                yield finding(
                    UNKNOWN_BANK_LINE,
                    place_in(posting.meta or txn.meta),
                    f'{txn.date} "{txn.payee or ""}" "{txn.narration or ""}":'
                    f" {posting.units.to_string()} stand on {posting.account}; write"
                    " the account that it is for",
                )


def _is_suspense(role: object) -> bool:
    return getattr(role, "role", None) is Role.SUSPENSE


def _difference(statement: BookedStatement, balance: Decimal) -> Finding:
    def money(number: Decimal) -> str:
        return f"{with_cents(number, statement.currency):f}"

    missing = statement.closing - balance
    return finding(
        STATEMENT_DIFFERS,
        statement.place,
        f"statement {statement.id} of {statement.account} ends with"
        f" {money(statement.closing)} {statement.currency}, and {money(balance)} has"
        f" cleared in the books by {statement.day}:"
        f" {money(abs(missing))} {'is missing' if missing > 0 else 'too much is'}"
        " there",
        about=statement.account,
    )

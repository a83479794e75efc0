"""The statement a person asks for, and its reconciliation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.reconciliation.clearing import with_clearing
from ledgerkit.banking.reconciliation.in_transit import in_transit
from ledgerkit.banking.reconciliation.reconcile import (
    Reconciliation,
    reconcile_statement,
)
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting, BookedStatement
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.books.bank.reading import BankReading


class BankStatements:
    """The statements of a book's accounts, reconciled with the books."""

    def __init__(self, banking: BankReading) -> None:
        """Take the book's bank accounts."""
        self._banking = banking

    def last(self, account: str, currency: str, as_of: date) -> BookedStatement | None:
        """The last statement that closes by a day; None if there is none."""
        closed = [
            s for s in self._banking.statements_of(account, currency) if s.day <= as_of
        ]
        return closed[-1] if closed else None

    def unreconciled(self, statement: BookedStatement, as_of: date) -> Decimal:
        """The book balance at the end of a day, less the statement's closing one."""
        moved = self._banking.postings(statement.account, statement.currency)
        held = sum((m.amount for m in moved if m.day <= as_of), ZERO)
        return held - statement.closing

    def find(
        self,
        account: str,
        id_: str | None,
        *,
        as_of: date,
        currency: str | None = None,
    ) -> BookedStatement:
        """The statement a person asks for.

        Args:
            account: The account's name.
            id_: The statement's id; None for the last that closes by the day.
            as_of: The day.
            currency: Of the account; None if it has only one.

        Raises:
            UsageError: If there is none, or several.
        """
        of_account = [
            statement
            for statement in self._banking.statements
            if statement.account == account and currency in {None, statement.currency}
        ]
        chosen = [
            s for s in of_account if (s.day <= as_of if id_ is None else s.id == id_)
        ]
        if not chosen:
            raise UsageError(_none_such(account, id_, as_of, of_account))
        if id_ is None:
            last = max(s.day for s in chosen)
            chosen = [s for s in chosen if s.day == last]
        if len(chosen) > 1:
            raise UsageError(_several(account, chosen))
        return chosen[0]

    def reconcile(
        self,
        statement: BookedStatement,
        lines: Sequence[StatementLine] | None = None,
    ) -> Reconciliation:
        """Reconcile a statement with the books; see `reconcile_statement`."""
        return reconcile_statement(
            statement,
            self._banking.postings(statement.account, statement.currency),
            statements=self._banking.statements_of(
                statement.account, statement.currency
            ),
            lines=lines,
        )

    def in_transit(
        self, as_of: date, *, window: int
    ) -> Sequence[tuple[str, BankPosting]]:
        """Money in transit between our accounts at the end of a day, by account.

        On a clearing account: postings without a counterpart. On an account whose
        postings are marked as cleared: transfers the bank has yet to book.

        Args:
            as_of: The day.
            window: The most days between the two sides of a transfer.
        """
        banking = self._banking
        postings = []
        for account in sorted(banking.clearing_accounts):
            for currency in banking.currencies_of(account):
                known = banking.postings(account, currency)
                known = [p for p in known if p.day <= as_of]
                postings += [(account, p) for p in in_transit(known, window=window)]
        for account, currency in sorted(
            {(s.account, s.currency) for s in banking.statements}
        ):
            statements = banking.statements_of(account, currency)
            cleared, kept_from = with_clearing(
                banking.postings(account, currency), statements
            )
            postings += [
                (account, p)
                for p in cleared
                if kept_from and p.others and p.is_outstanding(as_of)
            ]
        return postings


def _none_such(
    account: str,
    id_: str | None,
    as_of: date,
    statements: Sequence[BookedStatement],
) -> str:
    if id_ is not None and statements:
        ids = [s.id for s in statements]
        remedy = suggestion(id_, ids) or f"; the last is {ids[-1]}"
        return f'{account} has no statement "{id_}"{remedy}'
    sentence = f"{account} has no statement"
    if statements:
        return f"{sentence} up to {as_of}; the first closes on {statements[0].day}"
    return (
        f"{sentence}; write what the bank has at the end of a day, for instance"
        f' {as_of} custom "statement" {account} "{as_of:%Y-%m}" 1220.00 EUR'
    )


def _several(account: str, chosen: Sequence[BookedStatement]) -> str:
    currencies = sorted({s.currency for s in chosen})
    if len(currencies) > 1:
        return (
            f"{account} has statements in {' and '.join(currencies)}; write for"
            f" instance --currency {currencies[0]}"
        )
    places = " and ".join(str(s.place) for s in chosen)
    return f'{account} has several statements "{chosen[0].id}": {places}; rename one'

"""The statements of an import to record, with their files and balances."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from beancount.core.data import Balance

from ledgerkit.entries.bank.archive import (
    Archive,
    KeptFile,
    balance_directive,
    statement_directive,
    statement_id,
)
from ledgerkit.entries.entry import as_money
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import ImportedStatement


class StatementPlanner:
    """Plans the directives for statements whose lines are planned.

    Attributes:
        notes: What a person should know, a sentence each.
    """

    def __init__(
        self,
        books: Books,
        transactions: Sequence[Transaction],
        incomplete: AbstractSet[int],
        today: date | None,
    ) -> None:
        """Read the statements already recorded.

        Args:
            books: The books.
            transactions: The transactions planned for the lines.
            incomplete: Ids of the statements with lines left out.
            today: The balance of a day not yet over is not recorded.
        """
        self._books = books
        self._transactions = transactions
        self._incomplete = incomplete
        self._today = today
        self._archive = Archive(books)
        self._directives: list[Directive] = []
        self._files: dict[str, KeptFile] = {}
        self._ids: defaultdict[str, list[str]] = defaultdict(list)
        self._closings: dict[tuple[str, str, date], Decimal] = {}
        for statement in books.bank_read.statements:
            self._ids[statement.account].append(statement.id)
            self._closings[statement.account, statement.currency, statement.day] = (
                statement.closing
            )
        self.notes: list[str] = []

    @property
    def directives(self) -> Sequence[Directive]:
        """The directives to write, by day."""
        return sorted(self._directives, key=lambda directive: directive.date)

    @property
    def files(self) -> Sequence[KeptFile]:
        """The files to keep beside the books."""
        return list(self._files.values())

    def add(self, source: ImportedStatement) -> None:
        """Record a statement, its file and its balance, if that holds."""
        statement, day = source.statement, source.day
        if day is None:
            return
        file = self._keep(source, day)
        if statement.closing is None:
            return
        key = source.account, source.currency, day
        if key in self._closings:
            self._compare(source, self._closings[key])
        elif self._today is not None and day >= self._today:
            self.notes.append(
                f"{statement.place}: {day} isn't over, so the balance of"
                f" {as_money(statement.closing, source.currency)} is not remembered"
            )
        elif statement.interim:
            self.notes.append(
                f"{statement.place}: the balance of"
                f" {as_money(statement.closing, source.currency)} is not that of the"
                f" end of {day}, and is not remembered"
            )
        else:
            self._closings[key] = statement.closing
            self._remember(source, file)

    def _compare(self, source: ImportedStatement, booked: Decimal) -> None:
        """Note two statements of a day with different closing balances."""
        closing = source.statement.closing
        assert closing is not None
        if closing != booked:
            self.notes.append(
                f"{source.statement.place}: it ends on {source.day} with"
                f" {as_money(closing, source.currency)}, and another statement of that"
                f" day with {as_money(booked, source.currency)}"
            )

    def _keep(self, source: ImportedStatement, day: date) -> str:
        """The file's path beside the books; it is kept there if new."""
        name = self._archive.name(source.account, source.file, day)
        if (
            not self._archive.has(source.account, source.file)
            and name not in self._files
        ):
            self._files[name] = KeptFile(name, source.file.content)
            document = self._archive.document(source.account, source.file, day)
            if document is not None:
                self._directives.append(document)
        return name

    def _remember(self, source: ImportedStatement, file: str) -> None:
        if id(source) in self._incomplete:
            self.notes.append(
                f"{source.statement.place}: lines were left out, so the statement"
                " itself is not remembered"
            )
            return
        ids = self._ids[source.account]
        id_ = statement_id(source, ids)
        ids.append(id_)
        directive = statement_directive(source, id_, file)
        assert directive is not None
        self._directives.append(directive)
        self._assert_balance(source)

    def _assert_balance(self, source: ImportedStatement) -> None:
        closing, day = source.statement.closing, source.day
        assert day is not None
        assert closing is not None
        balance = self._balance(source.account, source.currency, day)
        if balance == closing:
            assertion = balance_directive(source)
            if not self._is_asserted(assertion):
                self._directives.append(assertion)
            return
        self.notes.append(
            f"{source.account} has {as_money(balance, source.currency)} on"
            f" {day} in the books, and {as_money(closing, source.currency)} on the"
            f" statement: {as_money(closing - balance, source.currency)} differ, so the"
            " balance is not asserted; see ledgerkit bank reconcile"
        )

    def _is_asserted(self, assertion: Balance) -> bool:
        """Whether the books have it: an existing assertion needs no second one."""
        return any(
            isinstance(directive, Balance)
            and (directive.date, directive.account, directive.amount)
            == (assertion.date, assertion.account, assertion.amount)
            for directive in self._books.directives
        )

    def _balance(self, account: str, currency: str, until: date) -> Decimal:
        """The balance at the end of a day, with the planned transactions."""
        below = f"{account}:"
        balance = sum(
            (
                movement.amount
                for name, movements in self._books.bank_read.movements.items()
                if name == account or name.startswith(below)
                for movement in movements
                if movement.day <= until and movement.currency == currency
            ),
            ZERO,
        )
        for txn in self._transactions:
            for posting in txn.postings:
                name, units = posting.account, posting.units
                assert units is not None
                assert units.number is not None
                is_within = name == account or name.startswith(below)
                if is_within and txn.date <= until and units.currency == currency:
                    balance += units.number
        return balance

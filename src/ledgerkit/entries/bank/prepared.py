"""Bank files prepared for import, before anything is booked."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from ledgerkit.banking.known_lines import CoveredPeriod

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.banking.line_identity import IdentifiedLine
    from ledgerkit.banking.matching.proposal import Proposal
    from ledgerkit.banking.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """A bank file.

    Attributes:
        name: Its name, with its folders.
        content: Its bytes.
        statements: Its statements.
        reading: How it had to be read, as command-line options.
    """

    name: str
    content: bytes
    statements: Sequence[Statement]
    reading: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedStatement:
    """A statement with its ledger account.

    Attributes:
        account: The account's name.
        currency: Of its lines and balances.
        statement: As in the file; its lines are booked ones in this currency.
        file: Its file.
    """

    account: str
    currency: str
    statement: Statement
    file: BankFile

    @property
    def day(self) -> date | None:
        """The day at whose end the closing balance stood; None if not stated."""
        statement = self.statement
        days = [line.day for line in statement.lines]
        return statement.closing_day or statement.until or max(days, default=None)

    @property
    def period(self) -> CoveredPeriod:
        """The period it covers."""
        statement = self.statement
        return CoveredPeriod(
            since=statement.since,
            until=statement.until,
            closing=statement.closing,
            closing_day=self.day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToBook:
    """A line not yet in the books.

    Attributes:
        account: Its account.
        source: Its statement.
        line: The line with its id.
        proposal: Its proposal, as far as can be told.
        doubt: What a person should check first; empty if nothing.
    """

    account: str
    source: ImportedStatement
    line: IdentifiedLine
    proposal: Proposal
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedImport:
    """An import prepared from bank files.

    Attributes:
        statements: Every statement, in the order of the files.
        lines: The lines not yet booked, account by account, by day.
        there: How many lines are already in the books.
        notes: What a person should know, a sentence each.
    """

    statements: Sequence[ImportedStatement]
    lines: Sequence[LineToBook]
    there: int
    notes: Sequence[str]

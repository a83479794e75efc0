"""What bank files bring, before anything of it is booked."""

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
    """A file of the bank's.

    Attributes:
        name: What it is called, its folders with it.
        content: Its bytes.
        statements: What it says.
        reading: How it had to be read for that, in the words of the command line.
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
    """A statement, and of which account of the ledger it is.

    Attributes:
        account: The account's name.
        currency: Of its lines and balances.
        statement: As the file has it; its lines are booked ones in this currency.
        file: Where it is from.
    """

    account: str
    currency: str
    statement: Statement
    file: BankFile

    @property
    def day(self) -> date | None:
        """The day at whose end the closing balance stood; None if nothing says."""
        statement = self.statement
        days = [line.day for line in statement.lines]
        return statement.closing_day or statement.until or max(days, default=None)

    @property
    def period(self) -> CoveredPeriod:
        """The days that it has."""
        statement = self.statement
        return CoveredPeriod(
            since=statement.since,
            until=statement.until,
            closing=statement.closing,
            closing_day=self.day,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToBook:
    """A line that the books lack.

    Attributes:
        account: Of which account it is.
        source: Its statement.
        line: The line with its id.
        proposal: What it is, as far as can be told.
        doubt: What a person should look at first; empty if nothing.
    """

    account: str
    source: ImportedStatement
    line: IdentifiedLine
    proposal: Proposal
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedImport:
    """What bank files bring.

    Attributes:
        statements: Every statement, in the order of the files.
        lines: What the books lack, account by account, by day.
        there: How many lines are in the books already.
        notes: What a person should know, a sentence each.
    """

    statements: Sequence[ImportedStatement]
    lines: Sequence[LineToBook]
    there: int
    notes: Sequence[str]

"""The statements of a table as far as one pass over its rows tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.balance_check import BalanceCheck, DayChain
from ledgerkit.importers.bank_files.stated_balances import StatedBalances
from ledgerkit.importers.bank_files.tables.lines import LineReader
from ledgerkit.importers.bank_files.tables.row_movement import (
    LeftOut,
    RowBalance,
    RowMovement,
)
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ledgerkit.importers.bank_files.stated_balances import BalancesFound
    from ledgerkit.importers.bank_files.tables.reading import TableReading
    from ledgerkit.importers.tables.rows import RowCell

#: An account and its currency; together they make a statement.
StatementKey = tuple[str, str]
_STATEMENTS_MAX = 200
_NAMED_LINES = 5


@dataclass(slots=True)
class StatementSummary:
    """The summary of a statement, known before its lines.

    Attributes:
        first_line: Its first line in the file.
        count: How many lines it has.
        since: The earliest day; None without lines.
        until: The latest day; None likewise.
        rises: Whether a line is later than the one above.
        falls: Whether one is earlier.
        positives: How many amounts are positive.
        negatives: How many are negative.
        balances: What the column of balances proves.
        chain: The same, by day.
        stated: The balances among the movements.
    """

    first_line: int
    count: int = 0
    since: date | None = None
    until: date | None = None
    rises: bool = False
    falls: bool = False
    positives: int = 0
    negatives: int = 0
    balances: BalanceCheck = field(default_factory=BalanceCheck)
    chain: DayChain = field(default_factory=DayChain)
    stated: StatedBalances = field(default_factory=StatedBalances)
    _day_before: date | None = None

    def add(self, line: RowMovement, number: int) -> None:
        """The next movement, on this line of the file."""
        self._pass(line.day)
        self.since = min(self.since or line.day, line.day)
        self.until = max(self.until or line.day, line.day)
        if line.pending:
            self.chain.add_pending(line.day, self.count)
        else:
            self.positives += line.amount > 0
            self.negatives += line.amount < 0
            self.balances.add(line.amount, line.balance, number)
            self.chain.add(line.day, line.amount, line.balance, self.count)
            self.stated.move(line.amount)
        self.count += 1

    def add_balance(self, balance: RowBalance, number: int) -> None:
        """A balance among the movements, on this line of the file."""
        self._pass(balance.day)
        self.stated.state(balance.text, balance.day, balance.amount, number)

    def _pass(self, day: date) -> None:
        if self._day_before is not None:
            self.rises = self.rises or day > self._day_before
            self.falls = self.falls or day < self._day_before
        self._day_before = day

    @property
    def newest_first(self) -> bool | None:
        """Whether the latest line comes first; None if the days don't say."""
        return self.falls if self.rises != self.falls else None

    @property
    def stated_balances(self) -> BalancesFound:
        """The balances among its movements."""
        return self.stated.found(newest_first=self.newest_first)


@dataclass(slots=True)
class TableSummary:
    """Every statement of a table, and the rows that are no lines.

    Attributes:
        by_key: The statements.
        left_out: The first rows left out, by the reason.
        left_out_count: How many there are.
        refuted: Lines that only look like balances.
        unread: The columns of which nothing is read though they hold something.
    """

    by_key: dict[StatementKey, StatementSummary] = field(default_factory=dict)
    left_out: dict[LeftOut, list[int]] = field(default_factory=dict)
    left_out_count: dict[LeftOut, int] = field(default_factory=dict)
    refuted: frozenset[int] = frozenset()
    unread: set[int] = field(default_factory=set)

    def leave_out(self, reason: LeftOut, line: int) -> None:
        """Note a row that is no line."""
        self.left_out_count[reason] = self.left_out_count.get(reason, 0) + 1
        lines = self.left_out.setdefault(reason, [])
        if len(lines) < _NAMED_LINES:
            lines.append(line)

    def notes(self) -> list[str]:
        """The rows left out, and those in doubt, a sentence each."""
        notes = [
            f"{'1 row is' if count == 1 else f'{count} rows are'} {reason.value} and"
            f" left out: {_lines(self.left_out[reason], count)}"
            for reason, count in self.left_out_count.items()
        ]
        if self.refuted:
            lines = _lines(sorted(self.refuted)[:_NAMED_LINES], len(self.refuted))
            notes.append(
                f"{lines} may be a balance by the text; no sum proves it, so it is"
                " taken as a movement"
            )
        return notes


def _lines(lines: list[int], count: int) -> str:
    numbers = ", ".join(map(str, lines)) + (" …" if count > len(lines) else "")
    return f"{'line' if count == 1 else 'lines'} {numbers}"


def summary_of(reading: TableReading) -> TableSummary:
    """Read every row of a table once, and once more if balances prove to be none.

    Raises:
        UnreadableFileError: If a row can't be read.
    """
    summary = _summed(reading, frozenset())
    refuted = frozenset[int]().union(
        *(one.stated_balances.refuted for one in summary.by_key.values())
    )
    return _summed(reading, refuted) if refuted else summary


def _summed(reading: TableReading, refuted: frozenset[int]) -> TableSummary:
    summary = TableSummary(refuted=refuted)
    reader = LineReader(reading, movements=refuted)
    known = {place for places in reading.places.values() for place in places}
    for row in reading.data_rows():
        read = reader.movement(row)
        if isinstance(read, LeftOut):
            summary.leave_out(read, row.line)
            continue
        statement = _statement(summary.by_key, statement_key(read), row.line, reading)
        if isinstance(read, RowBalance):
            summary.leave_out(LeftOut.TOTAL, row.line)
            statement.add_balance(read, row.line)
        else:
            statement.add(read, row.line)
            filled = _filled(row.cells, known)
            summary.unread |= filled
            known |= filled
    return summary


def _filled(cells: Sequence[RowCell], known: AbstractSet[int]) -> set[int]:
    """The columns of a row that hold something, without the known ones."""
    if len(known) >= len(cells):
        return set()
    return {n for n, cell in enumerate(cells) if n not in known and str(cell).strip()}


def statement_key(read: RowMovement | RowBalance) -> StatementKey:
    """The account and currency of a row."""
    return read.account, read.currency


def _statement(
    by_key: dict[StatementKey, StatementSummary],
    key: StatementKey,
    line: int,
    reading: TableReading,
) -> StatementSummary:
    if key not in by_key:
        if len(by_key) == _STATEMENTS_MAX:
            raise unreadable(
                reading.rows.file,
                f"has more than {_STATEMENTS_MAX} accounts; is one column really the"
                " account? A profile may say so",
                line,
            )
        by_key[key] = StatementSummary(first_line=line)
    return by_key[key]


def orders_of(reading: TableReading, summary: StatementSummary) -> tuple[bool, ...]:
    """Whether the latest line may come first, and whether it may not."""
    if reading.match.profile.newest_first is not None:
        return (reading.match.profile.newest_first,)
    first = summary.newest_first
    return (False, True) if first is None else (first,)


def proved_signs(
    reading: TableReading, summaries: Mapping[StatementKey, StatementSummary]
) -> set[bool]:
    """Whether positive amounts are money out, as far as balances prove it.

    Balances that follow in the order of the file come first; else in that of the days.
    """
    in_order = {
        reverse
        for summary in summaries.values()
        for reverse in (False, True)
        if summary.balances.compared
        and any(
            summary.balances.ties(newest_first=newest, reverse=reverse)
            for newest in orders_of(reading, summary)
        )
    }
    return in_order or {
        reverse
        for summary in summaries.values()
        for reverse in (False, True)
        if summary.balances.compared
        and summary.chain.ordered(reverse=reverse) is not None
    }

"""A bank's table -> its statements, whose lines are read on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, overload

from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.errors import Place
from ledgerkit.importers.bank_files.balance_check import BalanceCheck
from ledgerkit.importers.bank_files.tables.lines import LeftOut, LineReader, RowMovement
from ledgerkit.importers.bank_files.tables.profile import BankField
from ledgerkit.text.unreadable import ambiguous, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.importers.bank_files.tables.reading import TableReading

#: An account and its currency; together they make a statement.
_Key = tuple[str, str]
_STATEMENTS_MAX = 200
_NAMED_LINES = 5
#: The note on amounts whose sign is not stated.
AS_IS = "amounts are taken with their signs: minus is money out"
REVERSED = "positive amounts are money out: so the balances say"


@dataclass(slots=True)
class _Summary:
    """The summary of a statement, known before its lines."""

    first_line: int
    count: int = 0
    since: date | None = None
    until: date | None = None
    rises: bool = False
    falls: bool = False
    positive: bool = False
    negative: bool = False
    balances: BalanceCheck = field(default_factory=BalanceCheck)
    _day_before: date | None = None

    def add(self, line: RowMovement, number: int) -> None:
        self.count += 1
        if self._day_before is not None:
            self.rises = self.rises or line.day > self._day_before
            self.falls = self.falls or line.day < self._day_before
        self._day_before = line.day
        self.since = min(self.since or line.day, line.day)
        self.until = max(self.until or line.day, line.day)
        if not line.pending:
            self.positive = self.positive or line.amount > 0
            self.negative = self.negative or line.amount < 0
            self.balances.add(line.amount, line.balance, number)


@dataclass(slots=True)
class _Summaries:
    """Every statement of a table, and the rows that are no lines."""

    by_key: dict[_Key, _Summary] = field(default_factory=dict)
    left_out: dict[LeftOut, list[int]] = field(default_factory=dict)
    left_out_count: dict[LeftOut, int] = field(default_factory=dict)


class StreamedLines(Sequence[StatementLine]):
    """A statement's lines, read from the file on each iteration.

    A list of all of them may not fit into memory.
    """

    def __init__(self, reader: _Lines, key: _Key, count: int) -> None:
        self._reader = reader
        self._key = key
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[StatementLine]:
        return self._reader.of(self._key)

    @overload
    def __getitem__(self, index: int) -> StatementLine: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[StatementLine]: ...

    def __getitem__(
        self, index: int | slice
    ) -> StatementLine | Sequence[StatementLine]:
        if isinstance(index, slice):
            return tuple(self)[index]
        place = range(self._count)[index]
        return next(islice(iter(self), place, None))


class _Lines:
    """Goes through a table's rows for the lines of one statement."""

    def __init__(self, reading: TableReading, *, reverse: bool) -> None:
        self._reading = reading
        self._reader = LineReader(reading, reverse=reverse)

    def of(self, key: _Key) -> Iterator[StatementLine]:
        for row in self._reading.data_rows():
            movement = self._reader.movement(row)
            if not isinstance(movement, LeftOut) and _key(movement) == key:
                yield self._reader.line(row, movement)


def table_statements(reading: TableReading) -> Sequence[Statement]:
    """The statements of a table: one for each account and currency in it.

    The table is read once, and then once for every iteration over a statement's lines.
    Only each statement's summary is kept.

    Raises:
        UnreadableFileError: If a row can't be read, or it isn't known whether positive
            amounts are money in.
    """
    summaries = _summaries(reading)
    reverse, reason = _is_reversed(reading, summaries.by_key)
    lines = _Lines(reading, reverse=reverse)
    understood = (*_understood(reading), *reason)
    left_out = _left_out(summaries)
    return [
        _statement(reading, lines, (key, summary), (reverse, (*understood, *left_out)))
        for key, summary in summaries.by_key.items()
    ] or [_empty(reading, (*understood, *left_out))]


def in_memory(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The same statements with their lines in memory."""
    return [
        replace(statement, lines=tuple(statement.lines)) for statement in statements
    ]


def _key(movement: RowMovement) -> _Key:
    return movement.account, movement.currency


def _summaries(reading: TableReading) -> _Summaries:
    summaries = _Summaries()
    reader = LineReader(reading)
    for row in reading.data_rows():
        read = reader.movement(row)
        if isinstance(read, LeftOut):
            summaries.left_out_count[read] = summaries.left_out_count.get(read, 0) + 1
            lines = summaries.left_out.setdefault(read, [])
            if len(lines) < _NAMED_LINES:
                lines.append(row.line)
            continue
        key = _key(read)
        if key not in summaries.by_key:
            if len(summaries.by_key) == _STATEMENTS_MAX:
                raise unreadable(
                    reading.rows.file,
                    f"has more than {_STATEMENTS_MAX} accounts; is one column really"
                    " the account? A profile may say so",
                    row.line,
                )
            summaries.by_key[key] = _Summary(first_line=row.line)
        summaries.by_key[key].add(read, row.line)
    return summaries


def _is_reversed(
    reading: TableReading, summaries: Mapping[_Key, _Summary]
) -> tuple[bool, Sequence[str]]:
    """Whether positive amounts are money out, and how that is known."""
    if BankField.AMOUNT not in reading.places or BankField.SIGN in reading.places:
        return False, ()
    if reading.sign:
        return reading.sign == "reversed", ()
    answers = {
        reverse
        for summary in summaries.values()
        for reverse in (False, True)
        if summary.balances.compared
        and any(
            summary.balances.ties(newest_first=newest, reverse=reverse)
            for newest in _orders(reading, summary)
        )
    }
    if answers == {True}:
        return True, (REVERSED,)
    if answers == {False} or not summaries:
        return False, ()
    if any(s.negative for s in summaries.values()):
        return False, (AS_IS,)
    if not any(s.positive for s in summaries.values()):
        return False, ()
    raise _sign_unknown(reading, summaries)


def _sign_unknown(
    reading: TableReading, summaries: Mapping[_Key, _Summary]
) -> Exception:
    return ambiguous(
        reading.rows.file,
        "no amount has a minus, so they may be money in or, on a card, money out",
        min(s.first_line for s in summaries.values()),
        remedy="write --sign as-is for money in, or --sign reversed",
        likeliest=("sign", "as-is"),
    )


def _orders(reading: TableReading, summary: _Summary) -> Sequence[bool]:
    """Whether the latest line may come first, and whether it may not."""
    if reading.match.profile.newest_first is not None:
        return (reading.match.profile.newest_first,)
    if summary.rises != summary.falls:
        return (summary.falls,)
    return (False, True)


def _statement(
    reading: TableReading,
    lines: _Lines,
    key_and_summary: tuple[_Key, _Summary],
    known: tuple[bool, tuple[str, ...]],
) -> Statement:
    (account, currency), summary = key_and_summary
    reverse, notes = known
    balances = summary.balances
    orders = _orders(reading, summary)
    ties = [n for n in orders if balances.ties(newest_first=n, reverse=reverse)]
    newest_first = (ties or orders)[0]
    ends = balances.ends(newest_first=newest_first, reverse=reverse)
    opening, closing = ends or (None, None)
    if ends and not ties:
        broken = balances.broken_at(newest_first=newest_first, reverse=reverse)
        opening, closing = None, balances.stated_end(newest_first=newest_first)
        warning = (
            f"the balance on line {broken} doesn't follow from the one before and the"
            " amount; no opening balance is worked out"
        )
        notes = (*notes, warning)
    return Statement(
        account=account,
        bank=reading.match.profile.bank,
        currency=currency,
        since=summary.since,
        until=summary.until,
        opening=opening,
        closing=closing,
        lines=StreamedLines(lines, (account, currency), summary.count),
        newest_first=newest_first,
        notes=notes,
        place=Place(reading.rows.file, summary.first_line),
    )


def _empty(reading: TableReading, notes: tuple[str, ...]) -> Statement:
    return Statement(
        account=reading.account,
        bank=reading.match.profile.bank,
        currency=reading.currency,
        since=None,
        until=None,
        lines=(),
        notes=notes,
        place=Place(reading.rows.file, reading.match.line or 1),
    )


def _understood(reading: TableReading) -> Sequence[str]:
    """How the table is read, in words."""
    profile = reading.match.profile
    if profile.name:
        return (
            f"read by the profile {profile.name} ({profile.title})",
            *reading.form.why,
        )
    columns = ", ".join(
        f"{field} = {' + '.join(names)}" for field, names in profile.columns.items()
    )
    return (f"no profile fits; read by its headings: {columns}", *reading.form.why)


def _left_out(summaries: _Summaries) -> Sequence[str]:
    notes = []
    for reason, lines in summaries.left_out.items():
        count = summaries.left_out_count[reason]
        numbers = ", ".join(map(str, lines)) + (" …" if count > len(lines) else "")
        rows = "1 row is" if count == 1 else f"{count} rows are"
        noun = "line" if count == 1 else "lines"
        notes.append(f"{rows} {reason.value} and left out: {noun} {numbers}")
    return notes

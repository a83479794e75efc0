"""A bank's table -> its statements, whose lines are read on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, overload

from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.errors import Place
from ledgerkit.importers.bank_files.tables.heading_words import CARD_HEADINGS
from ledgerkit.importers.bank_files.tables.lines import LineReader
from ledgerkit.importers.bank_files.tables.profile import BankField
from ledgerkit.importers.bank_files.tables.row_movement import RowMovement
from ledgerkit.importers.bank_files.tables.summaries import (
    StatementKey,
    orders_of,
    proved_signs,
    statement_key,
    summary_of,
)
from ledgerkit.importers.tables.columns import heading_or_number
from ledgerkit.importers.tables.headings import compact
from ledgerkit.text.unreadable import ambiguous, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.importers.bank_files.tables.reading import TableReading
    from ledgerkit.importers.bank_files.tables.summaries import StatementSummary

_NAME_MAX = 60
#: The note on amounts whose sign is not stated.
AS_IS = "amounts are taken with their signs: minus is money out"
REVERSED = "positive amounts are money out: so the balances say"


class StreamedLines(Sequence[StatementLine]):
    """A statement's lines, read from the file on each iteration.

    A list of all of them may not fit into memory, unless they have to be sorted.
    """

    def __init__(
        self,
        reader: _Lines,
        key: StatementKey,
        count: int,
        order: Sequence[int] | None = None,
    ) -> None:
        self._reader = reader
        self._key = key
        self._count = count
        self._order = order

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[StatementLine]:
        lines = self._reader.of(self._key)
        if self._order is None:
            yield from lines
            return
        in_file = tuple(lines)
        yield from (in_file[position] for position in self._order)

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

    def __init__(
        self, reading: TableReading, *, reverse: bool, movements: frozenset[int]
    ) -> None:
        self._reading = reading
        self._reader = LineReader(reading, reverse=reverse, movements=movements)

    def of(self, key: StatementKey) -> Iterator[StatementLine]:
        for row in self._reading.data_rows():
            movement = self._reader.movement(row)
            if isinstance(movement, RowMovement) and statement_key(movement) == key:
                yield self._reader.line(row, movement)


def table_statements(reading: TableReading) -> Sequence[Statement]:
    """The statements of a table: one for each account and currency in it.

    The table is read once or twice, and then once for every iteration over a
    statement's lines. Only each statement's summary is kept.

    Raises:
        UnreadableFileError: If a row can't be read, or it isn't known whether positive
            amounts are money in.
    """
    summary = summary_of(reading)
    reverse, reason = _is_reversed(reading, summary.by_key)
    lines = _Lines(reading, reverse=reverse, movements=summary.refuted)
    notes = (*_understood(reading), *reason, *_unread(reading, summary.unread))
    notes = (*notes, *summary.notes())
    return [
        _statement(reading, lines, (key, one), (reverse, notes))
        for key, one in summary.by_key.items()
    ] or [_empty(reading, notes)]


def in_memory(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The same statements with their lines in memory."""
    return [
        replace(statement, lines=tuple(statement.lines)) for statement in statements
    ]


def _is_reversed(
    reading: TableReading, summaries: Mapping[StatementKey, StatementSummary]
) -> tuple[bool, Sequence[str]]:
    """Whether positive amounts are money out, and how that is known."""
    if BankField.AMOUNT not in reading.places or BankField.SIGN in reading.places:
        return False, ()
    if reading.sign:
        return reading.sign == "reversed", ()
    answers = proved_signs(reading, summaries)
    if answers == {True}:
        return True, (REVERSED,)
    if answers == {False} or not summaries:
        return False, ()
    positives = sum(s.positives for s in summaries.values())
    negatives = sum(s.negatives for s in summaries.values())
    cards = [h for h in reading.match.header if compact(h) in CARD_HEADINGS]
    if BankField.IBAN in reading.places:
        # Cards know no accounts of others: it is that of the account behind the card.
        cards = []
    first_line = min(s.first_line for s in summaries.values())
    # Most of what moves on a card is purchases.
    if cards and positives and positives >= negatives:
        raise _sign_unknown(
            reading,
            f"a column is {excerpt(cards[0])}, as on cards, and {positives} of"
            f" {positives + negatives} amounts have no minus, so they may be purchases",
            first_line,
            likeliest="reversed",
        )
    if negatives or not positives:
        return False, (AS_IS,) if negatives else ()
    raise _sign_unknown(
        reading,
        "no amount has a minus, so they may be money in or, on a card, money out",
        first_line,
        likeliest="as-is",
    )


def _sign_unknown(
    reading: TableReading, problem: str, line: int, *, likeliest: str
) -> Exception:
    return ambiguous(
        reading.rows.file,
        problem,
        line,
        remedy="write --sign as-is for money in, or --sign reversed",
        likeliest=("sign", likeliest),
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """What a statement's balances prove.

    Attributes:
        opening: The balance before the first line; None if unknown.
        closing: That after the last; None likewise.
        newest_first: Whether the latest line comes first.
        closing_day: The day of the closing balance, where a row states it.
        order: The positions of the lines in their order; None for that of the file.
        note: What a person should know of it; empty if nothing.
    """

    opening: Decimal | None
    closing: Decimal | None
    newest_first: bool
    closing_day: date | None = None
    order: Sequence[int] | None = None
    note: str = ""


def _ends(reading: TableReading, summary: StatementSummary, *, reverse: bool) -> _Ends:
    balances = summary.balances
    orders = orders_of(reading, summary)
    ties = [n for n in orders if balances.ties(newest_first=n, reverse=reverse)]
    newest_first = (ties or orders)[0]
    ends = balances.ends(newest_first=newest_first, reverse=reverse)
    if ends is None:
        stated = summary.stated_balances
        first = newest_first if stated.newest_first is None else stated.newest_first
        sign = -1 if reverse else 1
        opening, closing = (
            None if balance is None else sign * balance
            for balance in (stated.opening, stated.closing)
        )
        return _Ends(opening, closing, first, closing_day=stated.closing_day)
    if ties:
        return _Ends(*ends, newest_first)
    chained = summary.chain.ordered(reverse=reverse)
    if chained is not None:
        note = "the lines are put in the order of their days, in which each balance"
        return _Ends(
            chained.opening,
            chained.closing,
            newest_first=False,
            order=chained.order,
            note=f"{note} follows from the one before",
        )
    broken = balances.broken_at(newest_first=newest_first, reverse=reverse)
    note = (
        f"the balance on line {broken} doesn't follow from the one before and the"
        " amount, nor do all in the order of the days; no opening or closing balance is"
        " taken from them"
    )
    return _Ends(None, None, newest_first, note=note)


def _statement(
    reading: TableReading,
    lines: _Lines,
    key_and_summary: tuple[StatementKey, StatementSummary],
    known: tuple[bool, tuple[str, ...]],
) -> Statement:
    key, summary = key_and_summary
    reverse, notes = known
    ends = _ends(reading, summary, reverse=reverse)
    days = [day for day in (summary.until, ends.closing_day) if day is not None]
    return Statement(
        account=key[0],
        bank=reading.match.profile.bank,
        currency=key[1],
        since=summary.since,
        until=max(days, default=None),
        opening=ends.opening,
        closing=ends.closing,
        lines=StreamedLines(lines, key, summary.count, ends.order),
        newest_first=ends.newest_first,
        notes=(*notes, *filter(None, (ends.note,))),
        place=Place(reading.rows.file, summary.first_line),
    )


def _unread(reading: TableReading, places: Iterable[int]) -> Sequence[str]:
    """A note on the columns of which nothing is read."""
    header = reading.match.header
    names = [
        heading_or_number(header, place) if place < len(header) else f"#{place + 1}"
        for place in sorted(places)
    ]
    return (f"not read: {', '.join(map(_cut, names))}",) if names else ()


def _cut(name: str) -> str:
    return name if len(name) <= _NAME_MAX else f"{name[:_NAME_MAX]}…"


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

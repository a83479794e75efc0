"""The exported CSV of a timer: Toggl, Harvest or Clockify -> its entries."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.importers.tables.date_format import (
    date_format_choices,
    known_date_format,
    parse_date,
)
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.importers.tables.text_lines import decoded
from ledgerkit.text.unreadable import unreadable
from ledgerkit.work.timer_entry import TimerEntry, TimerFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.importers.tables.csv_table import CsvTable


class _Timer(NamedTuple):
    """The columns of a timer's export; the first that a file has of each counts."""

    name: str
    day: str
    hours: tuple[str, ...]
    person: tuple[str, ...]
    text: str
    telling: frozenset[str]


#: As their detailed reports name them, in English; the first whose columns are there.
_TIMERS = (
    _Timer(
        "clockify",
        "start date",
        ("duration (h)",),
        ("user",),
        "description",
        frozenset({"start date", "duration (h)"}),
    ),
    _Timer(
        "toggl",
        "start date",
        ("duration",),
        ("user", "member"),
        "description",
        frozenset({"start date", "duration"}),
    ),
    _Timer(
        "harvest",
        "date",
        ("hours",),
        ("first name",),
        "notes",
        frozenset({"date", "hours", "client"}),
    ),
)
#: The columns read of every timer, besides its own; the rest is named to the person.
_READ = frozenset(
    {
        "start time",
        "last name",
        "email",
        "client",
        "project",
        "task",
        "billable",
        "billable?",
        "invoiced?",
    }
)
#: Columns that say what others say already.
_REPEATED = frozenset({"end date", "end time", "duration (decimal)"})
#: Commas, as a timer writes them; a spreadsheet may have saved it otherwise.
_DELIMITERS = ",;\t"
_NO = frozenset({"no", "n", "false", "0"})
_YES = frozenset({"yes", "y", "true", "1"})
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([ap]m)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,6})?")
_FOUR_DIGITS = Decimal("0.0001")
_SECONDS = 3600
_NOON = 12
_DAY = 24


def read_timer_file(
    data: bytes, file: str, *, date_format: str | None = None
) -> TimerFile:
    """What a timer's detailed report says, as CSV.

    Args:
        data: The file.
        file: Its name, for messages.
        date_format: How it writes days; found out if None.

    Raises:
        UnreadableFileError: If it is no such report, or a row can't be read.
        UsageError: If its days read two ways, and no format is given.
    """
    text = decoded(data, "utf-8-sig", name=file)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    table = read_csv_table(text, name=file, delimiter=delimiter)
    if table.bad_rows:
        bad = table.bad_rows[0]
        raise unreadable(file, f"the row {bad.reason}; export it again", bad.line)
    head = [heading.strip().casefold() for heading in table.header]
    timer = next((t for t in _TIMERS if t.telling <= set(head)), None)
    if timer is None:
        raise unreadable(
            file,
            "it is no detailed report of Toggl (Start date, Duration), Harvest (Date,"
            " Client, Hours) or Clockify (Start Date, Duration (h)), as CSV in English",
            1,
        )
    entries = list(_Reader(table, head, timer, file).entries(date_format))
    return TimerFile(timer.name, entries, _unused(table, head, timer))


def _unused(table: CsvTable, head: Sequence[str], timer: _Timer) -> Sequence[str]:
    """The columns with something in them that nothing is made of."""
    own = {timer.day, timer.text, *timer.hours, *timer.person}
    known = own | _READ | _REPEATED
    return [
        table.header[place]
        for place, name in enumerate(head)
        if name not in known and any(row.cells[place].strip() for row in table.rows)
    ]


class _Reader:
    def __init__(
        self, table: CsvTable, head: Sequence[str], timer: _Timer, file: str
    ) -> None:
        self._table, self._timer, self._file = table, timer, file
        self._seen: Counter[str] = Counter()
        self._place: Mapping[str, int] = {
            name: place for place, name in reversed(list(enumerate(head)))
        }

    def entries(self, date_format: str | None) -> Iterator[TimerEntry]:
        form = self._form(date_format)
        for row in self._table.rows:
            cells = [cell.strip() for cell in row.cells]
            try:
                day = parse_date(self._cell(cells, self._timer.day), form)
                hours = _hours(self._cell(cells, *self._timer.hours))
            except ValueError as error:
                raise unreadable(self._file, str(error), row.line) from None
            if hours:
                yield self._entry(row.line, cells, day, hours)

    def _entry(
        self, line: int, cells: Sequence[str], day: date, hours: Decimal
    ) -> TimerEntry:
        person = self._cell(cells, *self._timer.person)
        if self._timer.name == "harvest":
            person = f"{person} {self._cell(cells, 'last name')}".strip()
        email, client = self._cell(cells, "email"), self._cell(cells, "client")
        project, text = self._cell(cells, "project"), self._text(cells)
        began = _time_of_day(self._cell(cells, "start time"))
        content = day.isoformat(), began, f"{hours:f}", person, email, client, project
        return TimerEntry(
            line=line,
            id=self._id(*content, text),
            day=day,
            person=person,
            email=email,
            client=client,
            project=project,
            text=text,
            hours=hours,
            billable=self._word(cells, "billable", "billable?") not in _NO,
            invoiced=self._word(cells, "invoiced?") in _YES,
        )

    def _id(self, *content: str) -> str:
        """The id for some content; of entries that are alike, each has its own."""
        digest = hashlib.sha256("\0".join(content).encode()).hexdigest()[:12]
        self._seen[digest] += 1
        again = f"-{self._seen[digest]}" if self._seen[digest] > 1 else ""
        return f"{self._timer.name}-{digest}{again}"

    def _text(self, cells: Sequence[str]) -> str:
        """What was done: the task and the description, as far as there are any."""
        task, text = self._cell(cells, "task"), self._cell(cells, self._timer.text)
        said = ": ".join(part for part in (task, text) if part)
        return " ".join(said.split()) or "(no description)"

    def _word(self, cells: Sequence[str], *names: str) -> str:
        return self._cell(cells, *names).casefold()

    def _cell(self, cells: Sequence[str], *names: str) -> str:
        place = next((self._place[n] for n in names if n in self._place), None)
        return cells[place] if place is not None else ""

    def _form(self, given: str | None) -> str:
        """How the file writes days."""
        if given is not None:
            return known_date_format(given)
        place = self._place[self._timer.day]
        texts = ((row.line, row.cells[place].strip()) for row in self._table.rows)
        try:
            choices = date_format_choices(texts)
        except UsageError as error:
            raise UsageError(f"{self._file}: {error}") from None
        if len(choices) > 1:
            raise UsageError(
                f"{self._file}: its days read as {ways_to_read(choices)}; say which"
                f' with --date-format, for instance "{choices[0].value}"'
            )
        return choices[0].value if choices else "%Y-%m-%d"


def _time_of_day(text: str) -> str:
    """A time as ``14:05:00``, whether it is written so or as ``2:05 PM``."""
    match = _TIME_OF_DAY.fullmatch(text)
    if match is None:
        return text
    hour = int(match[1])
    if match[4]:
        hour = hour % _NOON + (_NOON if match[4].casefold() == "pm" else 0)
    return f"{hour:02}:{match[2]}:{match[3] or '00'}"


def _hours(text: str) -> Decimal:
    """Hours as a clock shows them, ``1:30:00``, or as a number, ``1.5``.

    Raises:
        ValueError: If it is neither, or more than a day.
    """
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        whole = Decimal(_SECONDS * hours + 60 * minutes + seconds) / _SECONDS
    elif _NUMBER.fullmatch(text):
        whole = Decimal(text.replace(",", "."))
    else:
        raise ValueError(f'"{text}" is no duration; it is 1:30:00 or 1.5')
    if whole > _DAY:
        raise ValueError(f'"{text}" is more than a day; divide the entry in the timer')
    kept = whole.quantize(_FOUR_DIGITS)
    return Decimal(f"{kept.normalize():f}") if kept else Decimal(0)

"""The entries that close a period, and the list of what it was."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.books.general_ledger.close_checklist import close_checklist
from ledgerkit.books.general_ledger.closed_content import (
    ClosedContent,
    options_that_matter,
)
from ledgerkit.books.general_ledger.closings import CLOSE
from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.closing.closed_list import ClosedList, digest_of_list
from ledgerkit.general_ledger.period import Period, parse_period
from ledgerkit.ledger.loader import written_text
from ledgerkit.ledger.place import short_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.closing.chain import Closings
    from ledgerkit.general_ledger.closing.checklist import CheckedItem
    from ledgerkit.ledger.writing.writer import Splice

#: Where the lists are, from the main ledger's folder.
LISTS_FOLDER = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePeriod:
    """A period to close.

    Attributes:
        period: Its word, e.g. ``2025-Q2``.
        day: The day it is closed.
        by: Who closes it; empty not to say.
        waivers: Reasons to close it although an item of the checklist is open.
        waiting: The files that wait to be imported, a sentence each; None if nobody
            has looked.
    """

    period: str
    day: date
    by: str
    waivers: Mapping[str, str]
    waiting: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedClose(PlannedEntries):
    """The directive that closes a period, and its list.

    Attributes:
        period: The period.
        checklist: How everything was.
        file: The list, from the main ledger's folder.
        content: The text of the list.
        digest: Of the list: the head of the chain from now on.
    """

    period: Period
    checklist: Sequence[CheckedItem]
    file: str
    content: bytes
    digest: str


def plan_close(books: Books, request: ClosePeriod) -> PlannedClose:
    """Plan to close a period: the checklist, the list, and the directive.

    Raises:
        UsageError: If the period isn't over, or is closed already.
    """
    fiscal = read_fiscal_year_end(books.source.reading.customs)
    period = parse_period(request.period, fiscal)
    closings = books.closed_periods.closings
    _check_can_close(period, request.day, closings)
    checklist = close_checklist(books, period, request.waivers, request.waiting)
    content = _list_of(books, request, period, checklist).text().encode()
    digest = digest_of_list(content)
    file = _free_file(period, closings, Path(books.filename).resolve().parent)
    meta = {"from": period.first, "until": period.last, "file": file, "digest": digest}
    if closings.head:
        meta["previous"] = closings.head
    if request.by:
        meta["by"] = request.by
    directive = Custom(
        meta,
        request.day,
        CLOSE,
        [ValueType(period.label, str)],
    )
    return PlannedClose(
        done=f"the close of {period.label}",
        directives=[directive],
        period=period,
        checklist=checklist,
        file=file,
        content=content,
        digest=digest,
    )


def _check_can_close(period: Period, day: date, closings: Closings) -> None:
    if period.last >= day:
        raise UsageError(
            f"{period.label} is not over: it ends on {period.last}; close it from the"
            " day after, or close a shorter period"
        )
    other = closings.overlaps(period)
    if other is None:
        return
    label = other.period.label
    where = short_place(other.place)
    if (other.period.first, other.period.last) == (period.first, period.last):
        raise UsageError(
            f"{period.label} is closed since {other.day} ({where}); to close it anew,"
            f" reopen {label} first"
        )
    raise UsageError(
        f"{period.label} has days in common with {label}, which is closed since"
        f" {other.day} ({where}); close another period"
    )


def _free_file(period: Period, closings: Closings, folder: Path) -> str:
    """A name that no list has yet: a period may be closed again, or in other books."""
    taken = {closing.file for closing in closings.closed}
    name = period.label.replace("..", "_")
    file, count = f"{LISTS_FOLDER}/{name}.digests", 1
    while file in taken or (folder / file).exists():
        count += 1
        file = f"{LISTS_FOLDER}/{name}.{count}.digests"
    return file


def _list_of(
    books: Books,
    request: ClosePeriod,
    period: Period,
    checklist: Sequence[CheckedItem],
) -> ClosedList:
    text = written_text(Path(books.filename))
    content = ClosedContent(text.directives, books.options, text.at_cost)
    [now] = content.of([period])
    return ClosedList(
        period=period.label,
        first=str(period.first),
        last=str(period.last),
        closed=str(request.day),
        previous=books.closed_periods.closings.head,
        options=options_that_matter(books.options),
        plugins=plugins_of(books.options["plugin"]),
        checks={item.name: item.in_short for item in checklist},
        balances=now.balances,
        directives=[described for described, _directive in content.describe(now)],
    )


def plugins_of(plugins: Sequence[tuple[str, str | None]]) -> Sequence[str]:
    """The plugins of a book, each with the version of what it belongs to."""
    return [f"{name} {_version(name)}".strip() for name, _config in plugins]


def _version(name: str) -> str:
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(name.partition(".")[0])
    return ""


class CloseChange(EntriesChange[PlannedClose]):
    """The change of files that closes a period: the list first, then the directive."""

    def _splices(self) -> Mapping[Path, Splice]:
        return {self._list_path: self._write_list, **super()._splices()}

    @property
    def _list_path(self) -> Path:
        return self._main.resolve().parent / self.planned.file

    def _write_list(self, old: bytes) -> bytes:
        if old and old != self.planned.content:
            raise UsageError(
                f"{self._list_path}: is there already, and no close names it; move it"
                " away"
            )
        return self.planned.content

    def diff(self) -> str:
        """The change of the ledger, and the list in a line: it has thousands."""
        directives = self.planned.content.count(b"\n")
        return (
            self._diff_of(super()._splices())
            + f"A new file {self.planned.file} of {directives} lines.\n"
        )

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write both, or nothing."""
        folder = self._list_path.parent
        is_new = not folder.exists()
        folder.mkdir(exist_ok=True)
        try:
            super().write(progress=progress)
        except BaseException:
            if is_new:
                with suppress(OSError):
                    folder.rmdir()
            raise

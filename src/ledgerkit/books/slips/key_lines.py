"""What is shown of all findings: causes, each at the line to change.

A finding that is about a key gets the key's own line, so that an editor jumps there:
Beancount keeps only the line of the directive or posting above it. The text is looked
at only where something is wrong.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.calendars import parse_iso_date
from ledgerkit.errors import Place
from ledgerkit.language.finding_kinds import BAD_VALUE
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import Holds
from ledgerkit.ledger.loader import open_beside
from ledgerkit.text.typed_days import day_readings, impossible_day, read_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.errors import Finding

#: A key's line, with its name.
KEY_LINE = re.compile(r"[ \t]+([a-z][a-zA-Z0-9_-]+):(?=[\s\"]|$)")

#: A longer line is no typed one, and is not searched for slips.
_LENGTH_MAX = 5000

#: The keys that hold a day, and a day that lacks its last part.
_DATES = frozenset(key.name for key in KEYS if key.holds is Holds.DATE)
_MONTH = re.compile(r"\d{4}[-/.]\d{1,2}")
#: What is said of a number that is a text; its noughts in front are in the text only.
_NO_QUOTES = " is not in quotes; write "

#: A key's line with its value, without a comment.
_VALUE = re.compile(r"[ \t]+[a-z][a-zA-Z0-9_-]+:\s*(?P<value>\S+)\s*(?:;.*)?")

#: Lines that may stand between a directive and its keys: comments, tags and links.
_BETWEEN = re.compile(r"\s*(?:;.*)?$|\s+[#^]")


def causes(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without those that follow from others: one slip, one finding.

    The tax of an invoice can't be right whose tax code doesn't exist, and a directive
    that can't be read declares nobody. When the cause is mended, what is left shows.
    What nobody declares is told once, where it is named first. A cause is as grave as
    what it explains.
    """
    known = list(findings)
    explaining = [finding for finding in known if finding.explains]
    explained = frozenset().union(*(finding.explains for finding in explaining))
    errors = {finding.about for finding in known if not finding.advice}
    unknown: dict[tuple[str, bool], list[Finding]] = {}
    for finding in known:
        of_any = f"{finding.about.rpartition(' ')[0]} *"
        if finding.about in explained or of_any in explained:
            continue
        if finding.advice and not errors.isdisjoint(finding.explains):
            finding = finding._replace(advice=False)  # noqa: PLW2901
        if finding.is_unknown:
            unknown.setdefault((finding.about, finding.advice), []).append(finding)
        else:
            yield finding
    for alike in unknown.values():
        yield _first(alike)


def _first(alike: Sequence[Finding]) -> Finding:
    """The first of findings about one thing that nobody declares, with their number."""
    lines = {finding.place: finding for finding in alike}
    first = lines[min(lines)]
    more = len(lines) - 1
    if not more:
        return first
    others = f"{more} more line{'s'[: more > 1]} name{'s'[: more == 1]} it"
    return first._replace(message=f"{first.message.rstrip('?')}; {others}")


def at_key_lines(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those about a key at its own line.

    Where the text can't be read, or has changed, the place stays the directive's.
    """
    texts = LedgerTexts()
    for finding in findings:
        line = texts.line_of_key(finding.place, finding.key) if finding.key else None
        if line is None:
            yield finding
        else:
            place = Place(finding.place.filename, line)
            source = {"filename": place.filename, "lineno": line}
            message = _meant(finding, texts.line(place)) or finding.message
            yield finding._replace(source=source, message=message)


def _meant(finding: Finding, line: str) -> str | None:
    """What to say of a value by its text: Beancount may have reckoned with it."""
    match = _VALUE.fullmatch(line)
    if finding.kind is not BAD_VALUE or match is None:
        return None
    value, before = match["value"], finding.message.partition(f"{finding.key}:")[0]
    said = _date_meant(value, finding.key)
    if said is None and _NO_QUOTES in finding.message:
        said = f'{value}{_NO_QUOTES}"{value}"'
    return f"{before}{finding.key}: {said}" if said is not None else None


def _date_meant(value: str, key: str) -> str | None:
    """What to say of a date in another form: with the year last it is a division."""
    bare = value.strip('"')
    readings: Sequence[date] = day_readings(bare)
    if key in _DATES and not readings:
        if _MONTH.fullmatch(bare):
            return f"{value} has no day; write for instance {bare}-01"
        wrong = impossible_day(bare)
        if wrong is not None:
            return wrong
        with suppress(ValueError):
            readings = [read_day(bare)]
    if not readings or parse_iso_date(bare) is not None:
        return None
    return f"{value} is no date; write {' or '.join(map(str, readings))}"


class LedgerTexts:
    """The lines of a ledger's files, each read once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lines: dict[str, Sequence[str]] = {}

    def lines(self, filename: str) -> Sequence[str]:
        """The lines of a file, without their ends; none if it can't be read.

        Of a line that nobody typed only the beginning is kept.
        """
        if filename not in self._lines:
            try:
                with open_beside(Path(filename)) as file:
                    text = file.read()
            except (OSError, ValueError):  # Generated directives name no file.
                text = ""
            self._lines[filename] = [line[:_LENGTH_MAX] for line in text.split("\n")]
        return self._lines[filename]

    def line_of_key(self, place: Place, key: str) -> int | None:
        """The line of a key of a directive or posting; None if it isn't found.

        Args:
            place: Where the directive or posting begins.
            key: The key's name.
        """
        lines = self.lines(place.filename)
        for number in range(place.lineno + 1, len(lines) + 1):
            line = lines[number - 1]
            match = KEY_LINE.match(line)
            if match is not None and match[1] == key:
                return number
            if match is None and not _BETWEEN.match(line):
                return None
        return None

    def line(self, place: Place) -> str:
        """The line at a place; empty if there is none."""
        lines = self.lines(place.filename)
        return lines[place.lineno - 1] if 0 < place.lineno <= len(lines) else ""

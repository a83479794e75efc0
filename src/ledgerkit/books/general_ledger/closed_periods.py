"""Closed periods beside what they were: every difference is a finding with its place.

What a loader or a plugin hands over is compared first. If anything differs, the text
itself is read again, without plugins, and only what differs there is told. So plugins
of others, which may add, divide or tag transactions, raise no alarm, and it makes no
difference whether they come before ours or after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ledgerkit.books.general_ledger.closed_content import (
    ClosedContent,
    PeriodNow,
    options_that_matter,
)
from ledgerkit.books.general_ledger.closings import read_closings
from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.errors import Place, finding
from ledgerkit.general_ledger.closing.canonical import total_digest
from ledgerkit.general_ledger.closing.chain import broken_links, overlapping
from ledgerkit.general_ledger.closing.closed_list import (
    ListHead,
    digest_of_list,
    read_body,
    read_head,
)
from ledgerkit.general_ledger.closing.content import is_written
from ledgerkit.general_ledger.closing.difference import differing_directives
from ledgerkit.language.finding_kinds import CLOSED_PERIOD
from ledgerkit.ledger.loader import read_beside, written_text
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Custom, Directive

    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.closing.chain import Closing, Closings
    from ledgerkit.general_ledger.closing.described import DescribedDirective
    from ledgerkit.general_ledger.closing.difference import DirectiveDifference


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredList:
    """A list that is what it was when the period was closed.

    Attributes:
        closing: The close that wrote it.
        data: Its bytes.
        head: What it says in general.
    """

    closing: Closing
    data: bytes
    head: ListHead


class ClosedPeriods:
    """The closed periods of a book.

    Attributes:
        closings: What was closed and opened again.
    """

    def __init__(
        self,
        customs: Sequence[Custom],
        directives: Sequence[Directive],
        options: Mapping[str, Any],
    ) -> None:
        """Read what was closed; nothing is compared yet."""
        self._directives = directives
        self._options = options
        self.closings: Closings
        self.closings, self._unreadable = read_closings(
            customs, read_fiscal_year_end(customs)
        )

    def findings(self) -> Iterator[Finding]:
        """Everything that is not as it was closed."""
        yield from self._unreadable
        yield from (found for _closing, found in self.changes)

    @cached_property
    def changes(self) -> Sequence[tuple[Closing, Finding]]:
        """What is not as it was closed, each with the close that says so."""
        found = [*self._chain_findings()]
        found += [
            (closing, told)
            for closing, told in self._lists
            if not isinstance(told, StoredList)
        ]
        in_force = {id(closing) for closing in self.closings.in_force}
        stored: list[StoredList] = []
        for one in sorted(self.lists, key=lambda one: one.closing.period):
            last = stored[-1].closing.period.last if stored else date.min
            # That two have days in common is told already.
            if id(one.closing) in in_force and last < one.closing.period.first:
                stored.append(one)
        return [*found, *self._compared(stored)]

    @property
    def lists(self) -> Sequence[StoredList]:
        """The lists that are there as they were written, in the order of the chain."""
        return [told for _closing, told in self._lists if isinstance(told, StoredList)]

    @cached_property
    def _lists(self) -> Sequence[tuple[Closing, StoredList | Finding]]:
        return [(closing, self._list_of(closing)) for closing in self.closings.closed]

    def _chain_findings(self) -> Iterator[tuple[Closing, Finding]]:
        for closing, before in broken_links(self.closings.closed):
            named = f"{before.digest[:12]}… of {before.period.label}" if before else ""
            expected = named or "there is none"
            told = (
                f"its previous: is not the digest of the close before it ({expected});"
                " a close was taken out or changed, restore it"
            )
            yield closing, _told(closing, told)
        for closing, other in overlapping(self.closings):
            label = other.period.label
            told = f"it has days in common with {label}, which is closed too"
            yield closing, _told(closing, told)

    def _list_of(self, closing: Closing) -> StoredList | Finding:
        """The list of a close, or what is wrong with it."""
        data = self._content_of(closing.file)
        if data is None:
            return _told(
                closing,
                f"its list {closing.file} can't be read, so no change of it can be"
                " named; restore the file",
            )
        if digest_of_list(data) != closing.digest:
            return _told(
                closing,
                f"its list {closing.file} is not the one that was written at the close"
                f" ({closing.digest[:12]}…); restore the file",
            )
        try:
            one = StoredList(closing=closing, data=data, head=read_head(data))
        except ValueError as error:
            return _told(closing, f"its list {closing.file} {error}; restore the file")
        differing = _said_differently(one)
        if differing:
            return _told(
                closing,
                f"its {differing} isn't what its list {closing.file} says; restore it",
            )
        return one

    def _content_of(self, file: str) -> bytes | None:
        """The bytes of a list; None if it isn't there, or no file of these books."""
        folder = Path(self._options["filename"]).resolve().parent
        path = (folder / file).resolve()
        if folder not in path.parents:
            return None
        try:
            # A device or a pipe may never end.
            return None if path.exists() and not path.is_file() else read_beside(path)
        except OSError:
            return None

    def _compared(
        self, stored: Sequence[StoredList]
    ) -> Iterator[tuple[Closing, Finding]]:
        options = options_that_matter(self._options)
        for one in stored:
            for told in _option_findings(one, options):
                yield one.closing, told
        content = ClosedContent(self._directives, self._options)
        if all(map(_is_as_closed, stored, self._now(content, stored))):
            return
        content = self._text()
        told_before: set[Differing] = set()
        for one, now in zip(stored, self._now(content, stored), strict=True):
            if _is_as_closed(one, now):
                continue
            try:
                comparison = _Comparison(one, now, content)
            except ValueError as error:
                what = f"its list {one.closing.file}: {error}; restore the file"
                yield one.closing, _told(one.closing, what)
                continue
            for told in comparison.findings(told_before):
                yield one.closing, told

    def _now(
        self, content: ClosedContent, stored: Sequence[StoredList]
    ) -> Sequence[PeriodNow]:
        return content.of([one.closing.period for one in stored])

    def _text(self) -> ClosedContent:
        """What the text says; what was handed over, if there is no file to read."""
        main = Path(self._options["filename"])
        if not main.is_file():
            return ClosedContent(self._directives, self._options)
        text = written_text(main)
        return ClosedContent(text.directives, self._options, text.at_cost)


def _said_differently(one: StoredList) -> str:
    """What the directive says in another way than its list; empty if nothing."""
    closing, values = one.closing, one.head.values
    said = {
        "word": (closing.period.label, values["period"]),
        "from:": (str(closing.period.first), values["from"]),
        "until:": (str(closing.period.last), values["until"]),
        "date": (str(closing.day), values["closed"]),
        "previous:": (closing.previous, one.head.previous),
    }
    return next((name for name, (here, there) in said.items() if here != there), "")


def _is_as_closed(one: StoredList, now: PeriodNow) -> bool:
    return (
        total_digest(now.digests) == one.head.directives
        and total_digest(now.balances) == one.head.balances
    )


def _option_findings(one: StoredList, options: Mapping[str, str]) -> Iterator[Finding]:
    for name, value in options.items():
        before = one.head.options.get(name, value)
        if before != value:
            yield _told(
                one.closing,
                f'option "{name}" was "{before}" at the close and is "{value}"; put'
                " it back",
            )


#: The digests of what differs, before and after.
Differing: TypeAlias = "tuple[str | None, str | None]"


class _Comparison:
    """One closed period that isn't as it was."""

    def __init__(self, one: StoredList, now: PeriodNow, content: ClosedContent) -> None:
        self._closing = one.closing
        self._balances, lines = read_body(one.data)
        self._before = [described for _line, described in lines]
        self._lines = {id(described): line for line, described in lines}
        self._now = now
        self._content = content
        pairs = content.describe(now)
        self._after = [described for described, _directive in pairs]
        self._directive_of = {
            id(described): directive for described, directive in pairs
        }

    def findings(self, told: set[Differing]) -> Iterator[Finding]:
        """What differs; the balances only where nothing that differs explains them.

        Args:
            told: What was told of earlier periods; of what is older than this one, such
                as the ``open`` of an account, it is told once.
        """
        first = str(self._closing.period.first)
        found = differing_directives(self._before, self._after)
        # What only follows from others needs no word beside them.
        is_explained = bool(told) or not all(d.follows for d in found)
        for difference in found:
            if difference.follows and is_explained:
                continue
            before, after = difference.before, difference.after
            key: Differing = (
                before.digest if before is not None else None,
                after.digest if after is not None else None,
            )
            days = [described.day for described in (before, after) if described]
            if key in told and max(days) < first:
                continue
            told.add(key)
            if before is not None:
                yield self._changed_or_removed(difference, before)
            elif after is not None:
                yield self._added(after)
        if not told:
            yield from self._balance_findings()

    def _added(self, after: DescribedDirective) -> Finding:
        return _told(
            self._closing,
            f"the {after.kind} of {after.day} was added ({after.in_short})",
            place_of(self._directive_of[id(after)]),
        )

    def _changed_or_removed(
        self, difference: DirectiveDifference, before: DescribedDirective
    ) -> Finding:
        what = f"the {before.kind} of {before.day}"
        if difference.after is not None:
            parts = "; ".join(difference.parts)
            place = place_of(self._directive_of[id(difference.after)])
            return _told(self._closing, f"{what} was changed: {parts}", place)
        moved = self._elsewhere(before)
        if moved is not None:
            return _told(
                self._closing,
                f"{what} was changed: it is dated {moved.date} now",
                place_of(moved),
            )
        stood = f"it stood at {before.filename}:{before.lineno}"
        list_file = str(Path(self._content.folder) / self._closing.file)
        return _told(
            self._closing,
            f"{what} was removed ({before.in_short}; {stood})",
            Place(list_file, self._lines[id(before)]),
        )

    def _elsewhere(self, before: DescribedDirective) -> Directive | None:
        """What stands in its place with another date, and the same in all accounts.

        The same at another place may well have been there all the time.
        """
        place = before.filename, before.lineno
        for directive in self._by_place.get(place, ()):
            if self._content.described(directive).words == before.words:
                return directive
        return None

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, int], Sequence[Directive]]:
        found: dict[tuple[str, int], list[Directive]] = {}
        for directive in self._content.directives:
            if is_written(directive.meta):
                name = self._content.from_folder(directive.meta["filename"])
                place = name, directive.meta["lineno"]
                found.setdefault(place, []).append(directive)
        return found

    def _balance_findings(self) -> Iterator[Finding]:
        last = self._closing.period.last
        was, now = (_by_account(b) for b in (self._balances, self._now.balances))
        names = [n for n in sorted({*was, *now}) if was.get(n) != now.get(n)]
        for account, currency in names[:_ACCOUNTS_SHOWN]:
            before, after = (b.get((account, currency), "0") for b in (was, now))
            yield _told(
                self._closing,
                f"{account} was {before} {currency} on {last} and is {after}, although"
                " nothing in the period differs: something before it, or a pad, was"
                " changed",
            )
        if len(names) > _ACCOUNTS_SHOWN:
            more = len(names) - _ACCOUNTS_SHOWN
            yield _told(self._closing, f"{more} more balances differ on {last}")


_ACCOUNTS_SHOWN = 5


def _by_account(balances: Sequence[str]) -> Mapping[tuple[str, str], str]:
    parts = (balance.split(" ") for balance in balances)
    return {(account, currency): number for account, number, currency in parts}


def _told(closing: Closing, what: str, place: Place | None = None) -> Finding:
    label = closing.period.label
    remedy = "" if "restore" in what or "reopen" in what else f"; {_REMEDY} {label}"
    message = f"closed period {label}: {what}{remedy}"
    return finding(CLOSED_PERIOD, place or closing.place, message)


_REMEDY = "undo that, or reopen"

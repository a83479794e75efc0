"""A timer's entries -> hours in the books, each once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.books.clients.ids import id_named
from ledgerkit.books.work.hours import TIME, whose_is
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.parties.party import normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from beancount.core.data import Custom

    from ledgerkit.books.books import Books
    from ledgerkit.work.timer_entry import TimerEntry, TimerFile

_LAST = date.max
_NAMED_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerImport:
    """Entries of a timer to be written into the books.

    Attributes:
        file: The file's name, for messages.
        read: What it says.
        names: Ids for names that the books don't know: of people, clients, projects.
        person: Who worked where the file doesn't say: id or name; empty for the only
            manager.
        client: Whose it is where the file doesn't say; empty for nobody's.
    """

    file: str
    read: TimerFile
    names: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    client: str = ""


def plan_timer(books: Books, given: TimerImport) -> PlannedEntries:
    """Plan to write the entries that are not in the books yet.

    An entry is known by the id made of its content, so that a file read twice, or two
    files that overlap, bring nothing twice. What the timer says is invoiced is left
    out, and said: the books would charge it again.

    Raises:
        UsageError: If a person, client or project is unknown; all of them are named.
    """
    known = books.work_read.items
    new = [entry for entry in given.read.entries if entry.id not in known]
    wanted = [entry for entry in new if not entry.invoiced]
    finder = _Finder(books, given)
    directives = [d for entry in wanted if (d := finder.directive(entry)) is not None]
    if finder.unknown:
        raise UsageError(
            f"{given.file}: {'; '.join(_first(finder.unknown))}; declare them, or say"
            ' which are meant with --match "NAME=ID"'
        )
    hours = sum((entry.hours for entry in wanted), Decimal(0))
    return PlannedEntries(
        done=f"{_entries(len(wanted))}, {hours:f} hours",
        directives=directives,
        notes=[*finder.notes(), *_notes(books, given, new, finder.people)],
    )


def _notes(
    books: Books,
    given: TimerImport,
    new: Sequence[TimerEntry],
    people: AbstractSet[str],
) -> Iterator[str]:
    """What is not written, and what the books have that the file hasn't."""
    read = given.read
    there = len(read.entries) - len(new)
    if there:
        yield f"{_entries(there)} of {len(read.entries)} in the books already"
    charged = [entry for entry in new if entry.invoiced]
    if charged:
        hours = sum((entry.hours for entry in charged), Decimal(0))
        yield (
            f"{_entries(len(charged))}, {hours:f} hours, left out: invoiced, as the"
            " file says"
        )
    gone = _gone(books, read, people) if read.entries else ()
    if gone:
        yield (
            f"{', '.join(_first(gone))} of these people and days"
            f" {'are' if len(gone) > 1 else 'is'} in the books, and not in the file; if"
            " changed or deleted in the timer, take it out of the books, lest it is"
            " charged as well"
        )
    if read.unused:
        yield f"nothing was made of these columns: {', '.join(read.unused)}"


def _gone(books: Books, read: TimerFile, people: AbstractSet[str]) -> Sequence[str]:
    """Ids from this timer, within the file's days, that the file hasn't any more."""
    days = [entry.day for entry in read.entries]
    ids = {entry.id for entry in read.entries}
    items = books.work_read.items
    whole = people | {items[id_].person for id_ in ids if id_ in items}
    return [
        id_
        for id_, item in items.items()
        if id_.startswith(f"{read.timer}-")
        and id_ not in ids
        and item.person in whole
        and min(days) <= item.day <= max(days)
    ]


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _first(names: Mapping[str, object] | Sequence[str]) -> Sequence[str]:
    """The first of many names, and how many more there are."""
    more = len(names) - _NAMED_MAX
    return [*list(names)[:_NAMED_MAX], *([f"and {more} more"] if more > 0 else [])]


class _Finder:
    """Who and what is meant by the names in a file."""

    def __init__(self, books: Books, given: TimerImport) -> None:
        self._books, self._given = books, given
        self.unknown: dict[str, None] = {}
        self.people: set[str] = set()
        self._without: Counter[tuple[str, str]] = Counter()
        self._people = _by_name(_people(books))
        self._projects = _by_name(_projects(books))
        self._clients: dict[str, str] = {}

    def directive(self, entry: TimerEntry) -> Custom | None:
        """The hours of an entry; None, and a word on it, if a name is unknown."""
        person, whose = self._person(entry), self._whose(entry)
        if not person or not whose:
            return None
        self.people.add(person)
        facts = {} if entry.billable else {"billable": False}
        values = entry.id, person, whose, entry.hours, entry.text
        try:
            return relation_directive(TIME, entry.day, values, facts)
        except UsageError as error:
            raise UsageError(f"{self._given.file}:{entry.line}: {error}") from None

    def notes(self) -> Iterator[str]:
        """Which projects the books don't have."""
        for (project, client), count in self._without.items():
            yield (
                f'the books have no project "{project}": {_entries(count)} of it for'
                f" {client} alone"
            )

    def _person(self, entry: TimerEntry) -> str:
        name = entry.person or entry.email or self._given.person
        name = self._given.names.get(name, name)
        for said in (entry.email, name):
            found = self._people.get(normalised_name(said), ()) if said else ()
            if len(found) == 1:
                return found[0]
        if name:
            self._miss(f'there is no manager "{name}"')
            return ""
        ids = self._books.relations.ids(RecordKind.MANAGER)
        if len(ids) == 1:
            return ids[0]
        self._miss("who worked isn't said; write --person ID")
        return ""

    def _whose(self, entry: TimerEntry) -> str:
        """The project, if the books have it, else the client."""
        names = self._given.names
        project = names.get(entry.project, entry.project)
        name = entry.client or ("" if project else self._given.client)
        name = names.get(name, name)
        client = self._client(name) if name else ""
        if name and not client:
            self._miss(f'there is no client "{name}"')
            return ""
        ids = [
            id_
            for id_ in self._projects.get(normalised_name(project), ())
            if not client or whose_is(self._books.relations, id_).client == client
        ]
        if project and len(ids) == 1:
            return ids[0]
        if project and ids:
            self._miss(f'project "{project}" may be any of {", ".join(ids)}')
            return ""
        return self._without_project(client, project)

    def _without_project(self, client: str, project: str) -> str:
        client = client or (self._given.client and self._client(self._given.client))
        if client and project:
            self._without[project, client] += 1
        elif project:
            self._miss(f'there is no project "{project}"')
        elif not client:
            self._miss("no client or project is said of some; write --client ID")
        return client

    def _client(self, name: str) -> str:
        if name not in self._clients:
            try:
                self._clients[name] = id_named(self._books, On.CLIENT, name)
            except UsageError:
                self._clients[name] = ""
        return self._clients[name]

    def _miss(self, what: str) -> None:
        self.unknown.setdefault(what)


def _by_name(pairs: Iterator[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    """The ids that go by each name."""
    found: dict[str, list[str]] = {}
    for name, id_ in pairs:
        ids = found.setdefault(normalised_name(name), [])
        if id_ not in ids:
            ids.append(id_)
    return found


def _people(books: Books) -> Iterator[tuple[str, str]]:
    """Every name, e-mail address and id of our people, with the id."""
    for record in books.relations.all(RecordKind.MANAGER, _LAST):
        for name in (record.text("email"), record.title, record.id):
            if name:
                yield name, record.id


def _projects(books: Books) -> Iterator[tuple[str, str]]:
    for record in books.relations.all(RecordKind.PROJECT, _LAST):
        yield record.title, record.id
        yield record.id, record.id

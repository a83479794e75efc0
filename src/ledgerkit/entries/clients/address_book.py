"""A planned address book, as one change of files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.records.address_entry import AddressProblem
from ledgerkit.clients.records.record import client_ids
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.clients.address_records import (
    AddressRecord,
    AddressRecords,
    person_name,
    same_value,
)
from ledgerkit.entries.clients.facts import (
    checked_facts,
    relation_directive,
    shown_value,
)
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.usual_file import usual_file_of
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.address_entry import AddressEntry
    from ledgerkit.ledger.writing.writer import LoadedFiles, Splice


_TEXT_MAX = 500


#: Keys that name another record, which may itself be new.
_POINTERS = frozenset({"parent", "reports-to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The facts of an entry that differ from the books.

    Attributes:
        entry: The entry.
        record: The record it is about, e.g. ``client acme``.
        facts: Its facts, by key, including ``name``.
    """

    entry: AddressEntry
    record: str
    facts: Mapping[str, Any]

    def __str__(self) -> str:
        words = ", ".join(f"{k} {shown_value(v)}" for k, v in self.facts.items())
        return f"{self.entry.file}:{self.entry.line}: {self.record}: {words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAddresses:
    """The entries, and the outcome for each record of an address book.

    Attributes:
        clients: The directives on clients.
        contacts: Those on people.
        new: How many records are new, by kind.
        amended: How many are changed, by kind.
        there: How many entries add nothing.
        differences: Facts not imported, because the books differ.
        problems: Facts that can't be imported.
        notes: What else a reader should know.
    """

    clients: Sequence[Directive]
    contacts: Sequence[Directive]
    new: Mapping[On, int]
    amended: Mapping[On, int]
    there: int
    differences: Sequence[Difference]
    problems: Sequence[AddressProblem]
    notes: Sequence[str] = ()

    @property
    def directives(self) -> Sequence[Directive]:
        """All directives to write: clients first."""
        return [*self.clients, *self.contacts]


def plan_address_book(
    books: Books, entries: Iterable[AddressEntry], *, day: date, update: bool = False
) -> PlannedAddresses:
    """Plan what an address book adds to the books.

    An existing record is recognised by its id, VAT number or name (of a person: name
    and client), or else by e-mail or telephone if one name is within the other.

    Args:
        books: The books.
        entries: The entries of the address book.
        day: The day from which they apply.
        update: Whether to change existing records if an entry adds to them or differs.
            A person's entry only adds to the client's record.
    """
    planner = _Planner(books, day, update=update)
    for entry in entries:
        planner.take(entry)
    return planner.planned()


class _Planner:
    """Handles one entry after another."""

    def __init__(self, books: Books, day: date, *, update: bool) -> None:
        self._books = books
        self._day = day
        self._update = update
        self._records = AddressRecords(books, day)
        self._there = 0
        self._differences: list[Difference] = []
        self._problems: list[AddressProblem] = []
        self._pointers: list[tuple[AddressEntry, AddressRecord, str, str]] = []

    def take(self, entry: AddressEntry) -> None:
        """Find or make an entry's record, and compare."""
        wrong = hidden_character(entry.name)
        if not entry.name.strip() or wrong or len(entry.name) > _TEXT_MAX:
            reason = f"its name holds {wrong}" if wrong else "has no name"
            self._problem(entry, reason)
            return
        if entry.is_person:
            self._take_person(entry)
        else:
            self._take_client(entry)

    def planned(self) -> PlannedAddresses:
        """The plan for all entries taken."""
        for entry, record, key, name in self._pointers:
            self._point(entry, record, key, name)
        written: dict[On, list[Directive]] = {On.CLIENT: [], On.CONTACT: []}
        new: Counter[On] = Counter()
        amended: Counter[On] = Counter()
        for record in self._records.records.values():
            if record.is_new or record.changed or record.new_title:
                (new if record.is_new else amended)[record.on] += 1
                written[record.on].append(self._directive(record))
        return PlannedAddresses(
            clients=written[On.CLIENT],
            contacts=written[On.CONTACT],
            new=new,
            amended=amended,
            there=self._there,
            differences=self._differences,
            problems=self._problems,
        )

    def _take_client(self, entry: AddressEntry) -> None:
        record = self._records.client_of(entry)
        facts = self._checked(entry, On.CLIENT, entry.facts)
        if record is None:
            record = self._records.add(On.CLIENT, entry.id, entry.name)
        self._amend(entry, record, facts, entry.name)

    def _take_person(self, entry: AddressEntry) -> None:
        client = self._records.client_named(entry.company)
        several = () if client else self._records.clients_named(entry.company)
        record = self._records.contact_of(entry, client or next(iter(several), None))
        facts = self._checked(entry, On.CONTACT, entry.facts)
        clients = [one.id for one in ([client] if client else several)]
        there = client_ids(str(record.facts.get("client") or "")) if record else ()
        if several or (clients and set(clients) < set(there)):
            # Who is at several clients stays at those, whichever of them is named.
            known = there if set(clients) <= set(there) else clients
            facts = {"client": ", ".join(known), **facts}
        elif client is None and entry.company and record and not self._may(record):
            # Whether the person has moved is for somebody to decide: no client is made.
            facts = {"client": entry.company, **facts}
        elif entry.company:
            facts = {"client": self._client_of_person(entry, client), **facts}
        if record is None:
            record = self._records.add(On.CONTACT, entry.id, entry.name)
        self._amend(entry, record, facts, entry.name)

    def _may(self, record: AddressRecord) -> bool:
        """Whether a record may be changed."""
        return self._update or record.is_new

    def _client_of_person(
        self, entry: AddressEntry, record: AddressRecord | None
    ) -> str:
        """The id of the client a person works at: an existing one, or a new one."""
        facts = self._checked(entry, On.CLIENT, entry.company_facts)
        if record is None:
            record = self._records.add(On.CLIENT, "", entry.company)
        missing = {k: v for k, v in facts.items() if k not in record.facts}
        for key in _POINTERS.intersection(missing):
            self._pointers.append((entry, record, key, missing.pop(key)))
        if self._may(record):
            for key, value in missing.items():
                record.set(key, value)
            self._records.remember_facts(record)
        elif missing:
            self._differs(entry, record, missing)
        return record.id

    def _amend(
        self,
        entry: AddressEntry,
        record: AddressRecord,
        facts: dict[str, Any],
        name: str,
    ) -> None:
        """Import new facts; change existing ones only if requested."""
        is_known = record.facts or not record.is_new
        for key in _POINTERS.intersection(facts):
            self._pointers.append((entry, record, key, facts.pop(key)))
        other = {
            k: v for k, v in facts.items() if not same_value(k, record.facts.get(k), v)
        }
        if record.is_new:
            free = {k: v for k, v in other.items() if k not in record.facts}
            for key, value in free.items():
                record.set(key, value)
            other = {k: v for k, v in other.items() if k not in free}
        if self._is_another_name(record, name):
            other = {"name": name, **other}
        if other and self._update and not record.is_new:
            record.new_title = other.pop("name", None)
            for key, value in other.items():
                record.set(key, value)
        elif other:
            self._differs(entry, record, other)
        elif is_known:
            self._there += 1
        self._records.remember_facts(record)

    def _is_another_name(self, record: AddressRecord, name: str) -> bool:
        if record.on is On.CLIENT:
            return self._records.client_named(name) is not record
        return person_name(record.title) != person_name(name)

    def _differs(
        self, entry: AddressEntry, record: AddressRecord, facts: Mapping[str, Any]
    ) -> None:
        label = f"{record.on.value} {record.id}"
        self._differences.append(Difference(entry=entry, record=label, facts=facts))

    def _problem(self, entry: AddressEntry, reason: str) -> None:
        problem = AddressProblem(file=entry.file, line=entry.line, reason=reason)
        self._problems.append(problem)

    def _checked(
        self, entry: AddressEntry, on: On, facts: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The valid facts; the others are problems."""
        checked: dict[str, Any] = {}
        for key, value in facts.items():
            try:
                checked[key] = _checked(self._books, on, key, value)
            except UsageError as error:
                self._problem(entry, str(error))
        return checked

    def _point(
        self, entry: AddressEntry, record: AddressRecord, key: str, name: str
    ) -> None:
        """Let a record name another one, which may be further down in the file."""
        named = self._records.contact_named if key == "reports-to" else None
        other = (named or self._records.client_named)(name)
        if other is None or other is record:
            noun = "itself" if other else "nobody"
            self._problem(entry, f'{key}: "{name}" is {noun}; write an id or name')
        elif record.facts.get(key) == other.id:
            return
        elif self._update or (record.is_new and key not in record.facts):
            record.set(key, other.id)
        else:
            self._differs(entry, record, {key: other.id})

    def _directive(self, record: AddressRecord) -> Directive:
        title = record.title if record.is_new else record.new_title
        values = (record.id,) if title is None else (record.id, title)
        return relation_directive(record.on.value, self._day, values, record.changed)


def _checked(books: Books, on: On, key: str, value: Any) -> Any:
    """A value as it is to be written.

    Raises:
        UsageError: If it can't be right.
    """
    if isinstance(value, str):
        hidden = hidden_character(value)
        if hidden or len(value) > _TEXT_MAX:
            wrong = f"holds {hidden}, which can't be seen" if hidden else "is too long"
            raise UsageError(f"{key}: {wrong}")
    if key in _POINTERS:
        return value
    return checked_facts(books, on, {key: value})[key]


class AddressBookChange(EntriesChange[PlannedAddresses]):
    """Clients go where clients stand, and people where people do."""

    def __init__(  # noqa: PLR0913 - what to write, and how
        self,
        books: Books,
        entries: Sequence[AddressEntry],
        *,
        day: date,
        update: bool,
        known: LoadedFiles,
        into: Path | None = None,
    ) -> None:
        """Work out which files change.

        Args:
            books: The books.
            entries: The entries to import: see `plan_address_book`.
            day: The day from which they apply.
            update: Whether to change existing records.
            known: The state of the books' files when they were loaded.
            into: The file to write everything to; else the usual ones.
        """
        plan = partial(plan_address_book, entries=entries, day=day, update=update)
        super().__init__(
            books,
            plan(books),
            known=known,
            into=into or usual_file_of(books, "client"),
            replan=plan,
        )
        self._people = self._into
        if into is None:
            self._people = usual_file_of(books, "contact").resolve()

    @property
    def files(self) -> Sequence[Path]:
        """The files that change."""
        clients, people = self.planned.clients, self.planned.contacts
        files = [self._into] * bool(clients) + [self._people] * bool(people)
        return list(dict.fromkeys(files))

    def text(self) -> str:
        """The directives as they will stand in the files."""
        return ledger_text(self.planned.directives)

    def _splices(self) -> Mapping[Path, Splice]:
        if self._people == self._into:
            return super()._splices()
        parts = (
            (self._into, self.planned.clients),
            (self._people, self.planned.contacts),
        )
        return {
            path: self._guarded(ledger_text(directives, path.parent))
            for path, directives in parts
            if directives
        }

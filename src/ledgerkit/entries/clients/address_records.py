"""Clients and contacts during an import: existing and new ones.

Entries are matched against all of them, so that a repetition in the file is one record,
and so is one in the books under another spelling.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledgerkit.books.clients.ids import RECORD_ID, declared_ids
from ledgerkit.clients.records.record import RecordKind, client_ids
from ledgerkit.language.word import On
from ledgerkit.parties.likeness import SAME, likeness, spelled
from ledgerkit.parties.party import PartyRole, identifier, normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.address_entry import AddressEntry

_MAILS = ("email", "email-work")
_TELEPHONES = ("tel", "tel-work", "tel-cell")
#: Numbers with and without the country code share their last digits.
_DIGITS = 8
#: A shorter word distinguishes nobody.
_WORD = 3


@dataclass(slots=True, kw_only=True, eq=False)
class AddressRecord:
    """A client or contact, as it will be.

    Attributes:
        on: Which of the two.
        id: Its id.
        title: Its name.
        facts: Its keys, with those imported.
        is_new: Whether it is not yet in the books.
        changed: The keys that are imported.
        new_title: Its new name from now on; None to keep it.
    """

    on: On
    id: str
    title: str
    facts: dict[str, Any]
    is_new: bool = False
    changed: dict[str, Any] = field(default_factory=dict)
    new_title: str | None = None

    def set(self, key: str, value: Any) -> None:
        """Import a fact."""
        self.facts[key] = self.changed[key] = value


class AddressRecords:
    """Every client and contact, found by the names that entries use."""

    def __init__(self, books: Books, day: date) -> None:
        """Take those in the books, as known on a day."""
        self._books = books
        self._day = day
        self.records: dict[tuple[On, str], AddressRecord] = {}
        self._by_word: dict[tuple[On, str, str], list[AddressRecord]] = defaultdict(
            list
        )
        for on in (On.CLIENT, On.CONTACT):
            for id_ in declared_ids(books, on):
                self._remember(self._known(on, id_))

    def client_of(self, entry: AddressEntry) -> AddressRecord | None:
        """The client of an entry."""
        record = self._by_id(On.CLIENT, entry.id)
        number = _letters(entry.facts.get("vat-id"))
        if record is None and number:
            record = self._only(On.CLIENT, "vat", number)
        if record is None:
            record = self.client_named(entry.name, loosely=not entry.id)
        return record or self._reached(On.CLIENT, entry)

    def client_named(self, name: str, *, loosely: bool = True) -> AddressRecord | None:
        """The client of this id, name, legal name or alias; None if there is none.

        Args:
            name: The name used.
            loosely: Whether a name may lack its legal form, if it matches only one.
        """
        if not name:
            return None
        client = self._by_id(On.CLIENT, name)
        client = client or self._only(On.CLIENT, "name", normalised_name(name))
        if client is None and loosely:
            alike = self._by_word[On.CLIENT, "core", _core(name)]
            matches = [record for record in alike if self._is_alike(record, name)]
            client = matches[0] if len(matches) == 1 else None
        return client

    def _is_alike(self, record: AddressRecord, name: str) -> bool:
        return any(
            likeness(spelled(name), spelled(known)) == SAME
            for known in self._spellings(record)
            if known.strip()
        )

    def clients_named(self, names: str) -> Sequence[AddressRecord]:
        """The clients of a person who is at several; none if any is unknown."""
        found = [self.client_named(name) for name in client_ids(names)]
        known = [record for record in found if record is not None]
        return known if len(known) == len(found) else ()

    def contact_of(
        self, entry: AddressEntry, client: AddressRecord | None
    ) -> AddressRecord | None:
        """The contact of an entry, at this client."""
        by_id = self._by_id(On.CONTACT, entry.id)
        if by_id is not None:
            return by_id
        named = self._by_word[On.CONTACT, "name", person_name(entry.name)]
        matches = [
            record
            for record in named
            if _id(client) in (client_ids(_text_of(record)) or (None,))
        ]
        if not matches:
            # If one of the two names no client, only the name can be compared.
            matches = [
                record
                for record in named
                if not (client and record.facts.get("client"))
            ]
        if len(matches) == 1:
            return matches[0]
        return self._reached(On.CONTACT, entry)

    def contact_named(self, name: str) -> AddressRecord | None:
        """The contact of this id or name."""
        record = self._by_id(On.CONTACT, name)
        return record or self._only(On.CONTACT, "name", person_name(name))

    def add(self, on: On, entry_id: str, title: str) -> AddressRecord:
        """A new record, with an unused id."""
        id_ = self._free_id(on, entry_id, title)
        record = AddressRecord(on=on, id=id_, title=title, facts={}, is_new=True)
        self._remember(record)
        return record

    def remember_facts(self, record: AddressRecord) -> None:
        """Let a record be found by its present facts."""
        for word in self._words(record):
            records = self._by_word[record.on, *word]
            if record not in records:
                records.append(record)

    def _known(self, on: On, id_: str) -> AddressRecord:
        if on is On.CLIENT:
            directory, role = self._books.directory, PartyRole.CLIENT
            first = directory.declarations(role, id_)[0].day
            party = directory.as_of(role, id_, max(self._day, first))
            return AddressRecord(
                on=on, id=id_, title=party.name, facts=dict(party.facts)
            )
        relations, kind = self._books.relations, RecordKind(on.value)
        first = relations.amendments[kind, id_][0].day
        record = relations.as_of(kind, id_, max(self._day, first))
        assert record is not None
        return AddressRecord(
            on=on, id=id_, title=record.title, facts=dict(record.facts)
        )

    def _remember(self, record: AddressRecord) -> None:
        self.records[record.on, record.id] = record
        self.remember_facts(record)

    def _words(self, record: AddressRecord) -> Iterator[tuple[str, str]]:
        """The words a record is found by."""
        if record.on is On.CLIENT:
            names = {name for name in self._spellings(record) if name.strip()}
            yield from {("name", normalised_name(name)) for name in names}
            yield from {("core", _core(name)) for name in names}
        else:
            yield "name", person_name(record.title)
        if _letters(record.facts.get("vat-id")):
            yield "vat", _letters(record.facts["vat-id"])
        yield from _ways(record.facts)

    def _spellings(self, record: AddressRecord) -> set[str]:
        """Every name a client has or had: an old name is not reused for others."""
        names = {record.id, record.title, str(record.facts.get("legal-name", ""))}
        names.update(str(record.facts.get("aliases", "")).split(","))
        role, id_ = PartyRole.CLIENT, record.id
        for declaration in self._books.directory.declarations(role, id_):
            names.add(declaration.name or "")
            names.add(str(declaration.facts.get("legal-name") or ""))
            names.update(str(declaration.facts.get("aliases") or "").split(","))
        return names

    def _by_id(self, on: On, id_: str) -> AddressRecord | None:
        return self.records.get((on, id_))

    def _only(self, on: On, kind: str, word: str) -> AddressRecord | None:
        """The only record found by a word; None if there are none or several."""
        records = self._by_word[on, kind, word]
        return records[0] if len(records) == 1 else None

    def _reached(self, on: On, entry: AddressEntry) -> AddressRecord | None:
        """The record with the same e-mail or telephone, and a similar name.

        Colleagues share a switchboard, and an address such as info@: one name must be
        within the other.
        """
        for kind, word in _ways(entry.facts):
            for record in self._by_word[on, kind, word]:
                if is_within(entry.name, record.title):
                    return record
        return None

    def _free_id(self, on: On, proposed: str, title: str) -> str:
        id_ = (
            proposed if RECORD_ID.fullmatch(proposed) else identifier(proposed or title)
        )
        if not proposed and on is On.CLIENT:
            # A client that is also our vendor has one id for both.
            vendor = self._books.directory.identify(PartyRole.VENDOR, title)
            id_ = vendor or id_
        number, free = 1, id_
        while (on, free) in self.records:
            number += 1
            free = f"{id_}-{number}"
        return free


def person_name(name: str) -> str:
    """A person's name, normalised: lists put the family name first.

    >>> person_name("Bianchi, Anna") == person_name("Anna BIANCHI")
    True
    """
    return " ".join(sorted(normalised_name(name).split()))


def same_value(key: str, value: Any, other: Any) -> bool:
    """Whether two values of a key are the same, however they are spelt.

    >>> same_value("tel", "+39 02 555", "0039 02-555")
    True
    """
    if not isinstance(value, str) or not isinstance(other, str):
        # An Amount can't be compared with other types.
        return type(value) is type(other) and bool(value == other)
    if key in _MAILS:
        return value.casefold() == other.casefold()
    if key in _TELEPHONES:
        return _called(value) == _called(other)
    if key == "tags":
        return value.replace(",", " ").split() == other.replace(",", " ").split()
    return _letters(value) == _letters(other) if key == "vat-id" else value == other


def _called(number: str) -> str:
    """A telephone number, normalised; unchanged if it has no digits."""
    digits = "".join(c for c in number if c.isdigit())
    international = number.lstrip().startswith("+")
    return f"00{digits}" if international else digits or number


def _core(name: str) -> str:
    return " ".join(sorted(spelled(name).words))


def _id(record: AddressRecord | None) -> str | None:
    return record.id if record else None


def _text_of(record: AddressRecord) -> str:
    """The ids of a person's clients, as written."""
    return str(record.facts.get("client") or "")


def _ways(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each way to reach somebody, normalised."""
    for key in _MAILS:
        if isinstance(facts.get(key), str):
            yield "mail", facts[key].casefold()
    for key in _TELEPHONES:
        digits = "".join(filter(str.isdigit, str(facts.get(key, ""))))
        if len(digits) >= _DIGITS:
            yield "telephone", digits[-_DIGITS:]


def _letters(number: object) -> str:
    """A VAT number, normalised; empty if it is none."""
    return (
        "".join(filter(str.isalnum, number)).upper() if isinstance(number, str) else ""
    )


def is_within(name: str, other: str) -> bool:
    """Whether each word of one name is in the other, or begins with its initial.

    >>> is_within("A. Bianchi", "Anna Bianchi"), is_within("Anna Neri", "Anna Bianchi")
    (True, False)
    """
    shorter, longer = sorted((spelled(name).words, spelled(other).words), key=len)
    full = [word for word in shorter if len(word) >= _WORD and word in longer]
    return bool(full) and all(
        word in longer or (len(word) == 1 and any(w[0] == word for w in longer))
        for word in shorter
    )

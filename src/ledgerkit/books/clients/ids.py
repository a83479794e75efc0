"""Ids of parties and records: those in use, finding one by name, and the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole, identifier, normalised_name
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books

#: The form of an id.
RECORD_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: The types whose records the directory of parties has.
PARTY_ROLES: Mapping[On, PartyRole] = {
    On.CLIENT: PartyRole.CLIENT,
    On.VENDOR: PartyRole.VENDOR,
}
_NUMBERED = re.compile(r"(.*?)(\d+)")
#: The prefixes of ids in books that have none yet.
_BEGINNINGS: Mapping[On, str] = {
    On.TASK: "t-",
    On.CASE: "case-",
    On.MILESTONE: "m-",
    On.OPPORTUNITY: "opp-",
    On.CONTRACT: "ctr-",
}


def declared_ids(books: Books, on: On) -> Sequence[str]:
    """The ids that directives of this type declare, in alphabetical order."""
    if on in PARTY_ROLES:
        return books.directory.ids(PARTY_ROLES[on])
    return books.relations.ids(RecordKind(on.value))


def id_named(books: Books, on: On, name: str) -> str:
    """The id of the record, client or vendor with this id or name.

    Raises:
        UsageError: If there is none, with the nearest id, or if there are several.
    """
    if on in PARTY_ROLES:
        return books.find_party(PARTY_ROLES[on], name)
    known = declared_ids(books, on)
    if name in known:
        return name
    titles = books.relations.titles
    named = [
        id_
        for id_ in known
        for _day, title in titles[RecordKind(on.value), id_][-1:]
        if normalised_name(title) == normalised_name(name)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f'"{name}" may be any of {", ".join(named)}; write the id')
    remedy = suggestion(name, known) or _how_to_add(on, known)
    raise UsageError(f'there is no {on.value} "{name}"{remedy}')


def _how_to_add(on: On, known: Sequence[str]) -> str:
    if known and len(known) <= 8:
        return f"; there {'are' if len(known) > 1 else 'is'} {', '.join(known)}"
    return f"; add one with ledgerkit {on.value} new"


def proposed_id(
    books: Books, on: On, title: str, day: date, facts: Mapping[str, Any]
) -> str:
    """The id of a new record given none.

    Most are numbered consecutively, a plan is named after its client and year, and a
    person by their name.
    """
    known = frozenset(declared_ids(books, on))
    if on is On.PLAN:
        first = facts.get("from") or day
        return _unused(
            f"{facts.get('client') or identifier(title)}-{first.year}", known
        )
    if on not in _BEGINNINGS:
        return _unused(identifier(title), known)
    numbered = [
        (match[1], match[2])
        for id_ in known - books.relations.started.keys()
        if (match := _NUMBERED.fullmatch(id_)) is not None
    ]
    if not numbered:
        return f"{_BEGINNINGS[on]}1"
    beginning, digits = max(numbered, key=lambda parts: int(parts[1]))
    return f"{beginning}{int(digits) + 1:0{len(digits)}}"


def _unused(id_: str, known: frozenset[str]) -> str:
    number, free = 1, id_
    while free in known:
        number += 1
        free = f"{id_}-{number}"
    return free

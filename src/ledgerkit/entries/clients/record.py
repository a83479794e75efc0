"""A record, or a change of one, such as a new stage -> its directive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ledgerkit.books.clients.ids import (
    PARTY_ROLES,
    RECORD_ID,
    declared_ids,
    id_named,
    proposed_id,
)
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.facts import (
    checked_facts,
    relation_directive,
    shown_value,
)
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.ledger.place import short_place
from ledgerkit.parties.party import PartyRole, identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.parties.directory import Amendment
    from ledgerkit.parties.party import Declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDraft:
    """A record to be written.

    Attributes:
        on: Its type: a client, a vendor, or a kind of record.
        day: The day from which it applies.
        id: Its id; None for a new one that is to get the next. For an existing one also
            its name.
        title: Its name or title; None to keep it.
        facts: Its keys; None clears a key.
        is_new: Whether it is to be declared, not changed.
    """

    on: On
    day: date
    id: str | None = None
    title: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False


def plan_relation(books: Books, draft: RelationDraft) -> PlannedEntries:
    """Plan the directive that declares or changes a record.

    A change names only what changes; if nothing does, nothing is to be written.

    Raises:
        UsageError: If the id is taken, or unknown; or a value can't be right.
    """
    facts = checked_facts(books, draft.on, draft.facts)
    draft = replace(draft, facts=facts)
    return _plan_new(books, draft) if draft.is_new else _plan_change(books, draft)


def _plan_new(books: Books, draft: RelationDraft) -> PlannedEntries:
    on, title = draft.on, (draft.title or "").strip()
    facts = {key: value for key, value in draft.facts.items() if value is not None}
    id_ = draft.id or proposed_id(books, on, title, draft.day, facts)
    if not RECORD_ID.fullmatch(id_):
        raise UsageError(
            f'"{id_}" is no {on.value} id: ids are lower-case letters, digits and'
            f' hyphens, e.g. "{identifier(id_)}"'
        )
    if id_ in declared_ids(books, on):
        place = short_place(_written(books, on, id_)[0].place)
        raise UsageError(
            f'{on.value} "{id_}" is there already ({place}); change it'
            f" with ledgerkit {on.value} edit {id_}"
        )
    if not title:
        raise UsageError(f"a {on.value} needs a name or title; it is empty")
    directive = relation_directive(on.value, draft.day, (id_, title), facts)
    return PlannedEntries(
        done=f'{on.value} {id_} "{title}"',
        directives=[directive],
        number=id_,
        notes=list(_new_notes(books, draft, id_, title)),
    )


def _written(books: Books, on: On, id_: str) -> Sequence[Declaration | Amendment]:
    """The directives on a record, the earliest first."""
    if on in PARTY_ROLES:
        return books.directory.declarations(PARTY_ROLES[on], id_)
    return books.relations.amendments.get((RecordKind(on.value), id_), ())


def _new_notes(
    books: Books, draft: RelationDraft, id_: str, title: str
) -> Iterator[str]:
    role = PARTY_ROLES.get(draft.on)
    if role is not None:
        other = books.directory.identify(role, title)
        if other is not None and other != id_:
            yield (
                f'"{title}" is a name of {role.value} {other} too, so it will mean'
                " neither"
            )
    client = draft.facts.get("client")
    if client and not books.directory.is_declared(PartyRole.CLIENT, client):
        yield (
            f'client "{client}" is only known from its invoices; declare it with'
            " ledgerkit client new"
        )


def _plan_change(books: Books, draft: RelationDraft) -> PlannedEntries:
    assert draft.id is not None
    on, day = draft.on, draft.day
    id_ = id_named(books, on, draft.id)
    known_title, known_facts = _known(books, on, id_, day)
    title = draft.title if draft.title not in {None, "", known_title} else None
    changed = {
        key: value
        for key, value in draft.facts.items()
        if known_facts.get(key) != value
    }
    if not changed and title is None:
        return PlannedEntries(done="", directives=(), number=id_)
    values = (id_,) if title is None else (id_, title)
    words = [f'"{title}"'] if title else []
    words += [
        f"without {key}" if value is None else f"{key} {shown_value(value)}"
        for key, value in changed.items()
    ]
    return PlannedEntries(
        done=f"{on.value} {id_} ({', '.join(words)})",
        directives=[relation_directive(on.value, day, values, changed)],
        number=id_,
        notes=list(_changed_later(books, draft, id_, changed)),
    )


def _known(books: Books, on: On, id_: str, day: date) -> tuple[str, Mapping[str, Any]]:
    """A record's title and facts, as at the day."""
    written = _written(books, on, id_)
    if not written:
        known_from = "bills" if on is On.VENDOR else "invoices"
        raise UsageError(
            f'{on.value} "{id_}" is only known from its {known_from}; declare it with'
            f" ledgerkit {on.value} new"
        )
    first = written[0]
    if day < first.day:
        raise UsageError(
            f"{on.value} {id_} is declared on {first.day} ({short_place(first.place)}),"
            f" so nothing of it changes on {day}; correct the date"
        )
    if on in PARTY_ROLES:
        party = books.directory.as_of(PARTY_ROLES[on], id_, day)
        return party.name, party.facts
    record = books.relations.as_of(RecordKind(on.value), id_, day)
    assert record is not None
    return record.title, record.facts


def _changed_later(
    books: Books, draft: RelationDraft, id_: str, changed: Mapping[str, Any]
) -> Iterator[str]:
    for later in _written(books, draft.on, id_):
        for key in changed:
            if later.day > draft.day and key in later.facts:
                place = short_place(later.place)
                yield f"{key} is changed again on {later.day} ({place})"


def plan_move(books: Books, draft: RelationDraft) -> PlannedEntries:
    """Plan to move an opportunity to the stage in the draft's facts.

    A probability stated for the earlier stage is cleared, so that the new stage's own
    applies.

    Raises:
        UsageError: If there is no such stage, or it is lost without a reason.
    """
    assert draft.id is not None
    id_ = id_named(books, On.OPPORTUNITY, draft.id)
    record = books.relations.as_of(RecordKind.OPPORTUNITY, id_, draft.day)
    known = record.facts if record else {}
    facts, stage = dict(draft.facts), draft.facts["stage"]
    lost = books.settings.stages.is_lost(stage)
    if lost and not facts.get("loss-reason") and not known.get("loss-reason"):
        raise UsageError(f"say why {id_} was lost: --loss-reason TEXT")
    if "probability" in known and stage != known.get("stage"):
        facts.setdefault("probability", None)
    return plan_relation(books, replace(draft, id=id_, facts=facts))

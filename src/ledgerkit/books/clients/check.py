"""Mistakes in client relations: ids, words and days that can't be right."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ledgerkit.books.clients.playbooks import check_playbooks
from ledgerkit.books.slips.refused import record_subject
from ledgerkit.clients.records.record import RecordKind, client_ids
from ledgerkit.errors import Finding, finding
from ledgerkit.language.document_kinds import UNKNOWN_DOCUMENT
from ledgerkit.language.finding_kinds import (
    BAD_VALUE,
    CONTRADICTION,
    RECORD_CYCLE,
    UNKNOWN_PARTY,
    UNKNOWN_RECORD,
)
from ledgerkit.language.relation_words import reference_of
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole, normalised_name
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.books.reading import Reading
    from ledgerkit.clients.records.record import Relations, Target
    from ledgerkit.errors import FindingKind, Place
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory


class Written(NamedTuple):
    """A directive on a relation, or on a party.

    Attributes:
        on: Its type.
        about: Its name in a message.
        place: Where it stands.
        facts: Its keys, and an event's client under ``client``.
        day: Its date.
    """

    on: On
    about: str
    place: Place
    facts: Mapping[str, Any]
    day: date


def written_relations(
    relations: Relations, directory: PartyDirectory
) -> Iterator[Written]:
    """Every directive that may name another record, or a client."""
    for (kind, id_), amendments in relations.amendments.items():
        for amendment in amendments:
            started = relations.started.get(id_) if kind is RecordKind.TASK else None
            if started and amendment.place == started.playbook.place:
                continue  # Nobody wrote it.
            label = f"{kind.value} {id_}"
            yield Written(
                On(kind.value), label, amendment.place, amendment.facts, amendment.day
            )
    for activity in relations.activities:
        label = f"{activity.kind} with {activity.client}"
        facts = {**activity.facts, "client": activity.client, "kind": activity.kind}
        yield Written(On.ACTIVITY, label, activity.place, facts, activity.day)
    for survey in relations.surveys:
        facts = {"client": survey.client, "contact": survey.contact}
        label = f"{survey.instrument} of {survey.client}"
        yield Written(On.SURVEY, label, survey.place, facts, survey.day)
    for role in (PartyRole.CLIENT, PartyRole.VENDOR):
        for id_ in directory.ids(role):
            for declaration in directory.declarations(role, id_):
                label = f"{role.value} {id_}"
                yield Written(
                    On(role.value),
                    label,
                    declaration.place,
                    declaration.facts,
                    declaration.day,
                )


#: What happened with a client, which is a value and has no id of its own.
_EVENTS = frozenset({On.ACTIVITY, On.SURVEY})


#: What a task may be related to.
_RELATED = (
    RecordKind.OPPORTUNITY,
    RecordKind.CASE,
    RecordKind.PLAN,
    RecordKind.TASK,
)


_WITH_TERM = (RecordKind.PLAN, RecordKind.CONTRACT)


_TO_BE_DONE = (RecordKind.TASK, RecordKind.MILESTONE)


def check_relations(reading: Reading, receivables: Subledger) -> Iterator[Finding]:
    """Report mistakes that make a figure on client relations wrong.

    Args:
        reading: The reading of the book.
        receivables: What clients owe: the invoices that cases may be about.
    """
    ids = _Ids(reading)
    for written in written_relations(reading.relations, reading.directory):
        yield from ids.unknown(written)
        yield from _wrong_values(written, reading)
        yield from _unknown_invoice(written, receivables)
    for target in reading.relations.targets:
        yield from ids.unknown_target(target)
    yield from check_playbooks(
        reading.relations, list(reading.settings.stages.probabilities)
    )
    yield from _contradictions(reading)
    yield from _cycles(reading)


class _Ids:
    """The ids that exist, by type."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known = {
            On(kind.value): frozenset(reading.relations.ids(kind))
            for kind in RecordKind
        }

    @cached_property
    def _dealt_with(self) -> frozenset[str]:
        """Parties of invoices and bills; looked up only for undeclared ones."""
        return frozenset(p.party for p in self._reading.control_postings)

    def unknown(self, written: Written) -> Iterator[Finding]:
        for key, value in written.facts.items():
            if not isinstance(value, str) or not value:
                continue
            of = reference_of(written.on, key)
            if key == "client" and written.on in _EVENTS:
                of = On.CLIENT  # Their first value, and no key of theirs.
            if key == "client" and written.on is On.CONTACT:
                for client in client_ids(value):
                    yield from self._unknown(On.CLIENT, client, key, written)
            elif of is not None:
                yield from self._unknown(of, value, key, written)
            elif key == "related-to" and written.on is On.TASK:
                yield from self._unrelated(value, written)

    def unknown_target(self, target: Target) -> Iterator[Finding]:
        label = f"target of {target.scope} {target.id}"
        if target.scope == "team":
            teams = {
                str(amendment.facts["team"])
                for (kind, _id), amendments in (
                    self._reading.relations.amendments.items()
                )
                if kind is RecordKind.MANAGER
                for amendment in amendments
                if amendment.facts.get("team")
            }
            if target.id not in teams:
                remedy = suggestion(target.id, teams) or (
                    "; add team: to the managers who are in it"
                )
                message = f'{label}: no manager is in team "{target.id}"{remedy}'
                yield finding(UNKNOWN_RECORD, target.place, message)
        elif target.scope != "company":
            on = On(target.scope)
            written = Written(on, label, target.place, {}, target.since)
            yield from self._unknown(on, target.id, "", written)

    def _unknown(
        self, of: On, id_: str, key: str, written: Written
    ) -> Iterator[Finding]:
        kind: FindingKind = UNKNOWN_RECORD
        if of in {On.CLIENT, On.VENDOR}:
            kind, role = UNKNOWN_PARTY, PartyRole(of.value)
            directory = self._reading.directory
            if directory.is_declared(role, id_) or id_ in self._dealt_with:
                return
            known = frozenset(directory.ids(role))
        else:
            known = self._known[of]
            # A book may name managers without declaring any.
            if id_ in known or (of is On.MANAGER and not known):
                return
        remedy = (
            self._meant(of, id_, written)
            or suggestion(id_, known)
            or (f'; declare it: {written.day} custom "{of.value}" "{id_}" "Its name"')
        )
        yield finding(
            kind,
            written.place,
            f'{written.about}: {of.value} "{id_}" is not declared{remedy}',
            key=key,
            about=record_subject(of.value, id_),
            is_unknown=True,
        )

    def _meant(self, of: On, id_: str, written: Written) -> str:
        """What to write where a name stands for an id, or two words are swapped."""
        directory, titles = self._reading.directory, self._reading.relations.titles
        kind = written.facts.get("kind")
        is_activity = written.on is On.ACTIVITY and of is On.CLIENT
        if is_activity and directory.is_declared(PartyRole.CLIENT, str(kind)):
            return f'; write custom "activity" "{kind}" "{id_}" and the summary'
        if of in {On.CLIENT, On.VENDOR}:
            meant = directory.identify(PartyRole(of.value), id_)
            return f'; write its id, "{meant}"' if meant else ""
        named = [
            other
            for other in self._known[of]
            for _day, title in titles.get((RecordKind(of.value), other), ())
            if normalised_name(title) == normalised_name(id_)
        ]
        return f'; write the id, "{named[0]}"' if named else ""

    def _unrelated(self, id_: str, written: Written) -> Iterator[Finding]:
        known = [i for kind in _RELATED for i in self._known[On(kind.value)]]
        if id_ not in known:
            message = (
                f'{written.about}: no opportunity, case, plan or task is "{id_}"'
                f"{suggestion(id_, known)}"
            )
            yield finding(UNKNOWN_RECORD, written.place, message, key="related-to")


def _wrong_values(written: Written, reading: Reading) -> Iterator[Finding]:
    """A stage not in the pipeline, and an invalid probability."""
    if written.on is not On.OPPORTUNITY:
        return
    stages = reading.settings.stages
    stage, probability = (written.facts.get(k) for k in ("stage", "probability"))
    if stage is not None and stage not in stages.probabilities:
        names = list(stages.probabilities)
        remedy = suggestion(stage, names) or f"; there are {', '.join(names)}"
        message = f'{written.about}: stage: there is no stage "{stage}"{remedy}'
        yield finding(BAD_VALUE, written.place, message, key="stage")
    if probability is None:
        return
    if not 0 <= probability <= 1:
        message = (
            f"{written.about}: probability: {probability} is not from 0 to 1; half is"
            " 0.5"
        )
        yield finding(BAD_VALUE, written.place, message, key="probability")
    elif stage is not None and not stages.is_open(stage):
        certain = stages.probabilities[stage]
        if probability != certain:
            message = (
                f"{written.about}: it is {stage}, and its probability is"
                f" {probability}; write {certain}, or none"
            )
            yield finding(CONTRADICTION, written.place, message, key="probability")


def _unknown_invoice(written: Written, receivables: Subledger) -> Iterator[Finding]:
    number = written.facts.get("invoice") if written.on is On.CASE else None
    if number and number not in receivables.by_number:
        remedy = suggestion(number, receivables.by_number) or "; correct the number"
        message = f'{written.about}: there is no invoice "{number}"{remedy}'
        yield finding(UNKNOWN_DOCUMENT, written.place, message, key="invoice")


def _contradictions(reading: Reading) -> Iterator[Finding]:
    """Records that end before they begin, as last amended."""
    relations = reading.relations
    for (kind, id_), amendments in relations.amendments.items():
        if kind in _WITH_TERM:
            keys = "from", "until"
        elif kind in _TO_BE_DONE:
            keys = "", "completed"
        else:
            continue
        record = relations.as_of(kind, id_, date.max)
        assert record is not None
        first = record.day(keys[0]) if keys[0] else record.declared
        last = record.day(keys[1])
        if first is None or last is None or last >= first:
            continue
        place = [a.place for a in amendments if {*keys} & a.facts.keys()][-1]
        begun = f"{keys[0]} is {first}" if keys[0] else f"it is dated {first}"
        message = f"{kind.value} {id_}: {keys[1]} is {last}, and {begun}; correct one"
        yield finding(CONTRADICTION, place, message, key=keys[1])


def _cycles(reading: Reading) -> Iterator[Finding]:
    relations, directory = reading.relations, reading.directory
    for kind in (RecordKind.MANAGER, RecordKind.CONTACT):
        above = {
            record.id: record.text("reports-to")
            for record in relations.all(kind, date.max)
        }
        for id_ in _round(above):
            place = relations.amendments[kind, id_][-1].place
            yield _cycle(kind.value, "reports-to", id_, above, place)
    for role in (PartyRole.CLIENT, PartyRole.VENDOR):
        above = {
            id_: parent
            for id_ in directory.ids(role)
            for parent in _last(directory.history_of(role, id_, "parent"))
        }
        for id_ in _round(above):
            place = directory.declarations(role, id_)[-1].place
            yield _cycle(role.value, "parent", id_, above, place)


def _last(history: Any) -> Iterator[str]:
    if history and isinstance(history[-1][1], str):
        yield history[-1][1]


def _round(above: Mapping[str, str]) -> Iterator[str]:
    """One record of each circle, the first in the alphabet."""
    visited: set[str] = set()
    for start in sorted(above):
        path: dict[str, None] = {}
        record = start
        while record in above and record not in visited and record not in path:
            path[record] = None
            record = above[record]
        if record in path:
            circle = list(path)[list(path).index(record) :]
            yield min(circle)
        visited.update(path)


def _cycle(
    kind: str, key: str, id_: str, above: Mapping[str, str], place: Place
) -> Finding:
    words, record = [id_], above[id_]
    while record != id_:
        words.append(record)
        record = above[record]
    way = " to ".join([*words, id_])
    message = f"{kind} {id_}: {key} leads from {way}; correct one of them"
    return finding(RECORD_CYCLE, place, message, key=key)

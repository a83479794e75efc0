"""Findings on hours and expenses, and on what charges them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.books.work.charges import WRITE_OFF, is_given_up
from ledgerkit.books.work.hours import HOURS_MAX, TIME
from ledgerkit.books.work.reading import WorkReading
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import (
    BAD_DECLARATION,
    UNKNOWN_PARTY,
    UNKNOWN_RECORD,
)
from ledgerkit.language.word import On
from ledgerkit.language.work_kinds import (
    CHARGED_ELSEWHERE,
    CHARGED_TWICE,
    COST_ELSEWHERE,
    NO_HOURLY_RATE,
    TOO_MANY_HOURS,
    UNKNOWN_WORK,
)
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.money import ZERO
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.closest_word import suggestion
from ledgerkit.work.item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding
    from ledgerkit.work.charged import ChargedLine
    from ledgerkit.work.item import WorkItem


def find_in_work(source: Source) -> Iterator[Finding]:
    """Report hours and expenses that can't be charged as they stand."""
    work = WorkReading(source)
    if work.is_empty:
        return
    yield from work.findings
    yield from _keys(source)
    yield from _unknown(source, work)
    yield from _without_rate(work)
    yield from _costs_apart(work)
    yield from _long_days(work)
    yield from _charges(work)


def _keys(source: Source) -> Iterator[Finding]:
    for custom in source.reading.customs:
        if custom.type == TIME:
            first = custom.values[0].value if custom.values else ""
            yield from check_keys(custom, On.TIME, f"time {first}")
        elif custom.type == WRITE_OFF and not is_given_up(custom):
            text = (
                "write-off: it needs ids and a reason, both in quotes; write"
                f' {custom.date} custom "write-off" "h-1 h-2" "Why"'
            )
            yield finding(BAD_DECLARATION, place_of(custom), text)


def _unknown(source: Source, work: WorkReading) -> Iterator[Finding]:
    """People, clients and projects that nobody declares."""
    directory, relations = source.directory, source.relations
    people = relations.ids(RecordKind.MANAGER)
    clients = directory.ids(PartyRole.CLIENT)
    known_people, known_clients = set(people), set(clients)
    dealt_with = {posting.party for posting in source.reading.control_postings}
    for item in work.items.values():
        if item.person and item.person not in known_people:
            remedy = suggestion(item.person, people) or (
                f'; declare it: {item.day} custom "manager" "{item.person}" "Its name"'
            )
            yield finding(
                UNKNOWN_RECORD,
                item.place,
                f'{item.id}: manager "{item.person}" is not declared{remedy}',
                about=record_subject("manager", item.person),
                is_unknown=True,
            )
        client = item.client
        if client and client not in known_clients and client not in dealt_with:
            projects = relations.ids(RecordKind.PROJECT)
            remedy = suggestion(client, [*clients, *projects]) or (
                f'; declare it: {item.day} custom "client" "{client}" "Its name"'
            )
            yield finding(
                UNKNOWN_PARTY,
                item.place,
                f'{item.id}: no client or project "{client}" is declared{remedy}',
                about=record_subject("client", client),
                is_unknown=True,
            )


def _without_rate(work: WorkReading) -> Iterator[Finding]:
    for item in work.items.values():
        if item.lacks_rate:
            yield finding(
                NO_HOURLY_RATE,
                item.place,
                f"{item.id}: neither it nor {_rated(item)} has an hourly-rate on"
                f" {item.day}; write hourly-rate: 90.00 EUR on one of them, or"
                " billable: FALSE here",
                party=item.client,
            )


def _costs_apart(work: WorkReading) -> Iterator[Finding]:
    """One for each person and pair of currencies, at the first of their hours."""
    apart: dict[tuple[str, str, str], list[WorkItem]] = defaultdict(list)
    for item in work.items.values():
        cost = work.cost_apart(item)
        if cost is not None:
            apart[item.person, cost.currency, item.currency].append(item)
    for (person, costs_in, charged_in), items in apart.items():
        hours = sum((item.hours for item in items), ZERO)
        yield finding(
            COST_ELSEWHERE,
            items[0].place,
            f"{person}: {hours:f} hours, {items[0].id} the first, cost {costs_in} and"
            f" are charged in {charged_in}, so that they count as no cost; write"
            f" hourly-cost: in {charged_in} on manager {person}",
        )


def _rated(item: WorkItem) -> str:
    """The records that could have its rate."""
    project = [f"project {item.project}"] if item.project else []
    return " or ".join([*project, f"client {item.client}", item.person])


def _long_days(work: WorkReading) -> Iterator[Finding]:
    days: dict[tuple[str, date], list[WorkItem]] = defaultdict(list)
    for item in work.items.values():
        if item.kind is WorkKind.TIME:
            days[item.person, item.day].append(item)
    for (person, day), items in days.items():
        hours = sum(item.hours for item in items)
        if hours > HOURS_MAX:
            yield finding(
                TOO_MANY_HOURS,
                items[-1].place,
                f"{person} has {hours:f} hours on {day}; correct the hours or the day"
                f" of one of {', '.join(item.id for item in items)}",
            )


def _charges(work: WorkReading) -> Iterator[Finding]:
    charges, known = work.charges, work.items
    named = ((line.ids, line.place, line.number) for line in charges.lines)
    given_up = ((each.ids, each.place, WRITE_OFF) for each in charges.given_up)
    for ids, place, label in [*named, *given_up]:
        for id_ in ids:
            if id_ not in known:
                remedy = suggestion(id_, known) or "; correct the id, or take it out"
                text = f'{label}: there are no hours or expense "{id_}"{remedy}'
                yield finding(UNKNOWN_WORK, place, text, about=f"work {id_}")
    yield from _twice(work)
    for line in charges.lines:
        yield from _elsewhere(line, (known[id_] for id_ in line.ids if id_ in known))


def _elsewhere(line: ChargedLine, items: Iterable[WorkItem]) -> Iterator[Finding]:
    for item in items:
        wrong = ""
        if line.client and item.client and line.client != item.client:
            wrong = f"{item.id} is for {item.client}, and the invoice for {line.client}"
        elif item.currency and item.currency != line.currency:
            wrong = f"{item.id} is in {item.currency}, and the line in {line.currency}"
        if wrong:
            text = f"{line.number}: {wrong}; correct one of the two"
            yield finding(CHARGED_ELSEWHERE, line.place, text, party=line.client)


def _twice(work: WorkReading) -> Iterator[Finding]:
    for id_, state in work.states(date.max).items():
        if len(state.numbers) > 1:
            item = work.items[id_]
            where = next(
                line.place
                for line in reversed(work.charges.lines)
                if id_ in line.ids and line.number in state.numbers
            )
            yield finding(
                CHARGED_TWICE,
                where,
                f"{id_} ({short_place(item.place)}) is charged by"
                f" {' and '.join(state.numbers)}; credit or void one of them",
                party=item.client,
            )

"""Hours that somebody worked -> the directive that a person would write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledgerkit.books.clients.ids import id_named
from ledgerkit.books.work.hours import TIME, read_hours
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from beancount.core.amount import Amount

    from ledgerkit.books.books import Books

_NUMBERED = re.compile(r"(.*?)(\d+)")
_FIRST = "h-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDraft:
    """Hours of one person on one day.

    Attributes:
        whose: The client or project: id or name.
        person: Who worked: id or name of a manager; empty for the only one.
        hours: How many; above 0, up to 24.
        text: On what.
        day: When.
        rate: What an hour is charged at, if otherwise than the records say.
        billable: Whether they are to be charged.
        id: Their id; empty for the next one.
    """

    whose: str
    hours: Decimal
    text: str
    day: date
    person: str = ""
    rate: Amount | None = None
    billable: bool = True
    id: str = ""


def plan_hours(books: Books, draft: HoursDraft) -> PlannedEntries:
    """Plan to write hours down.

    Raises:
        UsageError: If the client, project or person is unknown, or the hours are none.
    """
    work = books.work_read
    person = _person(books, draft.person)
    whose = found_whose(books, draft.whose)
    id_ = draft.id or next_id(work.items)
    if id_ in work.items:
        raise UsageError(f"the id {id_} is taken; leave --id out for the next one")
    facts: dict[str, Any] = {}
    if draft.rate is not None:
        facts["hourly-rate"] = draft.rate
    if not draft.billable:
        facts["billable"] = False
    hours = Decimal(f"{draft.hours:f}")
    values = id_, person, whose, hours, draft.text.strip()
    directive = relation_directive(TIME, draft.day, values, facts)
    try:
        item = read_hours(directive, books.relations, work.rates)
    except ValueError as error:
        raise UsageError(str(error)) from None
    notes = []
    if item.lacks_rate:
        notes.append(
            f"neither {whose} nor {person} has an hourly-rate on {draft.day}, so nobody"
            f" knows what {id_} is worth"
        )
    worth = f", worth {as_money(item.worth, item.currency)}" if item.worth else ""
    return PlannedEntries(
        done=f"{id_}: {hours:f} hours of {person} for {whose}{worth}",
        directives=[directive],
        number=id_,
        notes=notes,
    )


def next_id(known: Collection[str]) -> str:
    """The id after the last one that ends in a number: ``h-12`` after ``h-11``."""
    numbered = [
        (match[1], match[2])
        for id_ in known
        if id_.startswith("h-") and (match := _NUMBERED.fullmatch(id_)) is not None
    ]
    if not numbered:
        return _FIRST
    beginning, digits = max(numbered, key=lambda parts: int(parts[1]))
    return f"{beginning}{int(digits) + 1:0{len(digits)}}"


def found_whose(books: Books, name: str) -> str:
    """The id of the project or client that a person means.

    Raises:
        UsageError: If there is none, or there are several.
    """
    if name in books.relations.ids(RecordKind.PROJECT):
        return name
    try:
        return id_named(books, On.CLIENT, name)
    except UsageError as error:
        if not books.relations.ids(RecordKind.PROJECT):
            raise
        try:
            return id_named(books, On.PROJECT, name)
        except UsageError:
            raise error from None


def _person(books: Books, name: str) -> str:
    if name:
        return id_named(books, On.MANAGER, name)
    people = books.relations.ids(RecordKind.MANAGER)
    if len(people) != 1:
        known = f", one of {', '.join(people)}" if people else ""
        raise UsageError(f"say who worked: --person ID{known}")
    return people[0]

"""What was written of a relation: records with history, and what happened when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.errors import Place
    from ledgerkit.parties.directory import Amendment


class RecordKind(StrEnum):
    """What a record is of; the value is the directive's name."""

    MANAGER = "manager"
    CONTACT = "contact"
    TASK = "task"
    CASE = "case"
    PLAN = "plan"
    MILESTONE = "milestone"
    OPPORTUNITY = "opportunity"
    CONTRACT = "contract"

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stood at the end of a day.

    Attributes:
        kind: What it is of.
        id: Its id, one of its kind.
        title: Name or summary, as last given.
        facts: What its keys hold; a key that was cleared is not there.
        since: From when each key holds what it does.
        declared: The day of its first directive.
        changed: The day of the last one by then.
        place: Where the first stands.
    """

    kind: RecordKind
    id: str
    title: str
    facts: Mapping[str, Any]
    since: Mapping[str, date]
    declared: date
    changed: date
    place: Place

    def text(self, key: str) -> str:
        """What a key says; empty if nothing, or if it holds no text."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list, which spaces or commas divide."""
        return tuple(self.text(key).replace(",", " ").split())

    def day(self, key: str) -> date | None:
        """The date under a key; None if there is none."""
        value = self.facts.get(key)
        return value if isinstance(value, date) else None

    def number(self, key: str) -> Decimal | None:
        """The number under a key, an amount's without its currency; or None."""
        value = getattr(self.facts.get(key), "number", self.facts.get(key))
        return value if isinstance(value, Decimal) else None

    def currency(self, key: str) -> str:
        """The currency of the amount under a key; empty if it is none."""
        value = getattr(self.facts.get(key), "currency", "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something that passed between us and a client.

    Attributes:
        day: When.
        client: Id of the client.
        kind: E.g. ``call``, ``meeting``, ``email``, ``visit``, ``review``.
        summary: What was said, in a sentence.
        facts: Its keys: manager, contact, sentiment, outcome, opportunity, case, …
        place: Where it stands.
    """

    day: date
    client: str
    kind: str
    summary: str
    facts: Mapping[str, Any]
    place: Place

    def text(self, key: str) -> str:
        """What a key says; empty if nothing."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a client answered when asked how satisfied it is.

    Attributes:
        day: When.
        client: Id of the client.
        instrument: ``nps`` (0 to 10), ``csat`` or ``satisfaction`` (1 to 5).
        score: The answer.
        scale: The highest possible answer.
        contact: Id of who answered; empty if nobody is named.
        comment: What was said with it.
        place: Where it stands.
    """

    day: date
    client: str
    instrument: str
    score: Decimal
    scale: Decimal
    contact: str
    comment: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What somebody is to reach in each interval, until the next such target.

    Attributes:
        since: From this day on.
        scope: ``company``, ``team``, ``manager`` or ``client``.
        id: Of the team, manager or client; empty for the company.
        measure: ``revenue``, ``margin``, ``cash``, ``new-clients``, ``activities``.
        interval: ``daily``, ``weekly``, ``monthly``, ``quarterly`` or ``yearly``.
        number: What is to be reached in one interval.
        currency: Of the number; empty where it counts clients or activities.
        place: Where it stands.
    """

    since: date
    scope: str
    id: str
    measure: str
    interval: str
    number: Decimal
    currency: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Everything that the book says of relations.

    Attributes:
        titles: Title of each record, by kind and id, with the day it was given.
        amendments: Each record's directives, the earliest first.
        activities: By day.
        surveys: By day.
        targets: By day.
    """

    titles: Mapping[tuple[RecordKind, str], Sequence[tuple[date, str]]] = field(
        default_factory=dict
    )
    amendments: Mapping[tuple[RecordKind, str], Sequence[Amendment]] = field(
        default_factory=dict
    )
    activities: Sequence[Activity] = ()
    surveys: Sequence[Survey] = ()
    targets: Sequence[Target] = ()

    def ids(self, kind: RecordKind) -> Sequence[str]:
        """The ids of this kind, in alphabetical order, whatever the day."""
        return sorted(id_ for known, id_ in self.amendments if known is kind)

    def as_of(self, kind: RecordKind, id_: str, day: date) -> Record | None:
        """A record as at a day; None if there was none by then."""
        written = [a for a in self.amendments.get((kind, id_), ()) if a.day <= day]
        if not written:
            return None
        facts: dict[str, Any] = {}
        since: dict[str, date] = {}
        for amendment in written:
            for key, value in amendment.facts.items():
                facts[key], since[key] = value, amendment.day
        titles = [title for given, title in self.titles[kind, id_] if given <= day]
        return Record(
            kind=kind,
            id=id_,
            title=titles[-1] if titles else id_,
            facts={key: value for key, value in facts.items() if value is not None},
            since=since,
            declared=written[0].day,
            changed=written[-1].day,
            place=written[0].place,
        )

    def all(self, kind: RecordKind, day: date) -> Sequence[Record]:
        """Every record of a kind as at a day, by id."""
        found = (self.as_of(kind, id_, day) for id_ in self.ids(kind))
        return [record for record in found if record is not None]

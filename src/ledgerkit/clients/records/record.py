"""Records of client relations, with their history, and activities."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.clients.records.playbook import StartedTask
    from ledgerkit.errors import Place
    from ledgerkit.parties.directory import Amendment


#: What a task, milestone, case or plan is when nothing more is to be done.
_OVER = frozenset({"completed", "cancelled", "resolved", "closed"})


class RecordKind(StrEnum):
    """The kind of a record; the value is the directive's name."""

    MANAGER = "manager"
    CONTACT = "contact"
    TASK = "task"
    CASE = "case"
    PLAN = "plan"
    MILESTONE = "milestone"
    OPPORTUNITY = "opportunity"
    CONTRACT = "contract"
    PLAYBOOK = "playbook"
    PROJECT = "project"

    __hash__ = str.__hash__


def client_ids(text: str) -> tuple[str, ...]:
    """The ids of a contact's ``client:``, divided by commas, each once.

    >>> client_ids("rossi, nord")
    ('rossi', 'nord')
    """
    parts = (part.strip() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


#: The kinds that have a day of completion.
_COMPLETED = frozenset({RecordKind.TASK, RecordKind.MILESTONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stood at the end of a day.

    Attributes:
        kind: Its kind.
        id: Its id, unique within its kind.
        title: Name or summary, as last given.
        facts: The values of its keys, without cleared ones.
        since: The day each key was given its value.
        declared: The day of its first directive.
        changed: The day of its last directive by then.
        place: Where its first directive stands.
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
        """The text of a key; empty if none, or if its value is not text."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""

    def status(self, as_of: date) -> str:
        """Its status at the end of a day; empty if none is given.

        What has been completed by then is ``completed``, whether or not its status
        says so too.
        """
        status, completed = self.text("status"), self.day("completed")
        if status in _OVER or self.kind not in _COMPLETED:
            return status
        is_completed = completed is not None and completed <= as_of
        return "completed" if is_completed else status

    def is_over(self, as_of: date) -> bool:
        """Whether nothing more is to be done about it at the end of a day."""
        return self.status(as_of) in _OVER

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a list separated by spaces or commas."""
        return tuple(self.text(key).replace(",", " ").split())

    @property
    def clients(self) -> tuple[str, ...]:
        """The ids of its clients: only a contact may have several."""
        text = self.text("client")
        if self.kind is RecordKind.CONTACT:
            return client_ids(text)
        return (text,) if text else ()

    def day(self, key: str) -> date | None:
        """The date under a key; None if there is none."""
        value = self.facts.get(key)
        return value if isinstance(value, date) else None

    def number(self, key: str) -> Decimal | None:
        """The number of a key, or of its amount; None if there is none."""
        value = getattr(self.facts.get(key), "number", self.facts.get(key))
        return value if isinstance(value, Decimal) else None

    def currency(self, key: str) -> str:
        """The currency of a key's amount; empty if it is not an amount."""
        value = getattr(self.facts.get(key), "currency", "")
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A contact between us and a client.

    Attributes:
        day: When.
        client: Id of the client.
        kind: E.g. ``call``, ``meeting``, ``email``, ``visit``, ``review``.
        summary: A summary, in a sentence.
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
        """The text of a key; empty if none."""
        value = self.facts.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A client's answer to a satisfaction survey.

    Attributes:
        day: When.
        client: Id of the client.
        instrument: ``nps`` (0 to 10), ``csat`` or ``satisfaction`` (1 to 5).
        score: The answer.
        scale: The highest possible answer.
        contact: Id of the contact who answered; empty if none is named.
        comment: The comment with it.
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
    """A target for each interval, until the next such target.

    Attributes:
        since: The first day it applies.
        scope: ``company``, ``team``, ``manager`` or ``client``.
        id: Id of the team, manager or client; empty for the company.
        measure: ``revenue``, ``margin``, ``cash``, ``new-clients``, ``activities``.
        interval: ``daily``, ``weekly``, ``monthly``, ``quarterly`` or ``yearly``.
        number: The target for one interval.
        currency: Of the number; empty for a count of clients or activities.
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
    """All records of client relations in the books.

    Attributes:
        titles: Title of each record, by kind and id, with the day it was given.
        amendments: Each record's directives, earliest first.
        activities: In order of day.
        surveys: In order of day.
        targets: In order of day.
        started: The tasks that playbooks have started, by id.
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
    started: Mapping[str, StartedTask] = field(default_factory=dict)

    def ids(self, kind: RecordKind) -> Sequence[str]:
        """The ids of this kind, in alphabetical order, of any day."""
        return sorted(
            id_ for record_kind, id_ in self.amendments if record_kind is kind
        )

    def as_of(self, kind: RecordKind, id_: str, day: date) -> Record | None:
        """A record as at a day; None if there was none yet."""
        amendments = [a for a in self.amendments.get((kind, id_), ()) if a.day <= day]
        if not amendments:
            return None
        facts: dict[str, Any] = {}
        since: dict[str, date] = {}
        for amendment in amendments:
            for key, value in amendment.facts.items():
                facts[key], since[key] = value, amendment.day
        titles = [
            title for given_on, title in self.titles[kind, id_] if given_on <= day
        ]
        return Record(
            kind=kind,
            id=id_,
            title=titles[-1] if titles else id_,
            facts={key: value for key, value in facts.items() if value is not None},
            since=since,
            declared=amendments[0].day,
            changed=amendments[-1].day,
            place=amendments[0].place,
        )

    def all(self, kind: RecordKind, day: date) -> Sequence[Record]:
        """Every record of a kind as at a day, by id."""
        records = (self.as_of(kind, id_, day) for id_ in self.ids(kind))
        return [record for record in records if record is not None]

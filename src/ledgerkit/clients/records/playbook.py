"""Playbooks: the tasks that a new client, or a stage of an opportunity, starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.clients.records.duration import Duration, parse_duration
from ledgerkit.parties.party import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.errors import Place

#: What starts a playbook, if it is no stage.
NEW_CLIENT = "new-client"
_FORM = 'write "Welcome call: P2D; First review: P3M"'


class PlaybookStep(NamedTuple):
    """A task of a playbook, and how long after its start it is due."""

    title: str
    term: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A playbook as it stands from a day on.

    Attributes:
        id: Its id.
        day: The first day on which it is so.
        starts: ``new-client``, or the stage of opportunities that starts it.
        steps: Its tasks, in order.
        manager: Id of who is to do them; empty for the client's own manager.
        place: Where it stands.
    """

    id: str
    day: date
    starts: str
    steps: Sequence[PlaybookStep]
    manager: str
    place: Place


class Start(NamedTuple):
    """Something that may start a playbook: a new client, or a stage reached.

    Attributes:
        on: ``new-client``, or the stage.
        day: When.
        subject: Id of the client or the opportunity.
        client: Id of the client.
        manager: Id of its manager on that day; empty if there was none.
    """

    on: str
    day: date
    subject: str
    client: str
    manager: str


class StartedTask(NamedTuple):
    """A task that a playbook has started.

    Attributes:
        id: ``PLAYBOOK-SUBJECT-NUMBER``, so that it is there but once.
        title: What is to be done.
        day: The day it was started.
        due: The day it is due.
        start: What started it.
        manager: Id of who is to do it; empty if nobody is named.
        playbook: Its playbook.
    """

    id: str
    title: str
    day: date
    due: date
    start: Start
    manager: str
    playbook: Playbook


def parse_steps(text: str) -> Sequence[PlaybookStep]:
    """The tasks of a playbook: each with its term, divided by semicolons.

    >>> parse_steps("Welcome call: P2D; Review: P3M")[1]
    PlaybookStep(title='Review', term=Duration(months=3, days=0))

    Raises:
        ValueError: If a task has no title or no readable term; the message says what
            to write.
    """
    steps = []
    for part in text.split(";"):
        title, colon, term = (word.strip() for word in part.rpartition(":"))
        if not title or not colon:
            raise ValueError(f'"{part.strip()}" is no task with its term; {_FORM}')
        try:
            steps.append(PlaybookStep(title, parse_duration(term)))
        except ValueError:
            raise ValueError(
                f'"{term}" is no term, as P2D, P2W or P3M is; {_FORM}'
            ) from None
    return steps


def started_tasks(
    playbooks: Iterable[Playbook], starts: Iterable[Start]
) -> Iterator[StartedTask]:
    """Every task that a playbook has started, each once.

    A playbook starts by what it says on that day, and once for a client or an
    opportunity, however often that reaches the stage.

    Args:
        playbooks: As they stand from their days on; of one id, the latest holds.
        starts: In any order.
    """
    versions: dict[str, list[Playbook]] = {}
    for playbook in sorted(playbooks, key=lambda p: (p.day, p.place)):
        versions.setdefault(playbook.id, []).append(playbook)
    begun: set[tuple[str, str]] = set()
    for start in sorted(starts, key=lambda s: (s.day, s.subject, s.on)):
        for id_, history in sorted(versions.items()):
            held = [playbook for playbook in history if playbook.day <= start.day]
            if not held or held[-1].starts != start.on or (id_, start.subject) in begun:
                continue
            begun.add((id_, start.subject))
            yield from _tasks(held[-1], start)


def _tasks(playbook: Playbook, start: Start) -> Iterator[StartedTask]:
    for number, step in enumerate(playbook.steps, 1):
        yield StartedTask(
            id=f"{playbook.id}-{identifier(start.subject)}-{number}",
            title=step.title,
            day=start.day,
            due=step.term.after(start.day),
            start=start,
            manager=playbook.manager or start.manager,
            playbook=playbook,
        )

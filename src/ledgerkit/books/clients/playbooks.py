"""Playbooks in the books -> the tasks that they start, among the other records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.records.playbook import (
    NEW_CLIENT,
    Playbook,
    Start,
    StartedTask,
    parse_steps,
    started_tasks,
)
from ledgerkit.clients.records.record import RecordKind, Relations
from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import BAD_VALUE, CONTRADICTION
from ledgerkit.parties.directory import Amendment
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.parties.directory import PartyDirectory

_PLAYBOOK, _TASK = RecordKind.PLAYBOOK, RecordKind.TASK
_OPPORTUNITY = RecordKind.OPPORTUNITY
#: A client with this status is none yet.
_LEAD = "lead"


def with_started_tasks(
    relations: Relations,
    directory: PartyDirectory,
    without_name: Mapping[str, Sequence[Amendment]],
) -> tuple[Relations, list[Finding]]:
    """The same records, and every task that a playbook has started.

    Each is like a directive ``custom "task"`` of the day it starts; what is written
    about it in the books comes after.

    Args:
        relations: The records as written.
        directory: Of the clients.
        without_name: What is written about tasks that no directive names, by id.
    """
    playbooks = [
        playbook
        for id_ in relations.ids(_PLAYBOOK)
        for playbook in _versions(relations, id_)
    ]
    if not playbooks:
        return relations, []
    titles, amendments = dict(relations.titles), dict(relations.amendments)
    started: dict[str, StartedTask] = {}
    findings = []
    starts = [*_new_clients(directory), *_stages_reached(relations, directory)]
    for task in started_tasks(playbooks, starts):
        key = _TASK, task.id
        other = started.setdefault(task.id, task)
        if other is not task:
            findings.append(_same_id(task, other))
            continue
        titles[key] = [(task.day, task.title), *titles.get(key, ())]
        written = [*without_name.get(task.id, ()), *amendments.get(key, ())]
        # What comes of a playbook is before all that is written of its day.
        written = [_amendment(task), *sorted(written, key=_place)]
        amendments[key] = sorted(written, key=lambda amendment: amendment.day)
    return (
        replace(relations, titles=titles, amendments=amendments, started=started),
        findings,
    )


def _place(amendment: Amendment) -> Place:
    return amendment.place


def _same_id(task: StartedTask, other: StartedTask) -> Finding:
    message = (
        f"playbook {task.playbook.id}: its task for {task.start.subject} has the id of"
        f" one for {other.start.subject}, {task.id}, and is not started; give the"
        " playbook another id"
    )
    return finding(CONTRADICTION, task.playbook.place, message)


def _amendment(task: StartedTask) -> Amendment:
    start = task.start
    facts: dict[str, Any] = {"due": task.due}
    if start.client:
        facts["client"] = start.client
    if task.manager:
        facts["manager"] = task.manager
    if start.on != NEW_CLIENT:
        facts["related-to"] = start.subject
    return Amendment(day=task.day, facts=facts, place=task.playbook.place)


def _versions(relations: Relations, id_: str) -> Iterator[Playbook]:
    """A playbook as it stands from the day of each of its directives on."""
    for amendment in relations.amendments[_PLAYBOOK, id_]:
        record = relations.as_of(_PLAYBOOK, id_, amendment.day)
        assert record is not None
        try:
            steps = parse_steps(record.text("tasks"))
        except ValueError:  # Which a check reports.
            steps = ()
        yield Playbook(
            id=id_,
            day=amendment.day,
            starts=record.text("starts"),
            steps=steps,
            manager=record.text("manager"),
            place=amendment.place,
        )


def _new_clients(directory: PartyDirectory) -> Iterator[Start]:
    """Every declared client, on the first day on which it is no mere lead."""
    for id_ in directory.ids(PartyRole.CLIENT):
        for declaration in directory.declarations(PartyRole.CLIENT, id_):
            day = declaration.day
            client = directory.as_of(PartyRole.CLIENT, id_, day)
            if client.text("status") != _LEAD:
                yield Start(NEW_CLIENT, day, id_, id_, client.text("manager"))
                break


def _stages_reached(relations: Relations, directory: PartyDirectory) -> Iterator[Start]:
    for id_ in relations.ids(_OPPORTUNITY):
        for amendment in relations.amendments[_OPPORTUNITY, id_]:
            stage = amendment.facts.get("stage")
            if isinstance(stage, str) and stage:
                record = relations.as_of(_OPPORTUNITY, id_, amendment.day)
                assert record is not None
                client = record.text("client")
                manager = record.text("manager") or _manager_of(
                    directory, client, amendment.day
                )
                yield Start(stage, amendment.day, id_, client, manager)


def _manager_of(directory: PartyDirectory, client: str, day: date) -> str:
    return directory.as_of(PartyRole.CLIENT, client, day).text("manager")


def check_playbooks(relations: Relations, stages: Collection[str]) -> Iterator[Finding]:
    """Report playbooks that can start nothing.

    Args:
        relations: The records.
        stages: The stages of the pipeline, in order.
    """
    for id_ in relations.ids(_PLAYBOOK):
        amendments = relations.amendments[_PLAYBOOK, id_]
        for key in ("starts", "tasks"):
            if not any(key in amendment.facts for amendment in amendments):
                example = NEW_CLIENT if key == "starts" else "Welcome call: P2D"
                message = f'playbook {id_}: it has no {key}; add {key}: "{example}"'
                yield finding(BAD_VALUE, amendments[0].place, message)
        for amendment in amendments:
            yield from _wrong_values(id_, amendment, stages)


def _wrong_values(
    id_: str, amendment: Amendment, stages: Collection[str]
) -> Iterator[Finding]:
    starts, tasks = (amendment.facts.get(key) for key in ("starts", "tasks"))
    known: Sequence[str] = [NEW_CLIENT, *stages]
    if isinstance(starts, str) and starts not in known:
        remedy = suggestion(starts, known) or f"; there are {', '.join(known)}"
        message = f'playbook {id_}: starts: there is no stage "{starts}"{remedy}'
        yield finding(BAD_VALUE, amendment.place, message, key="starts")
    if isinstance(tasks, str):
        try:
            parse_steps(tasks)
        except ValueError as error:
            message = f"playbook {id_}: tasks: {error}"
            yield finding(BAD_VALUE, amendment.place, message, key="tasks")

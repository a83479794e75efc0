"""The commands that write records of client relations, a group for each kind."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.cli.clients.options import key_options
from ledgerkit.cli.clients.write import (
    RelationCommand,
    edit_command,
    id_argument,
    new_relation_command,
    relation_options,
    write_record,
    write_relation,
)
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.report_command import made
from ledgerkit.cli.report_spec import ReportCommand
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.clients.record import RelationDraft, plan_move
from ledgerkit.entries.coins import with_currencies
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Mapping


_TASKS = ReportCommand(
    report="tasks",
    help="List tasks, the most urgent first.",
    options={"everything": "done_too", "manager": "declared_manager"},
)
_CASES = ReportCommand(
    report="cases",
    help="List cases, the longest open first.",
    options={"everything": "resolved_too", "manager": "declared_manager"},
)


_PROJECTS = ReportCommand(
    report="projects",
    help="List projects, with their hours and what waits to be charged.",
)


def _group(on: On, help_: str, new: str, old: Mapping[str, str] | None = None) -> Noun:
    """The commands of a kind of record: ``new``, and ``edit``."""
    group = Noun(on.value, help=help_, old=old)
    group.add_command(new_relation_command(on, new))
    group.add_command(
        edit_command(
            on, "Change ID by the options given; an empty value clears its key."
        )
    )
    return group


manager_command = _group(
    On.MANAGER,
    "Keep records of who looks after clients.",
    "Declare a manager, with the ID that clients and tasks name.",
)


contact_command = _group(
    On.CONTACT,
    "Keep records of people at clients.",
    "Declare a person at a client.",
)


task_command = _group(
    On.TASK,
    "Write down tasks, list them, and mark them as done.",
    "Write down a task.",
)


case_command = _group(
    On.CASE,
    "Record clients' disputes, complaints and requests, and list them.",
    "Open a dispute, a complaint or a request.",
    # One opens a case.
    old={"open": "new"},
)


plan_command = _group(
    On.PLAN,
    "Write account plans, and show their progress.",
    "Begin an account plan for a client.",
)


plan_command.add_command(made("show", GROUPED_REPORTS["plan", "show"]))


task_command.add_command(made("list", _TASKS))


case_command.add_command(made("list", _CASES))


milestone_command = _group(
    On.MILESTONE,
    "Add milestones to account plans, and mark them as reached.",
    "Add a milestone to a plan.",
)


opportunity_command = _group(
    On.OPPORTUNITY,
    "Record sales opportunities, and move them from stage to stage.",
    "Record a sales opportunity.",
)


contract_command = _group(
    On.CONTRACT,
    "Keep records of contracts with clients, and list them.",
    "Record a contract.",
)


contract_command.add_command(made("list", GROUPED_REPORTS["contract", "list"]))


opportunity_command.add_command(made("list", GROUPED_REPORTS["opportunity", "list"]))


project_command = _group(
    On.PROJECT,
    "Keep records of clients' projects, which hours go to.",
    "Record a project, with the ID that hours name.",
)


project_command.add_command(made("list", _PROJECTS))


@task_command.command("done")
@id_argument(On.TASK)
@relation_options()
def task_done_command(
    id_: str,
    **options: Unpack[RelationCommand],
) -> None:
    """Mark task ID as done."""
    facts = {"status": "completed", "completed": options["day"]}
    write_record(On.TASK, options, facts=facts, id=id_)


@milestone_command.command("done")
@id_argument(On.MILESTONE)
@relation_options()
def milestone_done_command(
    id_: str,
    **options: Unpack[RelationCommand],
) -> None:
    """Mark milestone ID as reached."""
    facts = {"status": "completed", "completed": options["day"]}
    write_record(On.MILESTONE, options, facts=facts, id=id_)


@contact_command.command("left")
@id_argument(On.CONTACT)
@relation_options()
def left_command(
    id_: str,
    **options: Unpack[RelationCommand],
) -> None:
    """Record that contact ID has left the client."""
    write_record(On.CONTACT, options, facts={"left": options["day"]}, id=id_)


@case_command.command("resolve")
@id_argument(On.CASE)
@click.argument("resolution")
@relation_options()
def resolve_command(
    id_: str,
    resolution: str,
    **options: Unpack[RelationCommand],
) -> None:
    """Resolve case ID; RESOLUTION says in a sentence how it ended."""
    facts = {"status": "resolved", "resolution": resolution}
    write_record(On.CASE, options, facts=facts, id=id_)


@opportunity_command.command("move")
@id_argument(On.OPPORTUNITY)
@click.argument("stage")
@key_options(On.OPPORTUNITY, but=("stage",))
@relation_options()
def move_command(
    id_: str,
    stage: str,
    facts: Mapping[str, Any],
    **options: Unpack[RelationCommand],
) -> None:
    """Move opportunity ID to STAGE; say with --loss-reason why one is lost.

    Its probability becomes the new stage's own, unless --probability is given.
    """
    writer = EntryWriter(options["books"], options["file"])
    facts = {"stage": stage, **with_currencies(facts, writer.books)}
    lost = writer.books.settings.stages.is_lost(stage)
    if lost and not facts.get("loss-reason") and sys.stdin.isatty():
        facts["loss-reason"] = click.prompt("Why was it lost")
    draft = RelationDraft(on=On.OPPORTUNITY, id=id_, day=options["day"], facts=facts)
    plan = partial(plan_move, draft=draft)
    write_relation(writer, On.OPPORTUNITY.value, plan, options)

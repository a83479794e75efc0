"""``ledgerkit time``: hours worked, written down, listed and given up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.cli.clients.write import (
    RelationCommand,
    on_option,
    relation_options,
    write_relation,
)
from ledgerkit.cli.completion import completed
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import file_option, write_options
from ledgerkit.cli.report_command import made
from ledgerkit.cli.report_spec import ReportCommand
from ledgerkit.cli.typed_values import AmountText, NumberText
from ledgerkit.cli.which_books import then_books
from ledgerkit.cli.work.timer import import_time_command
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.coins import amount_in_books
from ledgerkit.entries.work.hours import HoursDraft, plan_hours
from ledgerkit.entries.work.write_off import WorkWriteOff, plan_work_write_off
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

    from ledgerkit.text.typed_amounts import TypedAmount


def _projects_and_clients(books: Any) -> list[str]:
    return [*declared_ids(books, On.PROJECT), *declared_ids(books, On.CLIENT)]


#: What every command that writes hours down takes.
_HOURS: tuple[Callable[[Any], Any], ...] = (
    click.argument(
        "whose",
        metavar="CLIENT-OR-PROJECT",
        shell_complete=completed(_projects_and_clients),
    ),
    click.argument("hours", type=NumberText()),
    click.argument("text"),
    click.option(
        "--person",
        default="",
        shell_complete=completed(lambda books: declared_ids(books, On.MANAGER)),
        help="Who worked (default: the only manager)",
    ),
    click.option(
        "--rate",
        type=AmountText(),
        help="Price of an hour, if otherwise than the records say",
    ),
    click.option(
        "--billable/--not-billable",
        default=True,
        show_default=True,
        help="Whether the client is to be charged",
    ),
    click.option("--id", "id_", default="", help="Id (default: the next one)"),
    relation_options(),
)


def hours_command(name: str) -> click.Command:
    """The command that writes hours down, under a name."""

    def write_hours(  # noqa: PLR0913 - click hands over each option
        whose: str,
        hours: Decimal,
        text: str,
        *,
        person: str,
        rate: TypedAmount | None,
        billable: bool,
        id_: str,
        **options: Unpack[RelationCommand],
    ) -> None:
        writer = EntryWriter(options["books"], options["file"])
        amount = None if rate is None else amount_in_books(rate, writer.books)
        draft = HoursDraft(
            whose=whose,
            hours=hours,
            text=text,
            day=options["day"],
            person=person,
            rate=amount,
            billable=billable,
            id=id_,
        )
        write_relation(writer, "time", partial(plan_hours, draft=draft), options)

    function: Any = write_hours
    for decorator in reversed(_HOURS):
        function = decorator(function)
    help_ = "Write down HOURS worked for a client or project, and TEXT on what."
    return click.command(name, help=help_)(function)


_LIST = ReportCommand(
    report="work",
    help="List hours and expenses that are to be charged.",
    options={"since": "first_of_all", "everything": "charged_too"},
)


_SHEET = ReportCommand(
    report="time_sheet",
    help="Show the hours of a week, by person and project, day by day.",
)


@click.group("time", cls=Noun)
def time_command() -> None:
    """Write down or import hours worked, list them, and give up charging some."""


time_command.add_command(hours_command("new"))


time_command.add_command(made("list", _LIST))
time_command.add_command(made("sheet", _SHEET))
time_command.add_command(import_time_command)


@time_command.command("write-off")
@click.argument("words", nargs=-1, metavar="ID... [BOOKS]", required=True)
@file_option
@on_option()
@write_options
@click.option("--reason", required=True, help="Reason, for whoever asks")
def write_off_work_command(
    words: tuple[str, ...], reason: str, **options: Unpack[RelationCommand]
) -> None:
    """Give up charging the hours and expenses with these ids."""
    named, books = then_books(words)
    if not named:
        raise UsageError("name what is written off, by id: see ledgerkit time list")
    writer = EntryWriter(books, options["file"])
    draft = WorkWriteOff(ids=tuple(named), reason=reason, day=options["day"])
    plan = partial(plan_work_write_off, draft=draft)
    write_relation(writer, "time", plan, options)

"""``ledgerkit time import``: hours from the file that a timer exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.clients.ids import declared_ids
from ledgerkit.cli.completion import completed
from ledgerkit.cli.options import DATE_FORMAT_HELP, file_option, write_options
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.usual_file import usual_file_of
from ledgerkit.entries.work.timer import TimerImport, plan_timer
from ledgerkit.errors import UsageError
from ledgerkit.importers.timers.read import read_timer_file
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("import")
@click.argument("timer", metavar="FILE", type=click.Path(path_type=Path))
@file_option
@click.option(
    "--person",
    default="",
    shell_complete=completed(lambda books: declared_ids(books, On.MANAGER)),
    help="Who worked (default: the only manager)",
)
@click.option(
    "--client",
    default="",
    shell_complete=completed(lambda books: declared_ids(books, On.CLIENT)),
    help="Client, where FILE says none",
)
@click.option(
    "--match",
    "names",
    multiple=True,
    metavar="NAME=ID",
    help="Person, client or project that FILE calls otherwise; repeatable",
)
@click.option(
    "--date-format",
    help=DATE_FORMAT_HELP,
)
@write_options
def import_time_command(  # noqa: PLR0913 - click hands over each option
    timer: Path,
    file: Path | None,
    *,
    person: str,
    client: str,
    names: tuple[str, ...],
    date_format: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Import the hours in FILE: a detailed report of Toggl, Harvest or Clockify.

    What is in the books already is not written again. What FILE says of who worked,
    and for whom, goes before --person and --client.
    """
    meant = _meant(names)
    given = TimerImport(
        file=timer.name,
        read=read_timer_file(timer.read_bytes(), timer.name, date_format=date_format),
        names=meant,
        person=person,
        client=client,
    )
    writer = EntryWriter(None, file)
    into = writing["into"] or usual_file_of(writer.books, "time")
    writer.write(
        partial(plan_timer, given=given),
        WriteOptions(into=into, yes=writing["yes"], dry_run=writing["dry_run"]),
        nothing="There is nothing new in the file; nothing was written.",
    )


def _meant(names: tuple[str, ...]) -> Mapping[str, str]:
    """The id for each name.

    Raises:
        UsageError: If one isn't ``NAME=ID``.
    """
    meant = {}
    for text in names:
        name, sign, id_ = text.rpartition("=")
        if not sign or not name.strip() or not id_.strip():
            raise UsageError(f'--match {text!r} is no NAME=ID, e.g. "Jo Li=jli"')
        meant[name.strip()] = id_.strip()
    return meant

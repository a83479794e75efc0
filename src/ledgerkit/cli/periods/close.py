"""``ledgerkit close``: close a period, or verify those that are closed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.general_ledger.close_checklist import CHECKLIST
from ledgerkit.cli.commands import DONE, FINDINGS
from ledgerkit.cli.options import (
    PERSON_HELP,
    file_option,
    load_for_command,
    output_options,
    write_options,
)
from ledgerkit.cli.periods.who_changed import Changes
from ledgerkit.cli.show import show, shown_file, shown_place
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.which_books import is_books
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.entries.general_ledger.close import (
    LISTS_FOLDER,
    CloseChange,
    ClosePeriod,
    PlannedClose,
    plan_close,
)
from ledgerkit.entries.usual_file import usual_file_of_periods
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.general_ledger.closing.checklist import (
    ItemState,
    check_waived,
    read_waivers,
)
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.inbox import files_waiting
from ledgerkit.reports.general_ledger.closings import closings
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks


_SHOWN = 5


@click.command("close")
@click.argument("words", nargs=-1, metavar="[PERIOD]")
@file_option
@click.option(
    "--verify",
    is_flag=True,
    help="Compare every closed period with what it was, and close none",
)
@click.option(
    "--waive",
    "waived",
    multiple=True,
    metavar="ITEM=REASON",
    help="Close although this item of the checklist is open, and say why",
)
@click.option(
    "--date",
    "day",
    type=Day(),
    default="today",
    show_default=True,
    help="Day on which the period is closed",
)
@click.option("--by", default="", help=PERSON_HELP)
@write_options
@output_options
def close_command(  # noqa: PLR0913 - click hands over each option
    words: tuple[str, ...],
    file: Path | None,
    *,
    verify: bool,
    waived: tuple[str, ...],
    day: date,
    by: str,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **output: Any,
) -> None:
    """Close PERIOD (2025, 2025-Q2, 2025-06 or FY2025), so that changes are named.

    Goes through a checklist, shows it and the change, and asks. What the period is made
    of is written to a list in the folder closes; from then on, whatever is added,
    changed or removed in the period is an error with its place. With --verify, every
    closed period is compared with its list; the exit status is 1 if one differs.
    """
    period, books = _divided(words, verify=verify)
    unused = {"--waive": waived, "--by": by, "--to-file": into, "--yes": yes}
    if verify:
        _refuse({**unused, "--dry-run": dry_run}, "--verify writes nothing")
    else:
        is_other = {"--format": output["format_"] != "text"}
        is_other |= {f"--{name}": output[name] for name in ("output", "locale")}
        _refuse(is_other, "only --verify prints a table")
    loaded = load_for_command(books, file)
    try:
        if verify:
            sys.exit(_verify(loaded, day, output))
        request = ClosePeriod(
            period=period,
            day=day,
            by=by.strip(),
            waivers=read_waivers(waived, CHECKLIST),
            waiting=list(_waiting(loaded, period)),
        )
        _close(loaded, request, WriteOptions(into=into, yes=yes, dry_run=dry_run))
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error


def _refuse(options: Mapping[str, Any], why: str) -> None:
    given = [name for name, value in options.items() if value]
    if given:
        raise UsageError(f"{why}; leave out {', '.join(given)}")


def _divided(words: Sequence[str], *, verify: bool) -> tuple[str, Path | None]:
    """The period, and the books if the last word names any."""
    most = 1 if verify else 2
    if len(words) > most:
        raise UsageError(f"{words[most]!r} is one word too many")
    if verify:
        return "", Path(words[0]) if words else None
    if not words or (len(words) == 1 and is_books(words[0])):
        raise UsageError("name the period: ledgerkit close 2025-Q2; or use --verify")
    return words[0], Path(words[1]) if len(words) > 1 else None


def _close(books: LedgerBooks, request: ClosePeriod, writing: WriteOptions) -> None:
    known = known_books(books)

    def plan(books: Any) -> PlannedClose:
        planned = plan_close(books, request)
        check_waived(planned.checklist, planned.period.label)
        return planned

    planned = plan_close(books, request)
    _show_checklist(planned)
    check_waived(planned.checklist, planned.period.label)
    into = writing["into"] or usual_file_of_periods(books)
    change = CloseChange(books, planned, known=known, into=into, replan=plan)
    if write_change(change, writing):
        done = change.planned
        click.echo(visible(f"Wrote {done.done} to {shown_file(str(into))}."))
        click.echo(f"{done.file} has the digest {done.digest}.")


def _waiting(books: LedgerBooks, word: str) -> Iterator[str]:
    last = parse_period(word, books.general_ledger.fiscal).last
    return map(str, files_waiting(books, last=last))


def _show_checklist(planned: PlannedClose) -> None:
    for item in planned.checklist:
        click.echo(f"{item.state.value:<8} {item.name:<16} {item.meaning}", err=True)
        if item.reason:
            used = "waived" if item.state is ItemState.WAIVED else "nothing to waive"
            click.echo(visible(f"         {used}: {item.reason}"), err=True)
        for problem in item.problems[:_SHOWN]:
            click.echo(visible(f"         {problem}"), err=True)
        more = len(item.problems) - _SHOWN
        if more > 0:
            click.echo(f"         and {more} more", err=True)


def _unnamed_lists(books: LedgerBooks) -> Sequence[str]:
    """Lists that lie there and that no close in the books names: one was taken out."""
    folder = Path(books.filename).resolve().parent
    named = {closing.file for closing in books.closed_periods.closings.closed}
    found = sorted((folder / LISTS_FOLDER).glob("*.digests"))
    return [
        name
        for path in found
        if (name := path.relative_to(folder).as_posix()) not in named
    ]


def _verify(books: LedgerBooks, day: date, output: Any) -> int:
    findings = [*books.closed_periods.findings()]
    show(closings(books, as_of=day), **output)
    for file in _unnamed_lists(books):
        click.echo(visible(f"Note: no close names {file}."), err=True)
    changes = Changes()
    for found in sorted(findings, key=lambda f: (f.place, f.message)):
        who = changes.who(found.place)
        line = f"{shown_place(found.place)}: {found.message}{who} [{found.kind.name}]"
        click.echo(visible(line), err=True)
    return FINDINGS if findings else DONE

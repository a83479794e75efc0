"""Questions and progress of an import, all of it on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.reading_choice import ReadingChoice, ways_to_read
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ledgerkit.importers.tables.csv_table import BadRow

_DIFF_LINES = 40


def choose(
    choices: Sequence[ReadingChoice], what: str, option: str, *, always: bool = False
) -> ReadingChoice:
    """The only way to read something; else the one that a person at the terminal says.

    Args:
        choices: The ways there are. Where nothing can be read at all there are none,
            and every row will say so.
        what: What is to be read, e.g. ``the form of the dates in a.csv``.
        option: The option that says it.
        always: Whether to ask even where there is only one.

    Raises:
        UsageError: If there is nobody to ask.
    """
    if not choices:
        return ReadingChoice(
            value={"--date-format": "%Y-%m-%d"}.get(option, "."), example=""
        )
    if len(choices) == 1 and not always:
        return choices[0]
    if not sys.stdin.isatty():
        raise UsageError(
            f"{what} may be {ways_to_read(choices)}; write {option}"
            f" {_quoted(choices[0].value)} if that is right"
        )
    click.echo(visible(f"{what[0].upper()}{what[1:]} may be:"), err=True)
    for number, way in enumerate(choices, start=1):
        click.echo(visible(f"  {number}  {way}"), err=True)
    answer = click.prompt("Which?", type=click.IntRange(1, len(choices)), err=True)
    return choices[answer - 1]


def _quoted(value: str) -> str:
    return f"'{value}'" if " " in value else value


def show_bad_rows(name: str, bad_rows: Iterable[BadRow]) -> None:
    """A line for each row that can't be imported, as editors jump to it."""
    for row in bad_rows:
        click.echo(visible(f"{name}:{row.line}: {row.reason}"), err=True)


def confirm_change(diff: str) -> bool:
    """Show the beginning of a change, and ask whether to write it."""
    lines = diff.splitlines()
    for line in lines[:_DIFF_LINES]:
        click.echo(visible(line), err=True)
    if len(lines) > _DIFF_LINES:
        click.echo(f"… and {len(lines) - _DIFF_LINES} lines more", err=True)
    return click.confirm("Write this?", err=True)


@contextmanager
def show_steps(first: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal which step is being worked at, and for how long.

    Args:
        first: The first step; whoever works tells the others.
    """
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415
    from rich.progress import TimeElapsedColumn as Elapsed  # noqa: PLC0415

    text = TextColumn("{task.description}", markup=False)
    console = Console(stderr=True)
    with Progress(text, BarColumn(), Elapsed(), console=console, transient=True) as bar:
        task = bar.add_task(first, total=None)
        yield lambda step: bar.update(task, description=step)

"""The options that commands share: which books, which day, which format."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ledgerkit.api import LedgerBooks, load
from ledgerkit.books.clients.ids import id_named
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.numbers import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


F = TypeVar("F", bound="Callable[..., Any]")


_MAIN = "main.beancount"


#: What the environment says where nobody chose a locale.
_UNSET = frozenset({"C", "POSIX"})


class Day(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A day, as ``2026-01-31`` or ``today``."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day, or say what a day looks like."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-01-31", param, ctx)


def file_option(function: F) -> F:
    """``--file`` alone, where other arguments leave no room for BOOKS."""
    return click.option(
        "--file",
        "-f",
        "file",
        envvar="LEDGERKIT_FILE",
        type=click.Path(path_type=Path),
        help="The main ledger file; $LEDGERKIT_FILE can name it too.",
    )(function)


def books_options(function: F) -> F:
    """``[BOOKS]``, ``--file``."""
    argument = click.argument("books", required=False, type=click.Path(path_type=Path))
    return argument(file_option(function))


def report_options(function: F) -> F:
    """``--as-of``, ``--format``, ``--output``, ``--locale``."""
    return as_of_option(output_options(function))


def output_options(function: F) -> F:
    """``--format``, ``--output``, ``--locale``."""
    for option in (
        click.option(
            "--locale", help="Thousands and decimals, e.g. it_IT; else $LANG."
        ),
        click.option(
            "--output",
            "-o",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write to this file instead of the terminal.",
        ),
        click.option(
            "--format",
            "format_",
            type=click.Choice(["text", "csv", "json", "html", "xlsx"]),
            default="text",
            show_default=True,
        ),
    ):
        function = option(function)
    return function


def as_of_option(
    function: F,
    option: str = "--as-of",
    help_: str = "Last day that counts; later postings are ignored",
) -> F:
    """``--as-of``, or another option for the last day that counts."""
    return click.option(
        option, "as_of", type=Day(), default="today", show_default=True, help=help_
    )(function)


class AliasedOption(click.Option):
    """An option that is still understood under names which it had before."""

    def __init__(self, *arguments: Any, old: Sequence[str] = (), **named: Any) -> None:
        """Take what click's option takes, and the old names."""
        super().__init__(*arguments, **named)
        self.old = old

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Have old names read as well; help and completion don't show them."""
        shown = self.opts
        self.opts = [*shown, *self.old]
        try:
            super().add_to_parser(parser, ctx)
        finally:
            self.opts = shown


def period_options(function: F) -> F:
    """``--from``, ``--until``; a command gets ``since`` and ``as_of``."""
    for option in (
        click.option(
            "--until",
            "as_of",
            type=Day(),
            default="today",
            show_default=True,
            help="The last day that counts.",
        ),
        click.option(
            "--from", "since", type=Day(), help="The first; else 1 January before it."
        ),
    ):
        function = option(function)
    return function


def until_option(function: F) -> F:
    """``--until``."""
    return click.option(
        "--until",
        type=Day(),
        default="today",
        show_default=True,
        help="The last day on which it may be due.",
    )(function)


def write_options(function: F) -> F:
    """``--to-file``, ``--yes``, ``--dry-run``."""
    for option in (
        click.option(
            "--dry-run", is_flag=True, help="Print the directives, write nothing."
        ),
        click.option("--yes", is_flag=True, help="Write without asking."),
        click.option(
            "--to-file",
            "into",
            type=click.Path(path_type=Path),
            help="Write to this file of the book; else the main ledger.",
        ),
    ):
        function = option(function)
    return function


def currency_option(function: F) -> F:
    """``--currency``; currencies are capitals, and typed as one likes."""
    return click.option(
        "--currency",
        callback=lambda _context, _option, value: value and value.upper(),
        help="Show this currency only.",
    )(function)


def side_option(function: F) -> F:
    """``--side``."""
    return click.option(
        "--side",
        type=click.Choice([side.value for side in Side]),
        default=Side.RECEIVABLE.value,
        show_default=True,
        help="What is owed to us, or by us.",
    )(function)


def find_books(books: Path | None, file: Path | None) -> Path:
    """The main ledger file that a command is about.

    Raises:
        UsageError: If none is named and there is no main.beancount to be found.
    """
    if books or file:
        found = books or file
        assert found is not None
        return found / _MAIN if (found / _MAIN).is_file() else found
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _MAIN).is_file():
            return folder / _MAIN if folder != here else Path(_MAIN)
    raise UsageError(
        f"there is no {_MAIN} here or above; name the ledger file,"
        " or start one with ledgerkit init DIR"
    )


def load_for_command(books: Path | None, file: Path | None) -> LedgerBooks:
    """Load the books that a command is about, and show that it works on it."""
    path = find_books(books, file)
    if not sys.stderr.isatty():
        return load(path)
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(f"Reading {path.name} …"):
        return load(path)


def number_locale(chosen: str | None) -> str:
    """The locale for numbers: as chosen, else the environment's, else English.

    ``C`` and ``POSIX`` count as unset. An unknown one in the environment is nothing
    that was asked of us.
    """
    if chosen:
        return chosen
    for variable in ("LC_ALL", "LC_NUMERIC", "LANG"):
        value = os.environ.get(variable, "").partition(".")[0].partition("@")[0]
        if value and value not in _UNSET:
            return value if _is_readable(value) else "en"
    return "en"


def _is_readable(name: str) -> bool:
    try:
        parse_locale(name)
    except UsageError:
        return False
    return True


manager_option = click.option("--manager", help="Only this manager's: the id or name.")


def manager_id(books: LedgerBooks, name: str | None, as_of: date) -> str | None:
    """The manager that the option names; clients may name one nobody declared.

    Raises:
        UsageError: If there is no such manager, with the nearest.
    """
    if name is None:
        return None
    known = {
        books.clients_read.manager_on(client, as_of)
        for client in books.directory.ids(PartyRole.CLIENT)
    }
    return name if name in known else id_named(books, On.MANAGER, name)

"""The options that commands share: which books, which day, which format."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from ledgerkit.api import LedgerBooks, load
from ledgerkit.books.clients.ids import id_named
from ledgerkit.books.load import finish_interrupted
from ledgerkit.cli.answers.warm import note_books
from ledgerkit.cli.commands import NAMED_BOOKS
from ledgerkit.cli.trust import asking_for_trust
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.cli.which_books import find_books, whole_books
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.ledger.whole_books import (
    errors_that_leave_out,
    named_errors,
    why_not_whole,
)
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.numbers import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date


F = TypeVar("F", bound="Callable[..., Any]")


_TYPED = ParameterSource.COMMANDLINE


#: Values of the environment where nobody chose a locale.
_UNSET = frozenset({"C", "POSIX"})


#: The wording of each option that several commands have: one for one thing.
FILE_HELP = "Main ledger file (default: $LEDGERKIT_FILE or the nearest main.beancount)"
AS_OF_HELP = "Last day that counts; later postings are ignored"
LAST_DAY_HELP = "Last day that counts"
FORMAT_HELP = "Output format"
OUTPUT_HELP = "File to write to (default: the terminal)"
OUTPUTS_HELP = "File to write to, or with --all the folder"
LOCALE_HELP = "Locale of numbers, e.g. it_IT (default: from $LANG)"
LETTER_FORMAT_HELP = "Format of the letters"

ONE_CLIENT_HELP = "One client only: id, name or alias"
ONE_VENDOR_HELP = "One vendor only: id, name or alias"
ONE_PARTY_HELP = "One party only: id, name or alias"
ONE_MANAGER_HELP = "One manager only: id or name"
ONE_CURRENCY_HELP = "One currency only"
CLIENT_HELP = "Client: id, name or alias"
VENDOR_HELP = "Vendor: id, name or alias"
SIDE_HELP = "Owed to us, or by us"

DOCUMENT_DATE_HELP = "Date of the document"
EVENT_DATE_HELP = "Date it happened"
EFFECTIVE_DATE_HELP = "Date it takes effect"
AMOUNT_HELP = "Amount (default: the whole)"
NARRATION_HELP = "Narration (default: a standard one)"
CONTROL_ACCOUNT_HELP = "Control account (default: the party's, or the only one)"
PAYING_ACCOUNT_HELP = "Account to pay from (default: the only bank)"
RECEIVING_ACCOUNT_HELP = "Account that the money went to (default: the only bank)"

PERSON_HELP = "Name of the person who does it"

ENCODING_HELP = "Text encoding, e.g. cp1252 (default: detected)"
DECIMAL_MARK_HELP = "Decimal mark of amounts, . or , (default: detected)"
DATE_FORMAT_HELP = "Date format, e.g. %d/%m/%Y or DD/MM/YYYY (default: detected)"
DELIMITER_HELP = "Delimiter between columns, e.g. ';' or tab (default: detected)"
SKIP_BAD_HELP = "Leave out what can't be imported"


def file_or_noted(
    context: click.Context, option: click.Parameter, file: Path | None
) -> Path | None:
    """The books that the command names, else those that are named before it."""
    is_typed = context.get_parameter_source(option.name or "") is _TYPED
    return file if is_typed else context.meta.get(NAMED_BOOKS) or file


def file_option(function: F, more: Sequence[str] = ()) -> F:
    """``--file`` alone, where other arguments leave no room for BOOKS."""
    return click.option(
        "--file",
        "-f",
        *more,
        "file",
        envvar="LEDGERKIT_FILE",
        type=click.Path(path_type=Path),
        callback=file_or_noted,
        help=FILE_HELP,
    )(function)


class _Books(click.Argument):
    """``[BOOKS]``: shown where it is the only argument, and understood everywhere."""

    def get_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Nothing beside other arguments: there the books are named by --file."""
        others = [
            each
            for each in ctx.command.params
            if isinstance(each, click.Argument) and each is not self
        ]
        return [] if others else super().get_usage_pieces(ctx)


def books_options(function: F) -> F:
    """``[BOOKS]``, ``--file``."""
    argument = click.argument(
        "books", cls=_Books, required=False, type=click.Path(path_type=Path)
    )
    return argument(file_option(function))


def report_options(function: F) -> F:
    """``--as-of``, ``--format``, ``--output``, ``--locale``."""
    return as_of_option(output_options(function))


def output_options(
    function: F, formats: Sequence[str] = ("text", "csv", "json", "html", "xlsx")
) -> F:
    """``--format``, ``--output``, ``--locale``."""
    format_option = click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default="text",
        show_default=True,
        help=FORMAT_HELP,
    )
    return format_option(output_option(locale_option(function)))


def output_option(function: F) -> F:
    """``--output``."""
    return click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        help=OUTPUT_HELP,
    )(function)


def outputs_option(function: F) -> F:
    """``--output`` of a command that writes a file, or with ``--all`` a folder."""
    return click.option(
        "--output", "-o", type=click.Path(path_type=Path), help=OUTPUTS_HELP
    )(function)


def locale_option(function: F) -> F:
    """``--locale``."""
    return click.option("--locale", help=LOCALE_HELP)(function)


def as_of_option(function: F, option: str = "--as-of", help_: str = AS_OF_HELP) -> F:
    """``--as-of``, or another option for the last day that counts."""
    return click.option(
        option, "as_of", type=Day(), default="today", show_default=True, help=help_
    )(function)


class AliasedOption(click.Option):
    """An option that is still understood by the names that it had before."""

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


def until_option(function: F) -> F:
    """``--until``."""
    return click.option(
        "--until",
        type=Day(),
        default="today",
        show_default=True,
        help="Last due date that is included",
    )(function)


def write_options(function: F) -> F:
    """``--to-file``, ``--yes``, ``--dry-run``."""
    return to_file_option(confirm_options(function))


def to_file_option(function: F, name: str = "into") -> F:
    """``--to-file``."""
    return click.option(
        "--to-file",
        name,
        type=click.Path(path_type=Path),
        help="File of the book to write to (default: the one with the latest such"
        " entry)",
    )(function)


def despite_errors_option(function: F) -> F:
    """``--despite-errors``; read it with `despite_errors`."""
    return click.option(
        "--despite-errors",
        is_flag=True,
        expose_value=False,
        callback=_note_despite_errors,
        help="Go on although Beancount has left entries out",
    )(function)


_DESPITE_ERRORS = "ledgerkit.despite_errors"


def _note_despite_errors(
    context: click.Context, _option: click.Parameter, *chosen: bool
) -> None:
    context.meta[_DESPITE_ERRORS] = any(chosen)


def despite_errors() -> bool:
    """Whether the person at the terminal has chosen to overlook errors."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_DESPITE_ERRORS))


def check_whole(books: LedgerBooks) -> None:
    """Refuse to write, pay or number on books that lack entries.

    Raises:
        UsageError: If an error has left something out; unless the person overlooks it.
    """
    missing = errors_that_leave_out(books.errors)
    if not missing:
        return
    if not despite_errors():
        raise UsageError(
            f"{why_not_whole(missing)}, or overlook it with --despite-errors"
        )
    click.echo(f"Overlooked: {named_errors(missing)}.", err=True)


def confirm_options(function: F) -> F:
    """``--yes``, ``--dry-run``, ``--despite-errors``."""
    function = despite_errors_option(function)
    yes = click.option("--yes", is_flag=True, help="Write without asking")
    dry_run = click.option(
        "--dry-run", is_flag=True, help="Print what would be written, and write nothing"
    )
    return yes(dry_run(function))


def currency_option(function: F) -> F:
    """``--currency``."""
    return click.option("--currency", type=CurrencyText(), help=ONE_CURRENCY_HELP)(
        function
    )


def side_option(function: F) -> F:
    """``--side``."""
    return click.option(
        "--side",
        type=click.Choice([side.value for side in Side]),
        default=Side.RECEIVABLE.value,
        show_default=True,
        help=SIDE_HELP,
    )(function)


def load_for_command(
    books: Path | None, file: Path | None, *, alone: bool = False
) -> LedgerBooks:
    """Load the books that a command is about; a terminal shows that it works.

    Args:
        books: The file that is named; if it is part of others' books, those are meant.
        file: The same by ``--file``.
        alone: Take the file as it is, whatever it is part of.
    """
    path = find_books(books, file)
    if (books or file) and not alone:
        path = whole_books(path, "read")
    for told in finish_interrupted(path):
        click.echo(f"Note: {told}.", err=True)
    loaded = asking_for_trust(lambda: _load_and_show(path))
    note_books(loaded.options)
    return loaded


def _load_and_show(path: Path) -> LedgerBooks:
    if not sys.stderr.isatty():
        return load(path)
    from rich.console import Console  # noqa: PLC0415

    # What only shows that it works is no part of an answer.
    with Console(file=sys.__stderr__).status(f"Reading {path.name} …"):
        return load(path)


def number_locale(chosen: str | None) -> str:
    """The locale for numbers: as chosen, else the environment's, else English.

    ``C`` and ``POSIX`` count as unset. An unknown one in the environment counts
    as unset too: nobody asked us for it.
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

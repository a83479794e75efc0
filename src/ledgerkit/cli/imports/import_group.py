"""``ledgerkit import``: other programs' files into the books."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import click
from beancount.core.amount import CURRENCY_RE

from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.imports.clients import import_clients_command
from ledgerkit.cli.imports.documents import import_documents
from ledgerkit.cli.imports.options import (
    ImportOptions,
    decimal_mark_of,
    decimal_mark_option,
    delimiter_of,
    table_options,
)
from ledgerkit.cli.imports.payroll import import_payroll_command
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    CONTROL_ACCOUNT_HELP,
    FILE_HELP,
    SKIP_BAD_HELP,
    confirm_options,
    file_or_noted,
    to_file_option,
)
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.importers.documents.accounts import GivenAccounts
from ledgerkit.importers.documents.fields import parse_mapping
from ledgerkit.importers.documents.profile import Profile, parse_profile
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

_FILE = click.Path(path_type=Path)
_SIDES = {side.number_key: side for side in Side}


@click.group("import", cls=Noun)
def import_command() -> None:
    """Import other programs' files into the books."""


import_command.add_command(import_clients_command)
import_command.add_command(import_payroll_command)


@import_command.command("documents")
@click.argument("file", type=_FILE)
@click.option(
    "--file",
    "-f",
    "--into",
    "book",
    type=_FILE,
    envvar="LEDGERKIT_FILE",
    callback=file_or_noted,
    help=FILE_HELP,
)
@click.option(
    "--kind", type=click.Choice(list(_SIDES)), help="Kind of document that FILE lists"
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN,…",
    help="Columns of number, party, party-name, issued, due, amount, settled (date of"
    " payment), paid, open (not yet paid), type, status, currency and text, each a name"
    " or #3, or nothing to leave one out (default: recognised by their usual names)",
)
@click.option("--profile", type=_FILE, help="TOML file with these options")
@table_options
@decimal_mark_option
@click.option(
    "--currency",
    type=CurrencyText(),
    help="Currency of every amount (default: as FILE or the book says)",
)
@click.option("--control-account", type=AccountName(), help=CONTROL_ACCOUNT_HELP)
@click.option(
    "--account",
    "--income-account",
    "--expense-account",
    "account",
    type=AccountName(),
    help="Account of what was sold or bought (default: Income:Sales or"
    " Expenses:Purchases)",
)
@click.option("--bank-account", type=AccountName(), help="Bank account of the payments")
@click.option(
    "--settled-on",
    type=Day(),
    help="Day of payments that FILE doesn't date (default: what is paid without a date"
    " is left out)",
)
@click.option("--skip-bad", is_flag=True, help=SKIP_BAD_HELP)
@partial(to_file_option, name="to_file")
@confirm_options
def import_documents_command(file: Path, maps: tuple[str, ...], **options: Any) -> None:
    """Import the invoices or bills listed in FILE, with what paid them.

    FILE is a CSV file with a row for each document. Documents already in the books are
    skipped, so the same file can be imported again when more of them are paid.
    """
    try:
        # Books and rows are kept to the end: there is nothing to collect.
        with garbage_collection_off():
            import_documents(_options(file, maps, options))
    except LedgerkitError as error:
        # Names of columns and parties come from the file.
        raise type(error)(visible(str(error))) from error


def _options(file: Path, maps: tuple[str, ...], given: dict[str, Any]) -> ImportOptions:
    """The command's options, and those of the profile that it doesn't give."""
    path: Path | None = given.pop("profile")
    profile = Profile(options={}, columns={})
    if path is not None:
        profile = parse_profile(path.read_bytes(), name=str(path))
    chosen: dict[str, Any] = {
        key.replace("-", "_"): text for key, text in profile.options.items()
    }
    chosen |= {key: value for key, value in given.items() if value is not None}
    return ImportOptions(
        file=file,
        book=chosen.get("book"),
        side=_side(chosen.get("kind")),
        columns={**profile.columns, **parse_mapping(maps)},
        date_format=chosen.get("date_format"),
        decimal_mark=decimal_mark_of(chosen.get("decimal_mark")),
        currency=_currency(chosen.get("currency")),
        accounts=GivenAccounts(
            control=chosen.get("control_account"),
            lines=chosen.get("account"),
            bank=chosen.get("bank_account"),
        ),
        to_file=chosen.get("to_file"),
        settled_on=chosen.get("settled_on"),
        encoding=chosen.get("encoding"),
        delimiter=delimiter_of(chosen.get("delimiter")),
        yes=chosen["yes"],
        dry_run=chosen["dry_run"],
        skip_bad=chosen["skip_bad"],
    )


def _side(kind: str | None) -> Side:
    if kind not in _SIDES:
        instead = "" if kind is None else f", not {kind!r}"
        raise UsageError(f"say what the file lists: --kind invoice or bill{instead}")
    return _SIDES[kind]


def _currency(text: str | None) -> str | None:
    """The code that the option or the profile says."""
    if text is None:
        return None
    code: str = CurrencyText().convert(text, None, None)
    if not re.fullmatch(CURRENCY_RE, code):
        raise UsageError(f"--currency {text!r} is no currency; write for instance EUR")
    return code

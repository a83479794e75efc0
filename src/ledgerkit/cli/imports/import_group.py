"""``ledgerkit import``: other programs' files into the books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ledgerkit.cli.imports.clients import import_clients_command
from ledgerkit.cli.imports.documents import import_documents
from ledgerkit.cli.imports.options import ImportOptions, delimiter_of
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.importers.documents.accounts import GivenAccounts
from ledgerkit.importers.documents.fields import parse_mapping
from ledgerkit.importers.documents.profile import Profile, parse_profile
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

_FILE = click.Path(path_type=Path)
_SIDES = {side.number_key: side for side in Side}
_MARKS = {"point": ".", "comma": ","}


@click.group("import")
def import_command() -> None:
    """Bring other programs' files into the books."""


import_command.add_command(import_clients_command)


@import_command.command("documents")
@click.argument("file", type=_FILE)
@click.option(
    "--into",
    "book",
    type=_FILE,
    envvar="LEDGERKIT_FILE",
    help="The main ledger file; $LEDGERKIT_FILE can name it too.",
)
@click.option("--kind", type=click.Choice(list(_SIDES)), help="What FILE lists.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="FIELD=COLUMN,…",
    help="Which column holds number, party, party-name, issued, due, amount,"
    " settled (date of payment), paid, currency, text; COLUMN is its name or #3."
    " What is not mapped is recognised by its usual names.",
)
@click.option("--profile", type=_FILE, help="A TOML file with these options.")
@click.option("--date-format", help="E.g. %d/%m/%Y or DD/MM/YYYY; else found.")
@click.option("--decimal-mark", help="The mark before cents, . or , ; else found.")
@click.option("--currency", help="Of every amount; else FILE or the book says.")
@click.option("--control-account", help="The receivable or payable to book on.")
@click.option(
    "--account",
    "--income-account",
    "--expense-account",
    "account",
    help="What was sold or bought; else Income:Sales or Expenses:Purchases.",
)
@click.option("--bank-account", help="Where payments went to or came from.")
@click.option("--to-file", type=_FILE, help="Write to this file of the book.")
@click.option("--encoding", help="Of FILE, e.g. cp1252; else UTF-8 or UTF-16.")
@click.option("--delimiter", help="What divides cells, e.g. ';' or tab; else found.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Print the directives, write nothing.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that can't be read.")
def import_documents_command(file: Path, maps: tuple[str, ...], **options: Any) -> None:
    """Import the invoices or bills listed in FILE, with what paid them.

    FILE is a CSV file with a row for each document. What is in the book already is
    skipped, so the same file can be imported again when more has been paid.
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
        encoding=chosen.get("encoding"),
        delimiter=delimiter_of(chosen.get("delimiter")),
        yes=chosen["yes"],
        dry_run=chosen["dry_run"],
        skip_bad=chosen["skip_bad"],
    )


def _side(kind: str | None) -> Side:
    if kind not in _SIDES:
        said = "" if kind is None else f", not {kind!r}"
        raise UsageError(f"say what the file lists: --kind invoice or bill{said}")
    return _SIDES[kind]


def decimal_mark_of(text: str | None) -> str | None:
    """The mark that an option names.

    Raises:
        UsageError: If it is none.
    """
    mark = _MARKS.get(text or "", text)
    if mark not in {None, ".", ","}:
        raise UsageError(f"--decimal-mark is . or , and not {text!r}")
    return mark


def _currency(text: str | None) -> str | None:
    if text is not None and not (text.isascii() and text.isalnum() and text[0] > "9"):
        raise UsageError(f"--currency {text!r} is no currency; write for instance EUR")
    return text.upper() if text else None

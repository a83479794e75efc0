"""``ledgerkit bank import``: book the lines of statements, each as what it is."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bank.ask import ask_bank_lines
from ledgerkit.cli.bank.files import (
    bank_file_choices,
    bank_file_options,
    show_notes,
)
from ledgerkit.cli.imports.questions import show_steps
from ledgerkit.cli.options import (
    SKIP_BAD_HELP,
    AliasedOption,
    file_option,
    load_for_command,
    write_options,
)
from ledgerkit.cli.show import rendered, shown_file
from ledgerkit.cli.typed_values import ShareText
from ledgerkit.cli.which_books import files_argument
from ledgerkit.cli.write import WriteOptions, known_books, write_change
from ledgerkit.entries.bank.import_statements import (
    CERTAIN,
    BankImportChange,
    choices_above,
    plan_bank_import,
    usual_bank_file,
)
from ledgerkit.entries.bank.prepared import BankFile
from ledgerkit.errors import LedgerkitError, UnreadableFileError, UsageError
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.inbox import content_of
from ledgerkit.notes import in_terminal
from ledgerkit.reports.bank.proposals import bank_import
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bank.import_statements import (
        BookingChoice,
        PlannedBankImport,
    )
    from ledgerkit.entries.bank.prepared import PreparedImport
    from ledgerkit.importers.bank_files.choices import BankFileChoices


@click.command("import")
@files_argument
@file_option
@click.option(
    "--account",
    "accounts",
    metavar="[IN_FILE=]NAME",
    multiple=True,
    help="Account of files that don't say theirs; of a file with several, each as"
    " IN_FILE=NAME, and the others are left out (repeatable)",
)
@click.option(
    "--min-confidence",
    cls=AliasedOption,
    old=("--above",),
    type=ShareText(),
    default=str(CERTAIN),
    show_default=True,
    help="Book proposals at or above this confidence without asking",
)
@click.option(
    "--skip-unknown",
    is_flag=True,
    help="Leave out what is less certain, instead of posting it to suspense",
)
@click.option("--skip-bad", is_flag=True, help=SKIP_BAD_HELP)
@bank_file_options
@write_options
def import_bank_command(
    files: Sequence[Path], file: Path | None, **chosen: Any
) -> None:
    """Import bank statements: OFX, QFX, CAMT, MT940, QIF, CSV.

    Accounts are recognised by the IBAN or number of their open directives. Each line is
    matched with entries in the books, open invoices and bills, bank rules and earlier
    bookings, and a table says why. A terminal asks line by line; with --yes
    each proposal that is certain enough is booked, and the rest goes to a suspense
    account, flagged !. The files are kept beside the books, and no line is added twice.
    Shows the change and asks.
    """
    writing = WriteOptions(
        into=chosen["into"], yes=chosen["yes"], dry_run=chosen["dry_run"]
    )
    read = _read(files, bank_file_choices(chosen), skip_bad=chosen["skip_bad"])
    books = load_for_command(None, file)
    known = known_books(books)
    min_confidence: Decimal = chosen["min_confidence"]
    try:
        with show_steps("comparing with the books"):
            account, accounts = _accounts(books, chosen["accounts"])
            prepared = books.prepare_bank_import(
                read, account=account, accounts=accounts
            )
    except LedgerkitError as error:
        error.args = (visible(str(error)),)
        raise
    _show(prepared, min_confidence)
    choices = _choices(
        books, prepared, min_confidence, writing, skip_unknown=chosen["skip_unknown"]
    )
    if choices is None:
        click.echo("Nothing was written.")
        return
    planned = plan_bank_import(books, prepared, choices, today=date.today())
    into = writing["into"] or usual_bank_file(books, prepared)
    change = BankImportChange(books, planned, known=known, into=into)
    _tell(planned, prepared)
    if change.is_empty:
        click.echo("Everything is in the books already.")
    elif write_change(change, writing):
        click.echo(_done(planned, into))


def _accounts(
    books: LedgerBooks, said: Sequence[str]
) -> tuple[str | None, Mapping[str, str]]:
    """The account of files that don't say theirs, and accounts by name in the files.

    Raises:
        UsageError: If an account isn't there, or two are said for one.
    """
    from ledgerkit.books.accounts_by_role import find_account  # noqa: PLC0415

    account: str | None = None
    by_name: dict[str, str] = {}
    for word in said:
        in_file, is_named, name = word.rpartition("=")
        found = find_account(books, name)
        known = by_name.get(in_file) if is_named else account
        if known is not None and known != found:
            raise UsageError(
                f"--account is {known} and {found}; write for each its name in the file"
                f" before it, as --account 'Checking={found}'"
            )
        if is_named:
            by_name[in_file] = found
        else:
            account = found
    return account, by_name


def _read(
    files: Sequence[Path], choices: BankFileChoices, *, skip_bad: bool
) -> Sequence[BankFile]:
    """Every file that can be read.

    Raises:
        UsageError: If one can't be, and nobody said to leave it out.
    """
    bank_files: list[BankFile] = []
    bad = 0
    with show_steps("reading") as step:
        for count, file in enumerate(files, start=1):
            step(f"reading {count} of {len(files)}")
            try:
                content = content_of(file)
                statements = read_bank_file(content, str(file), choices)
            except UnreadableFileError as error:
                click.echo(visible(str(error)), err=True)
                bad += 1
                continue
            if not statements:
                click.echo(f"{file}: it has no statement of an account", err=True)
            show_notes(file, statements)
            bank_files.append(
                BankFile(
                    name=str(file),
                    content=content,
                    statements=statements,
                    reading=choices.said,
                )
            )
    if bad and not skip_bad:
        raise UsageError(
            f"{bad} of {len(files)} files can't be read, so nothing was written; leave"
            " them out with --skip-bad"
        )
    return bank_files


def _show(prepared: PreparedImport, min_confidence: Decimal) -> None:
    days = [source.day for source in prepared.statements if source.day]
    table = bank_import(
        prepared, as_of=max(days, default=date.today()), above=min_confidence
    )
    if prepared.lines:
        text = rendered(table, format_="text", output=None, locale=None)
        click.echo(text, err=True)
    else:
        for note in table.notes:
            click.echo(visible(in_terminal(note)), err=True)


def _choices(
    books: LedgerBooks,
    prepared: PreparedImport,
    min_confidence: Decimal,
    writing: WriteOptions,
    *,
    skip_unknown: bool,
) -> Sequence[BookingChoice] | None:
    """The choice for each line; None if the person gave up."""
    if (
        writing["yes"]
        or writing["dry_run"]
        or not sys.stdin.isatty()
        or not prepared.lines
    ):
        return choices_above(prepared, min_confidence, skip_unknown=skip_unknown)
    return ask_bank_lines(books, prepared, min_confidence, skip_unknown=skip_unknown)


def _tell(planned: PlannedBankImport, prepared: PreparedImport) -> None:
    """Print the notes of planning, and the lines that are left out."""
    told = set(prepared.notes)
    for note in planned.notes:
        if note not in told:
            click.echo(visible(note), err=True)
    for line in planned.left_out:
        click.echo(visible(f"{line} is left out"), err=True)


def _done(planned: PlannedBankImport, into: Path) -> str:
    parts: list[str] = []
    for count, what in (
        (planned.booked, "booked"),
        (planned.cleared, "cleared what was in the books"),
        (planned.unknown, "on suspense, flagged !"),
        (len(planned.left_out), "left out"),
    ):
        if count:
            parts.append(f"{count} {what}")
    counts = f": {', '.join(parts)}" if parts else ""
    count = planned.booked + planned.cleared + planned.unknown
    lines = "1 line" if count == 1 else f"{count} lines"
    return visible(f"Imported {lines} into {shown_file(str(into))}{counts}.")

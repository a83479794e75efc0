"""``ledgerkit bank reconcile``: a statement beside the books."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.cli.bank.files import (
    bank_file_choices,
    bank_file_options,
)
from ledgerkit.cli.commands import FINDINGS
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_for_command,
    report_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.cli.which_books import is_books
from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.inbox import content_of
from ledgerkit.statement_files import kept_lines, lines_of, remembered_choices
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.importers.bank_files.choices import BankFileChoices


@click.command("reconcile")
@click.argument("account", type=AccountName())
@click.argument("statement", required=False)
@books_options
@report_options
@currency_option
@bank_file_options
@click.option(
    "--lines",
    "lines_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Bank file with the statement's lines (default: the one that it names)",
)
def reconcile_command(
    account: str,
    statement: str | None,
    *,
    as_of: date,
    currency: str | None,
    lines_file: Path | None,
    **options: Any,
) -> None:
    """Reconcile a STATEMENT of ACCOUNT with the books as at its last day.

    ACCOUNT is an account's name or the end of it; STATEMENT is its number or id, by
    default the last that closes by the day. Shows what the bank has yet to book, and
    what explains a difference. The exit status is 1 if the two differ.
    """
    books, file = options.pop("books"), options.pop("file")
    if books is None and statement is not None and _is_books(statement):
        books, statement = Path(statement), None
    loaded = load_for_command(books, file)
    stated = loaded.statements_read.find(
        find_account(loaded, account), statement, as_of=as_of, currency=currency
    )
    lines = _lines(loaded, stated, lines_file, bank_file_choices(options))
    result = loaded.statements_read.reconcile(stated, lines)
    shown = {name: options[name] for name in ("format_", "output", "locale")}
    show(loaded.reconciliation(result), **shown)
    status = status_of(loaded)
    sys.exit(FINDINGS if result.difference else status)


def _lines(
    books: LedgerBooks,
    statement: BookedStatement,
    file: Path | None,
    choices: BankFileChoices,
) -> Sequence[StatementLine] | None:
    """The statement's lines, from the file that is named or the one that was kept.

    Without the kept file less is explained, and the balances are compared all the
    same.

    Raises:
        UnreadableFileError: If the file that is named can't be read.
    """
    if file is not None:
        reading = choices if choices.said else remembered_choices(statement)
        read = read_bank_file(content_of(file), str(file), reading)
        return lines_of(books, statement, read)
    try:
        return kept_lines(books, statement)
    except UnreadableFileError as error:
        click.echo(f"{visible(str(error))}; its lines are not compared", err=True)
        return None


def _is_books(word: str) -> bool:
    """Whether the second word names the books: the statement may be left out."""
    return is_books(word) or Path(word).is_file()

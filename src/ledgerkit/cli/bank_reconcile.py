"""``ledgerkit bank reconcile``: a statement beside the books."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.cli.group import FINDINGS
from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_books,
    report_options,
)
from ledgerkit.cli.show import show, status_of

if TYPE_CHECKING:
    from datetime import date


@click.command("reconcile")
@click.argument("account")
@click.argument("statement", required=False)
@books_options
@report_options
@currency_option
def reconcile_command(
    account: str,
    statement: str | None,
    *,
    as_of: date,
    currency: str | None,
    **options: Any,
) -> None:
    """Hold a STATEMENT of ACCOUNT against the books, as they were on its last day.

    ACCOUNT is an account's name or the end of it; STATEMENT its number or id, else
    the last that closes by the day. Shows what the bank has yet to book, and what
    explains a difference. The status is 1 where the two differ.
    """
    books, file = options.pop("books"), options.pop("file")
    if books is None and statement is not None and _is_books(statement):
        books, statement = Path(statement), None
    loaded = load_books(books, file)
    stated = loaded.bank_statements.find(
        find_account(loaded, account), statement, as_of=as_of, currency=currency
    )
    found = loaded.bank_statements.reconcile(stated)
    show(loaded.reconciliation(found), **options)
    status = status_of(loaded)
    sys.exit(FINDINGS if found.difference else status)


def _is_books(word: str) -> bool:
    """Whether the second word names the books: the statement may be left out."""
    path = Path(word)
    return path.is_file() or (path / "main.beancount").is_file()

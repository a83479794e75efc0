"""``ledgerkit client rename`` and ``merge``: ids in every file of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.cli.options import file_option, load_books
from ledgerkit.cli.write import WriteOptions, write_change
from ledgerkit.entries.clients.rename import merge_clients, rename_client
from ledgerkit.errors import LedgerkitError
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.rewrite_books import BooksRewrite

_yes = click.option("--yes", is_flag=True, help="Write without asking.")
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Print the change, write nothing."
)


@click.command("rename")
@click.argument("old")
@click.argument("new")
@file_option
@_yes
@_dry_run
def rename_command(
    old: str, new: str, file: Path | None, *, yes: bool, dry_run: bool
) -> None:
    """Give client OLD the id NEW in all files of the book; nothing else changes.

    Where payees or accounts are known by the old id, it becomes an alias.
    """
    _write(
        file,
        lambda books: rename_client(books, old, new),
        WriteOptions(into=None, yes=yes, dry_run=dry_run),
        f"{old} is {new} now",
    )


@click.command("merge")
@click.argument("old", metavar="FROM")
@click.argument("into")
@file_option
@click.option(
    "--keep",
    type=click.Choice(["into", "from"]),
    help="Whose value stays where the two differ; else that is refused.",
)
@_yes
@_dry_run
def merge_command(  # noqa: PLR0913 - click hands over each option
    old: str,
    into: str,
    file: Path | None,
    *,
    keep: str | None,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make one client of FROM and INTO: everything of FROM is INTO's.

    Names of FROM become aliases of INTO, so that payees are known as before.
    """
    _write(
        file,
        lambda books: merge_clients(books, old, into, keep=keep),
        WriteOptions(into=None, yes=yes, dry_run=dry_run),
        f"{old} is part of {into} now",
    )


def _write(
    file: Path | None,
    plan: Callable[[LedgerBooks], BooksRewrite],
    how: WriteOptions,
    done: str,
) -> None:
    books = load_books(None, file)
    try:
        change = plan(books)
        written = write_change(change, how)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    if written:
        count = len(change.changed)
        click.echo(f"{done}: {count} file{'s'[: count != 1]} changed.")

"""``ledgerkit invoice new``: an invoice from the terminal into the books."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.documents.options import (
    ask_document,
    document_draft,
    document_options,
)
from ledgerkit.cli.documents.record_options import completed, date_option
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.write import RecordWriter, WriteOptions
from ledgerkit.errors import UsageError
from ledgerkit.money import parse_amount
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

_SIDE = Side.RECEIVABLE


@click.command("new")
@books_options
@click.option(
    "--client",
    shell_complete=completed(lambda books: books.clients),
    help="Whom it is for: an id, name or alias.",
)
@click.option("--number", help="Its number; else the next of the series.")
@date_option("Its date.")
@document_options(_SIDE)
@click.option("--buyer-reference", default="", help="What the buyer asked to see.")
@click.option("--stamp-duty", help="Italian stamp duty that we pay, e.g. 2.00.")
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    client: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Write an invoice into the books.

    Its number is the next of the series, also when several write at once; tax is
    reckoned by code and posted where the code says. Shows the change and asks.
    """
    how = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = RecordWriter(books, file)
    if sys.stdin.isatty() and not (client and options["lines"]):
        client = ask_document(writer.books, _SIDE, client, options)
    if client is None:
        raise UsageError("say whom it is for: --client")
    stamp = options["stamp_duty"]
    draft = document_draft(
        writer.books,
        _SIDE,
        client,
        options,
        buyer_reference=options["buyer_reference"],
        stamp_duty=_amount(stamp, "--stamp-duty") if stamp else None,
    )
    writer.record(draft, how)


def _amount(text: str, option: str) -> Decimal:
    try:
        return parse_amount(text, decimal_mark=".")
    except ValueError:
        raise UsageError(f"{option} {text!r} is no amount; write it as 2.00") from None

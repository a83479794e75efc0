"""``ledgerkit credit-note``: take an invoice back, whole or in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.plan_credit_note import CreditNoteDraft
from ledgerkit.cli.line_text import read_line
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.record_options import (
    AmountText,
    completed,
    date_option,
    open_numbers,
)
from ledgerkit.cli.write_planned import WriteOptions
from ledgerkit.cli.write_record import RecordWriter
from ledgerkit.errors import UsageError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.record_options import GivenAmount


@click.group("credit-note")
def credit_note_command() -> None:
    """Write credit notes; ledgerkit invoice show prints them."""


@credit_note_command.command("new")
@click.argument("invoice", shell_complete=completed(open_numbers))
@books_options
@date_option("Its date.")
@click.option("--amount", type=AmountText(), help="How much with tax, if not all.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'",
    help="What it credits, as of ledgerkit invoice new.",
)
@click.option("--tax", help="Tax code of every line that names none.")
@click.option("--text", help="The narration.")
@click.option("--number", help="Its number; else the next of the series.")
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    invoice: str,
    books: Path | None,
    file: Path | None,
    *,
    day: date,
    amount: GivenAmount | None,
    lines: tuple[str, ...],
    tax: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Credit INVOICE: the whole, an --amount, or line by line.

    Tax goes back by the codes that the invoice asked it by. The credit note links
    the invoice, and settles what is open of it.
    """
    if amount is not None and lines:
        raise UsageError("say what it credits with --amount or with --line, not both")
    writer = RecordWriter(books, file)
    currency = writer.books.find_document(invoice).currency
    if amount is not None and amount.currency not in {None, currency}:
        raise UsageError(f"{invoice} is in {currency}, and so is its credit note")
    draft = CreditNoteDraft(
        invoice=invoice,
        issued=day,
        amount=amount.number if amount is not None else None,
        lines=tuple(read_line(text, currency=currency, tax=tax) for text in lines),
        **options,
    )
    how = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer.record(draft, how)

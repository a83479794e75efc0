"""``ledgerkit vendor-credit``: what a vendor credits of a bill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.plan_credit_note import CreditNoteDraft
from ledgerkit.cli.line_text import read_line
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.record_options import AmountText, date_option
from ledgerkit.cli.write_planned import WriteOptions
from ledgerkit.cli.write_record import RecordWriter
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.cli.record_options import GivenAmount


@click.group("vendor-credit")
def vendor_credit_command() -> None:
    """Write what vendors credit us."""


@vendor_credit_command.command("new")
@click.argument("bill")
@books_options
@click.option("--number", required=True, help="The number printed on the credit.")
@date_option("Its date.")
@click.option("--amount", type=AmountText(), help="How much with tax, if not all.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'",
    help="What it credits, as of ledgerkit bill new.",
)
@click.option("--tax", help="Tax code of every line that names none.")
@click.option("--text", help="The narration.")
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    bill: str,
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
    """Credit BILL: the whole, an --amount, or line by line.

    Tax goes back by the codes that the bill had, and so does what was withheld where
    the whole is credited. The credit links the bill, and settles what is open of it.
    """
    if amount is not None and lines:
        raise UsageError("say what it credits with --amount or with --line, not both")
    writer = RecordWriter(books, file)
    currency = writer.books.find_document(bill, side=Side.PAYABLE).currency
    if amount is not None and amount.currency not in {None, currency}:
        raise UsageError(f"{bill} is in {currency}, and so is what is credited of it")
    draft = CreditNoteDraft(
        invoice=bill,
        side=Side.PAYABLE,
        issued=day,
        amount=amount.number if amount is not None else None,
        lines=tuple(read_line(text, currency=currency, tax=tax) for text in lines),
        **options,
    )
    writer.record(draft, WriteOptions(into=into, yes=yes, dry_run=dry_run))

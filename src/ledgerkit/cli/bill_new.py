"""``ledgerkit bill new``: a vendor's bill from the terminal into the books."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.document_party import declared_party, document_currency
from ledgerkit.books.invoice_draft import InvoiceDraft
from ledgerkit.cli.ask_invoice import (
    ask_date,
    ask_due,
    ask_lines,
    ask_number,
    ask_party,
)
from ledgerkit.cli.new_invoice import read_lines
from ledgerkit.cli.options import Day, books_options, write_options
from ledgerkit.cli.record_options import completed, date_option
from ledgerkit.cli.write_planned import WriteOptions
from ledgerkit.cli.write_record import RecordWriter
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks

_SIDE = Side.PAYABLE


@click.command("new")
@books_options
@click.option(
    "--vendor",
    shell_complete=completed(lambda books: books.vendors),
    help="Whose it is: an id, name or alias; an employee's for a claim of expenses.",
)
@click.option("--number", help="The number that the vendor printed on it.")
@date_option("Its date.")
@click.option("--received", type=Day(), help="When it came.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'",
    help="What it is for, once a line, as of ledgerkit invoice new. Without ACCOUNT it"
    " is booked where the vendor's expense-account says.",
)
@click.option(
    "--tax",
    shell_complete=completed(lambda books: books.tax_codes.ids),
    help="Tax code of every line that names none, else the vendor's; none for no tax.",
)
@click.option(
    "--allowance",
    "allowances",
    multiple=True,
    metavar="'ACCOUNT; REASON; AMOUNT; tax=CODE'",
    help="What is taken off the whole.",
)
@click.option(
    "--charge",
    "charges",
    multiple=True,
    metavar="'ACCOUNT; REASON; AMOUNT; tax=CODE'",
    help="What is added to the whole, as for carriage.",
)
@click.option("--text", help="The narration; else the first line's description.")
@click.option("--due", type=Day(), help="Last day to pay; else the terms say.")
@click.option("--terms", help='Terms of its own, e.g. "net 30"; else the vendor\'s.')
@click.option("--currency", help="Else the vendor's or the book's.")
@click.option("--control-account", help="The payable to book on.")
@click.option("--order", default="", help="Our order.")
@click.option("--remark", default="", help="Free text to keep.")
@click.option("--delivered", type=Day(), help="Day of delivery, where it differs.")
@click.option(
    "--withholding",
    metavar="'KIND PERCENT REASON'",
    help="Tax that we keep back, e.g. 'RT02 20 A', else as the vendor's record says;"
    " none for none.",
)
@click.option("--withholding-account", help="Where that is posted.")
@write_options
def new_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    vendor: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Write a vendor's bill into the books.

    What the vendor's record says need not be said again: account, tax code, terms and
    what is withheld. A number that the vendor used already stops it, and a bill that
    looks like another is named. Shows the change and asks.
    """
    how = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = RecordWriter(books, file)
    if sys.stdin.isatty() and not (vendor and options["number"] and options["lines"]):
        vendor = _ask(writer.books, vendor, options)
    if vendor is None:
        raise UsageError("say whose it is: --vendor")
    writer.record(_draft(writer.books, vendor, options), how)


def _ask(books: LedgerBooks, vendor: str | None, options: dict[str, Any]) -> str:
    """Ask for what is lacking, and put it among the options."""
    if vendor is None:
        vendor = ask_party(books, _SIDE, options["day"])
        options["day"] = ask_date(options["day"])
    options["number"] = options["number"] or ask_number()
    if not options["lines"]:
        party = declared_party(books, _SIDE, vendor, options["day"])
        currency = options["currency"] or document_currency(books, party)
        options["asked"] = ask_lines(books, party, options["day"], currency)
        if options["due"] is None and options["terms"] is None:
            options["due"] = ask_due(party, options["day"])
    return vendor


def _draft(books: LedgerBooks, vendor: str, options: dict[str, Any]) -> InvoiceDraft:
    day: date = options["day"]
    currency = options["currency"] and options["currency"].upper()
    party = declared_party(books, _SIDE, vendor, day)
    currency = currency or document_currency(books, party)
    facts = (
        "text", "number", "received", "due", "terms", "control_account", "order",
        "remark", "delivered", "withholding", "withholding_account",
    )  # fmt: skip
    return InvoiceDraft(
        party=vendor,
        side=_SIDE,
        issued=day,
        lines=tuple(read_lines(options, currency)),
        currency=currency,
        **{fact: options[fact] for fact in facts},
    )

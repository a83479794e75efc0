"""``ledgerkit invoice new``: an invoice from the terminal into the books."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.document_party import client_of, document_currency
from ledgerkit.books.invoice_draft import InvoiceDraft
from ledgerkit.cli.ask_invoice import ask_date, ask_due, ask_lines, ask_party
from ledgerkit.cli.line_text import read_adjustment, read_line
from ledgerkit.cli.options import Day, books_options, write_options
from ledgerkit.cli.record_options import (
    completed,
    date_option,
)
from ledgerkit.cli.write_planned import WriteOptions
from ledgerkit.cli.write_record import RecordWriter
from ledgerkit.errors import UsageError
from ledgerkit.money import parse_amount
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.new_document import NewLine


@click.command("new")
@books_options
@click.option(
    "--client",
    shell_complete=completed(lambda books: books.clients),
    help="Whom it is for: an id, name or alias.",
)
@date_option("Its date.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'",
    help="What it is for, once a line. The account may be the end of its name; the"
    " third part may be a plain amount; discount=10% or discount=25.00, from=DAY and"
    " to=DAY may follow.",
)
@click.option(
    "--tax",
    shell_complete=completed(lambda books: books.tax_codes.ids),
    help="Tax code of every line that names none; none for no tax.",
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
    help="What is added to the whole.",
)
@click.option("--text", help="The narration; else the first line's description.")
@click.option("--due", type=Day(), help="Last day to pay; else the terms say.")
@click.option("--terms", help='Terms of its own, e.g. "net 30"; else the client\'s.')
@click.option("--number", help="Its number; else the next of the series.")
@click.option("--currency", help="Else the client's or the book's.")
@click.option("--control-account", help="The receivable to book on.")
@click.option("--order", default="", help="The buyer's order.")
@click.option("--buyer-reference", default="", help="What the buyer asked to see.")
@click.option("--remark", default="", help="Free text to print.")
@click.option("--delivered", type=Day(), help="Day of delivery, where it differs.")
@click.option(
    "--withholding",
    metavar="'KIND PERCENT REASON'",
    help="Tax that the client keeps back, e.g. 'RT02 20 A'.",
)
@click.option("--withholding-account", help="Where that is posted.")
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
        client = _ask(writer.books, client, options)
    if client is None:
        raise UsageError("say whom it is for: --client")
    draft = _draft(writer.books, client, options)
    writer.record(draft, how)


def _ask(books: LedgerBooks, client: str | None, options: dict[str, Any]) -> str:
    """Ask for what is lacking, and put it among the options."""
    if client is None:
        client = ask_party(books, Side.RECEIVABLE, options["day"])
        options["day"] = ask_date(options["day"])
    if not options["lines"]:
        party = client_of(books, client, options["day"])
        currency = options["currency"] or document_currency(books, party)
        options["asked"] = ask_lines(books, party, options["day"], currency)
        if options["due"] is None and options["terms"] is None:
            options["due"] = ask_due(party, options["day"])
    return client


def _draft(books: LedgerBooks, client: str, options: dict[str, Any]) -> InvoiceDraft:
    day: date = options["day"]
    currency = options["currency"] and options["currency"].upper()
    currency = currency or document_currency(books, client_of(books, client, day))
    stamp = options["stamp_duty"]
    facts = (
        "text", "number", "due", "terms", "control_account", "order",
        "buyer_reference", "remark", "delivered", "withholding",
        "withholding_account",
    )  # fmt: skip
    return InvoiceDraft(
        party=client,
        issued=day,
        lines=tuple(read_lines(options, currency)),
        currency=currency,
        stamp_duty=_amount(stamp, "--stamp-duty") if stamp else None,
        **{fact: options[fact] for fact in facts},
    )


def read_lines(options: dict[str, Any], currency: str) -> list[NewLine]:
    """The lines, allowances and charges among the options, after what was asked.

    Raises:
        UsageError: If one can't be read; the message says what to write.
    """
    tax = options["tax"]
    lines = list(options.get("asked", ()))
    lines += [read_line(text, currency=currency, tax=tax) for text in options["lines"]]
    for key, is_charge in (("allowances", False), ("charges", True)):
        lines += [
            read_adjustment(text, is_charge=is_charge, currency=currency, tax=tax)
            for text in options[key]
        ]
    return lines


def _amount(text: str, option: str) -> Decimal:
    try:
        return parse_amount(text, decimal_mark=".")
    except ValueError:
        raise UsageError(f"{option} {text!r} is no amount; write it as 2.00") from None

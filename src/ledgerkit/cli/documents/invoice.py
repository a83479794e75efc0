"""``ledgerkit invoice``: our invoices, one at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.books.documents.next_number import number_for
from ledgerkit.cli.completion import completed, open_numbers
from ledgerkit.cli.documents.credit_note import new_credit_note_command
from ledgerkit.cli.documents.invoice_show import show_invoice_command
from ledgerkit.cli.documents.options import (
    NEXT_NUMBER_HELP,
    ask_document,
    date_option,
    document_date_option,
    document_draft,
    document_options,
    named_currency,
)
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    CLIENT_HELP,
    books_options,
    check_whole,
    despite_errors_option,
    load_for_command,
    write_options,
)
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.typed_values import AmountText
from ledgerkit.cli.work.charge import (
    charge_options,
    charging_plan,
    client_to_charge,
)
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.documents.void import VoidNumber
from ledgerkit.errors import UsageError
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ledgerkit.text.typed_amounts import TypedAmount


_SIDE = Side.RECEIVABLE


@click.command("new")
@books_options
@click.option(
    "--client",
    shell_complete=completed(lambda books: books.clients),
    help=CLIENT_HELP,
)
@click.option("--number", help=NEXT_NUMBER_HELP)
@document_date_option
@document_options(_SIDE)
@charge_options
@click.option(
    "--buyer-reference", default="", help="Reference that the buyer asked for"
)
@click.option(
    "--stamp-duty", type=AmountText(), help="Italian stamp duty that we pay, e.g. 2.00"
)
@write_options
def new_invoice_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    client: str | None,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Write an invoice.

    It gets the next number of its series, even if several people write at once; tax is
    computed by its code and posted where the code says. With --from, it charges hours
    and expenses that wait, each once. Shows the change and asks.
    """
    writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
    writer = EntryWriter(books, file)
    client = client_to_charge(writer.books, client, options)
    charges = options["sources"] or options["project"]
    if sys.stdin.isatty() and not (client and (options["lines"] or charges)):
        client = ask_document(writer.books, _SIDE, client, options)
    if client is None:
        raise UsageError("name the client: --client")
    stamp: TypedAmount | None = options["stamp_duty"]
    draft = document_draft(
        writer.books,
        _SIDE,
        client,
        options,
        buyer_reference=options["buyer_reference"],
        stamp_duty=stamp.number if stamp is not None else None,
    )
    named_currency({"--stamp-duty": stamp}, draft.currency)
    plan = charging_plan(writer.books, draft, options)
    if plan is None:
        writer.record(draft, writing)
    else:
        writer.write(plan, writing)


@click.command("void")
@click.argument("number", shell_complete=completed(open_numbers))
@books_options
@click.option("--reason", required=True, help="Reason, for whoever asks")
@date_option
@write_options
def void_command(
    number: str,
    books: Path | None,
    file: Path | None,
    reason: str,
    day: date,
    **writing: Unpack[WriteOptions],
) -> None:
    """Void NUMBER: it stays in its series, with the reason.

    A number that was never used gets a directive that says why. An invoice that was
    issued, and of which nothing is settled, is also reversed posting by posting.
    """
    void = VoidNumber(number=number, reason=reason, day=day)
    EntryWriter(books, file).record(void, writing)


@click.group("invoice", cls=Noun)
def invoice_command() -> None:
    """Write, list, show, credit and void invoices."""


invoice_command.add_command(new_invoice_command)


invoice_command.add_command(void_command)


invoice_command.add_command(new_credit_note_command, "credit")


invoice_command.add_command(show_invoice_command)


invoice_command.add_command(made("list", GROUPED_REPORTS["invoice", "list"]))


_KINDS = {
    "invoice": DocumentKind.INVOICE,
    "credit-note": DocumentKind.CREDIT_NOTE,
}


@click.command("next-number")
@books_options
@click.option(
    "--kind",
    type=click.Choice(list(_KINDS)),
    default="invoice",
    show_default=True,
    help="Kind of document",
)
@document_date_option
@despite_errors_option
def next_number_command(
    books: Path | None, file: Path | None, kind: str, day: date
) -> None:
    """Print the number that the next invoice or credit note gets.

    The number is not reserved: ledgerkit invoice new takes it when it writes.
    """
    loaded = load_for_command(books, file)
    check_whole(loaded)
    click.echo(visible(number_for(loaded, _KINDS[kind], day)))

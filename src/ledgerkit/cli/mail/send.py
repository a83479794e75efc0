"""``ledgerkit send``: our invoices by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.completion import completed, open_numbers
from ledgerkit.cli.mail.options import how_posted, posting_options, writing_of
from ledgerkit.cli.mail.post import Paper, post, waiting_mail
from ledgerkit.cli.mail.quotes import is_quote, quote_paper, quotes_are_sent
from ledgerkit.cli.options import (
    file_option,
    load_for_command,
    write_options,
)
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import known_books, to_usual_file
from ledgerkit.document_formats import DOCUMENT_FORMATS, find_format
from ledgerkit.e_invoices.e_invoice import EInvoiceFormat
from ledgerkit.entries.kept_files import file_name
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.invoices.invoice import Invoice
    from ledgerkit.parties.party import Party

#: How a client takes e-invoices that no e-mail of ours brings: by which key, and what
#: the provider wants.
_OTHER_WAYS = (
    ("peppol-id", "Peppol", EInvoiceFormat.UBL),
    ("sdi-code", "the SdI", EInvoiceFormat.FATTURAPA),
    ("pec", "PEC through the SdI", EInvoiceFormat.FATTURAPA),
)


@click.command("send")
@click.argument("numbers", nargs=-1, shell_complete=completed(open_numbers))
@file_option
@click.option(
    "--as",
    "as_",
    type=click.Choice(list(DOCUMENT_FORMATS)),
    default="pdf",
    show_default=True,
    help="Format of what is attached",
)
@click.option(
    "--date",
    "day",
    type=Day(),
    default="today",
    show_default=True,
    help="Day on which it is sent",
)
@posting_options
@write_options
def send_command(
    numbers: tuple[str, ...],
    file: Path | None,
    *,
    as_: str,
    day: date,
    **options: Any,
) -> None:
    """Send invoices, credit notes and quotes NUMBER by e-mail, each once.

    Each becomes a message in the folder outbox, for your mail program to send, and the
    books say to whom it went, when, and what it was. It goes to the client's contacts
    whose role is billing, else to the client's own address; a quote to its contact, and
    it counts as sent. With --smtp they are handed
    to the mail server, with those that wait for it; without NUMBER, only those.
    """
    how = how_posted(options, day)
    if not numbers and not how.smtp:
        raise UsageError(
            "name the invoices to send, or say --smtp to hand over the rest"
        )
    books = load_for_command(None, file)
    known = known_books(books)
    try:
        waiting = {mail.number for mail in waiting_mail(books)} if how.smtp else set()
        new = tuple(number for number in numbers if number not in waiting)
        quotes = [n for n in dict.fromkeys(new) if is_quote(books, n)]
        invoices = tuple(n for n in new if n not in quotes)
        papers = list(_papers(books, invoices, as_))
        papers += [quote_paper(books, number, day, as_) for number in quotes]
        also = quotes_are_sent(books, quotes, day)
        writing = to_usual_file(books, writing_of(options), Side.RECEIVABLE)
        post(books, papers, how, known=known, writing=writing, also=also)
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error


def _papers(books: LedgerBooks, numbers: tuple[str, ...], as_: str) -> Iterator[Paper]:
    if as_ == EInvoiceFormat.FATTURAPA.value:
        raise UsageError(
            "a FatturaPA goes to the SdI by your provider or PEC, not to the client by"
            " e-mail; write the file for it with ledgerkit invoice show NUMBER --as"
            " fatturapa -o FILE"
        )
    format_ = find_format(as_)
    voids = {void.number for void in books.source.reading.voids}
    for number in dict.fromkeys(numbers):
        if number in voids:
            raise UsageError(f"{number} is void, so it is not sent")
        invoice = books.invoice(number)
        content = format_.render(invoice, books.stationery)
        for note in _notes(invoice):
            click.echo(visible(f"Note: {note}."), err=True)
        yield Paper(
            about=invoice.number,
            kind="credit-note" if invoice.is_credit else "invoice",
            number=invoice.number,
            day=invoice.issued,
            amount=invoice.payable,
            currency=invoice.currency,
            role=PartyRole.CLIENT,
            party=invoice.buyer.id,
            name=f"{file_name(format_.called(invoice))}{format_.suffix}",
            content=content,
        )


def _notes(invoice: Invoice) -> Iterator[str]:
    """What an e-mail is not."""
    other = _other_way(invoice.buyer)
    if other is not None:
        way, format_ = other
        yield (
            f"{invoice.buyer.id} takes e-invoices by {way}, and this e-mail is only a"
            f" copy; the file for your provider: ledgerkit invoice show"
            f" {invoice.number} --as {format_.value} -o FILE"
        )


def _other_way(buyer: Party) -> tuple[str, EInvoiceFormat] | None:
    for key, way, format_ in _OTHER_WAYS:
        if buyer.text(key):
            return way, format_
    return None

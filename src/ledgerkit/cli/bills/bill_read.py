"""``ledgerkit bill read``: what an e-invoice says, before anything is booked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.bills.bill_text import bill_text
from ledgerkit.cli.group import DONE, UNUSABLE
from ledgerkit.cli.options import number_locale
from ledgerkit.cli.show import write
from ledgerkit.e_invoices.read import read_e_invoice
from ledgerkit.e_invoices.received_record import received_record
from ledgerkit.errors import UnreadableFileError
from ledgerkit.exporters.as_json import json_text
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import BYTES_MAX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.e_invoices.received import ReceivedInvoice


@click.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@click.option("--locale", help="Thousands and decimals, e.g. it_IT; else $LANG.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of the terminal.",
)
@click.pass_context
def read_command(
    context: click.Context,
    files: Sequence[Path],
    format_: str,
    locale: str | None,
    output: Path | None,
) -> None:
    """Show what e-invoices say, without booking them.

    FILES are UBL, CII, FatturaPA, or PDFs with Factur-X or ZUGFeRD inside. One
    invoice is one JSON object; several are the list "invoices" of an object.
    """
    received: list[ReceivedInvoice] = []
    status = DONE
    for file in files:
        try:
            received += read_e_invoice(file_content(file), str(file))
        except UnreadableFileError as error:
            click.echo(str(error), err=True)
            status = UNUSABLE
    if received:
        write(_shown(received, format_, number_locale(locale)), output)
    context.exit(status)


def file_content(file: Path) -> bytes:
    """A file's bytes, as many as are needed to see that there are too many."""
    try:
        with file.open("rb") as stream:
            return stream.read(BYTES_MAX + 1)
    except OSError as error:
        raise unreadable(str(file), error.strerror or str(error)) from None


def _shown(received: Sequence[ReceivedInvoice], format_: str, locale: str) -> str:
    if format_ == "text":
        return "\n".join(bill_text(one, locale=locale) for one in received)
    records = [received_record(one) for one in received]
    return json_text(records[0] if len(records) == 1 else {"invoices": records})

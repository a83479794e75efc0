"""``ledgerkit remittance``: what each vendor of a run is told that we paid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledgerkit.books.payables.remittances import remittance_advices
from ledgerkit.cli.documents.send_reminders import LETTER_FORMATS
from ledgerkit.cli.options import books_options, load_books
from ledgerkit.entries.kept_files import DocumentFolder
from ledgerkit.errors import LedgerkitError
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.rendering.as_pdf import pdf_of
from ledgerkit.rendering.reminder import LetterAddress
from ledgerkit.rendering.remittance import render_remittance
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from ledgerkit.api import LedgerBooks
    from ledgerkit.payables.remittance import RemittanceAdvice


@click.command("remittance")
@click.argument("run")
@books_options
@click.option(
    "--output",
    "-o",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the letters to this folder.",
)
@click.option("--vendor", help="This vendor's only: an id, name or alias.")
@click.option(
    "--as",
    "as_",
    type=click.Choice(LETTER_FORMATS),
    default="html",
    show_default=True,
    help="In what format the letters are.",
)
def remittance_command(  # noqa: PLR0913 - each is a choice of the person
    run: str,
    books: Path | None,
    file: Path | None,
    *,
    folder: Path,
    vendor: str | None,
    as_: str,
) -> None:
    """Write to each vendor of payment run RUN which bills are paid, and how much.

    RUN is the run's id, as ledgerkit payment-run wrote it. The letters are in the
    vendors' languages; one that is there already stays as it is.
    """
    loaded = load_books(books, file)
    only = None if vendor is None else loaded.find_party(PartyRole.VENDOR, vendor)
    try:
        advices = [
            advice
            for advice in remittance_advices(loaded, run)
            if only in {None, advice.vendor}
        ]
        pages = [_page(loaded, advice) for advice in advices]
        contents = [pdf_of(page) if as_ == "pdf" else page.encode() for page in pages]
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error
    target, written = DocumentFolder(folder), 0
    for advice, content in zip(advices, contents, strict=True):
        written += target.write(f"{advice.run} {advice.vendor}", f".{as_}", content)
    there = len(advices) - written
    again = f", {there} there already" if there else ""
    click.echo(f"{folder}: {written} written{again}.")


def _page(books: LedgerBooks, advice: RemittanceAdvice) -> str:
    day = advice.day
    address = LetterAddress(
        company=books.directory.as_of(PartyRole.COMPANY, OURSELVES, day),
        client=books.directory.as_of(PartyRole.VENDOR, advice.vendor, day),
        day=day,
        account=None,
    )
    return render_remittance(advice, address, books.desk)

"""Write a payment run: its file to a folder, its payments into the books."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.payables.remittances import remittance_advices
from ledgerkit.cli.documents.options import date_option
from ledgerkit.cli.mail.options import (
    how_posted,
    posting_options,
    send_option,
    writing_of,
)
from ledgerkit.cli.mail.post import Paper, post
from ledgerkit.cli.options import (
    LETTER_FORMAT_HELP,
    ONE_VENDOR_HELP,
    books_options,
    load_for_command,
    write_options,
)
from ledgerkit.cli.write import (
    WriteOptions,
    known_books,
    to_usual_file,
    write_with_files,
)
from ledgerkit.entries.kept_files import DocumentFolder, file_name
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.outgoing import LETTER_FORMATS, outgoing_payments
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.rendering.as_pdf import file_of
from ledgerkit.rendering.reminder import LetterAddress
from ledgerkit.rendering.remittance import render_remittance
from ledgerkit.reports.payables.payment_run import NOTHING_TO_MOVE
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.exporters.sepa_credit_transfer import TransferVersion
    from ledgerkit.exporters.sepa_direct_debit import DebitVersion
    from ledgerkit.ledger.writing.writer import LoadedFiles
    from ledgerkit.payables.credit_transfer import RemittanceAdvice


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFile:
    """Where the payment file goes, and in which version.

    Attributes:
        folder: None where nothing is written.
        version: Of the message.
    """

    folder: Path | None
    version: TransferVersion | DebitVersion


def write_payment_run(
    books: LedgerBooks,
    plan: RunPlan,
    target: PaymentFile,
    *,
    known: LoadedFiles,
    writing: WriteOptions,
) -> None:
    """Write the file and the books, both or neither.

    A file that is there with another content is never overwritten: it may be at the
    bank.

    Raises:
        LedgerkitError: If nothing was written into the books; the message says why.
    """
    if not plan.proposal.payments:
        click.echo(NOTHING_TO_MOVE[plan.side], err=True)
        return
    for note in plan.notes:
        click.echo(visible(note), err=True)
    outgoing = outgoing_payments(
        books, plan, folder=target.folder, version=target.version
    )
    is_written = write_with_files(
        books,
        outgoing.planned.directives,
        known=known,
        writing=writing,
        files=outgoing.files,
    )
    if is_written:
        file = "".join(f", {path}" for path in outgoing.files)
        click.echo(f"{outgoing.planned.done}{file}.")


@click.command("remittance")
@click.argument("run")
@books_options
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the letters to",
)
@click.option("--vendor", help=ONE_VENDOR_HELP)
@click.option(
    "--as",
    "as_",
    type=click.Choice(LETTER_FORMATS),
    default="html",
    show_default=True,
    help=LETTER_FORMAT_HELP,
)
@date_option
@send_option
@posting_options
@write_options
def remittance_command(  # noqa: PLR0913 - each is a choice of the person
    run: str,
    books: Path | None,
    file: Path | None,
    *,
    folder: Path,
    vendor: str | None,
    as_: str,
    send: bool,
    **options: Any,
) -> None:
    """Write a remittance advice to each vendor that payment run RUN paid.

    RUN is the run's id, as ledgerkit payment-run wrote it. Each letter is in
    the vendor's language; one that exists already is left as it is. With --send they
    become e-mails in the outbox, each sent once.
    """
    if (folder is None) is not send:
        raise UsageError("say where the letters go: -o FOLDER, or --send")
    loaded = load_for_command(books, file)
    known = known_books(loaded)
    only = None if vendor is None else loaded.find_party(PartyRole.VENDOR, vendor)
    try:
        advices = [
            advice
            for advice in remittance_advices(loaded, run)
            if only in {None, advice.vendor}
        ]
        pages = [_page(loaded, advice) for advice in advices]
        contents = [file_of(page, as_) for page in pages]
        if folder is None:
            _post_advices(
                loaded, advices, contents, as_=as_, known=known, options=options
            )
            return
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error
    written = 0
    with DocumentFolder(folder, beside=Path(loaded.filename)) as target:
        for advice, content in zip(advices, contents, strict=True):
            written += target.write(f"{advice.run} {advice.vendor}", f".{as_}", content)
    kept = len(advices) - written
    again = f", {kept} there already" if kept else ""
    click.echo(f"{folder}: {written} written{again}.")


def _post_advices(  # noqa: PLR0913 - what to send, and how to write it
    books: LedgerBooks,
    advices: Sequence[RemittanceAdvice],
    contents: Sequence[bytes],
    *,
    as_: str,
    known: LoadedFiles,
    options: dict[str, Any],
) -> None:
    """Send advices as e-mails."""
    how = how_posted(options, options.pop("day"))
    writing = to_usual_file(books, writing_of(options), Side.PAYABLE)
    papers = [
        Paper(
            about=f"{advice.run} {advice.vendor}",
            kind="remittance",
            number=advice.run,
            day=advice.day,
            amount=advice.amount,
            currency=advice.currency,
            role=PartyRole.VENDOR,
            party=advice.vendor,
            name=f"{file_name(f'{advice.run} {advice.vendor}')}.{as_}",
            content=content,
        )
        for advice, content in zip(advices, contents, strict=True)
    ]
    post(books, papers, how, known=known, writing=writing)


def _page(books: LedgerBooks, advice: RemittanceAdvice) -> str:
    day = advice.day
    address = LetterAddress(
        company=books.directory.as_of(PartyRole.COMPANY, OURSELVES, day),
        client=books.directory.as_of(PartyRole.VENDOR, advice.vendor, day),
        day=day,
        account=None,
    )
    return render_remittance(advice, address, books.stationery)

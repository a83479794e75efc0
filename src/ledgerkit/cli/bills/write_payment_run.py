"""A payment run's file into a folder, and its payments into the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ledgerkit.cli.write import WriteOptions, write_with_files
from ledgerkit.entries.bills.payment_run_entries import run_directives, transfer_order
from ledgerkit.entries.kept_files import DocumentFolder, file_name
from ledgerkit.errors import LedgerkitError, WriteRefusedError
from ledgerkit.exporters.sepa_credit_transfer import (
    TransferVersion,
    sepa_credit_transfer,
)
from ledgerkit.money import with_cents
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.ledger.writing.writer import KnownBooks

_SUFFIX = ".xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFile:
    """Where the payment file goes, and in which version.

    Attributes:
        folder: None where nothing is written.
        version: Of the message.
    """

    folder: Path | None
    version: TransferVersion


def write_payment_run(
    books: LedgerBooks,
    plan: RunPlan,
    target: PaymentFile,
    *,
    known: KnownBooks,
    how: WriteOptions,
) -> None:
    """Write the file, and then the books.

    After an interruption the next run has the same id and makes the same file. One
    that is there with another content is never overwritten: it may be at the bank.

    Raises:
        LedgerkitError: If nothing was written into the books; the message says why.
    """
    if not plan.proposal.payments:
        click.echo("Nothing to pay.", err=True)
        return
    for note in plan.notes:
        click.echo(visible(note), err=True)
    order = transfer_order(books, plan)
    content = sepa_credit_transfer(order, target.version) if order else b""
    name = f"{file_name(plan.id)}{_SUFFIX}" if content else ""
    directives = run_directives(books, plan, file=name, content=content)

    made: list[Path] = []

    def write_file() -> None:
        if target.folder is None or not content:
            return
        path = target.folder / name
        if path.is_file() and path.read_bytes() != content:
            raise WriteRefusedError(
                f"{path}: a payment file of this id is there that the books don't"
                " know; delete it if the bank never got it, else write its payments"
                " into the books"
            )
        if DocumentFolder(target.folder).write(plan.id, _SUFFIX, content):
            made.append(path)

    try:
        is_written = write_with_files(
            books, directives, known=known, how=how, before=write_file
        )
    except LedgerkitError:
        # Books that refuse the payments must leave no file that the bank would take.
        for path in made:
            path.unlink(missing_ok=True)
        raise
    if is_written:
        amount = with_cents(plan.proposal.amount, plan.account.currency)
        file = f", {target.folder / name}" if target.folder and content else ""
        click.echo(f"{plan.id}: {amount:f} {plan.account.currency}{file}.")

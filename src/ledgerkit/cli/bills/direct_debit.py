"""``ledgerkit direct-debit``: what to collect, the file and the entries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.bills.payment_run import with_parts
from ledgerkit.cli.bills.write_payment_run import PaymentFile, write_payment_run
from ledgerkit.cli.completion import AccountName
from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_for_command,
    report_options,
    until_option,
    write_options,
)
from ledgerkit.cli.show import say_what_is_missing, show, status_of
from ledgerkit.cli.typed_values import Day, PartText
from ledgerkit.cli.write import WriteOptions, known_books, to_usual_file
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.exporters.sepa_direct_debit import DebitVersion
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.debits.mandate import DebitScheme
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from datetime import date

_VERSIONS = {"08": DebitVersion.V08, "02": DebitVersion.V02}


@click.command("direct-debit")
@books_options
@report_options
@until_option
@currency_option
@click.option(
    "--collect-to",
    "account",
    type=AccountName(),
    required=True,
    help="Account to collect to, by name or the end of it",
)
@click.option("--date", "day", type=Day(), help="Date on which the bank is to collect")
@click.option(
    "--scheme",
    type=click.Choice([scheme.value for scheme in DebitScheme], case_sensitive=False),
    default=DebitScheme.CORE.value,
    show_default=True,
    help="Rulebook of the mandates to collect by; a file has one",
)
@click.option(
    "--skip", multiple=True, metavar="NUMBER", help="Invoice to leave out; repeatable"
)
@click.option(
    "--collect",
    "pay",
    multiple=True,
    type=PartText(needs_amount=True),
    help="Invoice to collect, and how much of it; repeatable",
)
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the payment file to; the payments are booked",
)
@click.option(
    "--version",
    type=click.Choice(list(_VERSIONS)),
    default="08",
    show_default=True,
    help="Version of the file, pain.008.001",
)
@write_options
def direct_debit_command(  # noqa: PLR0913 - each is a choice of the person
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    scheme: str,
    folder: Path | None,
    version: str,
    into: Path | None,
    yes: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Propose what to collect by direct debit, and collect it.

    Clients with a mandate are collected from, one debit for each; their credits are set
    against their invoices. With --write, a SEPA file goes to a folder and what it
    collects into the books, flagged ! until the bank's statement confirms it.
    """
    keys = ("until", "account", "day", "currency", "skip", "pay")
    asked = {key: options.pop(key) for key in keys}
    if folder is None and (yes or into):
        raise UsageError("say where the file goes: --write FOLDER")
    request = RunRequest(
        made_on=as_of,
        side=Side.RECEIVABLE,
        scheme=DebitScheme(scheme.upper()),
        **with_parts(asked, "--collect"),
    )
    loaded = load_for_command(books, file)
    try:
        plan = loaded.direct_debit_plan(request)
        if folder is None and not dry_run:
            say_what_is_missing(loaded)
            show(loaded.payment_run(plan), **options)
            sys.exit(status_of(loaded))
        known = known_books(loaded)
        writing = WriteOptions(into=into, yes=yes, dry_run=dry_run)
        writing = to_usual_file(loaded, writing, Side.RECEIVABLE)
        target = PaymentFile(folder=folder, version=_VERSIONS[version])
        write_payment_run(loaded, plan, target, known=known, writing=writing)
    except LedgerkitError as error:
        # Names and numbers come from the books.
        raise type(error)(visible(str(error))) from error

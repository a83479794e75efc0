"""``ledgerkit reminders``: whom to remind, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_books,
    report_options,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("reminders")
@books_options
@report_options
@currency_option
@click.option("--party", help="This client's only: an id, name or alias.")
def reminders_command(
    books: Path | None,
    file: Path | None,
    *,
    as_of: date,
    currency: str | None,
    party: str | None,
    **options: Any,
) -> None:
    """Show whom to remind of what, and why; and whom not, and why not."""
    loaded = load_books(books, file)
    client = None if party is None else loaded.find_party(PartyRole.CLIENT, party)
    show(loaded.reminders(as_of=as_of, party=client, currency=currency), **options)
    sys.exit(status_of(loaded))

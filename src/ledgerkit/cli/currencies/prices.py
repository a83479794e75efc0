"""``ledgerkit prices``: rates of exchange into the books."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import file_option, write_options
from ledgerkit.cli.typed_values import CurrencyText, Day
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.currencies.prices import (
    PublishedPrices,
    file_of_prices,
    plan_prices,
)
from ledgerkit.errors import UsageError
from ledgerkit.importers.rates.read import read_rate_file

if TYPE_CHECKING:
    from datetime import date


@click.group("prices", cls=Noun)
def prices_command() -> None:
    """Import rates of exchange, as price directives."""


@prices_command.command("import")
@click.argument("rates", metavar="FILE", type=click.Path(path_type=Path))
@file_option
@click.option(
    "--currency",
    "currencies",
    multiple=True,
    type=CurrencyText(),
    help="Currency to import (default: each that the books use)",
)
@click.option(
    "--all", "everything", is_flag=True, help="Import every currency of the file"
)
@click.option(
    "--from",
    "since",
    type=Day(),
    help="First day to import (default: a week before the first transaction)",
)
@write_options
def import_prices_command(
    rates: Path,
    file: Path | None,
    *,
    currencies: tuple[str, ...],
    everything: bool,
    since: date | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Import the ECB's rates from FILE: its CSV or XML, zipped or not.

    What is in the books already is not written again, and stays as it is.
    """
    if currencies and everything:
        raise UsageError("--all goes without --currency")
    published = PublishedPrices(
        quotes=read_rate_file(rates.read_bytes(), str(rates)),
        currencies=currencies,
        everything=everything,
        since=since,
    )
    writer = EntryWriter(None, file)
    into = writing["into"] or file_of_prices(writer.books)
    writer.write(
        partial(plan_prices, published=published),
        WriteOptions(into=into, yes=writing["yes"], dry_run=writing["dry_run"]),
        nothing="Every rate is in the books already; nothing was written.",
    )

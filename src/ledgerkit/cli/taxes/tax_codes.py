"""``ledgerkit tax-codes``: the tax codes of a country, into books that exist."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.taxes.country_codes import CODES_BY_COUNTRY, codes_file
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.taxes.tax_codes import plan_tax_codes

if TYPE_CHECKING:
    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries


@click.command("tax-codes")
@click.argument(
    "country", type=click.Choice(list(CODES_BY_COUNTRY), case_sensitive=False)
)
@books_options
@write_options
def tax_codes_command(
    country: str,
    books: Path | None,
    file: Path | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Write the tax codes of COUNTRY into the books: rates, accounts and the law.

    They go into a file of their own beside the main ledger, which includes it. Accounts
    and codes that the books have already stay as they are.
    """
    country = country.upper()
    writer = EntryWriter(books, file)
    beside = Path(writer.books.filename).parent / codes_file(country)
    options = WriteOptions(
        into=writing["into"] or beside,
        yes=writing["yes"],
        dry_run=writing["dry_run"],
    )

    def plan(books: Books) -> PlannedEntries:
        return plan_tax_codes(books, country)

    writer.write(plan, options, nothing=f"The books have the codes of {country}.")

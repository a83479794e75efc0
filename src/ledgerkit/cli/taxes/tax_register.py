"""``ledgerkit tax-register``: sales, purchases or receipts, as registers of tax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledgerkit.books.taxes.forms import FORM_NAMES
from ledgerkit.cli.options import books_options, output_options
from ledgerkit.cli.report_command import show_report
from ledgerkit.taxes.register import TaxRegister

if TYPE_CHECKING:
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Table


@click.command("tax-register")
@click.argument("register", type=click.Choice([each.value for each in TaxRegister]))
@click.argument("period")
@click.option(
    "--form",
    type=click.Choice(FORM_NAMES),
    help="Form of tax return (default: that of the company's country)",
)
@books_options
@output_options
def tax_register_command(
    register: str,
    period: str,
    form: str | None,
    books: Path | None,
    file: Path | None,
    **output: Any,
) -> None:
    """Show the tax register of PERIOD: each document's base and tax, by code.

    Sales without an invoice, as a till reports them, are receipts: a line for each day.
    What we owe in a vendor's place is in the registers of purchases and of sales. The
    notes prove the register by the return of the same period.
    """

    def make(books: LedgerBooks) -> Table:
        return books.tax_register(register, period, form=form)

    show_report(make, books=books, file=file, **output)

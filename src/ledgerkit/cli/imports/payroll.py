"""``ledgerkit import payroll``: the wages of a month into the journal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.documents.options import date_option, narration_option
from ledgerkit.cli.imports.options import (
    decimal_mark_of,
    decimal_mark_option,
    delimiter_of,
)
from ledgerkit.cli.options import DELIMITER_HELP, file_option, write_options
from ledgerkit.cli.typed_values import CurrencyText
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.bills.payroll import PayrollImport, plan_payroll
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.payroll_table import PAYROLL_BYTES_MAX, payroll_sums
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.cli.write import WriteOptions


@click.command("payroll")
@click.argument("payroll", metavar="FILE", type=click.Path(path_type=Path))
@file_option
@date_option
@click.option("--period", help="Period of the wages (default: the month of --date)")
@click.option(
    "--book",
    "given",
    multiple=True,
    metavar="COLUMN=ACCOUNT",
    help="Column and the account it is booked on, -ACCOUNT for a credit; remembered for"
    " the next file; repeatable",
)
@click.option("--currency", type=CurrencyText(), help="Currency (default: the book's)")
@decimal_mark_option
@click.option("--delimiter", help=DELIMITER_HELP)
@narration_option
@write_options
def import_payroll_command(  # noqa: PLR0913 - click hands over each option
    payroll: Path,
    file: Path | None,
    *,
    day: date,
    period: str | None,
    given: Sequence[str],
    currency: str | None,
    decimal_mark: str | None,
    delimiter: str | None,
    text: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Book the wages of a period from FILE, a payroll program's CSV.

    The sum of each column goes to its account; names of employees stay out of the
    books. Where columns are booked is said once, with --book, and remembered. A period
    is booked once. Shows the change and asks.
    """
    with payroll.open("rb") as source:
        content = source.read(PAYROLL_BYTES_MAX + 1)
    request = PayrollImport(
        day=day,
        period=period or f"{day:%Y-%m}",
        sums=partial(
            payroll_sums,
            content,
            payroll.name,
            decimal_mark=decimal_mark_of(decimal_mark),
            delimiter=delimiter_of(delimiter),
        ),
        given=[_booked(text_) for text_ in given],
        currency=currency,
        text=text,
    )
    writer = EntryWriter(None, file)
    writer.write(partial(plan_payroll, given=request), writing, side=Side.PAYABLE)


def _booked(text: str) -> tuple[str, str]:
    column, sign, account = text.rpartition("=")
    if not sign or not column.strip() or not account.strip("- "):
        raise UsageError(
            f"--book {text!r} is no COLUMN=ACCOUNT; write for instance"
            " 'Gross=Expenses:Wages', or 'Net=-Liabilities:Wages' for a credit"
        )
    return column.strip(), account.strip()

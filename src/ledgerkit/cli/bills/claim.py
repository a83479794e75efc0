"""``ledgerkit claim``: what employees have spent for us."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.cli.bills.bill import approve_command, show_bill_command
from ledgerkit.cli.completion import completed
from ledgerkit.cli.documents.options import date_option, narration_option
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.typed_values import CurrencyText, read_day_typed
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.bills.claims import ClaimDraft, claim_files, plan_claim
from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.line_text import read_line
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.cli.write import WriteOptions

_LINE = "'ACCOUNT; DESCRIPTION; AMOUNT; tax=CODE; bill-to=CLIENT'"
#: A scan is some megabytes; what is larger is no receipt.
_BYTES_MAX = 50_000_000


@click.command("new")
@books_options
@click.option(
    "--employee",
    required=True,
    shell_complete=completed(lambda books: books.vendors),
    help="Employee, a vendor of the books: id, name or alias",
)
@click.option("--number", help="Number (default: the next of its series)")
@date_option
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar=_LINE,
    help="Line of the document, as in ledgerkit invoice new; repeatable",
)
@click.option("--tax", help="Tax code of lines that name none")
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Scan of a receipt, to be kept with the claim; repeatable",
)
@click.option(
    "--currency",
    type=CurrencyText(),
    help="Currency (default: the employee's, or the book's)",
)
@narration_option
@write_options
def new_claim_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    employee: str,
    number: str | None,
    day: date,
    lines: Sequence[str],
    tax: str | None,
    receipts: Sequence[Path],
    currency: str | None,
    text: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Enter an employee's expense claim, with its receipts.

    It is a bill of the employee, with a line for each receipt: approved and paid as any
    other. A line that ends in bill-to=CLIENT, and mark-up=10, is passed on. Shows the
    change and asks.
    """
    writer = EntryWriter(books, file)
    declared = declared_party(writer.books, Side.PAYABLE, employee, day)
    currency = currency or document_currency(writer.books, declared)
    draft = ClaimDraft(
        employee=employee,
        day=day,
        lines=[
            read_line(line, currency=currency, tax=tax, read_date=read_day_typed)
            for line in lines
        ],
        currency=currency,
        number=number,
        text=text,
        receipts={path.name: _content(path) for path in receipts},
    )
    writer.write(
        partial(plan_claim, draft=draft), writing, side=Side.PAYABLE, kept=claim_files
    )


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(_BYTES_MAX + 1)
    if len(content) > _BYTES_MAX:
        raise UsageError(f"{path}: is too large for a receipt; name its scan")
    return content


@click.group("claim", cls=Noun)
def claim_command() -> None:
    """Enter, list, show and approve expense claims."""


claim_command.add_command(new_claim_command)


claim_command.add_command(show_bill_command)


claim_command.add_command(approve_command)


claim_command.add_command(made("list", GROUPED_REPORTS["claim", "list"]))

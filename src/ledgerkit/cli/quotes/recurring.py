"""``ledgerkit quote recur``: what comes again of a quote."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import click

from ledgerkit.cli.completion import completed
from ledgerkit.cli.documents.options import date_option
from ledgerkit.cli.options import books_options, write_options
from ledgerkit.cli.typed_values import Day
from ledgerkit.cli.write import EntryWriter, WriteOptions
from ledgerkit.entries.quotes.recurring import QuoteTemplate, plan_quote_template

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command("recur")
@click.argument(
    "number", shell_complete=completed(lambda books: books.quotes_read.histories)
)
@books_options
@date_option
@click.option("--every", "rule", required=True, help="Rhythm, e.g. monthly")
@click.option(
    "--part",
    "lines",
    multiple=True,
    metavar="LINE",
    help="Line that comes again (default: those not invoiced yet); repeatable",
)
@click.option("--id", "id_", default="", help="Id of the template")
@click.option("--until", type=Day(), help="Last day that is invoiced")
@click.option("--in-arrears", is_flag=True, help="Invoice each period when it is over")
@write_options
def recur_quote_command(  # noqa: PLR0913 - click hands over each option
    number: str,
    books: Path | None,
    file: Path | None,
    *,
    day: date,
    rule: str,
    lines: tuple[str, ...],
    id_: str,
    until: date | None,
    in_arrears: bool,
    **writing: Unpack[WriteOptions],
) -> None:
    """Make a recurring template of accepted quote NUMBER, from --date on.

    Its lines are then invoiced by ledgerkit recur, and no longer left to invoice.
    """
    request = QuoteTemplate(
        quote=number,
        day=day,
        rule=rule,
        lines=lines,
        id=id_,
        until=until,
        in_arrears=in_arrears,
    )
    plan = partial(plan_quote_template, request=request)
    EntryWriter(books, file).write(plan, writing)

"""``ledgerkit order``: what is ordered from vendors, and what came of it."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

import click

from ledgerkit.cli.completion import completed
from ledgerkit.cli.documents.options import date_option, narration_option
from ledgerkit.cli.noun import Noun
from ledgerkit.cli.options import (
    VENDOR_HELP,
    books_options,
    load_for_command,
    report_options,
    write_options,
)
from ledgerkit.cli.report_command import made
from ledgerkit.cli.reports import GROUPED_REPORTS
from ledgerkit.cli.show import say_what_is_missing, show, status_of
from ledgerkit.cli.typed_values import CurrencyText, Day, NumberText
from ledgerkit.cli.write import EntryWriter
from ledgerkit.entries.bills.orders import GoodsCame, NewOrder, plan_goods, plan_order
from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.importers.documents.line_text import read_line
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.cli.write import WriteOptions

_LINE = "'ACCOUNT; DESCRIPTION; QUANTITY UNIT x PRICE; tax=CODE'"


def _orders(books: LedgerBooks) -> Sequence[str]:
    return books.payables_read.orders.records.ids


@click.command("new")
@books_options
@click.option(
    "--vendor",
    required=True,
    shell_complete=completed(lambda books: books.vendors),
    help=VENDOR_HELP,
)
@click.option("--number", help="Number (default: the next of its series)")
@date_option
@click.option("--expected", type=Day(), help="Date on which it is to come")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar=_LINE,
    help="Line of the document, as in ledgerkit invoice new; repeatable",
)
@click.option("--tax", help="Tax code of lines that name none")
@click.option(
    "--currency", type=CurrencyText(), help="Currency (default: the vendor's, or ours)"
)
@narration_option
@write_options
def new_order_command(  # noqa: PLR0913 - click hands over each option
    books: Path | None,
    file: Path | None,
    *,
    vendor: str,
    number: str | None,
    day: date,
    expected: date | None,
    lines: Sequence[str],
    tax: str | None,
    currency: str | None,
    text: str | None,
    **writing: Unpack[WriteOptions],
) -> None:
    """Enter an order to a vendor.

    A line with a quantity and a unit is goods: its bill waits until they came. Shows
    the change and asks.
    """
    writer = EntryWriter(books, file)
    currency = currency or _currency(writer.books, vendor, day)
    new = NewOrder(
        vendor=vendor,
        day=day,
        lines=[read_line(line, currency=currency, tax=tax) for line in lines],
        currency=currency,
        number=number,
        expected=expected,
        text=text,
    )
    writer.write(partial(plan_order, new=new), writing, side=Side.PAYABLE)


def _currency(books: LedgerBooks, vendor: str, day: date) -> str:
    try:
        id_ = books.find_party(PartyRole.VENDOR, vendor)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    own = books.directory.as_of(PartyRole.VENDOR, id_, day).text("currency")
    usual = books.options["operating_currency"]
    if not own and not usual:
        raise UsageError("say the order's currency: --currency EUR")
    return own or str(usual[0])


@click.command("receive")
@click.argument("order", metavar="ORDER", shell_complete=completed(_orders))
@books_options
@click.option(
    "--order-line", "line", help="Line of the order (default: its only one of goods)"
)
@click.option(
    "--quantity",
    type=NumberText(),
    help="Units; negative if they went back (default: all that is to come)",
)
@date_option
@write_options
def receive_order_command(  # noqa: PLR0913 - click hands over each option
    order: str,
    books: Path | None,
    file: Path | None,
    *,
    line: str | None,
    quantity: Decimal | None,
    day: date,
    **writing: Unpack[WriteOptions],
) -> None:
    """Record what came of ORDER, or went back.

    Shows the change and asks.
    """
    came = GoodsCame(order=order, line=line, quantity=quantity, day=day)
    writer = EntryWriter(books, file)
    writer.write(partial(plan_goods, came=came), writing, side=Side.PAYABLE)


@click.command("show")
@click.argument("order", metavar="ORDER", shell_complete=completed(_orders))
@books_options
@report_options
def show_order_command(
    order: str, books: Path | None, file: Path | None, *, as_of: date, **options: Any
) -> None:
    """Show ORDER: what was ordered, came, was billed, and is open, line by line."""
    loaded = load_for_command(books, file)
    try:
        table = loaded.orders(as_of=as_of, order=order)
    except LedgerkitError as error:
        raise type(error)(visible(str(error))) from error
    say_what_is_missing(loaded)
    show(table, **options)
    sys.exit(status_of(loaded))


@click.group("order", cls=Noun)
def order_command() -> None:
    """Enter and show orders to vendors, and record what came."""


order_command.add_command(new_order_command)


order_command.add_command(receive_order_command)


order_command.add_command(show_order_command)


order_command.add_command(made("list", GROUPED_REPORTS["order", "list"]))

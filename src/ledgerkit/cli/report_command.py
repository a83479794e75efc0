"""The commands that show one report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ledgerkit.cli.options import (
    books_options,
    currency_option,
    load_for_command,
    manager_id,
    manager_option,
    report_options,
    side_option,
)
from ledgerkit.cli.show import show, status_of
from ledgerkit.errors import UsageError
from ledgerkit.open_items.ageing import AgingBasis, Buckets
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.table import Table


def show_report(make: Callable[[LedgerBooks], Table], **options: Any) -> None:
    """Load the books, make a report of them, show it, and exit."""
    books = load_for_command(options.pop("books"), options.pop("file"))
    table = make(books)
    show(table, **options)
    sys.exit(status_of(books))


@click.command("aging")
@books_options
@report_options
@side_option
@currency_option
@click.option(
    "--by",
    type=click.Choice([basis.value for basis in AgingBasis]),
    help="Count days from the due or the document date; else as the book sets.",
)
@click.option("--buckets", help='Last day of each bucket, e.g. "30 60 90".')
def aging_command(
    as_of: date,
    side: str,
    currency: str | None,
    by: str | None,
    buckets: str | None,
    **options: Any,
) -> None:
    """Show what each party owes, by how late it is."""
    limits = _buckets(buckets)
    show_report(
        lambda books: books.aging(
            as_of=as_of,
            side=Side(side),
            currency=currency,
            basis=AgingBasis(by) if by else None,
            buckets=limits,
        ),
        **options,
    )


def _buckets(text: str | None) -> Buckets | None:
    if text is None:
        return None
    try:
        return Buckets(tuple(int(word) for word in text.replace(",", " ").split()))
    except ValueError:
        raise UsageError(
            f'--buckets {text!r} are no rising days; write for instance "30 60 90"'
        ) from None


@click.command("open-items")
@books_options
@report_options
@side_option
@currency_option
@click.option("--party", help="Show this party's only: an id, name or alias.")
@click.option("--parts", is_flag=True, help="Show each instalment still open.")
def open_items_command(
    as_of: date,
    *,
    side: str,
    currency: str | None,
    party: str | None,
    parts: bool,
    **options: Any,
) -> None:
    """Show every document still open, and payments on account."""
    chosen = Side(side)
    show_report(
        lambda books: books.open_items(
            as_of=as_of,
            side=chosen,
            currency=currency,
            party=party_id(books, chosen, party),
            by_part=parts,
        ),
        **options,
    )


@click.command("documents")
@books_options
@report_options
@side_option
@currency_option
@click.option("--party", help="Show this party's only: an id, name or alias.")
def documents_command(
    as_of: date, side: str, currency: str | None, party: str | None, **options: Any
) -> None:
    """Show every invoice or bill, with where it stands."""
    chosen = Side(side)
    show_report(
        lambda books: books.documents(
            as_of=as_of,
            side=chosen,
            currency=currency,
            party=party_id(books, chosen, party),
        ),
        **options,
    )


@click.command("due")
@click.argument("number")
@books_options
@report_options
@side_option
def due_command(number: str, as_of: date, side: str, **options: Any) -> None:
    """Show when and why the document NUMBER is due, part by part."""
    show_report(
        lambda books: books.due(number, as_of=as_of, side=Side(side)),
        **options,
    )


@click.command("discounts")
@books_options
@report_options
@side_option
@currency_option
@click.option("--party", help="Show this party's only: an id, name or alias.")
def discounts_command(
    as_of: date, side: str, currency: str | None, party: str | None, **options: Any
) -> None:
    """Show which early-payment discounts were offered, earned and taken."""
    chosen = Side(side)
    show_report(
        lambda books: books.discounts(
            as_of=as_of,
            side=chosen,
            currency=currency,
            party=party_id(books, chosen, party),
        ),
        **options,
    )


def party_id(books: LedgerBooks, side: Side, name: str | None) -> str | None:
    """The id of the party that an option names, if it names one."""
    return None if name is None else books.find_party(side.party_role, name)


@click.command("card")
@click.argument("party")
@books_options
@report_options
@click.option(
    "--side",
    type=click.Choice([side.value for side in Side]),
    help="As a client or as a vendor only; else both.",
)
def card_command(party: str, as_of: date, side: str | None, **options: Any) -> None:
    """Show every document and settlement of PARTY, with a running balance.

    PARTY is an id, a name or an alias.
    """
    chosen = Side(side) if side else None
    show_report(lambda books: books.card(party, as_of=as_of, side=chosen), **options)


@click.command("clients")
@books_options
@report_options
@manager_option
@click.option("--tag", help="Only clients with this word among their tags.")
@click.option("--status", help="Only clients with this status, e.g. lead or lost.")
@click.option(
    "--rfm",
    help="Only clients whose scores begin so, e.g. 55: see ledgerkit rfm --grid.",
)
@click.option("--roll-up", is_flag=True, help="Subsidiaries count as their parent's.")
def clients_command(  # noqa: PLR0913 - each is an option of its own
    as_of: date,
    *,
    manager: str | None,
    tag: str | None,
    status: str | None,
    rfm: str | None,
    roll_up: bool,
    **options: Any,
) -> None:
    """Show every client: what it owes, what it brings in, and its health."""
    show_report(
        lambda books: books.client_list(
            as_of=as_of,
            manager=manager_id(books, manager, as_of),
            tag=tag,
            status=status,
            rfm=rfm,
            roll_up=roll_up,
        ),
        **options,
    )


@click.command("vendors")
@books_options
@report_options
def vendors_command(as_of: date, **options: Any) -> None:
    """Show every vendor, and what we owe it."""
    show_report(lambda books: books.vendor_balances(as_of=as_of), **options)


@click.command("cash")
@books_options
@report_options
@currency_option
@click.option(
    "--counts",
    "shown",
    flag_value="counts",
    help="Show counts of cash beside the books instead.",
)
@click.option(
    "--breaches",
    "shown",
    flag_value="breaches",
    help="Show when accounts held less than they should instead.",
)
def cash_command(
    as_of: date, currency: str | None, shown: str | None, **options: Any
) -> None:
    """Show each bank, cash, card and clearing account, and what lies in it."""

    def report(books: LedgerBooks) -> Table:
        makers = {"counts": books.cash_counts, "breaches": books.cash_breaches}
        return makers.get(shown or "", books.cash)(as_of=as_of, currency=currency)

    show_report(report, **options)


@click.command("recurring")
@books_options
@report_options
def recurring_command(as_of: date, **options: Any) -> None:
    """Show each template of recurring invoices: the next one, and what is missing."""
    show_report(lambda books: books.recurring_invoices(as_of=as_of), **options)


@click.command("numbers")
@books_options
@report_options
def numbers_command(as_of: date, **options: Any) -> None:
    """Show each series of invoice and credit note numbers, and what is missing."""
    show_report(lambda books: books.numbers(as_of=as_of), **options)


@click.command("cash-conversion")
@books_options
@report_options
def cash_conversion_command(as_of: date, **options: Any) -> None:
    """Show how long money spent on goods takes to come back: DIO + DSO - DPO."""
    show_report(lambda books: books.cash_conversion(as_of=as_of), **options)

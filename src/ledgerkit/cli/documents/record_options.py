"""The options of commands that put one thing on record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from ledgerkit.cli.options import Day, find_books, load_books
from ledgerkit.money import parse_amount
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.api import LedgerBooks

F = TypeVar("F", bound="Callable[..., Any]")


def date_option(what: str) -> Callable[[F], F]:
    """``--date``, today if it isn't given."""
    return click.option(
        "--date", "day", type=Day(), default="today", show_default=True, help=what
    )


class GivenAmount(NamedTuple):
    """An amount as a person gave it."""

    number: Decimal
    currency: str | None


class AmountText(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """An amount with a decimal point, and perhaps a currency: ``700.00 USD``."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> GivenAmount:
        """Read it, or say what an amount looks like."""
        if isinstance(value, GivenAmount):
            return value
        number, _space, currency = str(value).strip().partition(" ")
        try:
            amount = parse_amount(number, decimal_mark=".")
        except ValueError:
            self.fail(f"{value!r} is no amount; write it as 700.00", param, ctx)
        return GivenAmount(amount, currency.strip().upper() or None)


def completed(
    offered: Callable[[LedgerBooks], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], Sequence[str]]:
    """Completion by the shell, from the books that the command line names.

    Whoever presses the tab key wants no message: books that can't be read offer
    nothing.
    """

    def complete(
        context: click.Context, _parameter: click.Parameter, begun: str
    ) -> Sequence[str]:
        from ledgerkit.errors import LedgerkitError  # noqa: PLC0415

        try:
            books = load_books(
                find_books(context.params.get("books"), context.params.get("file")),
                None,
            )
        except (LedgerkitError, OSError):
            return []
        wanted = begun.casefold()
        return [word for word in offered(books) if wanted in word.casefold()]

    return complete


def open_numbers(books: LedgerBooks) -> Sequence[str]:
    """The numbers of what is open to us."""
    return _open_numbers(books, Side.RECEIVABLE)


def open_bills(books: LedgerBooks) -> Sequence[str]:
    """The numbers of what we owe."""
    return _open_numbers(books, Side.PAYABLE)


def _open_numbers(books: LedgerBooks, side: Side) -> Sequence[str]:
    documents = books.subledger(side, date.max).open_documents
    return [document.number for document in documents if document.number]

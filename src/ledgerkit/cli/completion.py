"""What the shell offers for a word that is begun, from the books it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ledgerkit.cli.options import load_for_command
from ledgerkit.cli.which_books import find_books
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledgerkit.api import LedgerBooks


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
            books = load_for_command(
                find_books(context.params.get("books"), context.params.get("file")),
                None,
            )
        except (LedgerkitError, OSError):
            return []
        wanted = begun.casefold()
        return [word for word in offered(books) if wanted in word.casefold()]

    return complete


def open_numbers(books: LedgerBooks) -> Sequence[str]:
    """The numbers of open invoices."""
    return _open_numbers(books, Side.RECEIVABLE)


def open_bills(books: LedgerBooks) -> Sequence[str]:
    """The numbers of open bills."""
    return _open_numbers(books, Side.PAYABLE)


def _open_numbers(books: LedgerBooks, side: Side) -> Sequence[str]:
    documents = books.subledger(side, date.max).open_documents
    return [document.number for document in documents if document.number]


class AccountName(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """An account by its name or the end of it; the tab key offers those opened."""

    name = "account"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The accounts that hold what is typed so far."""
        offered = completed(lambda books: books.opened_accounts.names)
        return [CompletionItem(name) for name in offered(ctx, param, incomplete)]

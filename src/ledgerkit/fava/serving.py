"""Fava's application with our pages, for this computer only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fava.application import create_app
from fava.util.date import local_today

from ledgerkit.errors import UnreadableBooksError
from ledgerkit.fava import (
    BankAndCash,
    Clients,
    Overview,
    Payables,
    Periods,
    Receivables,
    Record,
    Statements,
    Tax,
)
from ledgerkit.fava.escaping import escape_everything
from ledgerkit.fava.guarding import guard
from ledgerkit.fava.ledger import DAY_KEY
from ledgerkit.fava.loading import CarefulLoading
from ledgerkit.fava.searching import bound_searches
from ledgerkit.fava.writing import write_safely

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from fava.core import FavaLedger
    from flask import Flask


#: In the order of the menu.
OUR_PAGES = (
    Overview,
    Record,
    Receivables,
    Payables,
    BankAndCash,
    Clients,
    Statements,
    Tax,
    Periods,
)
#: Books to which nothing is posted for so long have ended, or are a sample.
_LONG = timedelta(days=60)


def build_app(path: Path, *, token: str, read_only: bool = False) -> Flask:
    """Load a ledger into Fava, with our pages even if it doesn't name them.

    Args:
        path: The main ledger file.
        token: The secret that every request must show: see `guard`.
        read_only: Whether Fava must refuse to change it.

    Raises:
        UnreadableBooksError: If there is no such file to read.
        UntrustedBooksError: If it would run code of a folder that nobody has trusted.
    """
    _check_readable(path)
    loading = CarefulLoading()
    loading.begin()
    app = create_app([path.resolve()], load=True, read_only=read_only)
    loading.is_serving = True
    for ledger in app.config["LEDGERS"].ledgers:
        _add_pages(ledger)
        write_safely(ledger)
    escape_everything(app)
    bound_searches()
    guard(app, token)
    return app


def take_for_today(app: Flask, day: date | None) -> date | None:
    """Show the books as at a day, and not as at today.

    Args:
        app: What serves the books.
        day: The day; None for today, or the last day of books that ended long ago.

    Returns:
        The day that was taken; None for today, whichever day that will be.
    """
    taken = day or _end_of_old_books(app.config["LEDGERS"].ledgers)
    # Whoever asks for today means tomorrow's, too, if it still runs then.
    app.config[DAY_KEY] = taken = None if taken == local_today() else taken
    return taken


def _end_of_old_books(ledgers: Sequence[FavaLedger]) -> date | None:
    """The last day of books to which nothing was posted for long; None if not so."""
    now = local_today()
    days = [
        transaction.date
        for ledger in ledgers
        for transaction in ledger.all_entries_by_type.Transaction[-1:]
    ]
    last = max(days, default=now)
    return last if now - last > _LONG else None


def _check_readable(path: Path) -> None:
    """Check the file; Fava would start all the same, with empty books."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableBooksError(f"{path}: {error.strerror}") from None


def _add_pages(ledger: FavaLedger) -> None:
    """Do what a ``fava-extension`` directive would, if the ledger has none.

    Fava creates each extension once and keeps it when it reloads the ledger, even if
    the directive is added or removed meanwhile. So it is enough to create ours once,
    and to record that. The ledger's directives stay as they are: a made-up one would
    show in the journal.
    """
    extensions = ledger.extensions
    for page in OUR_PAGES:
        if extensions.get_extension(page.__qualname__) is None:
            extensions._loaded_extensions.add(page)  # noqa: SLF001
            extensions._instances[page.__qualname__] = page(ledger)  # noqa: SLF001
    overview = extensions.get_extension(Overview.__qualname__)
    assert isinstance(overview, Overview)
    overview.opens_first = True
    overview.after_load_file()

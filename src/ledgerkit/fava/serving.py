"""Fava's application with our pages, for this computer only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fava.application import create_app

from ledgerkit.errors import UnreadableBooksError
from ledgerkit.fava import (
    BankAndCash,
    Clients,
    Payables,
    Periods,
    Receivables,
    Statements,
)
from ledgerkit.fava.escaping import escape_everything
from ledgerkit.fava.guarding import guard
from ledgerkit.fava.loading import CarefulLoading
from ledgerkit.fava.searching import bound_searches
from ledgerkit.fava.writing import write_safely

if TYPE_CHECKING:
    from pathlib import Path

    from fava.core import FavaLedger
    from flask import Flask


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
    for page in (Payables, Receivables, BankAndCash, Clients, Statements, Periods):
        if extensions.get_extension(page.__qualname__) is None:
            extensions._loaded_extensions.add(page)  # noqa: SLF001
            extensions._instances[page.__qualname__] = page(ledger)  # noqa: SLF001

"""The option ``--manager``: whose clients, by id or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledgerkit.books.clients.ids import id_named
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.api import LedgerBooks

manager_option = click.option("--manager", help="Only this manager's: the id or name.")


def manager_id(books: LedgerBooks, name: str | None, as_of: date) -> str | None:
    """The manager that the option names; clients may name one nobody declared.

    Raises:
        UsageError: If there is no such manager, with the nearest.
    """
    if name is None:
        return None
    known = {
        books.client_reading.manager_on(client, as_of)
        for client in books.directory.ids(PartyRole.CLIENT)
    }
    return name if name in known else id_named(books, On.MANAGER, name)

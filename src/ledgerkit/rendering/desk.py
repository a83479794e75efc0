"""The desk that documents are written at: templates compiled, logos at hand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.errors import StationeryError
from ledgerkit.rendering.document_pages import DocumentPages
from ledgerkit.rendering.logo import logo_address

if TYPE_CHECKING:
    from ledgerkit.books.stationery import Stationery
    from ledgerkit.parties.party import Party


class Desk:
    """Everything that documents of one set of books have in common.

    Attributes:
        pages: Renders templates, the user's own first.
    """

    def __init__(self, stationery: Stationery) -> None:
        """Take what lies beside the books.

        Raises:
            StationeryError: If a user's template can't be read.
        """
        self.pages = DocumentPages(stationery.templates)
        self._stationery = stationery
        self._logo = lru_cache(maxsize=16)(self._read_logo)

    def logo_of(self, company: Party) -> str:
        """Our logo as a ``data:`` address; empty if the record names none.

        Raises:
            StationeryError: If it can't be used, with the line of the record.
        """
        name = company.text("logo")
        if not name:
            return ""
        try:
            return self._logo(name)
        except StationeryError as error:
            raise StationeryError(f"{company.place}: {error}") from None

    def _read_logo(self, name: str) -> str:
        return logo_address(name, self._stationery.logo(name))

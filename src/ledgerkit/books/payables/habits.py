"""How a vendor's earlier bills were booked: by description, on which accounts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.invoices.invoice import Invoice, InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode

_WORD = re.compile(r"[^\W\d_]{2,}")


class BillHabits:
    """The accounts of one vendor's bills, up to a day.

    Postings to a suspense account are ignored, and if the same words were booked in two
    ways the later one applies: somebody has changed it.
    """

    def __init__(self, books: Books, vendor: str, day: date) -> None:
        """Read the vendor's bills up to a day."""
        self._by_words: dict[frozenset[str], str] = {}
        self._codes: Counter[str] = Counter()
        self._accounts: set[str] = set()
        self._default = books.directory.as_of(
            Side.PAYABLE.party_role, vendor, day
        ).text("expense-account")
        for invoice in _bills_of(books, vendor):
            for line in invoice.lines:
                role = books.chart.role(line.account)
                if role is None or role.role is not Role.SUSPENSE:
                    self._learn(line)

    def _learn(self, line: InvoiceLine) -> None:
        self._by_words[telling_words(line.description)] = line.account
        self._accounts.add(line.account)
        if line.tax is not None:
            self._codes[line.tax.id] += 1

    def account(self, description: str) -> str | None:
        """The account for a line with this description; None if not known.

        That of an earlier line with the same words, ignoring numbers; else the only
        account ever used for the vendor's bills; else the vendor's own.
        """
        words = telling_words(description)
        if words and words in self._by_words:
            return self._by_words[words]
        if len(self._accounts) == 1:
            return next(iter(self._accounts))
        return self._default or None

    def usual_code(self, codes: Iterable[TaxCode]) -> TaxCode | None:
        """The one code used, of several that match; None if none or several are."""
        used_codes = [code for code in codes if self._codes[code.id]]
        return used_codes[0] if len(used_codes) == 1 else None


def telling_words(description: str) -> frozenset[str]:
    """The distinctive words: no numbers, no single letters.

    >>> sorted(telling_words("Hosting 2026-03, 1 x server"))
    ['hosting', 'server']
    """
    return frozenset(_WORD.findall(description.casefold()))


def _bills_of(books: Books, vendor: str) -> Sequence[Invoice]:
    """The vendor's bills in full, the earliest first."""
    invoices = []
    for item in books.payables_read.items_by_vendor.get(vendor, ()):
        try:
            invoices.append(books.read_invoice(item.finish()))
        except UsageError:
            continue  # Opening balances have no lines to learn from.
    return sorted(invoices, key=lambda invoice: (invoice.issued, invoice.place))

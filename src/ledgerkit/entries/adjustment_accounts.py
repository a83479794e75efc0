"""The accounts for discounts and other adjustments of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.account_use import AccountUse
from ledgerkit.entries.directives import AdjustmentPart
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.chart_of_accounts import Role
    from ledgerkit.invoices.early_payment import TaxedAmount
    from ledgerkit.open_items.document import Document


class AdjustmentAccounts:
    """The accounts of a book that can take an adjustment on a day."""

    def __init__(self, books: Books, day: date) -> None:
        """Look for accounts open on this day."""
        self._books = books
        self._day = day
        self.opened = books.opened_accounts

    def find(self, role: Role, currency: str) -> str | None:
        """The first account that states a role and takes a currency; None if none."""
        stated = self._books.chart.stated_accounts(role)
        return next((a for a in stated if self._takes(a, currency)), None)

    def _takes(self, account: str, currency: str) -> bool:
        use = AccountUse(
            account=account,
            first=self._day,
            last=self._day,
            currencies=frozenset({currency}),
        )
        try:
            self.opened.check(use)
        except UsageError:
            return False
        return True

    def parts(
        self,
        document: Document,
        account: str,
        amount: Decimal,
        amounts: Iterable[TaxedAmount],
    ) -> Iterator[AdjustmentPart]:
        """An amount on an account, less its tax on the document's tax accounts.

        Args:
            document: The document to be reduced.
            account: The account for the amount without tax.
            amount: The total.
            amounts: The amount by rate of tax.
        """
        taxes = []
        for part in amounts:
            tax_account = self._books.source.invoices.tax_account(document, part.code)
            if part.tax and tax_account is not None:
                taxes.append(AdjustmentPart(tax_account, part.tax, part.code or None))
        tax = sum((part.amount for part in taxes), ZERO)
        yield AdjustmentPart(account, amount - tax)
        yield from taxes

"""The reports on bank and cash accounts, as methods of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.books import Books
from ledgerkit.entries.bank.import_statements import CERTAIN
from ledgerkit.entries.bank.prepare import prepare_bank_import
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.reports.bank import cash, cash_counts, forecast, forecast_back_test
from ledgerkit.reports.bank import proposals as bank_import
from ledgerkit.reports.bank import reconciliation as bank_reconciliation
from ledgerkit.reports.bank import transit as bank_transit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.reconciliation.reconcile import Reconciliation
    from ledgerkit.entries.bank.prepared import BankFile, PreparedImport
    from ledgerkit.table import Table


class BankReports(Books):
    """Books that answer what is asked of bank and cash accounts."""

    @garbage_collection_off()
    def cash(self, *, as_of: date, currency: str | None = None) -> Table:
        """Each bank, cash, card and clearing account with its balance."""
        return cash.cash(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def cash_counts(self, *, as_of: date, currency: str | None = None) -> Table:
        """Each count of cash beside what the books have."""
        return cash_counts.cash_counts(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def cash_breaches(self, *, as_of: date, currency: str | None = None) -> Table:
        """Each time that an account held less than it should."""
        return cash_counts.cash_breaches(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def prepare_bank_import(
        self, files: Iterable[BankFile], *, account: str | None = None
    ) -> PreparedImport:
        """What bank files bring, and what each new line is proposed to be.

        Nothing is written: see `plan_bank_import` for what comes of it.

        Args:
            files: What was read of them.
            account: Of which account files are that name none that is known.

        Raises:
            UsageError: If it can't be told of which account or currency a file is.
        """
        return prepare_bank_import(self, files, account=account)

    def bank_import(
        self, prepared: PreparedImport, *, as_of: date, above: Decimal = CERTAIN
    ) -> Table:
        """The new lines of bank files, each with a proposal, how sure, and why."""
        return bank_import.bank_import(prepared, as_of=as_of, above=above)

    def reconciliation(self, found: Reconciliation) -> Table:
        """A statement beside the books; see ``statements_read``, which reconciles."""
        return bank_reconciliation.bank_reconciliation(
            found, stale_after=int(self.settings.stale_after)
        )

    @garbage_collection_off()
    def bank_transit(self, *, as_of: date, currency: str | None = None) -> Table:
        """What is under way between our accounts."""
        return bank_transit.bank_transit(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def forecast(self, *, as_of: date, **choices: Any) -> Table:
        """What will lie in the accounts, week by week, and how sure that is.

        Choices: weeks, by, currency, scenario; see `ForecastChoices`.
        """
        chosen = forecast.ForecastChoices(**choices)
        return forecast.forecast(self, as_of=as_of, choices=chosen)

    @garbage_collection_off()
    def forecast_items(self, *, as_of: date, **choices: Any) -> Table:
        """Each amount that the forecast counts on, and why. Choices: the same."""
        chosen = forecast.ForecastChoices(**choices)
        return forecast.forecast_items(self, as_of=as_of, choices=chosen)

    @garbage_collection_off()
    def forecast_back_test(
        self, *, as_of: date, months: int = 12, currency: str | None = None
    ) -> Table:
        """How far off forecasts of the last months would have been."""
        return forecast_back_test.forecast_back_test(
            self, as_of=as_of, months=months, currency=currency
        )

"""The reports on payables, as methods of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.books import Books
from ledgerkit.entries.bills.payment_run import RunPlan, RunRequest, plan_payment_run
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.reports.payables import (
    approvals,
    cash_conversion,
    cash_required,
    form_1099,
    payment_run,
    spend,
    vendor_statement,
    withholding,
)
from ledgerkit.reports.payables import payment_run as payment_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.payables.vendor_statement import ListedLine
    from ledgerkit.table import Table


class PayableReports(Books):
    """Books that answer what is asked of bills and vendors."""

    @garbage_collection_off()
    def approvals(self, *, as_of: date, **choices: Any) -> Table:
        """Bills that may not be paid yet. Choices: party, currency, everything."""
        return approvals.approvals(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def cash_required(self, *, as_of: date, currency: str | None = None) -> Table:
        """What bills ask for week by week, with and without their discounts."""
        return cash_required.cash_required(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def cash_conversion(self, *, as_of: date, months: int = 12) -> Table:
        """Days in stock, until clients pay and until we pay, by month end."""
        return cash_conversion.cash_conversion(self, as_of=as_of, months=months)

    @garbage_collection_off()
    def payment_run_plan(self, request: RunRequest) -> RunPlan:
        """What a payment run would pay: ``ledgerkit.entries.bills.payment_run``.

        Raises:
            UsageError: If the account, a bill or a day asked for can't be.
        """
        return plan_payment_run(self, request)

    def payment_run(self, plan: RunPlan) -> Table:
        """A planned run: each open bill, what is paid of it, and why or why not."""
        return payment_run.payment_run(self, plan)

    def payment_plan(self, plan: RunPlan) -> Table:
        """The same as a file to edit; ``importers.documents.payment_plan`` reads it."""
        return payment_plan.payment_plan(self, plan)

    @garbage_collection_off()
    def vendor_statement(
        self, vendor: str, lines: Sequence[ListedLine], *, as_of: date
    ) -> Table:
        """A vendor's statement beside what our books say, and why they differ."""
        return vendor_statement.vendor_statement(self, vendor, lines, as_of=as_of)

    @garbage_collection_off()
    def withholding(self, *, since: date, as_of: date, **choices: Any) -> Table:
        """Tax withheld on payments of a period. Choices: by, party."""
        return withholding.withholding(self, since=since, as_of=as_of, **choices)

    @garbage_collection_off()
    def spend(self, *, since: date, as_of: date, **choices: Any) -> Table:
        """Purchases of a period, the largest first. Choices: by, currency."""
        return spend.spend(self, since=since, as_of=as_of, **choices)

    @garbage_collection_off()
    def form_1099(self, year: int) -> Table:
        """What vendors with a box of form 1099 were paid in a year."""
        return form_1099.form_1099(self, year)

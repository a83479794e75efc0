"""The reports on receivables beyond what is open, as methods of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.books import Books
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.open_items.side import Side
from ledgerkit.reports.documents import invoice as invoice_lines
from ledgerkit.reports.documents import numbers
from ledgerkit.reports.receivables import (
    allowance,
    collection,
    credit_limits,
    deferred,
    recurring,
    reminders,
    statement,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.receivables.collection.statement import ClientStatement
    from ledgerkit.table import Table


class ReceivableReports(Books):
    """Books that answer what is asked of invoices and of being paid."""

    @garbage_collection_off()
    def allowance(self, *, as_of: date, **choices: Any) -> Table:
        """What of the receivables is doubtful. Choices: rates, currency."""
        return allowance.allowance(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def collection(self, *, as_of: date, **choices: Any) -> Table:
        """How fast clients pay, or we do. Choices: side, months, party, currency."""
        return collection.collection(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def credit_limits(self, *, as_of: date, **choices: Any) -> Table:
        """What clients owe against what they may owe. Choices: party, currency."""
        return credit_limits.credit_limits(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def numbers(self, *, as_of: date) -> Table:
        """The series of our document numbers, and what is missing in them."""
        return numbers.numbers(self, as_of=as_of)

    @garbage_collection_off()
    def recurring_invoices(self, *, as_of: date) -> Table:
        """Each template with its next invoice, and how many are missing."""
        return recurring.recurring(self, as_of=as_of)

    @garbage_collection_off()
    def deferred(self, *, as_of: date, currency: str | None = None) -> Table:
        """Each deferred line: recognised, remaining, and when the rest is income."""
        return deferred.deferred(self, as_of=as_of, currency=currency)

    @garbage_collection_off()
    def deferred_roll_forward(
        self, *, since: date, as_of: date, currency: str | None = None
    ) -> Table:
        """How each deferred account moved, beside its balance in the ledger."""
        return deferred.deferred_roll_forward(
            self, since=since, as_of=as_of, currency=currency
        )

    @garbage_collection_off()
    def reminders(self, *, as_of: date, **choices: Any) -> Table:
        """Whom to remind on a day, and why. Choices: party, currency."""
        return reminders.reminders(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def invoice_lines(self, number: str, *, side: Side = Side.RECEIVABLE) -> Table:
        """What an invoice or bill says, line by line, down to what is to be paid."""
        return invoice_lines.invoice_lines(self, number, side=side)

    @garbage_collection_off()
    def statement(self, client: str, *, as_of: date, **choices: Any) -> Table:
        """A client's statement of account. Choices: kind, since, currency."""
        return statement.statement(self, client, as_of=as_of, **choices)

    def statements_of(
        self, client: str, *, as_of: date, **choices: Any
    ) -> Sequence[ClientStatement]:
        """The values behind it, one for each currency. Choices: kind, since."""
        return statement.statements_of(self, client, as_of=as_of, **choices)

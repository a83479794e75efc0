"""A book's bills beyond the amounts owed: files, approval, duplicates."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.documents.filed import FiledDocuments
from ledgerkit.books.payables.approvals import ApprovalReading
from ledgerkit.books.payables.bills import of_one_number, read_bills
from ledgerkit.books.payables.check_bills import check_bills, unmapped_lines
from ledgerkit.books.payables.claims import Claims
from ledgerkit.books.payables.payment_runs import PaymentRuns, read_payment_runs
from ledgerkit.books.payables.payroll import PayrollColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive, Transaction

    from ledgerkit.books.payables.order_matching import OrderReading
    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.payables.duplicates import BillFacts


class PayableReading:
    """A book's bills.

    Attributes:
        files: The files named in it, by document.
        approvals: The approval rules, and the approvals given.
    """

    def __init__(
        self,
        reading: Reading,
        directives: Sequence[Directive],
        payables: Subledger,
        transaction_of: Callable[[ControlPosting], Transaction],
        orders: Callable[[], OrderReading],
    ) -> None:
        """Read a book.

        Args:
            reading: The reading so far.
            directives: All its directives.
            payables: Everything owed to vendors, whatever the day.
            transaction_of: Finds the transaction of a posting.
            orders: Reads the orders, on request.
        """
        self._reading = reading
        self._directives = directives
        self._payables = payables
        self._transaction_of = transaction_of
        self.files = FiledDocuments(directives)
        self.approvals = ApprovalReading(
            reading.customs, reading.settings, self.files, transaction_of, orders
        )
        self._orders = orders

    @cached_property
    def bills(self) -> Sequence[BillFacts]:
        """Every bill as it is compared with others, to find duplicates."""
        return read_bills(
            self._payables.items,
            self._reading.directory,
            self.files,
            self._reading.marked,
        )

    def _certain_candidates(self) -> Sequence[BillFacts]:
        """The bills whose vendor has another one of the same number."""
        return read_bills(
            of_one_number(self._payables.items),
            self._reading.directory,
            self.files,
            self._reading.marked,
        )

    @cached_property
    def items_by_vendor(self) -> Mapping[str, Sequence[SubledgerItem]]:
        """Each vendor's bills and credits."""
        by_vendor: dict[str, list[SubledgerItem]] = {}
        for item in self._payables.items:
            by_vendor.setdefault(item.party, []).append(item)
        return by_vendor

    @cached_property
    def payment_runs(self) -> PaymentRuns:
        """The payment runs recorded in the book."""
        return read_payment_runs([*self._reading.customs, *self._reading.marked])

    @cached_property
    def claims(self) -> Claims:
        """The employees' expense claims."""
        return Claims(self._reading.customs, self._reading.directory)

    @cached_property
    def payroll(self) -> PayrollColumns:
        """Where payroll files are booked, and which periods are."""
        return PayrollColumns(self._reading.customs, self._reading.marked)

    @property
    def orders(self) -> OrderReading:
        """The orders to vendors, and the bills held against them."""
        return self._orders()

    def findings(self, *, advice: bool) -> Iterator[Finding]:
        """Findings on any of it.

        Args:
            advice: Whether to include findings that affect no figure.
        """
        yield from self.approvals.findings()
        yield from self.payment_runs.findings
        # Only certain duplicates affect a figure; to find them, few bills are read.
        yield from check_bills(
            self.bills if advice else self._certain_candidates(),
            self._payables,
            self._transaction_of,
        )
        yield from self.claims.findings
        yield from self.payroll.findings
        yield from self.claims.without_a_bill(self._payables)
        orders = self._orders()
        yield from orders.findings(self.approvals.is_approved, advice=advice)
        yield from unmapped_lines(self._directives, self._reading.chart)
        if advice:
            yield from self.approvals.paid_unapproved(self._payables)

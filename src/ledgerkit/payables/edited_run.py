"""An edited payment run: exactly what its rows say, or nothing.

A row that can't be paid stops the whole run, and the message says why; otherwise a
vendor would be the first to notice that the run paid less than planned.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.payables.proposal import (
    Action,
    PaymentOrder,
    PaymentProposal,
    ProposedLine,
    ProposedPayment,
)
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.proposal import BillToPay, VendorToPay


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A row of an edited plan with something to pay.

    Attributes:
        line: Where it stands in the file.
        vendor: Id of the vendor.
        number: The number of the bill or vendor credit.
        pay: The amount to pay, negative for a credit set off against bills; None for
            the whole open amount.
        discount: The discount to take, if that leaves nothing open.
        open: The open amount when the plan was written; None if it doesn't say.
    """

    line: int
    vendor: str
    number: str
    pay: Decimal | None
    discount: Decimal
    open: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPlan:
    """A plan as it was read.

    Attributes:
        file: Its name, for messages.
        rows: Rows with something to pay, in the order of the file.
    """

    file: str
    rows: Sequence[PlanRow]


def planned_payments(
    plan: EditedPlan,
    vendors: Sequence[VendorToPay],
    order: PaymentOrder,
    booked: Collection[tuple[str, str | None]],
) -> PaymentProposal:
    """The payment run exactly as planned.

    Args:
        plan: The plan.
        vendors: The open bills.
        order: The terms of the run; here, cash is no limit.
        booked: Vendor and number of every bill and credit, paid or not.

    Raises:
        UnreadableFileError: If a row can't be paid; the message names its line.
    """
    check = _PlanCheck(plan, vendors, order, booked)
    lines: dict[str, list[ProposedLine]] = defaultdict(list)
    for row in plan.rows:
        lines[row.vendor].append(check.line(row))
    payments = [
        check.payment(vendor, lines[vendor.id])
        for vendor in sorted(vendors, key=lambda vendor: vendor.id)
        if vendor.id in lines
    ]
    return PaymentProposal(order=order, payments=payments, left=list(check.left()))


class _PlanCheck:
    """The open bills, while rows are looked up one by one."""

    def __init__(
        self,
        plan: EditedPlan,
        vendors: Sequence[VendorToPay],
        order: PaymentOrder,
        booked: Collection[tuple[str, str | None]],
    ) -> None:
        self._file = plan.file
        self._order = order
        self._booked = booked
        self._vendors = {vendor.id: vendor for vendor in vendors}
        # A number may occur in two currencies; the run's is meant.
        self._bills = {
            (vendor.id, bill.document.number): bill
            for vendor in vendors
            for bill in sorted(vendor.bills, key=self._is_payable)
        }
        self._credits = {
            (vendor.id, credit.number): credit
            for vendor in vendors
            for credit in vendor.credits
        }
        #: The line of each bill and credit in the plan.
        self._taken: dict[tuple[str, str | None], int] = {}

    def line(self, row: PlanRow) -> ProposedLine:
        """The payment line of a row."""
        key = (row.vendor, row.number)
        if key in self._taken:
            raise self._wrong(row, f"is on line {self._taken[key]} too; delete one")
        self._taken[key] = row.line
        if key in self._credits:
            return self._netted(row, self._credits[key])
        if key not in self._bills:
            raise self._wrong(row, self._missing(row))
        return self._paid(row, self._bills[key])

    def _missing(self, row: PlanRow) -> str:
        if (row.vendor, row.number) in self._booked:
            return "is paid already; delete the row, or write skip"
        return "is no bill in the books; delete the row, or write the plan anew"

    def _netted(self, row: PlanRow, credit: Document) -> ProposedLine:
        self._check_open(row, credit)
        pay = credit.open if row.pay is None else row.pay
        if not credit.open <= pay < 0 or pay % quantum(self._order.currency):
            raise self._wrong(
                row,
                f"is a credit, of which {self._money(credit.open)} are left;"
                f" {self._money(pay)} can't be set against bills",
            )
        return ProposedLine(
            vendor=row.vendor,
            document=credit,
            action=Action.NET,
            settles=pay,
            why="set against what is paid, as planned" + self._rest(pay - credit.open),
        )

    def _paid(self, row: PlanRow, bill: BillToPay) -> ProposedLine:
        document = bill.document
        if bill.obstacle:
            raise self._wrong(row, f"can't be paid: {bill.obstacle}")
        self._check_open(row, document)
        pay = document.open if row.pay is None else row.pay
        if pay > document.open:
            raise self._wrong(
                row,
                f"has {self._money(document.open)} open, less than the"
                f" {self._money(pay)} to pay",
            )
        if pay <= 0 or pay % quantum(self._order.currency):
            raise self._wrong(
                row,
                f"{self._money(pay)} can't be paid; write an amount up to"
                f" {self._money(document.open)}, or skip",
            )
        discount = self._discount(row, bill, pay)
        vendor = self._vendors[row.vendor]
        why = "as planned" + self._rest(document.open - pay - discount)
        if discount:
            why += f"; less {self._money(discount)} of discount"
        if vendor.by_hand:
            why += f"; by hand: {vendor.by_hand}"
        return ProposedLine(
            vendor=row.vendor,
            document=document,
            action=Action.BY_HAND if vendor.by_hand else Action.PAY,
            settles=pay + discount,
            discount=discount,
            why=why,
        )

    def _check_open(self, row: PlanRow, document: Document) -> None:
        if row.open is not None and row.open != document.open:
            raise self._wrong(
                row,
                f"had {self._money(row.open)} open when the plan was written and has"
                f" {self._money(document.open)} now; write the plan anew",
            )

    def _discount(self, row: PlanRow, bill: BillToPay, pay: Decimal) -> Decimal:
        """The discount, if it settles the bill; a part payment earns none."""
        if not row.discount or pay + row.discount != bill.document.open:
            return ZERO
        offer = bill.discount
        if offer is None or offer.amount != row.discount:
            why = "is not on offer"
        elif self._order.day > offer.until:
            why = f"was to be taken until {offer.until}"
        elif not self._order.takes_discounts:
            why = "has no account to be booked on"
        else:
            return row.discount
        raise self._wrong(
            row,
            f"its discount of {self._money(row.discount)} {why}; pay"
            f" {self._money(bill.document.open)}, or empty the discount",
        )

    def payment(
        self, vendor: VendorToPay, lines: Sequence[ProposedLine]
    ) -> ProposedPayment:
        """One transfer for everything to pay a vendor."""
        bills = [line for line in lines if line.action is not Action.NET]
        netted = [line for line in lines if line.action is Action.NET]
        payment = ProposedPayment(
            vendor=vendor.id, by_hand=vendor.by_hand, lines=[*bills, *netted]
        )
        if payment.amount <= 0:
            raise self._wrong_line(
                lines[-1],
                f"what is paid to {vendor.id} comes to {self._money(payment.amount)};"
                " skip some of its credits, or pay more",
            )
        owed = sum(
            (bill.document.open for bill in vendor.bills if self._is_payable(bill)),
            -vendor.on_account,
        )
        if vendor.on_account and sum((b.settles for b in bills), ZERO) > owed:
            raise self._wrong_line(
                bills[-1],
                f"{self._money(vendor.on_account)} are on account with {vendor.id}, so"
                f" of its bills at most {self._money(max(owed, ZERO))} can be paid",
            )
        return payment

    def _is_payable(self, bill: BillToPay) -> bool:
        return bill.document.currency == self._order.currency

    def left(self) -> Iterator[ProposedLine]:
        """The bills that the plan doesn't pay."""
        for vendor in sorted(self._vendors.values(), key=lambda vendor: vendor.id):
            documents = [
                *((bill.document, bill.obstacle) for bill in vendor.bills),
                *((credit, "") for credit in vendor.credits),
            ]
            for document, obstacle in documents:
                if (vendor.id, document.number) not in self._taken:
                    yield ProposedLine(
                        vendor=vendor.id,
                        document=document,
                        action=Action.LEAVE,
                        why=obstacle or "the plan leaves it out",
                    )

    def _rest(self, remainder: Decimal) -> str:
        return f"; {self._money(abs(remainder))} stay open" if remainder else ""

    def _wrong(self, row: PlanRow, message: str) -> Exception:
        name = f"{excerpt(row.number)} of {excerpt(row.vendor)}"
        return unreadable(self._file, f"{name}: {message}", row.line)

    def _wrong_line(self, line: ProposedLine, message: str) -> Exception:
        number = self._taken[line.vendor, line.document.number]
        return unreadable(self._file, message, number)

    def _money(self, amount: Decimal) -> str:
        return f"{with_cents(amount, self._order.currency):f} {self._order.currency}"

"""The lines of a bill received as a file -> postings, proven by its totals.

Nothing is guessed: lines that no rule maps go to the suspense account, where a person
finds them, and so does any difference from the file's own totals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import accounts_of
from ledgerkit.entries.bills.arrived_bill import seen_text
from ledgerkit.entries.documents.document import NewLine, NewSettlement
from ledgerkit.entries.documents.draft_lines import usable_codes
from ledgerkit.entries.entry import as_money
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.habits import BillHabits
    from ledgerkit.entries.bills.arrived_bill import ArrivedBill
    from ledgerkit.invoices.invoice import Adjustment, InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party


@dataclass(slots=True)
class BookedLines:
    """The postings of a bill.

    Attributes:
        lines: Its postings except the control account's.
        settled: What is paid already of a bill with nothing left to pay.
        unmapped: The lines without a known account, a sentence each.
    """

    lines: list[NewLine] = field(default_factory=list)
    settled: list[NewSettlement] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """The amount that the bill is made out for; negative for a credit."""
        return sum((line.amount for line in self.lines), ZERO)


class LineBooking:
    """Books the lines of one bill.

    The postings sum to the file's amount payable, whatever its lines. If nothing is
    left to pay they sum to its total, and what is paid already settles that: a bill
    that was paid at once is a bill all the same.
    """

    def __init__(
        self, books: Books, bill: ArrivedBill, vendor: Party, habits: BillHabits
    ) -> None:
        """Take a bill, its vendor's record and the habits of earlier ones."""
        self._books = books
        self._bill = bill
        self._invoice = bill.invoice
        self._vendor = vendor
        self._habits = habits
        self._sign = -1 if bill.invoice.is_credit else 1
        self._codes = _PurchaseCodes(books, bill, habits, vendor)
        self._booked = BookedLines()

    def book(self) -> BookedLines:
        """The bill's lines, allowances, tax, advances and withholdings."""
        nets = _rounded_nets(self._invoice.lines, self._invoice.currency)
        for line, net in zip(self._invoice.lines, nets, strict=True):
            self._book_line(line, net)
        for adjustment in self._invoice.adjustments:
            self._book_adjustment(adjustment)
        self._book_taxes()
        self._book_withheld()
        self._prove()
        return self._booked

    def _total(self) -> Decimal:
        """The sum of the lines so far, in the file's own sign."""
        return self._sign * sum((line.amount for line in self._booked.lines), ZERO)

    def _add(self, account: str, amount: Decimal, **facts: object) -> None:
        line = NewLine(account=account, amount=self._sign * amount, **facts)  # type: ignore[arg-type]
        self._booked.lines.append(line)

    def _to_suspense(self, reason: str, amount: Decimal, **facts: object) -> None:
        self._booked.unmapped.append(reason)
        self._add(suspense_account(self._books), amount, **facts)

    def _book_line(self, line: InvoiceLine, net: Decimal) -> None:
        description = seen_text(line.description)
        account, code, obstacle = self._mapped(description, line.tax)
        priced = line.quantity != 1 or bool(line.unit)
        # Free lines are informative, but without value for the ledger.
        if not net and not line.quantity * line.unit_price:
            return
        facts = {
            "description": description or "Line without a description",
            "quantity": _short(line.quantity) if priced else None,
            "unit": seen_text(line.unit) or None if priced else None,
            "unit_price": _short(line.unit_price) if priced else None,
            "discount": line.discount or None,
            "tax": code.id if code is not None else None,
            "period": line.period,
        }
        if account is None or obstacle:
            self._to_suspense(f'"{facts["description"]}": {obstacle}', net, **facts)
        else:
            self._add(account, net, **facts)

    def _mapped(
        self, description: str, standard: TaxCode | None
    ) -> tuple[str | None, TaxCode | None, str]:
        """Account and tax code of a line, and what is missing."""
        account = self._habits.account(description)
        if account is None:
            code, _why = self._codes.find(standard)
            return None, code, f"nothing says on what {self._vendor.id} books this"
        code, obstacle = self._codes.find(standard)
        return account, code, obstacle

    def _book_adjustment(self, adjustment: Adjustment) -> None:
        """Book an allowance or charge with the lines of its tax code."""
        accounts = {
            self._habits.account(seen_text(line.description))
            for line in self._invoice.lines
            if line.tax == adjustment.tax or adjustment.tax is None
        }
        account = accounts.pop() if len(accounts) == 1 else None
        code, obstacle = self._codes.find(adjustment.tax)
        reason = seen_text(adjustment.reason) or "Charge"
        if not adjustment.is_charge:
            reason = seen_text(adjustment.reason) or "Allowance"
        key = "charge" if adjustment.is_charge else "allowance"
        amount = rounded(adjustment.net, self._invoice.currency)
        facts = {key: reason, "tax": code.id if code is not None else None}
        if account is None:
            obstacle = f"nothing says on what {self._vendor.id} books this"
        if account is None or obstacle:
            self._to_suspense(f'"{reason}": {obstacle}', amount, **facts)
        else:
            self._add(account, amount, **facts)

    def _book_taxes(self) -> None:
        currency = self._invoice.currency
        taxes: dict[str, tuple[TaxCode, Decimal, Decimal]] = {}
        for subtotal in self._invoice.taxes:
            tax = rounded(subtotal.tax, currency)
            code, obstacle = self._codes.find(subtotal.code)
            if code is None or code.account is None:
                if tax:
                    obstacle = (
                        obstacle
                        or f"tax code {code.id if code else ''} has no account:"
                    )
                    named = f"Tax {subtotal.code.id} %" if subtotal.code else "Tax"
                    self._to_suspense(f"{named}: {obstacle}", tax, description=named)
                continue
            _code, base, sum_ = taxes.get(code.id, (code, ZERO, ZERO))
            taxes[code.id] = (code, base + subtotal.base, sum_ + tax)
        for code, base, tax in taxes.values():
            assert code.account is not None
            if code.reverse_charge_account is not None and not tax:
                half = tax_on(base, code.rate, currency)
                self._add(code.account, half, tax=code.id)
                self._add(code.reverse_charge_account, -half, tax=code.id)
            elif tax:
                self._add(code.account, tax, tax=code.id)

    def _book_withheld(self) -> None:
        account = self._vendor.text("withholding-account")
        for withheld in self._invoice.withholdings:
            amount = -rounded(withheld.amount, self._invoice.currency)
            kind = f"{withheld.kind} {withheld.percent.normalize():f} {withheld.reason}"
            facts = {"withholding": kind.strip()}
            if account:
                self._add(account, amount, **facts)
            else:
                obstacle = (
                    f"{kind}: {self._vendor.id} has no withholding-account: in its"
                    " record"
                )
                self._to_suspense(obstacle, amount, **facts)

    def _prove(self) -> None:
        """Book any difference between the lines and the file's amount payable."""
        invoice, currency = self._invoice, self._invoice.currency
        withheld = rounded(invoice.withheld, currency)
        missing = self._bill.gross - (self._total() + withheld)
        if missing:
            reckoned = as_money(self._total() + withheld, currency)
            stated = as_money(self._bill.gross, currency)
            obstacle = f"its lines and tax come to {reckoned}, and it states {stated}"
            facts = {"description": "What the total says and the lines don't"}
            self._to_suspense(obstacle, missing, **facts)
        rounding = accounts_of(self._books, Role.ROUNDING)
        if invoice.rounding and len(rounding) == 1:
            self._add(rounding[0], invoice.rounding)
        if not self._bill.payable and self._total():
            self._book_remainder(invoice.prepaid or self._total())
            self._settle(self._total())
            return
        advance = self._advance_account()
        if invoice.prepaid and advance is not None:
            self._add(advance, -invoice.prepaid)
        elif invoice.prepaid:
            self._to_suspense(self._said_to_be_paid(), -invoice.prepaid)
        self._book_remainder(self._bill.payable)

    def _book_remainder(self, owed: Decimal) -> None:
        """Book the difference between the lines so far and what the file leaves."""
        remainder = owed - self._total()
        if remainder:
            money = as_money(remainder, self._invoice.currency)
            obstacle = f"{money} lie between its total and what is to be paid"
            self._to_suspense(obstacle, remainder)

    def _settle(self, total: Decimal) -> None:
        """Settle the whole bill, of which the file says that nothing is to be paid."""
        account = self._advance_account() if self._invoice.prepaid else None
        if account is None:
            money = as_money(total, self._invoice.currency)
            self._booked.unmapped.append(
                self._said_to_be_paid()
                if self._invoice.prepaid
                else f"{money} are its total, and nothing is to be paid"
            )
        self._booked.settled.append(
            NewSettlement(
                day=self._invoice.issued,
                amount=self._sign * total,
                account=account or suspense_account(self._books),
                text="Paid already",
                unfinished=account is None,
            )
        )

    def _advance_account(self) -> str | None:
        """The book's only account of advances to vendors; None if there is none."""
        advances = accounts_of(self._books, Role.VENDOR_ADVANCE)
        return advances[0] if len(advances) == 1 else None

    def _said_to_be_paid(self) -> str:
        money = as_money(self._invoice.prepaid, self._invoice.currency)
        return f"{money} are said to be paid already"


class _PurchaseCodes:
    """Finds our tax code for a category and a rate."""

    def __init__(
        self, books: Books, bill: ArrivedBill, habits: BillHabits, vendor: Party
    ) -> None:
        day = bill.invoice.issued
        ids = usable_codes(books, day, Side.PAYABLE)
        codes = (books.tax_codes.on(id_, day) for id_ in ids)
        self._codes: Sequence[TaxCode] = [code for code in codes if code is not None]
        self._habits = habits
        self._usual = vendor.text("tax")

    def find(self, standard: TaxCode | None) -> tuple[TaxCode | None, str]:
        """The code, or why there is none: books without codes need none.

        A file that states no tax for an amount charges none.
        """
        if standard is None or (not self._codes and not standard.rate):
            return None, ""
        fitting = list(self._fitting(standard))
        if len(fitting) > 1:
            usual = [c for c in fitting if c.id == self._usual]
            chosen = usual[0] if usual else self._habits.usual_code(fitting)
            fitting = [chosen] if chosen is not None else fitting
        if len(fitting) == 1:
            return fitting[0], ""
        tax_label = f"tax {standard.id} %"
        if fitting:
            return None, f"{tax_label} may be any of {', '.join(c.id for c in fitting)}"
        return None, f"no tax code for purchases is {tax_label}"

    def _fitting(self, standard: TaxCode) -> Iterator[TaxCode]:
        for code in self._codes:
            reverse = code.reverse_charge_account is not None
            if code.category is not None and code.category != standard.category:
                continue
            if code.category is None and (not standard.rate or reverse):
                continue
            same_rate = code.rate == standard.rate or (reverse and not standard.rate)
            nature = not code.nature or code.nature == standard.nature
            if same_rate and nature:
                yield code


def suspense_account(books: Books) -> str:
    """The account for lines nobody can place: the first one of role suspense.

    A book without one gets one, below its expenses.
    """
    accounts = accounts_of(books, Role.SUSPENSE)
    return accounts[0] if accounts else f"{books.options['name_expenses']}:Suspense"


def _rounded_nets(lines: Sequence[InvoiceLine], currency: str) -> Sequence[Decimal]:
    """The lines in whole cents; the rounding difference is put on the largest."""
    nets = [rounded(line.net, currency) for line in lines]
    if nets:
        exact = sum((line.net for line in lines), ZERO)
        largest = max(range(len(nets)), key=lambda place: abs(nets[place]))
        nets[largest] += rounded(exact, currency) - sum(nets, ZERO)
    return nets


def _short(number: Decimal) -> Decimal:
    """At most nine decimals, as in a ledger's numbers."""
    return round(number, 9) if -int(number.as_tuple().exponent) > 9 else number

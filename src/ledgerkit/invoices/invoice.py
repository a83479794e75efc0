"""An invoice or bill: seller and buyer, lines, tax and totals.

One model serves paper, every electronic format and both sides; its terms are
those of the European standard EN 16931, with its numbers (BT-1, BG-4 …) beside
them. All amounts are in the document's currency. On a credit note they are
positive, as in the standard: the kind says what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.early_payment import DiscountOffer
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.open_items.document import DocumentKind
    from ledgerkit.parties.party import Party
    from ledgerkit.parties.payment_terms import DuePart, PaymentTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One line (BG-25).

    Attributes:
        description: Its description (BT-153).
        quantity: How many units (BT-129); one if not stated.
        unit: A code of UN/ECE Recommendation 20 (BT-130); empty if not stated.
        unit_price: Price of one unit before the line's discount (BT-146).
        discount: Taken off quantity times price (BT-136); zero for none.
        discount_percent: The same in percent, if so agreed.
        net: The line's amount without tax (BT-131).
        tax: Its tax code; None if the ledger says none.
        account: The account it is booked on.
        period: First and last day of the period it covers (BG-26).
        place: Where it stands.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    discount_percent: Decimal | None
    net: Decimal
    tax: TaxCode | None
    account: str
    period: tuple[date, date] | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """An allowance or charge on the whole document (BG-20, BG-21).

    Attributes:
        reason: Why (BT-97, BT-104).
        amount: Without tax; positive.
        is_charge: Whether it is a charge, not an allowance.
        tax: Its tax code; None if the ledger says none.
        account: The account it is booked on.
        place: Where it stands.
    """

    reason: str
    amount: Decimal
    is_charge: bool
    tax: TaxCode | None
    account: str
    place: Place

    @property
    def net(self) -> Decimal:
        """Its effect on the net total; negative for an allowance."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSubtotal:
    """Base and tax under one tax code (BG-23).

    Attributes:
        code: The code; None for lines, or tax, without one in the ledger.
        base: Lines and charges less allowances (BT-116).
        tax: As posted (BT-117).
        reverse_charged: Tax not charged by the seller: the other half of a reverse
            charge, posted against the tax and not part of ``tax``.
    """

    code: TaxCode | None
    base: Decimal
    tax: Decimal
    reverse_charged: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """Tax that the buyer withholds from the seller, as the Italian ritenuta.

    Attributes:
        kind: Its kind, e.g. ``RT02``.
        percent: Of its base.
        reason: The payment's reason code, e.g. ``A``.
        amount: The amount withheld.
    """

    kind: str
    percent: Decimal
    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentAccount:
    """The account to pay into (BG-17).

    Attributes:
        iban: Account number (BT-84), without spaces.
        bic: The bank's code (BT-86); empty if unknown.
        holder: Name of the account holder (BT-85); empty if unknown.
    """

    iban: str
    bic: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitNotice:
    """What an invoice says that will be collected by direct debit.

    Attributes:
        mandate: The mandate's reference.
        iban: The account that is collected from.
        creditor_id: Our creditor identifier.
    """

    mandate: str
    iban: str
    creditor_id: str


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """An invoice, credit note, bill or vendor credit.

    Attributes:
        kind: Its kind (BT-3).
        number: Its number (BT-1).
        issued: Its date (BT-2).
        currency: Of every amount (BT-5).
        seller: Ourselves, or the vendor (BG-4).
        buyer: The client, or ourselves (BG-7).
        subject: The narration.
        lines: At least one.
        adjustments: Allowances and charges on the whole document.
        taxes: By tax code, in the order of the lines.
        prepaid: Advances set off against it (BT-113).
        rounding: Rounding of the amount to pay (BT-114).
        withholdings: Tax the buyer withholds; included in the amount to pay as far
            as it is not posted on the receivable.
        owed: The balance on the control account: the amount to pay (BT-115) less
            tax withheld.
        due_parts: Its instalments and their due dates (BT-9).
        terms: The agreed terms behind the due date, if any (BT-20).
        discount: The early-payment discount of those terms; None for none.
        payment_account: The account to pay into; None if none has an IBAN.
        order: The buyer's order (BT-13); empty if not stated, as below.
        buyer_reference: The reference the buyer asked for (BT-10).
        remark: Free text (BT-22).
        delivered: Day of delivery (BT-72).
        period: First and last day of the period it covers (BG-14).
        preceding: The documents a credit note corrects: number and date (BG-3).
        stamp_duty: Italian stamp duty that we pay; zero for none.
        place: Where it stands.
        accounting_currency: The currency of our books, where it is another (BT-6);
            empty where it is the same.
        accounting_tax: The total of tax in that currency, as posted (BT-111).
        debit: How it will be collected; None if the buyer is to pay it.
    """

    kind: DocumentKind
    number: str
    issued: date
    currency: str
    seller: Party
    buyer: Party
    subject: str
    lines: tuple[InvoiceLine, ...]
    adjustments: tuple[Adjustment, ...]
    taxes: tuple[TaxSubtotal, ...]
    prepaid: Decimal
    rounding: Decimal
    withholdings: tuple[Withholding, ...]
    owed: Decimal
    due_parts: tuple[DuePart, ...]
    terms: PaymentTerms | None
    payment_account: PaymentAccount | None
    order: str
    buyer_reference: str
    remark: str
    delivered: date | None
    period: tuple[date, date] | None
    preceding: tuple[tuple[str, date | None], ...]
    stamp_duty: Decimal
    place: Place
    discount: DiscountOffer | None = None
    accounting_currency: str = ""
    accounting_tax: Decimal = ZERO
    debit: DebitNotice | None = None

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note or vendor credit."""
        return self.kind.is_credit

    @cached_property
    def lines_total(self) -> Decimal:
        """Sum of the lines (BT-106)."""
        return sum((line.net for line in self.lines), ZERO)

    @cached_property
    def allowances_total(self) -> Decimal:
        """Sum of the allowances on the whole document (BT-107); positive."""
        return sum((a.amount for a in self.adjustments if not a.is_charge), ZERO)

    @cached_property
    def charges_total(self) -> Decimal:
        """Sum of the charges on the whole document (BT-108)."""
        return sum((a.amount for a in self.adjustments if a.is_charge), ZERO)

    @cached_property
    def net(self) -> Decimal:
        """The total without tax (BT-109)."""
        return self.lines_total - self.allowances_total + self.charges_total

    @cached_property
    def tax(self) -> Decimal:
        """The total of tax (BT-110)."""
        return sum((subtotal.tax for subtotal in self.taxes), ZERO)

    @property
    def gross(self) -> Decimal:
        """The total with tax (BT-112)."""
        return self.net + self.tax

    @property
    def payable(self) -> Decimal:
        """The amount due for payment (BT-115): BT-112 - BT-113 + BT-114."""
        return self.gross - self.prepaid + self.rounding

    @property
    def withheld(self) -> Decimal:
        """The tax that the buyer withholds and pays to the tax office."""
        return sum((w.amount for w in self.withholdings), ZERO)

    @property
    def due(self) -> date:
        """The day by which everything is due."""
        return max(part.due for part in self.due_parts)


def tax_subtotals(
    bases: Iterable[tuple[TaxCode | None, Decimal]],
    posted: Iterable[tuple[TaxCode | None, Decimal]],
    reverse_charged: Iterable[tuple[TaxCode, Decimal]] = (),
) -> Sequence[TaxSubtotal]:
    """Sum bases and posted tax by code, in order of first appearance.

    Args:
        bases: The code and the net amount of each line and adjustment.
        posted: The code and the amount of each tax posting, including both halves of
            a reverse charge.
        reverse_charged: The code and the amount of the half that the seller doesn't
            charge.
    """
    charged: dict[str, Decimal] = {}
    for reverse, amount in reverse_charged:
        charged[reverse.id] = charged.get(reverse.id, ZERO) + amount
    sums: dict[str | None, tuple[TaxCode | None, Decimal, Decimal]] = {}
    for code, base in bases:
        key = code.id if code else None
        _code, before, tax = sums.get(key, (code, ZERO, ZERO))
        sums[key] = (code, before + base, tax)
    for code, amount in posted:
        key = code.id if code else None
        _code, base, before = sums.get(key, (code, ZERO, ZERO))
        sums[key] = (code, base, before + amount)
    return [
        TaxSubtotal(
            code=code,
            base=base,
            tax=tax,
            reverse_charged=charged.get(key or "", ZERO),
        )
        for key, (code, base, tax) in sums.items()
    ]

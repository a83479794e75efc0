"""Early-payment discount: its amount, and its effect on tax.

Three treatments of tax are in use; the figures are those of 100.00 at 21 % with 2 %
off, as Odoo's manual has them (Customer invoices, *Cash discounts and tax
reduction*):

======  ==================  ====================  =================================
        paid early          paid late             tax
======  ==================  ====================  =================================
always  98 + 20.58 = 118.58  100 + 20.58 = 120.58  on 98.00 from the invoice on
early   98 + 20.58 = 118.58  100 + 21.00 = 121.00  corrected when the discount is taken
never   98 + 21.00 = 119.00  100 + 21.00 = 121.00  on 100.00 whatever is paid
======  ==================  ====================  =================================

The discount is rounded half up to the currency's smallest unit per rate, before tax
is computed: tax is then on an amount that is actually paid.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, quantum, rounded, split_by_shares

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledgerkit.parties.payment_terms import PaymentTerms


class DiscountTax(StrEnum):
    """What an early-payment discount does to tax."""

    ALWAYS = "always"
    """The invoice charges tax on the discounted amount, whenever it is paid."""
    EARLY = "early"
    """Tax is charged on the whole, and corrected when the discount is taken."""
    NEVER = "never"
    """Tax is on the whole, and stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedAmount:
    """The amount of a document, or of a discount, at one rate of tax.

    Attributes:
        code: The tax code; empty if none is known.
        rate: As a fraction; None if unknown.
        net: Without tax.
        tax: The tax on it.
    """

    code: str = ""
    rate: Decimal | None = None
    net: Decimal
    tax: Decimal = ZERO

    @property
    def gross(self) -> Decimal:
        """With tax."""
        return self.net + self.tax


@dataclass(frozen=True, kw_only=True)
class DiscountOffer:
    """The early-payment discount that a document offers.

    Attributes:
        percent: As agreed.
        until: The last day to pay with the discount.
        currency: Of every amount.
        full: The amount to pay without the discount.
        off: The discount at each rate; positive.
    """

    percent: Decimal
    until: date
    currency: str
    full: Decimal
    off: tuple[TaxedAmount, ...]

    @cached_property
    def amount(self) -> Decimal:
        """The whole discount, with tax."""
        return sum((part.gross for part in self.off), ZERO)

    @property
    def reduced(self) -> Decimal:
        """The amount to pay with the discount."""
        return self.full - self.amount

    def less_credits(self, credits_: Decimal) -> DiscountOffer:
        """The offer reduced in proportion to the credit notes on the document."""
        if not credits_ or self.full <= 0:
            return self
        remaining = max(self.full - credits_, ZERO)
        amount = (self.amount * remaining / self.full).quantize(
            quantum(self.currency), rounding=ROUND_HALF_UP
        )
        return replace(self, full=remaining, off=self.portion(amount))

    def portion(self, amount: Decimal) -> tuple[TaxedAmount, ...]:
        """An amount of discount, with tax, divided by rate like the whole discount.

        Args:
            amount: Positive; the parts sum to it exactly.
        """
        if amount == self.amount or not self.off:
            return self.off
        # Leave out the negative share of an allowance at another rate.
        shares = [
            max(number, ZERO) for part in self.off for number in (part.net, part.tax)
        ]
        numbers = iter(split_by_shares(amount, shares, quantum=quantum(self.currency)))
        return tuple(
            TaxedAmount(
                code=part.code, rate=part.rate, net=next(numbers), tax=next(numbers)
            )
            for part in self.off
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountedDocument:
    """The figures that decide a document's early-payment discount.

    Attributes:
        terms: As agreed; None if there are none.
        issued: Its date.
        currency: Of every amount.
        full: The amount to pay without a discount.
        amounts: Its amounts at each rate of tax.
    """

    terms: PaymentTerms | None
    issued: date
    currency: str
    full: Decimal
    amounts: tuple[TaxedAmount, ...]

    def offer(self, treatment: DiscountTax) -> DiscountOffer | None:
        """The discount its terms offer; None if there is none."""
        until = self.terms.discount_until(self.issued) if self.terms else None
        if self.terms is None or until is None:
            return None
        percent = self.terms.discount_percent
        return DiscountOffer(
            percent=percent,
            until=until,
            currency=self.currency,
            full=self.full,
            off=discount_off(self.amounts, percent, self.currency, treatment),
        )


def discount_on(net: Decimal, percent: Decimal, currency: str) -> Decimal:
    """A percentage of an amount, rounded half up.

    >>> discount_on(Decimal("10.25"), Decimal(2), "EUR")
    Decimal('0.21')
    """
    return rounded(net * percent / 100, currency)


def tax_to_charge(
    net: Decimal,
    rate: Decimal,
    currency: str,
    *,
    percent: Decimal = ZERO,
    treatment: DiscountTax = DiscountTax.EARLY,
) -> Decimal:
    """The tax to charge on an amount at a rate.

    Args:
        net: Without tax and before the discount.
        rate: As a fraction.
        currency: Of the amount.
        percent: The early-payment discount offered; zero for none.
        treatment: What it does to tax.

    >>> tax_to_charge(Decimal(100), Decimal("0.21"), "EUR", percent=Decimal(2),
    ...               treatment=DiscountTax.ALWAYS)
    Decimal('20.58')
    """
    if treatment is DiscountTax.ALWAYS:
        net -= discount_on(net, percent, currency)
    return tax_on(net, rate, currency)


def discount_off(
    amounts: Iterable[TaxedAmount],
    percent: Decimal,
    currency: str,
    treatment: DiscountTax,
) -> tuple[TaxedAmount, ...]:
    """The discount by tax rate.

    Args:
        amounts: The document's amounts, with the tax charged.
        percent: Of the net amounts.
        currency: Of every amount.
        treatment: What it does to tax.
    """
    return tuple(_off(amount, percent, currency, treatment) for amount in amounts)


def _off(
    amount: TaxedAmount, percent: Decimal, currency: str, treatment: DiscountTax
) -> TaxedAmount:
    net, tax = discount_on(amount.net, percent, currency), ZERO
    if treatment is DiscountTax.EARLY:
        tax = (
            discount_on(amount.tax, percent, currency)
            if amount.rate is None
            else amount.tax - tax_on(amount.net - net, amount.rate, currency)
        )
    return TaxedAmount(code=amount.code, rate=amount.rate, net=net, tax=tax)

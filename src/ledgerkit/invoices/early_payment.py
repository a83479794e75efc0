"""Early-payment discount: what it takes off a document, and off the tax on it.

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
is reckoned: tax is then on an amount that somebody pays.
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
    """What stands on a document under one rate of tax, or what is taken off it.

    Attributes:
        code: The tax code; empty if none is known.
        rate: As a fraction; None if unknown.
        net: Without tax.
        tax: On it.
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
    """What may be taken off a document for early payment.

    Attributes:
        percent: As agreed.
        until: The last day to pay with it.
        currency: Of every amount.
        full: What is to be paid without it.
        off: What it takes off under each rate; positive.
    """

    percent: Decimal
    until: date
    currency: str
    full: Decimal
    off: tuple[TaxedAmount, ...]

    @cached_property
    def amount(self) -> Decimal:
        """What it takes off in all, tax with it."""
        return sum((part.gross for part in self.off), ZERO)

    @property
    def reduced(self) -> Decimal:
        """What is to be paid with it."""
        return self.full - self.amount

    def less_credits(self, credits_: Decimal) -> DiscountOffer:
        """The offer on what credit notes have left of the document, in proportion."""
        if not credits_ or self.full <= 0:
            return self
        left = max(self.full - credits_, ZERO)
        amount = (self.amount * left / self.full).quantize(
            quantum(self.currency), rounding=ROUND_HALF_UP
        )
        return replace(self, full=left, off=self.portion(amount))

    def portion(self, amount: Decimal) -> tuple[TaxedAmount, ...]:
        """An amount taken off, tax with it, divided as the whole discount would be.

        Args:
            amount: Positive; the parts sum to it exactly.
        """
        if amount == self.amount or not self.off:
            return self.off
        # What an allowance at another rate puts back has no part in a portion.
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
    """What decides what a document offers for early payment.

    Attributes:
        terms: As agreed; None for none.
        issued: Its date.
        currency: Of every amount.
        full: What is to be paid without a discount.
        amounts: What stands on it under each rate of tax.
    """

    terms: PaymentTerms | None
    issued: date
    currency: str
    full: Decimal
    amounts: tuple[TaxedAmount, ...]

    def offer(self, treatment: DiscountTax) -> DiscountOffer | None:
        """What its terms offer; None for nothing."""
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
    """What a percentage takes off an amount, rounded half up.

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
    """The tax that a document charges on what falls under a rate.

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
    """What a discount takes off, by rate.

    Args:
        amounts: What stands on the document, with the tax that it charges.
        percent: Of the net amounts.
        currency: Of every amount.
        treatment: What it does to tax.
    """
    return tuple(_off(one, percent, currency, treatment) for one in amounts)


def _off(
    one: TaxedAmount, percent: Decimal, currency: str, treatment: DiscountTax
) -> TaxedAmount:
    net, tax = discount_on(one.net, percent, currency), ZERO
    if treatment is DiscountTax.EARLY:
        tax = (
            discount_on(one.tax, percent, currency)
            if one.rate is None
            else one.tax - tax_on(one.net - net, one.rate, currency)
        )
    return TaxedAmount(code=one.code, rate=one.rate, net=net, tax=tax)

"""The totals of an invoice, and the reasons for any missing tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.invoices.invoice import Adjustment, Invoice, TaxSubtotal
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.rendering.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTotal:
    """One line below the table.

    Attributes:
        label: Its label.
        amount: With its currency.
        kind: ``part``, ``sum`` or, for the amount to pay, ``payable``.
    """

    label: str
    amount: str
    kind: str = "part"


def tax_label(code: TaxCode, language: Language) -> str:
    """The label of a tax code: its name, or else its rate."""
    return visible(code.name) if code.name else language.percent(code.percent)


def totals(
    invoice: Invoice, language: Language, final: str = ""
) -> Iterator[PrintedTotal]:
    """The totals, from the sum of the lines to the amount to pay.

    Args:
        invoice: The invoice.
        language: Its language.
        final: The label of the last; empty for the amount to pay, or that is credited.
    """
    words = language.words["invoice"]

    def line(label: str, amount: Decimal, kind: str = "part") -> PrintedTotal:
        money = language.money(amount, invoice.currency)
        return PrintedTotal(label=label, amount=money, kind=kind)

    if invoice.adjustments:
        yield line(words["lines_total"], invoice.lines_total)
    for adjustment in invoice.adjustments:
        yield line(_adjustment_label(adjustment, language), adjustment.net)
    if invoice.tax or any(subtotal.code for subtotal in invoice.taxes):
        yield line(words["net"], invoice.net, "sum")
        for subtotal in invoice.taxes:
            yield line(_tax_line(subtotal, invoice.currency, language), subtotal.tax)
    below = invoice.prepaid or invoice.rounding or invoice.withholdings
    if below:
        yield line(words["gross"], invoice.gross, "sum")
    if invoice.prepaid:
        yield line(words["prepaid"], -invoice.prepaid)
    if invoice.rounding:
        yield line(words["rounding"], invoice.rounding)
    for withholding in invoice.withholdings:
        percent = language.percent(withholding.percent)
        label = words["withheld"].format(percent=percent)
        yield line(label, -withholding.amount)
    final = final or words["credited" if invoice.is_credit else "payable"]
    yield line(final, to_pay(invoice), "payable")


def to_pay(invoice: Invoice) -> Decimal:
    """The amount the buyer is to transfer: the amount due less tax withheld."""
    return invoice.payable - invoice.withheld


def _adjustment_label(adjustment: Adjustment, language: Language) -> str:
    key = "charge" if adjustment.is_charge else "allowance"
    label = visible(adjustment.reason) or language.words["invoice"][key]
    if adjustment.tax is None:
        return label
    return f"{label} ({tax_label(adjustment.tax, language)})"


def _tax_line(subtotal: TaxSubtotal, currency: str, language: Language) -> str:
    words = language.words["invoice"]
    if subtotal.code is None:
        return str(words["tax"] if subtotal.tax else words["untaxed"])
    rate = tax_label(subtotal.code, language)
    base = language.money(subtotal.base, currency)
    return str(words["tax_on"].format(rate=rate, base=base))


def no_tax_reasons(invoice: Invoice, language: Language) -> Iterator[str]:
    """Why there is no tax, for each code without any: as stated, or else in general."""
    general = language.words["reasons"]
    reasons = set[str]()
    for subtotal in invoice.taxes:
        code = subtotal.code
        if code is None or code.rate:
            continue
        category = code.category.value if code.category else ""
        reason = visible(code.reason) or general.get(category, "")
        if reason and reason not in reasons:
            reasons.add(reason)
            yield reason

"""Checks whether an e-invoice's totals follow from its lines, by the standard.

BR-CO-10 to BR-CO-16 of EN 16931, and the tax of each rate (BR-CO-17). A file that
breaks a rule is read all the same: only its sender knows which side of a difference
is right.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import TYPE_CHECKING

from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, quantum, with_cents
from ledgerkit.text.unreadable import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.e_invoices.received import StatedTotals
    from ledgerkit.invoices.invoice import Invoice, InvoiceLine


#: Room for any product of numbers in a file.
_ROOM = Context(prec=120)


def total_differences(invoice: Invoice, stated: StatedTotals) -> Sequence[str]:
    """Each sum that doesn't add up, as a sentence.

    Args:
        invoice: The document.
        stated: Its totals stated in the file.
    """
    proof = _Proof(invoice, stated)
    with localcontext(_ROOM):
        return [
            *proof.unstated(),
            *proof.lines(),
            *proof.taxes(),
            *proof.totals(),
        ]


class _Proof:
    """One document, and the totals stated in its file."""

    def __init__(self, invoice: Invoice, stated: StatedTotals) -> None:
        self._invoice = invoice
        self._stated = stated
        self._cent = quantum(invoice.currency)

    def unstated(self) -> Iterator[str]:
        """Totals that readers rely on, and that had to be computed."""
        if not self._invoice.lines:
            yield "it has no lines, so nothing says what its net amount is made of"
        if self._stated.gross is None:
            yield "it states no total with tax; net and tax are taken for it"

    def lines(self) -> Iterator[str]:
        """Lines whose amount is not quantity times price."""
        for line in self._invoice.lines:
            expected = line.quantity * line.unit_price - line.discount
            if abs(self._rounded(expected) - self._rounded(line.net)) > self._cent:
                yield (
                    f"line {excerpt(line.description)} is {self._money(line.net)}, and"
                    f" {_product(line)} is {self._money(expected)}"
                )

    def taxes(self) -> Iterator[str]:
        """Rates whose tax doesn't follow from their base."""
        for subtotal in self._invoice.taxes:
            code = subtotal.code
            if code is None:
                continue
            expected = tax_on(subtotal.base, code.rate, self._invoice.currency)
            if abs(expected - subtotal.tax) > self._cent:
                yield (
                    f"tax at {code.percent:f} % is {self._money(subtotal.tax)}, and on"
                    f" {self._money(subtotal.base)} it would be {self._money(expected)}"
                )

    def totals(self) -> Iterator[str]:
        """Totals that aren't the sum of their parts."""
        invoice, stated = self._invoice, self._stated
        if invoice.lines:
            yield from self._compare("lines sum to", invoice.lines_total, stated.lines)
            yield from self._whole_net()
        allowances, charges = invoice.allowances_total, invoice.charges_total
        yield from self._compare("allowances sum to", allowances, stated.allowances)
        yield from self._compare("charges sum to", charges, stated.charges)
        if invoice.taxes:
            yield from self._compare("tax of the rates is", invoice.tax, stated.tax)
        if stated.net is not None and stated.tax is not None:
            with_tax = stated.net + stated.tax
            yield from self._compare("net and tax are", with_tax, stated.gross)
        if stated.gross is not None:
            amount = stated.gross - invoice.prepaid + invoice.rounding
            yield from self._compare(
                "what is left to pay is", amount - invoice.withheld, stated.payable
            )

    def _whole_net(self) -> Iterator[str]:
        yield from self._compare(
            "lines, allowances and charges come to", self._invoice.net, self._stated.net
        )

    def _compare(
        self, subject: str, computed: Decimal, stated: Decimal | None
    ) -> Iterator[str]:
        if stated is not None and self._rounded(computed) != self._rounded(stated):
            yield (
                f"{subject} {self._money(computed)},"
                f" and {self._money(stated)} is stated"
            )

    def _rounded(self, number: Decimal) -> Decimal:
        return number.quantize(self._cent, rounding=ROUND_HALF_UP)

    def _money(self, number: Decimal) -> str:
        amount = with_cents(number.normalize() + ZERO, self._invoice.currency)
        return f"{amount:f} {self._invoice.currency}"


def _product(line: InvoiceLine) -> str:
    product = f"{line.quantity.normalize():f} times {line.unit_price.normalize():f}"
    if not line.discount:
        return product
    sign = "less" if line.discount > 0 else "plus"
    return f"{product} {sign} {abs(line.discount):f}"

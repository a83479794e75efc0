"""How much of an invoice a credit takes back, so that all of its credits sum to it.

An invoice is credited line by line or by amounts, in as many parts as anybody likes.
Tax is rounded on each part, and the roundings of the parts need not sum to that of the
whole: 68.33, 68.33, 57.50 and 85.00 at 20 % have 55.84 of tax one by one, and 55.83
together. So the tax of a part is the usual one only while what is credited stays within
a smallest unit of its share of the invoice, and the last part takes what is left.

Signs are those of the invoice; amounts credited before have its signs too.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO, quantum, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class BaseAndTax(NamedTuple):
    """What stands under one tax code.

    Attributes:
        base: Without tax.
        tax: The tax charged on it.
    """

    base: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        """With tax."""
        return self.base + self.tax

    def less(self, other: BaseAndTax) -> BaseAndTax:
        """What remains of it."""
        return BaseAndTax(self.base - other.base, self.tax - other.tax)


def left_of(invoiced: Decimal, credited: Decimal) -> Decimal:
    """What is still to be credited; zero if more is credited than was invoiced.

    >>> left_of(Decimal(100), Decimal(30)), left_of(Decimal(100), Decimal(130))
    (Decimal('70'), Decimal('0'))
    """
    left = invoiced - credited
    return left if left * invoiced > 0 else ZERO


def tax_of_part(
    base: Decimal,
    *,
    invoiced: BaseAndTax,
    credited: BaseAndTax,
    rate: Decimal | None,
    currency: str,
) -> Decimal:
    """The tax to credit together with a base.

    Args:
        base: Credited now; no more than what is left.
        invoiced: By the invoice, under one tax code.
        credited: Of it before.
        rate: The code's, as a fraction; None if it isn't known.
        currency: Of every amount.

    >>> tax_of_part(Decimal("85.00"), rate=Decimal("0.20"), currency="EUR",
    ...             invoiced=BaseAndTax(Decimal("279.16"), Decimal("55.83")),
    ...             credited=BaseAndTax(Decimal("194.16"), Decimal("38.84")))
    Decimal('16.99')
    """
    left = left_of(invoiced.tax, credited.tax)
    upto = credited.base + base
    if upto == invoiced.base or not invoiced.base:
        return left
    share = _share(invoiced, upto)
    if rate is not None:
        usual = tax_on(base, rate, currency)
        is_near = abs(credited.tax + usual - share) < quantum(currency)
        if is_near and _is_within(usual, left):
            return usual
    return _nearest(rounded(share, currency) - credited.tax, ZERO, left)


def part_of_gross(
    gross: Decimal,
    *,
    invoiced: BaseAndTax,
    credited: BaseAndTax,
    rate: Decimal | None,
    currency: str,
) -> BaseAndTax:
    """Divide an amount with tax into the base and the tax to credit.

    Args:
        gross: Credited now; no more than what is left.
        invoiced: As in `tax_of_part`, and so are the others.
        credited: Likewise.
        rate: Likewise.
        currency: Likewise.

    >>> part_of_gross(Decimal("40.68"), rate=Decimal("0.22"), currency="EUR",
    ...               invoiced=BaseAndTax(Decimal("100.03"), Decimal("22.01")),
    ...               credited=BaseAndTax(Decimal(0), Decimal(0)))
    BaseAndTax(base=Decimal('33.34'), tax=Decimal('7.34'))
    """
    left = BaseAndTax(
        left_of(invoiced.base, credited.base), left_of(invoiced.tax, credited.tax)
    )
    if gross == left.gross or not invoiced.gross:
        return left
    for part in _usual_parts(gross, rate, currency):
        upto = credited.base + part.base
        share = _share(invoiced, upto) if invoiced.base else ZERO
        is_near = abs(credited.tax + part.tax - share) < quantum(currency)
        is_left = _is_within(part.tax, left.tax) and _is_within(part.base, left.base)
        if is_near and is_left:
            return part
    upto = credited.gross + gross
    tax = rounded(invoiced.tax * upto / invoiced.gross, currency) - credited.tax
    tax = _nearest(tax, gross - left.base, gross)
    tax = _nearest(tax, ZERO, left.tax)
    return BaseAndTax(gross - tax, tax)


def is_tax_of_credits(
    part: BaseAndTax, *, invoiced: BaseAndTax, credited: BaseAndTax, currency: str
) -> bool:
    """Whether a credit's tax is right as one part of an invoice.

    It is if it is near its share of the invoice's tax, and all credits of the invoice
    together are nearer, so that the last of them can bring it to zero.

    Args:
        part: The credit, under one code.
        invoiced: By the invoice under that code.
        credited: By all credits of it, this one among them.
        currency: Of every amount.
    """
    if not invoiced.base:
        return False
    step = quantum(currency)
    return (
        abs(part.tax - _share(invoiced, part.base)) < 2 * step
        and abs(credited.tax - _share(invoiced, credited.base)) < step
    )


def part_of_rest(
    invoiced: Decimal,
    credited: Decimal,
    *,
    upto: Decimal,
    whole: Decimal,
    currency: str,
) -> Decimal:
    """The part of what goes with an invoice's lines, such as tax withheld.

    Args:
        invoiced: By the invoice.
        credited: Of it before.
        upto: The net amount credited, with the part.
        whole: The net amount of the invoice.
        currency: Of every amount.
    """
    left = left_of(invoiced, credited)
    if upto == whole or not whole:
        return left
    return _nearest(rounded(invoiced * upto / whole, currency) - credited, ZERO, left)


def shared_out(
    amount: Decimal, left: Sequence[Decimal], *, currency: str
) -> list[Decimal]:
    """Share an amount out in proportion to what is left; the parts sum to it.

    Unlike the shares of `split_by_shares`, what is left may be negative in part, as
    by a line that takes something off. An amount equal to the sum takes all of each.

    Args:
        amount: At most the sum, and of its sign.
        left: At least one.
        currency: Of every amount.

    >>> shared_out(Decimal("40.00"), [Decimal(100), Decimal(-20)], currency="EUR")
    [Decimal('50.00'), Decimal('-10.00')]
    """
    total = sum(left, ZERO)
    if amount == total:
        return list(left)
    if not total:
        return [amount, *(ZERO for _ in left[1:])]
    step = quantum(currency)
    exact = [amount * share / total for share in left]
    parts = [part.quantize(step, rounding=ROUND_DOWN) for part in exact]
    by_loss = sorted(range(len(left)), key=lambda i: -abs(exact[i] - parts[i]))
    for i in by_loss:
        missing = amount - sum(parts, ZERO)
        unit = step if exact[i] > 0 else -step
        if exact[i] != parts[i] and abs(missing) >= step and missing * unit > 0:
            parts[i] += unit
    # What is finer than the smallest unit stays on the largest part.
    largest = max(range(len(left)), key=lambda i: abs(left[i]))
    parts[largest] += amount - sum(parts, ZERO)
    return parts


def _usual_parts(
    gross: Decimal, rate: Decimal | None, currency: str
) -> Iterator[BaseAndTax]:
    """The parts whose tax is exactly the rounded tax on their base."""
    if rate is None:
        return
    step = quantum(currency)
    guess = rounded(gross / (1 + rate), currency)
    for base in (guess, guess - step, guess + step):
        tax = tax_on(base, rate, currency)
        if base + tax == gross:
            yield BaseAndTax(base, tax)


def _share(invoiced: BaseAndTax, base: Decimal) -> Decimal:
    """The invoice's tax on a part of its base, not rounded."""
    return invoiced.tax * base / invoiced.base


def _is_within(part: Decimal, left: Decimal) -> bool:
    return min(ZERO, left) <= part <= max(ZERO, left)


def _nearest(number: Decimal, end: Decimal, other: Decimal) -> Decimal:
    """The number, or the nearer end of a range that it lies outside of."""
    return min(max(number, min(end, other)), max(end, other))

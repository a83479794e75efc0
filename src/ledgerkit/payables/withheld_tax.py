"""Tax that we keep back from vendors and pay for them, payment by payment.

It is due when the vendor is paid, not when the bill comes: in Italy on the 16th of the
month after the payment (art. 8 D.P.R. 602/1973), with form F24. A bill paid in parts
is withheld in parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SATURDAY = 5
_AUGUST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxWithheld:
    """What a bill says, or one payment's part of it; negative for a vendor credit.

    Attributes:
        kind: What it is, e.g. ``RT02``.
        reason: The payment's reason code, e.g. ``A``.
        percent: Of the taxable amount.
        gross: What the vendor earned, without value added tax.
        taxable: What of it the percentage is on.
        withheld: What is kept back.
    """

    kind: str
    reason: str
    percent: Decimal
    gross: Decimal
    taxable: Decimal
    withheld: Decimal


def taxable_amount(
    withheld: Decimal, percent: Decimal, candidates: Iterable[Decimal], currency: str
) -> Decimal:
    """What a percentage was taken of.

    The first of the candidates that gives the tax to the cent; else the quotient,
    which may be cents off.

    >>> taxable_amount(Decimal("66.67"), Decimal(20), [Decimal("333.33")], "EUR")
    Decimal('333.33')
    >>> taxable_amount(Decimal("115.00"), Decimal(23), [Decimal("1000.00")], "EUR")
    Decimal('500.00')
    """
    smallest = quantum(currency)
    for amount in candidates:
        exact = amount * percent / 100
        if exact.quantize(smallest, rounding=ROUND_HALF_UP) == withheld:
            return amount
    if not percent:
        return ZERO
    return (withheld * 100 / percent).quantize(smallest, rounding=ROUND_HALF_UP)


def parts_by_payment(
    whole: TaxWithheld, amount: Decimal, paid: Sequence[Decimal], currency: str
) -> Iterator[TaxWithheld]:
    """What falls on each payment; together the whole, once all is paid.

    Args:
        whole: What the bill says.
        amount: What was to be paid; not zero.
        paid: What was paid of it, the first first, of the same sign.
        currency: Of all amounts.
    """
    so_far, before = ZERO, (ZERO, ZERO, ZERO)
    figures = (whole.gross, whole.taxable, whole.withheld)
    for payment in paid:
        so_far += payment
        share = so_far / amount
        upto = tuple(
            figure
            if so_far == amount
            else (figure * share).quantize(quantum(currency), rounding=ROUND_HALF_UP)
            for figure in figures
        )
        gross, taxable, withheld = (b - a for a, b in zip(before, upto, strict=True))
        before = (upto[0], upto[1], upto[2])
        yield TaxWithheld(
            kind=whole.kind,
            reason=whole.reason,
            percent=whole.percent,
            gross=gross,
            taxable=taxable,
            withheld=withheld,
        )


def last_day_to_pay_over(paid: date) -> date:
    """By when the tax of a month's payments must be with the Italian treasury.

    The 16th of the next month (art. 18 D.Lgs. 241/1997); 20 August, where that is in
    August (art. 37 c. 11-bis D.L. 223/2006); the Monday, where it is at a weekend.

    >>> last_day_to_pay_over(date(2026, 3, 1)), last_day_to_pay_over(date(2026, 7, 9))
    (datetime.date(2026, 4, 16), datetime.date(2026, 8, 20))
    """
    month = (paid.replace(day=1) + timedelta(days=31)).replace(day=1)
    day = month.replace(day=20 if month.month == _AUGUST else 16)
    weekend = day.weekday() - _SATURDAY
    return day + timedelta(days=2 - weekend) if weekend >= 0 else day

"""Tax that we keep back from vendors and pay for them, payment by payment.

It is due when the vendor is paid, not when the bill comes: in Italy on the 16th of the
month after the payment (art. 8 D.P.R. 602/1973), with form F24. A bill paid in parts
is withheld in parts.

What a United States payer reports of whom: forms 1099-NEC and 1099-MISC.

Payments count in the year in which they are made. A payee is reported whose payments
of a year reach the threshold of the box:

* 600 USD for payments through 2025, 2,000 USD from 2026 on (26 U.S.C. 6041(a) and
  6041A(a), as amended by Public Law 119-21, section 70433, which also has the
  threshold follow inflation from 2027);
* 10 USD for royalties, MISC box 2 (26 U.S.C. 6050N), and for substitute payments,
  MISC box 8 (26 U.S.C. 6045(d)).

What is paid by card is reported by the card's company and no part of it (Treasury
Regulations 1.6041-1(a)(1)(iv)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, quantum, rounded

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
            figure if so_far == amount else rounded(figure * share, currency)
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


#: The currency of the forms.
CURRENCY = "USD"


#: From which year on which threshold holds, the latest first.
_THRESHOLDS = ((2026, Decimal("2000.00")), (0, Decimal("600.00")))


_BOX_THRESHOLDS = {"MISC 2": Decimal("10.00"), "MISC 8": Decimal("10.00")}


_FIRST_INDEXED_YEAR = 2027


_BOX = re.compile(r"(NEC|MISC) ([1-9][0-9]?[a-z]?)")


def is_box(text: str) -> bool:
    """Whether a text names a form and a box.

    >>> is_box("NEC 1"), is_box("1099")
    (True, False)
    """
    return _BOX.fullmatch(text) is not None


def threshold(year: int, box: str) -> Decimal:
    """From which total of a year on a payee is reported, in USD.

    >>> threshold(2025, "NEC 1"), threshold(2026, "NEC 1"), threshold(2026, "MISC 2")
    (Decimal('600.00'), Decimal('2000.00'), Decimal('10.00'))
    """
    special = _BOX_THRESHOLDS.get(box)
    if special is not None:
        return special
    return next(amount for first, amount in _THRESHOLDS if year >= first)


def is_indexed(year: int) -> bool:
    """Whether the year's threshold follows inflation, and so isn't known here."""
    return year >= _FIRST_INDEXED_YEAR

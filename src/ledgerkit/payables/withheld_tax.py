"""Tax that we withhold from vendors and pay over for them, payment by payment.

It is due when the vendor is paid, not when the bill arrives: in Italy on the 16th of
the month after the payment (art. 8 D.P.R. 602/1973), with form F24. If a bill is paid
in parts, so is its tax.

United States payers report payees on forms 1099-NEC and 1099-MISC.

Payments count in the year in which they are made. A payee is reported whose payments
of a year reach the threshold of the box:

* 600 USD for payments through 2025, 2,000 USD from 2026 on (26 U.S.C. 6041(a) and
  6041A(a), as amended by Public Law 119-21, section 70433, which also has the
  threshold follow inflation from 2027);
* 10 USD for royalties, MISC box 2 (26 U.S.C. 6050N), and for substitute payments,
  MISC box 8 (26 U.S.C. 6045(d)).

Payments by card are reported by the card company and do not count (Treasury
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
    """Tax withheld on a bill or one payment of it; negative for a vendor credit.

    Attributes:
        kind: Its kind, e.g. ``RT02``.
        reason: The payment's reason code, e.g. ``A``.
        percent: Of the taxable amount.
        gross: The vendor's fee, without value added tax.
        taxable: The part of it that is taxed.
        withheld: The tax withheld.
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
    """The amount that a percentage was taken of.

    The first of the candidates that gives the tax to the cent, or to the next: the last
    credit of a bill takes what the roundings of the others left. Else the quotient,
    which may be cents off.

    >>> taxable_amount(Decimal("66.67"), Decimal(20), [Decimal("333.33")], "EUR")
    Decimal('333.33')
    >>> taxable_amount(Decimal("47.98"), Decimal(20), [Decimal("239.87")], "EUR")
    Decimal('239.87')
    >>> taxable_amount(Decimal("115.00"), Decimal(23), [Decimal("1000.00")], "EUR")
    Decimal('500.00')
    """
    smallest = quantum(currency)
    known = [
        (amount, (amount * percent / 100).quantize(smallest, rounding=ROUND_HALF_UP))
        for amount in candidates
    ]
    for beside in (ZERO, smallest):
        for amount, tax in known:
            if abs(tax - withheld) <= beside:
                return amount
    if not percent:
        return ZERO
    return (withheld * 100 / percent).quantize(smallest, rounding=ROUND_HALF_UP)


def parts_by_payment(
    total: TaxWithheld, amount: Decimal, paid: Sequence[Decimal], currency: str
) -> Iterator[TaxWithheld]:
    """The share of each payment; together the total, once all is paid.

    Args:
        total: The tax withheld on the whole bill.
        amount: The amount to pay; not zero.
        paid: The payments of it, earliest first, of the same sign.
        currency: Of all amounts.
    """
    paid_so_far, before = ZERO, (ZERO, ZERO, ZERO)
    figures = (total.gross, total.taxable, total.withheld)
    for payment in paid:
        paid_so_far += payment
        share = paid_so_far / amount
        upto = tuple(
            figure if paid_so_far == amount else rounded(figure * share, currency)
            for figure in figures
        )
        gross, taxable, withheld = (b - a for a, b in zip(before, upto, strict=True))
        before = (upto[0], upto[1], upto[2])
        yield TaxWithheld(
            kind=total.kind,
            reason=total.reason,
            percent=total.percent,
            gross=gross,
            taxable=taxable,
            withheld=withheld,
        )


def last_day_to_pay_over(paid: date) -> date:
    """The last day to pay a month's withheld tax to the Italian treasury.

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


#: The first year of each threshold, latest first.
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
    """The total in a year from which a payee is reported, in USD.

    >>> threshold(2025, "NEC 1"), threshold(2026, "NEC 1"), threshold(2026, "MISC 2")
    (Decimal('600.00'), Decimal('2000.00'), Decimal('10.00'))
    """
    special = _BOX_THRESHOLDS.get(box)
    if special is not None:
        return special
    return next(amount for first, amount in _THRESHOLDS if year >= first)


def is_indexed(year: int) -> bool:
    """Whether the year's threshold follows inflation, and so is not known here."""
    return year >= _FIRST_INDEXED_YEAR

"""What a United States payer reports of whom: forms 1099-NEC and 1099-MISC.

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
from decimal import Decimal

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

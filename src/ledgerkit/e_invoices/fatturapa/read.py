"""How the total of a received FatturaPA is made.

The specification gives lines, summaries by rate and one total, and leaves open
whether stamp duty, rounding and a discount on the whole are in them. Programs do it
in either way, so each is tried: the one that makes the stated total is meant.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from decimal import Decimal


class Extras(NamedTuple):
    """What may stand beside the summaries by rate.

    Attributes:
        discount: The surcharge on the whole; negative for a discount.
        stamp_duty: What the seller pays for the stamp (ImportoBollo).
        rounding: Of the total (Arrotondamento).
    """

    discount: Decimal = ZERO
    stamp_duty: Decimal = ZERO
    rounding: Decimal = ZERO


def inside_the_total(summed: Decimal, gross: Decimal | None, extras: Extras) -> Extras:
    """Which of the extras are in the total and in no summary.

    Args:
        summed: What the summaries come to, tax with it.
        gross: The total that is stated; None for none.
        extras: What there is.

    >>> from decimal import Decimal
    >>> duty = Extras(stamp_duty=Decimal(2))
    >>> inside_the_total(Decimal(100), Decimal(102), duty).stamp_duty
    Decimal('2')
    >>> inside_the_total(Decimal(100), Decimal(100), duty).stamp_duty
    Decimal('0')
    """
    kinds = [kind for kind in Extras._fields if getattr(extras, kind)]
    for count in range(len(kinds) + 1):
        for chosen in combinations(kinds, count):
            inside = Extras(**{kind: getattr(extras, kind) for kind in chosen})
            if summed + sum(inside, ZERO) == gross:
                return inside
    # Nothing fits: a discount on the whole is what the specification puts there.
    return Extras(discount=extras.discount)

"""How much of last year's revenue, and how many of its clients, stayed.

Only who was there at the start counts: new and returned clients are in no figure.
Gross retention is the part that stayed without what grew, and so never above 1; net
retention adds what grew (see the chapter for the worked example).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What became of the clients of the time before.

    Attributes:
        start: Their revenue then.
        expansion: By how much those that grew grew.
        contraction: By how much those that stayed and shrank shrank; positive.
        churned: What those brought in that bring in nothing now; positive.
        clients: How many they were.
        lost: How many of them bring in nothing now.
    """

    start: Decimal
    expansion: Decimal
    contraction: Decimal
    churned: Decimal
    clients: int
    lost: int

    @property
    def gross(self) -> Decimal | None:
        """(start - contraction - churned) / start; None without a start."""
        if not self.start:
            return None
        return (self.start - self.contraction - self.churned) / self.start

    @property
    def net(self) -> Decimal | None:
        """(start + expansion - contraction - churned) / start."""
        if not self.start:
            return None
        return (
            self.start + self.expansion - self.contraction - self.churned
        ) / self.start

    @property
    def logo(self) -> Decimal | None:
        """The share of clients that stayed, whatever they are worth."""
        if not self.clients:
            return None
        return type(self.start)(self.clients - self.lost) / self.clients


def measure_retention(
    before: Mapping[str, Decimal], now: Mapping[str, Decimal]
) -> Retention:
    """Compare two times of the same length.

    Args:
        before: Revenue by client; whoever brought in nothing, or less, wasn't there.
        now: The same of the later time.
    """
    expansion = contraction = churned = start = ZERO
    clients = lost = 0
    for client, was in before.items():
        if was <= 0:
            continue
        clients += 1
        start += was
        # Credit notes of last year's invoices are no negative retention.
        is_now = max(now.get(client, ZERO), ZERO)
        if not is_now:
            churned += was
            lost += 1
        elif is_now < was:
            contraction += was - is_now
        else:
            expansion += is_now - was
    return Retention(
        start=start,
        expansion=expansion,
        contraction=contraction,
        churned=churned,
        clients=clients,
        lost=lost,
    )

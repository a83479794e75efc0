"""Retention: how much of last year's revenue, and how many clients, stayed.

Only clients at the start count: new and returning clients are in no figure. Gross
retention leaves out growth, and so is never above 1; net retention includes it (see
the chapter for a worked example). Either is negative if more is credited than stayed.
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
    """What became of the clients of the earlier period.

    Attributes:
        start: Their revenue then.
        expansion: The growth of those that grew.
        contraction: The decline of those that stayed but shrank; positive.
        churned: What went with those that bring in nothing now: their earlier revenue,
            and what was credited to them since; positive.
        clients: The number of clients.
        lost: The number of them without revenue now, or with less than none.
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
        """The share of clients that stayed, whatever their revenue."""
        if not self.clients:
            return None
        return type(self.start)(self.clients - self.lost) / self.clients


def measure_retention(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> Retention:
    """Compare two periods of the same length.

    Args:
        before: Revenue by client; those with none, or less, don't count.
        after: The same for the later period.
    """
    expansion = contraction = churned = start = ZERO
    clients = lost = 0
    for client, revenue_before in before.items():
        if revenue_before <= 0:
            continue
        clients += 1
        start += revenue_before
        revenue = after.get(client, ZERO)
        if revenue <= 0:
            # What is credited now of last year's invoices did not stay either.
            churned += revenue_before - revenue
            lost += 1
        elif revenue < revenue_before:
            contraction += revenue_before - revenue
        else:
            expansion += revenue - revenue_before
    return Retention(
        start=start,
        expansion=expansion,
        contraction=contraction,
        churned=churned,
        clients=clients,
        lost=lost,
    )

"""Retention: how much of last year's revenue, and how many clients, stayed.

Only clients at the start count: new and returning clients are in no figure. Gross
retention leaves out growth, and so is never above 1; net retention includes it (see
the chapter for a worked example).
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
        churned: The earlier revenue of those with none now; positive.
        clients: The number of clients.
        lost: The number of them without revenue now.
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
        # Credit notes for last year's invoices are not negative retention.
        revenue = max(after.get(client, ZERO), ZERO)
        if not revenue:
            churned += revenue_before
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

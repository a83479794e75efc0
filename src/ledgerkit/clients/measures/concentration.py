"""Concentration: how much revenue depends on few clients."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The percentage of revenue from which a customer must be disclosed (IFRS 8.34).
DISCLOSED_FROM = Decimal(10)
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueShare:
    """A client's, or a group's, share of all revenue.

    Attributes:
        client: Id of the client, or of the parent of a group.
        revenue: Its revenue.
        percent: Of all revenue.
        running_percent: Cumulative, with all larger ones.
    """

    client: str
    revenue: Decimal
    percent: Decimal
    running_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """The shares of all clients, largest first.

    Attributes:
        shares: Of clients with positive revenue: a share of credit notes alone means
            nothing.
        total: The revenue that the shares are of.
    """

    shares: Sequence[RevenueShare]
    total: Decimal

    @property
    def herfindahl(self) -> Decimal:
        """The Herfindahl-Hirschman index: squares of the percentages, summed.

        From nearly 0 to 10,000 for a single client (O. C. Herfindahl, *Concentration
        in the steel industry*, 1950; A. O. Hirschman, 1945).
        """
        return sum((share.percent**2 for share in self.shares), ZERO)

    def top(self, count: int) -> Decimal:
        """The percentage of the largest clients."""
        return sum((share.percent for share in self.shares[:count]), ZERO)

    @property
    def disclosed(self) -> Sequence[RevenueShare]:
        """Those of ten percent or more, which IFRS 8.34 requires to be disclosed."""
        return [share for share in self.shares if share.percent >= DISCLOSED_FROM]


def measure_concentration(
    revenue: Mapping[str, Decimal], parents: Mapping[str, str]
) -> Concentration:
    """Measure how revenue is spread.

    Args:
        revenue: By client.
        parents: The parent of each client that has one; clients under common control
            count as one (IFRS 8.34).
    """
    groups: dict[str, Decimal] = {}
    for client, amount in revenue.items():
        group = head_of_group(client, parents)
        groups[group] = groups.get(group, ZERO) + amount
    positive = {group: amount for group, amount in groups.items() if amount > 0}
    total = sum(positive.values(), ZERO)
    shares: list[RevenueShare] = []
    running = ZERO
    for group, amount in sorted(positive.items(), key=lambda item: (-item[1], item[0])):
        running += amount
        shares.append(
            RevenueShare(
                client=group,
                revenue=amount,
                percent=amount * _ALL / total,
                running_percent=running * _ALL / total,
            )
        )
    return Concentration(shares=shares, total=total)


def head_of_group(client: str, parents: Mapping[str, str]) -> str:
    """The topmost parent; in a circle, the first of it by name."""
    chain = [client]
    while chain[-1] in parents:
        above = parents[chain[-1]]
        if above in chain:
            return min(chain[chain.index(above) :])
        chain.append(above)
    return chain[-1]

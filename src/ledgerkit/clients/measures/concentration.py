"""How much depends on few clients."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: From which share of revenue a customer is to be disclosed (IFRS 8.34).
DISCLOSED_FROM = Decimal(10)
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueShare:
    """A client's, or a group's, part of all revenue.

    Attributes:
        client: Id of the client, or of the parent of a group.
        revenue: What it brought in.
        percent: Of all revenue.
        running_percent: With all that are larger.
    """

    client: str
    revenue: Decimal
    percent: Decimal
    running_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """The shares of all clients, the largest first.

    Attributes:
        shares: Of clients with positive revenue: a share of what was only credited
            means nothing.
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
        """The percentage of the largest few."""
        return sum((share.percent for share in self.shares[:count]), ZERO)

    @property
    def disclosed(self) -> Sequence[RevenueShare]:
        """Those of ten percent or more, whom IFRS 8.34 asks to disclose."""
        return [share for share in self.shares if share.percent >= DISCLOSED_FROM]


def measure_concentration(
    revenue: Mapping[str, Decimal], parents: Mapping[str, str]
) -> Concentration:
    """How revenue is spread.

    Args:
        revenue: By client.
        parents: The parent of each client that has one; who are under common control
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
    """The parent's parent's parent; in a circle, the first of it by name."""
    seen = [client]
    while seen[-1] in parents:
        above = parents[seen[-1]]
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]

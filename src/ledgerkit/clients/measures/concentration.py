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
        revenue: Its revenue; negative if it was credited more than it bought.
        percent: Of all revenue; None if that is nothing, or less.
        running_percent: Cumulative, with all larger ones; None likewise.
    """

    client: str
    revenue: Decimal
    percent: Decimal | None
    running_percent: Decimal | None

    @property
    def is_disclosed(self) -> bool:
        """Whether it is ten percent or more, which IFRS 8.34 requires to disclose."""
        return self.percent is not None and self.percent >= DISCLOSED_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """The shares of all clients, largest first.

    Attributes:
        shares: Of clients with any revenue, or with less than none.
        nobodys: The revenue that names no client, as over a counter.
        total: All revenue, which the shares are of.
    """

    shares: Sequence[RevenueShare]
    nobodys: Decimal
    total: Decimal

    @property
    def nobodys_percent(self) -> Decimal | None:
        """The share of what names no client; None where there are no shares."""
        return self.nobodys * _ALL / self.total if self.total > 0 else None

    @property
    def negative(self) -> Sequence[RevenueShare]:
        """The clients that were credited more than they bought."""
        return [share for share in self.shares if share.revenue < 0]

    @property
    def herfindahl(self) -> Decimal | None:
        """The Herfindahl-Hirschman index: squares of the percentages, summed.

        From nearly 0 to 10,000 for a single client (O. C. Herfindahl, *Concentration
        in the steel industry*, 1950; A. O. Hirschman, 1945). What names no client was
        bought by many, whose squares come to nothing. None without revenue, or if any
        is negative: the shares are then no parts of a whole.
        """
        if self.total <= 0 or self.negative or self.nobodys < 0:
            return None
        return sum(((share.percent or ZERO) ** 2 for share in self.shares), ZERO)

    def top(self, count: int) -> Decimal | None:
        """The percentage of the largest clients; None where there are no shares."""
        if self.total <= 0:
            return None
        return sum((share.percent or ZERO for share in self.shares[:count]), ZERO)

    @property
    def disclosed(self) -> Sequence[RevenueShare]:
        """Those of ten percent or more, which IFRS 8.34 requires to be disclosed."""
        return [share for share in self.shares if share.is_disclosed]


def measure_concentration(
    revenue: Mapping[str, Decimal],
    parents: Mapping[str, str],
    *,
    nobodys: Decimal = ZERO,
) -> Concentration:
    """Measure how revenue is spread.

    Args:
        revenue: By client, less credit notes.
        parents: The parent of each client that has one; clients under common control
            count as one (IFRS 8.34).
        nobodys: What names no client. It is revenue all the same, and the shares are
            of all revenue.
    """
    groups: dict[str, Decimal] = {}
    for client, amount in revenue.items():
        group = head_of_group(client, parents)
        groups[group] = groups.get(group, ZERO) + amount
    sold = {group: amount for group, amount in groups.items() if amount}
    total = sum(sold.values(), nobodys)
    shares: list[RevenueShare] = []
    running = ZERO
    for group, amount in sorted(sold.items(), key=lambda item: (-item[1], item[0])):
        running += amount
        shares.append(
            RevenueShare(
                client=group,
                revenue=amount,
                percent=amount * _ALL / total if total > 0 else None,
                running_percent=running * _ALL / total if total > 0 else None,
            )
        )
    return Concentration(shares=shares, nobodys=nobodys, total=total)


def head_of_group(client: str, parents: Mapping[str, str]) -> str:
    """The topmost parent; in a circle, the first of it by name."""
    chain = [client]
    while chain[-1] in parents:
        above = parents[chain[-1]]
        if above in chain:
            return min(chain[chain.index(above) :])
        chain.append(above)
    return chain[-1]

"""Credit limits: what a client owes against its limit, today and in the past.

A limit is breached when one more invoice goes out. So it is tested at each invoice's
own date, against the limit in force on that day, in one pass over the movements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.open_items.purpose import Purpose
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLimit:
    """A client's credit limit from a day.

    Attributes:
        since: The first day it is in force.
        amount: The limit; None if it is lifted.
        currency: Of the amount, and of the debts it limits.
    """

    since: date
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitBreach:
    """An invoice that went out over the limit.

    Attributes:
        document: The invoice, as allocated.
        exposure: What the client owed at the end of the invoice's day.
        limit: The limit in force on that day.
    """

    document: SubledgerItem
    exposure: Decimal
    limit: Decimal

    @property
    def excess(self) -> Decimal:
        """The amount over the limit."""
        return self.exposure - self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditUse:
    """How a client's credit is used in one currency.

    Attributes:
        party: Id of the client.
        currency: Of every amount.
        exposure: What it owes: open documents less money on account.
        limit: Its limit in this currency; None for no limit.
        breaches: Every invoice that went out over the limit, earliest first.
    """

    party: str
    currency: str
    exposure: Decimal
    limit: Decimal | None
    breaches: Sequence[LimitBreach]

    @property
    def headroom(self) -> Decimal | None:
        """The credit still available; negative if the limit is breached."""
        return None if self.limit is None else self.limit - self.exposure

    @property
    def percent(self) -> Decimal | None:
        """The percentage of the limit used; None for no limit, or a limit of zero."""
        return self.exposure * 100 / self.limit if self.limit else None

    @property
    def is_breached(self) -> bool:
        """Whether the client is over its limit now."""
        return self.limit is not None and self.exposure > self.limit

    @property
    def worst(self) -> LimitBreach | None:
        """The invoice that went furthest over the limit; the first if several did."""
        return max(self.breaches, key=lambda breach: breach.excess, default=None)


def credit_uses(
    subledger: Subledger, limits: Mapping[str, Sequence[CreditLimit]]
) -> Sequence[CreditUse]:
    """The credit used by each client with a limit or an open balance.

    Exposure is the client's balance at the end of the day, with payments and credits
    on account. A limit applies to debts in its own currency only: no rate is assumed.

    Args:
        subledger: The receivables; its day is the last that counts.
        limits: Each client's limits by id, earliest first.

    Returns:
        One for each client and currency, in alphabetical order.
    """
    as_of, owed = subledger.as_of, _owed(subledger, limits)
    issued: dict[tuple[str, str], list[SubledgerItem]] = defaultdict(list)
    for item in subledger.items:
        if item.party in limits and item.first.purpose is Purpose.DOCUMENT:
            issued[item.party, item.first.currency].append(item)
    uses = (
        CreditUse(
            party=key[0],
            currency=key[1],
            exposure=owed[key].until(as_of),
            limit=_amount_on(limits.get(key[0], ()), as_of, key[1]),
            breaches=_breaches(issued[key], owed[key], limits.get(key[0], ())),
        )
        for key in sorted({*owed, *_limited(limits, as_of)})
        if key[0]  # A document without a party has no credit limit.
    )
    return [u for u in uses if u.exposure or u.limit is not None or u.breaches]


def _limited(
    limits: Mapping[str, Sequence[CreditLimit]], as_of: date
) -> Iterator[tuple[str, str]]:
    """Every client with a limit on a day, and the limit's currency."""
    for party, steps in limits.items():
        limit = _limit_on(steps, as_of)
        if limit is not None and limit.amount is not None:
            yield party, limit.currency


def _owed(
    subledger: Subledger, limits: Mapping[str, Sequence[CreditLimit]]
) -> Mapping[tuple[str, str], RunningTotal]:
    """Each client's balance by currency, day by day if it ever had a limit."""
    owed: dict[tuple[str, str], RunningTotal] = defaultdict(RunningTotal)
    for item in subledger.items:
        changes = owed[item.party, item.first.currency].moved
        if item.party not in limits:
            changes[item.first.day] += item.open
            continue
        for posting in item.postings:
            changes[posting.day] += posting.amount
        for posting, amount, _basis, _credit in item.settlements or ():
            changes[posting.day] -= amount
    for unapplied in subledger.ever_on_account:
        posting = unapplied.posting
        owed[unapplied.party, posting.currency].moved[posting.day] += unapplied.amount
    return owed


def _breaches(
    items: Iterable[SubledgerItem], owed: RunningTotal, limits: Sequence[CreditLimit]
) -> Sequence[LimitBreach]:
    breaches = []
    for item in sorted(items, key=lambda d: (d.first.day, d.label, d.first.amount)):
        day = item.first.day
        limit = _amount_on(limits, day, item.first.currency)
        if limit is not None and (exposure := owed.until(day)) > limit:
            breaches.append(LimitBreach(document=item, exposure=exposure, limit=limit))
    return breaches


def _limit_on(limits: Sequence[CreditLimit], day: date) -> CreditLimit | None:
    place = bisect_right(limits, day, key=lambda limit: limit.since)
    return limits[place - 1] if place else None


def _amount_on(
    limits: Sequence[CreditLimit], day: date, currency: str
) -> Decimal | None:
    limit = _limit_on(limits, day)
    return limit.amount if limit and limit.currency == currency else None

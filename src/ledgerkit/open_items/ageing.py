"""Ageing: how overdue the open items are.

Every open amount is in exactly one column, so the columns of a row sum to the
party's balance: there is always a column for items not yet due, and one for
payments and credits on account.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


class AgingBasis(StrEnum):
    """The day a document ages from."""

    DUE = "due"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Buckets:
    """The ageing buckets: not due, then up to each limit, then over the last.

    Attributes:
        limits: The last day of each bucket, ascending, e.g. ``(30, 60, 90)``.
    """

    limits: tuple[int, ...] = (30, 60, 90)

    def __post_init__(self) -> None:
        if not self.limits or list(self.limits) != sorted({*self.limits}):
            raise ValueError(f"bucket limits must rise, not {self.limits}")
        if self.limits[0] < 1:
            raise ValueError(f"the first bucket must hold a day, not {self.limits}")

    def labels(self) -> Sequence[str]:
        """``Not due``, ``1-30``, …, ``Over 90``."""
        spans = [f"{a}-{b}" for a, b in self._spans()]
        return ["Not due", *spans, f"Over {self.limits[-1]}"]

    def keys(self) -> Sequence[str]:
        """``not_due``, ``1_30``, …, ``over_90``."""
        spans = [f"{a}_{b}" for a, b in self._spans()]
        return ["not_due", *spans, f"over_{self.limits[-1]}"]

    def index(self, days: int) -> int:
        """The bucket for a number of days late; the first is not due.

        >>> [Buckets().index(days) for days in (0, 1, 30, 31, 90, 91)]
        [0, 1, 1, 2, 3, 4]
        """
        return 0 if days <= 0 else 1 + bisect_left(self.limits, days)

    def _spans(self) -> Iterator[tuple[int, int]]:
        first = 1
        for limit in self.limits:
            yield first, limit
            first = limit + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBalance:
    """What one party owes in one currency, by age.

    Attributes:
        party: Id of the client or vendor; empty for postings that name nobody.
        currency: Of every amount.
        amounts: One for each bucket, in order.
        unapplied: Payments and open credits on account; negative as a rule.
    """

    party: str
    currency: str
    amounts: tuple[Decimal, ...]
    unapplied: Decimal

    @property
    def balance(self) -> Decimal:
        """The party's total: the buckets and the unapplied column."""
        return sum(self.amounts, self.unapplied)


def age(
    subledger: Subledger, *, buckets: Buckets, basis: AgingBasis = AgingBasis.DUE
) -> Sequence[AgedBalance]:
    """Spread what is open over the buckets, by party and currency.

    Open credits, and what settled a document beyond its amount, stand with the
    unapplied payments: a credit does not age, as there is nothing to collect.

    Returns:
        A line for every party and currency with anything open, in alphabetical
        order, including a party whose open items cancel out.
    """
    count = len(buckets.limits) + 2
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for document in subledger.open_documents:
        key = document.party, document.currency
        line = sums.setdefault(key, [ZERO] * (count + 1))
        _add(document, line, subledger, buckets, basis)
    for item in (*subledger.unapplied, *subledger.unassigned):
        key = item.party, item.posting.currency
        sums.setdefault(key, [ZERO] * (count + 1))[count] += item.amount
    return [
        AgedBalance(
            party=party,
            currency=currency,
            amounts=tuple(line[:count]),
            unapplied=line[count],
        )
        for (party, currency), line in sorted(sums.items())
        if any(line)
    ]


def _add(
    document: Document,
    line: list[Decimal],
    subledger: Subledger,
    buckets: Buckets,
    basis: AgingBasis,
) -> None:
    if document.is_credit or document.open < 0:
        line[-1] += document.open
        return
    for index, amount in ages(document, subledger.as_of, buckets, basis):
        line[index] += amount


def ages(
    document: Document, as_of: date, buckets: Buckets, basis: AgingBasis
) -> Iterator[tuple[int, Decimal]]:
    """The open amounts of a document, by index of their bucket."""
    if basis is AgingBasis.DOCUMENT:
        yield buckets.index((as_of - document.issued).days), document.open
        return
    for part in document.open_parts():
        yield buckets.index((as_of - part.due).days), part.amount

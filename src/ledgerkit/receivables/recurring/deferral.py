"""Deferred revenue: a line for future days, which becomes income as they pass.

IFRS 15.31 and 15.39 to 15.45, a service rendered evenly over time: income is
recognised as time passes. Amounts count what is deferred: positive for an invoice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from ledgerkit.calendars import day_of_next_month, month_end
from ledgerkit.money import ZERO, part_between, quantum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


class DeferralBasis(StrEnum):
    """How time is counted."""

    DAYS = "days"
    """Each day is worth the same."""
    MONTHS = "months"
    """Each calendar month is worth the same, and a part of one its share of days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The part of a deferred line that a credit note reverses.

    Attributes:
        day: Its date.
        amount: Positive if it reverses the line.
        number: The credit note's number.
    """

    day: date
    amount: Decimal
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferredLine:
    """A line of a document on a deferred-revenue account.

    Attributes:
        number: The document's number.
        party: Id of the client.
        description: Its description.
        issued: The document's date.
        currency: Of every amount.
        account: The liability account it is booked on.
        income: The income account it is recognised on.
        amount: The amount deferred.
        first: First day it covers.
        last: Last day it covers.
        place: Where it stands.
        credits: Its credit notes, in order of day.
    """

    number: str
    party: str
    description: str
    issued: date
    currency: str
    account: str
    income: str
    amount: Decimal
    first: date
    last: date
    place: Place
    credits: tuple[Credit, ...] = ()
    _spans: dict[DeferralBasis, Sequence[_Span]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def credited(self, as_of: date) -> Decimal:
        """The amount credited by a day."""
        return sum((c.amount for c in self.credits if c.day <= as_of), ZERO)

    def known_on(self, as_of: date) -> DeferredLine:
        """The line as known on a day: without later credits."""
        if not self.credits or self.credits[-1].day <= as_of:
            return self
        credits_ = tuple(credit for credit in self.credits if credit.day <= as_of)
        return replace(self, credits=credits_, _spans={})

    def earned(self, as_of: date, basis: DeferralBasis) -> Decimal:
        """The income earned by the end of a day; zero before the document's date.

        After its last day this is the whole line less credits. A credit note leaves
        what was earned up to the day before, and spreads the remainder over the
        remaining days; any excess reduces the income on its day.
        """
        if as_of < self.issued:
            return ZERO
        *_, span = (s for s in self._spans_by(basis) if s.since <= as_of)
        return span.base + part_between(
            span.rest,
            Fraction(0),
            _share_over(span.first, self.last, as_of, basis),
            quantum=quantum(self.currency),
        )

    def _spans_by(self, basis: DeferralBasis) -> Sequence[_Span]:
        if basis not in self._spans:
            self._spans[basis] = list(self._spanned(basis))
        return self._spans[basis]

    def _spanned(self, basis: DeferralBasis) -> Iterator[_Span]:
        """The spans of days over which an amount is spread evenly."""
        span = _Span(since=self.issued, first=self.first, base=ZERO, rest=self.amount)
        yield span
        for credit in self.credits:
            share = _share_before(span.first, self.last, credit.day, basis)
            elapsed = span.base + part_between(
                span.rest, Fraction(0), share, quantum=quantum(self.currency)
            )
            rest = span.base + span.rest - elapsed - credit.amount
            if (rest < 0) != (self.amount < 0) and rest:
                elapsed, rest = elapsed + rest, ZERO
            first = max(span.first, credit.day)
            span = _Span(since=credit.day, first=first, base=elapsed, rest=rest)
            yield span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """From a day: what is already earned, and the rest to spread from a first day."""

    since: date
    first: date
    base: Decimal
    rest: Decimal


def _share_over(first: date, last: date, as_of: date, basis: DeferralBasis) -> Fraction:
    """The share of the time elapsed at the end of a day, 0 to 1."""
    if as_of >= last:
        return Fraction(1)
    if as_of < first:
        return Fraction(0)
    return _time(first, as_of, basis) / _time(first, last, basis)


def _share_before(first: date, last: date, day: date, basis: DeferralBasis) -> Fraction:
    """The share of the time elapsed when a day begins."""
    if day > last:
        return Fraction(1)
    if day <= first:
        return Fraction(0)
    return 1 - _time(day, last, basis) / _time(first, last, basis)


def _time(first: date, last: date, basis: DeferralBasis) -> Fraction:
    """The time from one day to another, both included."""
    if basis is DeferralBasis.DAYS:
        return Fraction((last - first).days + 1)
    end = month_end(first)
    if end >= last:
        return Fraction((last - first).days + 1, end.day)
    months = (last.year - first.year) * 12 + last.month - first.month - 1
    return (
        Fraction((end - first).days + 1, end.day)
        + months
        + Fraction(last.day, month_end(last).day)
    )


def month_ends(first: date, last: date) -> Iterator[date]:
    """The month ends from one day to another, both included."""
    end = month_end(first)
    while end <= last:
        yield end
        end = month_end(day_of_next_month(end, 1))

"""What health is reckoned from: plain values of one client, as at a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.clients.measures.measures import ClientMeasures
    from ledgerkit.clients.records.case import OpenCase
    from ledgerkit.clients.records.contact import Freshness
    from ledgerkit.clients.records.record import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What a client owes on documents, without payments on account.

    Attributes:
        open: What stands open.
        overdue: What of it is past its due date.
        oldest_days: Days late of what is latest; 0 if nothing is.
    """

    open: Decimal = ZERO
    overdue: Decimal = ZERO
    oldest_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFacts:
    """Everything that a client's health is reckoned from.

    Attributes:
        client: Its id.
        as_of: The day of asking.
        measures: What the books say; None of a client that was never sold anything.
        debt: What it owes.
        survey: Its latest answer; None if it was never asked.
        freshness: When it was last spoken with; None where the book notes no talk yet.
        cases: Its open ones; None where the book keeps no cases at all by that day,
            since silence says nothing there.
        disputes: The open ones: cases of that kind, and whatever is disputed of what
            it owes, each once and in words.
        spoken_since_survey: Whether an activity followed the latest answer.
        renewals_at_risk: Names of contracts inside their notice while no
            opportunity of the client is open.
    """

    client: str
    as_of: date
    measures: ClientMeasures | None = None
    debt: Debt = Debt()
    survey: Survey | None = None
    freshness: Freshness | None = None
    cases: Sequence[OpenCase] | None = None
    disputes: Sequence[str] = ()
    spoken_since_survey: bool = False
    renewals_at_risk: Sequence[str] = ()

"""How far the milestones of an account plan are: the books measure those they can."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import Stretch
from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledgerkit.clients.measures.sales import SalesHistory
    from ledgerkit.clients.records.record import Activity, Record, Relations

_DONE, _GIVEN_UP = "completed", "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A milestone as at a day.

    Attributes:
        record: What was written of it.
        measure: What measures it; ``manual`` if nothing but its status.
        reached: What the books say was reached; None if they say nothing.
        target: What is to be reached.
        currency: Of both; empty for days and numbers.
        progress: From 0 to 1; None where it can't be told.
        completed: Whether it is reached.
        cancelled: Whether it was given up.
        due: When it is due: its own day, else the plan's last.
        late: Whether that is past, and it is neither reached nor given up.
    """

    record: Record
    measure: str
    reached: Decimal | None
    target: Decimal | None
    currency: str
    progress: Decimal | None
    completed: bool
    cancelled: bool
    due: date | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """An account plan as at a day.

    Attributes:
        record: What was written of it.
        client: Id of the client.
        milestones: The one due first before the others.
    """

    record: Record
    client: str
    milestones: Sequence[Milestone]

    @property
    def is_closed(self) -> bool:
        """Whether it says so itself."""
        return self.record.text("status") == "closed"

    @property
    def progress(self) -> Decimal | None:
        """The mean of its milestones' progress; None if it can be told of none."""
        known = [
            milestone.progress
            for milestone in self.milestones
            if milestone.progress is not None and not milestone.cancelled
        ]
        return sum(known, Decimal(0)) / len(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksSay:
    """What milestones are measured by.

    Attributes:
        sales: Of all clients.
        activities: What passed between us and them, by client.
        days_outstanding: Of a client at a day's end, how many of its last days' sales
            it owes (days sales outstanding, counted back); None where it can't be told.
    """

    sales: SalesHistory
    activities: Mapping[str, Sequence[Activity]]
    days_outstanding: Callable[[str, date], Decimal | None]


def account_plans(
    relations: Relations, books: BooksSay, as_of: date
) -> Sequence[AccountPlan]:
    """Every plan as at a day, by client and the day from which it is."""
    milestones: dict[str, list[Record]] = defaultdict(list)
    for one in relations.all(RecordKind.MILESTONE, as_of):
        milestones[one.text("plan")].append(one)
    found = []
    for plan in relations.all(RecordKind.PLAN, as_of):
        own = [_milestone(one, plan, books, as_of) for one in milestones[plan.id]]
        own.sort(key=lambda one: (one.due is None, str(one.due), one.record.id))
        found.append(
            AccountPlan(record=plan, client=plan.text("client"), milestones=own)
        )
    return sorted(
        found,
        key=lambda one: (
            one.client,
            one.record.day("from") or one.record.declared,
            one.record.id,
        ),
    )


def _milestone(record: Record, plan: Record, books: BooksSay, as_of: date) -> Milestone:
    measure = record.text("measure") or "manual"
    due = record.day("due") or plan.day("until")
    first = record.day("start") or plan.day("from") or plan.declared
    # What comes after it was due does not reach it in time.
    stretch = Stretch(first, min(as_of, due) if due else as_of)
    reached = _reached(record, measure, plan.text("client"), stretch, books)
    target = record.number("target")
    status = record.text("status")
    progress = _progress(measure, reached, target)
    done = status == _DONE or bool(progress is not None and progress >= 1)
    if measure == "dso" and status != _DONE:
        # How much is owed may change until the last day.
        done = done and due is not None and due <= as_of
    if status == _DONE:
        progress = Decimal(1)
    elif measure == "manual":
        progress = (record.number("percent-complete") or Decimal(0)) / 100
    return Milestone(
        record=record,
        measure=measure,
        reached=reached,
        target=target,
        currency=record.currency("target"),
        progress=progress,
        completed=done,
        cancelled=status == _GIVEN_UP,
        due=due,
        late=due is not None and due < as_of and not done and status != _GIVEN_UP,
    )


def _reached(
    record: Record, measure: str, client: str, stretch: Stretch, books: BooksSay
) -> Decimal | None:
    if stretch.last < stretch.first:
        return None
    if measure == "activities":
        mine = books.activities.get(client, ())
        return Decimal(sum(activity.day in stretch for activity in mine))
    if measure == "dso":
        return books.days_outstanding(client, stretch.last)
    if measure not in {"revenue", "margin"}:
        return None
    if record.currency("target") not in {"", books.sales.currency}:
        return None
    account = record.text("account")
    sold = (
        books.sales.on_account(client, account, stretch)
        if account
        else books.sales.revenue(client, stretch)
    )
    cost = books.sales.cost(client, stretch) if measure == "margin" else 0
    return sold - cost


def _progress(
    measure: str, reached: Decimal | None, target: Decimal | None
) -> Decimal | None:
    if reached is None or target is None:
        return None
    if measure == "dso":  # Fewer days are better.
        return Decimal(1) if reached <= target else max(target / reached, Decimal(0))
    return max(min(reached / target, Decimal(1)), Decimal(0)) if target > 0 else None

"""Account plans and their milestones, measured from the books where possible."""

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
        record: Its record.
        measure: Its measure; ``manual`` if only its status counts.
        reached: The result according to the books; None if they don't tell.
        target: The target.
        currency: Of both; empty for days and numbers.
        progress: From 0 to 1; None if unknown.
        completed: Whether it has been reached.
        cancelled: Whether it has been given up.
        due: Its own due date, or else the plan's last day.
        late: Whether that is past and it is neither reached nor given up.
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
        record: Its record.
        client: Id of the client.
        milestones: Its milestones, by due date.
    """

    record: Record
    client: str
    milestones: Sequence[Milestone]

    @property
    def is_closed(self) -> bool:
        """Whether it is marked as closed."""
        return self.record.text("status") == "closed"

    @property
    def progress(self) -> Decimal | None:
        """The mean of its milestones' progress; None if none is known."""
        shares = [
            milestone.progress
            for milestone in self.milestones
            if milestone.progress is not None and not milestone.cancelled
        ]
        return sum(shares, Decimal(0)) / len(shares) if shares else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksSay:
    """The figures that milestones are measured by.

    Attributes:
        sales: Of all clients.
        activities: Activities by client.
        days_outstanding: A client's days sales outstanding at the end of a day, counted
            back; None if unknown.
    """

    sales: SalesHistory
    activities: Mapping[str, Sequence[Activity]]
    days_outstanding: Callable[[str, date], Decimal | None]


def account_plans(
    relations: Relations, books: BooksSay, as_of: date
) -> Sequence[AccountPlan]:
    """Every plan as at a day, by client and first day."""
    milestones: dict[str, list[Record]] = defaultdict(list)
    for milestone in relations.all(RecordKind.MILESTONE, as_of):
        milestones[milestone.text("plan")].append(milestone)
    plans = []
    for plan in relations.all(RecordKind.PLAN, as_of):
        of_plan = [
            _milestone(milestone, plan, books, as_of)
            for milestone in milestones[plan.id]
        ]
        of_plan.sort(
            key=lambda milestone: (
                milestone.due is None,
                str(milestone.due),
                milestone.record.id,
            )
        )
        plans.append(
            AccountPlan(record=plan, client=plan.text("client"), milestones=of_plan)
        )
    return sorted(
        plans,
        key=lambda plan: (
            plan.client,
            plan.record.day("from") or plan.record.declared,
            plan.record.id,
        ),
    )


def _milestone(record: Record, plan: Record, books: BooksSay, as_of: date) -> Milestone:
    measure = record.text("measure") or "manual"
    due = record.day("due") or plan.day("until")
    first = record.day("start") or plan.day("from") or plan.declared
    # Results after the due date don't count.
    stretch = Stretch(first, min(as_of, due) if due else as_of)
    result = _reached(record, measure, plan.text("client"), stretch, books)
    target = record.number("target")
    status = record.status(as_of)
    progress = _progress(measure, result, target)
    is_completed = status == _DONE or bool(progress is not None and progress >= 1)
    if measure == "dso" and status != _DONE:
        # The debt may change until the last day.
        is_completed = is_completed and due is not None and due <= as_of
    if status == _DONE:
        progress = Decimal(1)
    elif measure == "manual":
        progress = (record.number("percent-complete") or Decimal(0)) / 100
    return Milestone(
        record=record,
        measure=measure,
        reached=result,
        target=target,
        currency=record.currency("target"),
        progress=progress,
        completed=is_completed,
        cancelled=status == _GIVEN_UP,
        due=due,
        late=due is not None
        and due < as_of
        and not is_completed
        and status != _GIVEN_UP,
    )


def _reached(
    record: Record, measure: str, client: str, stretch: Stretch, books: BooksSay
) -> Decimal | None:
    if stretch.last < stretch.first:
        return None
    if measure == "activities":
        activities = books.activities.get(client, ())
        return Decimal(sum(activity.day in stretch for activity in activities))
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
    measure: str, result: Decimal | None, target: Decimal | None
) -> Decimal | None:
    if result is None or target is None:
        return None
    if measure == "dso":  # Fewer days are better.
        return Decimal(1) if result <= target else max(target / result, Decimal(0))
    return max(min(result / target, Decimal(1)), Decimal(0)) if target > 0 else None

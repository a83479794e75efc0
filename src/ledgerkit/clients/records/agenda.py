"""The agenda: one list of everything with a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.clients.records.contact import has_left
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.clients.records.renewal import ContractState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.clients.records.pipeline import Opportunity
    from ledgerkit.clients.records.plan import AccountPlan
    from ledgerkit.clients.records.record import Relations
    from ledgerkit.clients.records.renewal import Renewal

_SUNDAY = 6
#: A contract that ended longer ago than this is history.
_ENDED_DAYS = 365


class When(StrEnum):
    """How soon; a week ends with its Sunday."""

    OVERDUE = "Overdue"
    TODAY = "Today"
    THIS_WEEK = "This week"
    NEXT_WEEK = "Next week"
    LATER = "Later"

    @staticmethod
    def of(day: date, today: date) -> When:
        """How soon a day is.

        >>> When.of(date(2025, 12, 1), date(2025, 11, 30)).value  # A Sunday.
        'Next week'
        """
        if day <= today:
            return When.TODAY if day == today else When.OVERDUE
        days = (day - today).days
        days_left = _SUNDAY - today.weekday()
        if days <= days_left:
            return When.THIS_WEEK
        return When.NEXT_WEEK if days <= days_left + 7 else When.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """Something with a date.

    Attributes:
        day: When it is due.
        kind: Its kind, e.g. ``task`` or ``check-in``.
        client: Id of the client; empty if it concerns none.
        what: In a few words.
        id: Id of the record; empty if there is none.
        manager: Id of the manager to do it; empty for the client's own.
        born: For a birthday, the date of birth.
    """

    day: date
    kind: str
    client: str
    what: str
    id: str = ""
    manager: str = ""
    born: date | None = None


def in_order(items: Iterable[AgendaItem]) -> Sequence[AgendaItem]:
    """Sort by day, then by kind, client and id."""
    return sorted(items, key=lambda i: (i.day, i.kind, i.client, i.id, i.what))


def task_items(relations: Relations, as_of: date) -> Iterator[AgendaItem]:
    """Every task with a due date that is neither done nor cancelled."""
    for task in relations.all(RecordKind.TASK, as_of):
        due = task.day("due")
        if due is not None and not task.is_over(as_of):
            yield AgendaItem(
                day=due,
                kind="task",
                client=task.text("client"),
                what=task.title,
                id=task.id,
                manager=task.text("manager"),
            )


def milestone_items(plans: Iterable[AccountPlan]) -> Iterator[AgendaItem]:
    """Every milestone of an account plan that is neither reached nor given up."""
    for plan in plans:
        for milestone in () if plan.is_closed else plan.milestones:
            if milestone.due and not milestone.completed and not milestone.cancelled:
                yield AgendaItem(
                    day=milestone.due,
                    kind="milestone",
                    client=plan.client,
                    what=milestone.record.title,
                    id=milestone.record.id,
                    manager=plan.record.text("manager"),
                )


def renewal_items(renewals: Iterable[Renewal], as_of: date) -> Iterator[AgendaItem]:
    """When to discuss each contract, and those that ended without a successor."""
    for renewal in renewals:
        if renewal.until is None or renewal.notice_from is None:
            continue
        day, event = renewal.notice_from, f"ends on {renewal.until}"
        if renewal.state is ContractState.ENDED:
            if (as_of - renewal.until).days > _ENDED_DAYS:
                continue
            day, event = renewal.until, f"ended on {renewal.until}"
        elif renewal.record.facts.get("auto-renew") is True:
            event = f"renews by itself after {renewal.until}"
        # A contract that renews itself can't be stopped once its notice has begun.
        is_due = renewal.state in {ContractState.IN_NOTICE, ContractState.ENDED}
        if is_due or (renewal.state is ContractState.RUNNING and day >= as_of):
            yield AgendaItem(
                day=day,
                kind="renewal",
                client=renewal.client,
                what=f"{renewal.record.title}: {event}",
                id=renewal.record.id,
                manager=renewal.record.text("manager"),
            )


def close_items(opportunities: Iterable[Opportunity]) -> Iterator[AgendaItem]:
    """When each opportunity is expected to be decided; pass only open ones."""
    for opportunity in opportunities:
        if opportunity.close_date is not None:
            yield AgendaItem(
                day=opportunity.close_date,
                kind="opportunity",
                client=opportunity.client,
                what=f"{opportunity.record.title}: to be decided",
                id=opportunity.record.id,
                manager=opportunity.record.text("manager"),
            )


def birthday_items(relations: Relations, as_of: date) -> Iterator[AgendaItem]:
    """The next birthday of every contact still with a client."""
    for person in relations.all(RecordKind.CONTACT, as_of):
        born = person.day("bday")
        if born is not None and not has_left(person, as_of):
            yield AgendaItem(
                day=_next_birthday(born, as_of),
                kind="birthday",
                client=next(iter(person.clients), ""),
                what=person.title,
                id=person.id,
                born=born,
            )


def _next_birthday(born: date, today: date) -> date:
    for year in (today.year, min(today.year + 1, date.max.year)):
        try:
            day = born.replace(year=year)
        except ValueError:  # Of those born on 29 February.
            day = date(year, 2, 28)
        if day >= today:
            return day
    return day

"""What is to be done when: one list of everything that has a day."""

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
_DONE = frozenset({"completed", "cancelled"})
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
        left = _SUNDAY - today.weekday()
        if days <= left:
            return When.THIS_WEEK
        return When.NEXT_WEEK if days <= left + 7 else When.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """Something that has a day.

    Attributes:
        day: When it is due.
        kind: What it is, e.g. ``task`` or ``check-in``.
        client: Id of the client; empty if it is about none.
        what: In a few words.
        id: Of the record; empty if there is none.
        manager: Id of who is to do it; empty if only the client's is.
        born: The day that comes back each year, of a birthday.
    """

    day: date
    kind: str
    client: str
    what: str
    id: str = ""
    manager: str = ""
    born: date | None = None


def in_order(items: Iterable[AgendaItem]) -> Sequence[AgendaItem]:
    """By day, and within it by kind, client and id."""
    return sorted(items, key=lambda i: (i.day, i.kind, i.client, i.id, i.what))


def task_items(relations: Relations, as_of: date) -> Iterator[AgendaItem]:
    """Every task with a day that is neither done nor cancelled."""
    for task in relations.all(RecordKind.TASK, as_of):
        due = task.day("due")
        if due is not None and task.text("status") not in _DONE:
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
    """When to speak of each contract, and what ended with none to follow."""
    for one in renewals:
        if one.until is None or one.notice_from is None:
            continue
        day, what = one.notice_from, f"ends on {one.until}"
        if one.state is ContractState.ENDED:
            if (as_of - one.until).days > _ENDED_DAYS:
                continue
            day, what = one.until, f"ended on {one.until}"
        elif one.record.facts.get("auto-renew") is True:
            what = f"renews by itself after {one.until}"
        # One that renews by itself can't be stopped once its notice began.
        asked = one.state in {ContractState.IN_NOTICE, ContractState.ENDED}
        if asked or (one.state is ContractState.RUNNING and day >= as_of):
            yield AgendaItem(
                day=day,
                kind="renewal",
                client=one.client,
                what=f"{one.record.title}: {what}",
                id=one.record.id,
                manager=one.record.text("manager"),
            )


def close_items(found: Iterable[Opportunity]) -> Iterator[AgendaItem]:
    """When each opportunity is expected to be decided; give only the open ones."""
    for one in found:
        if one.close_date is not None:
            yield AgendaItem(
                day=one.close_date,
                kind="opportunity",
                client=one.client,
                what=f"{one.record.title}: to be decided",
                id=one.record.id,
                manager=one.record.text("manager"),
            )


def birthday_items(relations: Relations, as_of: date) -> Iterator[AgendaItem]:
    """The next birthday of everybody who is still with a client."""
    for person in relations.all(RecordKind.CONTACT, as_of):
        born = person.day("bday")
        if born is not None and not has_left(person, as_of):
            yield AgendaItem(
                day=_next_birthday(born, as_of),
                kind="birthday",
                client=person.text("client"),
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

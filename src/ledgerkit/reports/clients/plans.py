"""Account plans: both sides' goals, and how far the milestones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link
from ledgerkit.reports.rounding import percent, tenths
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.plan import AccountPlan, Milestone

_PLANS = (
    Column("id", "Id"),
    Column("plan", "Plan"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("from", "From", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("client_goal", "Their goal"),
    Column("our_goal", "Our goal"),
    Column("milestones", "Milestones", ColumnType.INTEGER),
    Column("completed", "Reached", ColumnType.INTEGER),
    Column("late", "Late", ColumnType.INTEGER),
    Column("progress", "Progress %", ColumnType.NUMBER),
)
_MILESTONES = (
    Column("plan", "Plan"),
    Column("id", "Id"),
    Column("milestone", "Milestone"),
    Column("benefits", "For"),
    Column("measure", "Measure"),
    Column("reached", "Reached"),
    Column("target", "Target"),
    Column("progress", "Progress %", ColumnType.NUMBER),
    Column("due", "Due", ColumnType.DATE),
    Column("state", "State"),
)
_GOALS = (
    Column("id", "Id"),
    Column("plan", "Plan"),
    Column("manager", "Manager"),
    Column("from", "From", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("progress", "Progress %", ColumnType.NUMBER),
    Column("client_goal", "They want"),
    Column("our_goal", "We want"),
    Column("strengths", "Strengths"),
    Column("weaknesses", "Weaknesses"),
    Column("opportunities", "Opportunities"),
    Column("threats", "Threats"),
)
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")
_UNITS = {"dso": "days", "activities": "activities"}


def plans(books: Books, *, as_of: date) -> Table:
    """Every account plan: whose, both sides' goals, and how far it is."""
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = []
    for plan in books.relations_read.plans(as_of):
        record = plan.record
        late = sum(one.late for one in plan.milestones)
        cells = {
            "id": record.id,
            "plan": record.title,
            "party": plan.client or None,
            "name": name(plan.client) if plan.client else None,
            "manager": record.text("manager") or None,
            "from": record.day("from"),
            "until": record.day("until"),
            "client_goal": record.text("client-goal") or None,
            "our_goal": record.text("our-goal") or None,
            "milestones": len(plan.milestones),
            "completed": sum(one.completed for one in plan.milestones),
            "late": late,
            "progress": percent(plan.progress),
        }
        links = {**party_link(plan.client), "id": _source(record.place)}
        rows.append(
            Row(cells=cells, links=links, late=frozenset({"late"} if late else ()))
        )
    return Table(
        title="Account plans",
        as_of=as_of,
        columns=_PLANS,
        rows=rows,
        notes=["Progress is the milestones' mean, by the books where they measure it."]
        if rows
        else ["There are none; ledgerkit plan new begins one."],
    )


def plan(books: Books, party: str, *, as_of: date) -> Table:
    """The milestones of a client's plans, with both sides' goals above.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    found = _open_plans(books, party, as_of)
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
    return Table(
        title=f"Account plan of {name}",
        as_of=as_of,
        columns=_MILESTONES,
        rows=[_row(one, milestone) for one in found for milestone in one.milestones],
        notes=[note for one in found for note in _notes(one)]
        or [f"There is none; ledgerkit plan new --client {party} begins one."],
    )


def plan_goals(books: Books, party: str, *, as_of: date) -> Table:
    """Both sides' goals in each plan of a client, and its strengths and weaknesses.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    found = _open_plans(books, party, as_of)
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
    return Table(
        title=f"Goals with {name}",
        as_of=as_of,
        columns=_GOALS,
        rows=[
            Row(
                cells={
                    "id": one.record.id,
                    "plan": one.record.title,
                    "manager": one.record.text("manager") or None,
                    "from": one.record.day("from"),
                    "until": one.record.day("until"),
                    "progress": percent(one.progress),
                    "client_goal": one.record.text("client-goal") or None,
                    "our_goal": one.record.text("our-goal") or None,
                    **{word: one.record.text(word) or None for word in _SWOT},
                },
                links={"id": _source(one.record.place)},
            )
            for one in found
        ],
    )


def _open_plans(books: Books, party: str, as_of: date) -> Sequence[AccountPlan]:
    return [
        one
        for one in books.relations_read.plans(as_of)
        if one.client == party and not one.is_closed
    ]


def milestone_state(one: Milestone) -> str:
    """Where a milestone stands, in a word or two."""
    if one.completed:
        return "reached"
    if one.cancelled:
        return "given up"
    return "late" if one.late else "open"


def _row(plan_: AccountPlan, one: Milestone) -> Row:
    return Row(
        cells={
            "plan": plan_.record.id,
            "id": one.record.id,
            "milestone": one.record.title,
            "benefits": one.record.text("benefits") or None,
            "measure": one.measure,
            "reached": _figure(one.reached, one),
            "target": _figure(one.target, one),
            "progress": percent(one.progress),
            "due": one.due,
            "state": milestone_state(one),
        },
        links={"id": _source(one.record.place)},
        late=frozenset({"due", "state"} if one.late else ()),
    )


def _figure(number: Decimal | None, one: Milestone) -> str | None:
    """A figure with its unit: amounts, days and numbers stand in one column."""
    if number is None:
        return None
    if one.currency:
        return f"{with_cents(number, one.currency):f} {one.currency}"
    rounded = tenths(number) if one.measure == "dso" else number
    return f"{rounded} {_UNITS.get(one.measure, '')}".rstrip()


def _notes(one: AccountPlan) -> Iterator[str]:
    record = one.record
    lines: Sequence[tuple[str, str]] = [
        ("they want", record.text("client-goal") or "nobody asked yet"),
        ("we want", record.text("our-goal") or "nobody said"),
        *((word, record.text(word)) for word in _SWOT),
    ]
    yield f"{record.id}: {record.title}."
    for label, text in lines:
        if text:
            yield f"{record.id}, {label}: {text}."


def _source(place: object) -> Link:
    return Link(LinkKind.SOURCE, str(place))

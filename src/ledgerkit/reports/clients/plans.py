"""Account plans: both sides' goals, and how far the milestones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link, percent, tenths
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
    """Every account plan: whose, both sides' goals, and its progress."""
    name = names_on(books, Side.RECEIVABLE, as_of)
    rows = []
    for plan in books.relations_read.plans(as_of):
        record = plan.record
        late = sum(milestone.late for milestone in plan.milestones)
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
            "completed": sum(milestone.completed for milestone in plan.milestones),
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
        else [Note(text="There are none.", remedy=_begin_plan())],
    )


def _begin_plan(party: str = "") -> NextStep:
    options = {"client": party} if party else {}
    return NextStep(to="begin one", command="plan new", options=options)


def plan(books: Books, party: str, *, as_of: date) -> Table:
    """The milestones of a client's plans, with both sides' goals above.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    open_plans = _open_plans(books, party, as_of)
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
    return Table(
        title=f"Account plan of {name}",
        as_of=as_of,
        columns=_MILESTONES,
        rows=[
            _row(account_plan, milestone)
            for account_plan in open_plans
            for milestone in account_plan.milestones
        ],
        notes=[note for account_plan in open_plans for note in _notes(account_plan)]
        or [Note(text="There is none.", remedy=_begin_plan(party))],
    )


def plan_goals(books: Books, party: str, *, as_of: date) -> Table:
    """Both sides' goals in each plan of a client, and its strengths and weaknesses.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
    """
    open_plans = _open_plans(books, party, as_of)
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
    return Table(
        title=f"Goals with {name}",
        as_of=as_of,
        columns=_GOALS,
        rows=[
            Row(
                cells={
                    "id": account_plan.record.id,
                    "plan": account_plan.record.title,
                    "manager": account_plan.record.text("manager") or None,
                    "from": account_plan.record.day("from"),
                    "until": account_plan.record.day("until"),
                    "progress": percent(account_plan.progress),
                    "client_goal": account_plan.record.text("client-goal") or None,
                    "our_goal": account_plan.record.text("our-goal") or None,
                    **{word: account_plan.record.text(word) or None for word in _SWOT},
                },
                links={"id": _source(account_plan.record.place)},
            )
            for account_plan in open_plans
        ],
    )


def _open_plans(books: Books, party: str, as_of: date) -> Sequence[AccountPlan]:
    return [
        account_plan
        for account_plan in books.relations_read.plans(as_of)
        if account_plan.client == party and not account_plan.is_closed
    ]


def milestone_state(milestone: Milestone) -> str:
    """The state of a milestone, in a word or two."""
    if milestone.completed:
        return "reached"
    if milestone.cancelled:
        return "given up"
    return "late" if milestone.late else "open"


def _row(account_plan: AccountPlan, milestone: Milestone) -> Row:
    return Row(
        cells={
            "plan": account_plan.record.id,
            "id": milestone.record.id,
            "milestone": milestone.record.title,
            "benefits": milestone.record.text("benefits") or None,
            "measure": milestone.measure,
            "reached": _figure(milestone.reached, milestone),
            "target": _figure(milestone.target, milestone),
            "progress": percent(milestone.progress),
            "due": milestone.due,
            "state": milestone_state(milestone),
        },
        links={"id": _source(milestone.record.place)},
        late=frozenset({"due", "state"} if milestone.late else ()),
    )


def _figure(number: Decimal | None, milestone: Milestone) -> str | None:
    """A figure with its unit: amounts, days and numbers share one column."""
    if number is None:
        return None
    if milestone.currency:
        return f"{with_cents(number, milestone.currency):f} {milestone.currency}"
    rounded = tenths(number) if milestone.measure == "dso" else number
    return f"{rounded} {_UNITS.get(milestone.measure, '')}".rstrip()


def _notes(account_plan: AccountPlan) -> Iterator[str]:
    record = account_plan.record
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

"""A client's plan on one sheet, to discuss and to print for a review."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.table import plain
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.fava.table import Rendering
    from ledgerkit.table import Cell, Row, Table

#: The beneficiaries of a milestone in the books, by the side it is shown on.
_THEIRS, _OURS = frozenset({"client", "both"}), frozenset({"us", "both"})
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMilestone:
    """A milestone of a plan.

    Attributes:
        title: Its title.
        source: The address of its source, if Fava has it.
        figures: The result and the target; empty if not measured.
        due: Its due date; empty if not stated.
        state: Its state, in a word or two.
        late: Whether it is late.
        progress: From 0 to 100; None if unknown.
    """

    title: str
    source: str | None
    figures: str
    due: str
    state: str
    late: bool
    progress: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """A plan.

    Attributes:
        title: Its name.
        source: The address of its source, if Fava has it.
        about: Its client and period.
        progress: From 0 to 100; None if unknown.
        sides: For each side, what it wants, and the milestones that serve it.
        swot: Strengths, weaknesses, opportunities and threats.
        others: Milestones without a stated beneficiary.
    """

    title: str
    source: str | None
    about: str
    progress: str | None
    sides: Sequence[tuple[str, str, Sequence[SheetMilestone]]]
    swot: Sequence[tuple[str, str]]
    others: Sequence[SheetMilestone]


def plan_sheets(
    goals: Table, milestones: Table, rendering: Rendering
) -> Sequence[PlanSheet]:
    """A sheet for each plan in the report on goals."""
    return [
        _sheet(
            goal,
            [row for row in milestones.rows if row.cells["plan"] == goal.cells["id"]],
            rendering,
        )
        for goal in goals.rows
    ]


def _sheet(goal: Row, milestones: Sequence[Row], rendering: Rendering) -> PlanSheet:
    def serving(beneficiaries: frozenset[str]) -> Sequence[SheetMilestone]:
        return [
            _milestone(row, rendering)
            for row in milestones
            if row.cells["benefits"] in beneficiaries
        ]

    cells = goal.cells
    client_goal, our_goal = (_text(cells, key) for key in ("client_goal", "our_goal"))
    return PlanSheet(
        title=_text(cells, "plan") or _text(cells, "id"),
        source=rendering.address(goal.links["id"]),
        about=_about(cells),
        progress=_progress(cells),
        sides=[
            ("What they want", client_goal or "Nobody asked yet.", serving(_THEIRS)),
            ("What we want", our_goal or "Nobody said.", serving(_OURS)),
        ],
        swot=[
            (word.capitalize(), text) for word in _SWOT if (text := _text(cells, word))
        ],
        others=[
            _milestone(row, rendering)
            for row in milestones
            if row.cells["benefits"] not in _THEIRS | _OURS
        ],
    )


def _milestone(row: Row, rendering: Rendering) -> SheetMilestone:
    cells = row.cells
    result, target = _text(cells, "reached"), _text(cells, "target")
    return SheetMilestone(
        title=_text(cells, "milestone") or _text(cells, "id"),
        source=rendering.address(row.links["id"]),
        figures=f"{result or 'nothing'} of {target}" if target else result,
        due=plain(cells["due"]),
        state=_text(cells, "state"),
        late="state" in row.late,
        progress=_progress(cells),
    )


def _about(cells: Mapping[str, Cell]) -> str:
    days = [plain(cells[key]) for key in ("from", "until")]
    period = f"{days[0]} to {days[1]}" if all(days) else next(filter(None, days), "")
    return ", ".join(filter(None, (_text(cells, "manager"), period)))


def _progress(cells: Mapping[str, Cell]) -> str | None:
    share = cells["progress"]
    return f"{share:f}" if isinstance(share, Decimal) else None


def _text(cells: Mapping[str, Cell], key: str) -> str:
    return visible(str(cells[key] or ""))

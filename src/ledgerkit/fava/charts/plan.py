"""A client's plan on one sheet: to look at together, and to print for a review."""

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

#: Whom a milestone serves: what stands in the books, and on which side it is shown.
_THEIRS, _OURS = frozenset({"client", "both"}), frozenset({"us", "both"})
_SWOT = ("strengths", "weaknesses", "opportunities", "threats")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMilestone:
    """A milestone of a plan.

    Attributes:
        title: What is to be reached.
        source: Where it is written, if Fava has it.
        figures: How much of how much; empty where nothing measures it.
        due: When it is due; empty if nobody said.
        state: Where it stands, in a word or two.
        late: Whether it is late.
        progress: From 0 to 100; None where it can't be told.
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
        title: What it is called.
        source: Where it is written, if Fava has it.
        about: Whose it is, and from when until when.
        progress: From 0 to 100; None where it can't be told.
        sides: Who wants something, what, and the milestones that serve them.
        swot: What was said of strengths, weaknesses, opportunities and threats.
        others: Milestones of which nobody said whom they serve.
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
    """A sheet for each plan of the report on goals."""
    return [
        _sheet(
            goal,
            [row for row in milestones.rows if row.cells["plan"] == goal.cells["id"]],
            rendering,
        )
        for goal in goals.rows
    ]


def _sheet(goal: Row, milestones: Sequence[Row], rendering: Rendering) -> PlanSheet:
    def serving(whom: frozenset[str]) -> Sequence[SheetMilestone]:
        return [
            _milestone(row, rendering)
            for row in milestones
            if row.cells["benefits"] in whom
        ]

    cells = goal.cells
    theirs, ours = (_text(cells, key) for key in ("client_goal", "our_goal"))
    return PlanSheet(
        title=_text(cells, "plan") or _text(cells, "id"),
        source=rendering.address(goal.links["id"]),
        about=_about(cells),
        progress=_progress(cells),
        sides=[
            ("What they want", theirs or "Nobody asked yet.", serving(_THEIRS)),
            ("What we want", ours or "Nobody said.", serving(_OURS)),
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
    reached, target = _text(cells, "reached"), _text(cells, "target")
    return SheetMilestone(
        title=_text(cells, "milestone") or _text(cells, "id"),
        source=rendering.address(row.links["id"]),
        figures=f"{reached or 'nothing'} of {target}" if target else reached,
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

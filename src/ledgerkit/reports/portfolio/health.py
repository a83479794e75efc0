"""The health of the relation with each client, and the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import Duration
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link, percent, tenths
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.health.health import Health

_JUDGEMENT = Note(
    text="Weights and limits are a judgement, no science: see health-weights.",
    remedy=NextStep(
        to="see whether it would have told who was lost",
        command="health",
        options={"back-test": True},
        method="health_back_test()",
    ),
)
_COVERAGE = (
    "Coverage is the share of the weights that there is data for: what is not known"
    " counts neither for nor against a client."
)
_COLUMNS = (
    Column("party", "Id"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("health", "Health", ColumnType.INTEGER),
    Column("band", "Band"),
    Column("coverage", "Coverage %", ColumnType.NUMBER),
    Column("change", "Change", ColumnType.INTEGER),
    Column("drivers", "What costs most"),
)
_COMPONENTS = (
    Column("component", "Component"),
    Column("weight", "Weight", ColumnType.NUMBER),
    Column("points", "Points", ColumnType.NUMBER),
    Column("cost", "Costs", ColumnType.NUMBER),
    Column("words", "What it says"),
)


def health(books: Books, *, as_of: date, manager: str | None = None) -> Table:
    """Each client's health, the lowest first; clients without data last.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only clients that are in this manager's charge on the day.
    """
    months = int(books.settings.health_change_months)
    now = books.health_read.all(as_of)
    before = books.health_read.all(Duration(months, 0).before(as_of))
    name = names_on(books, Side.RECEIVABLE, as_of)
    in_charge = books.clients_read.manager_on
    healths = [
        score
        for score in now.values()
        if manager in {None, in_charge(score.client, as_of)}
    ]
    healths.sort(key=_lowest_first(name))
    return Table(
        title="Health of clients",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "party": score.client,
                    "name": name(score.client),
                    "manager": in_charge(score.client, as_of) or None,
                    "health": score.points,
                    "band": score.band,
                    "coverage": percent(score.coverage),
                    "change": _change(score, before.get(score.client)),
                    "drivers": "; ".join(score.drivers[:2]) or None,
                },
                links=party_link(score.client),
            )
            for score in healths
        ],
        notes=[
            _COVERAGE,
            f"Change is against {months} months before.",
            _JUDGEMENT,
        ],
    )


def health_of(books: Books, client: str, *, as_of: date) -> Table:
    """One client's health, component by component.

    Args:
        books: The books.
        client: Its id.
        as_of: The last day that counts.
    """
    score = books.health_read.all(as_of).get(client)
    name = names_on(books, Side.RECEIVABLE, as_of)(client)
    known = score is not None and score.points is not None
    return Table(
        title=f"Health of {name}",
        as_of=as_of,
        columns=_COMPONENTS,
        rows=[
            Row(
                cells={
                    "component": part.component.value,
                    "weight": tenths(part.weight),
                    "points": tenths(part.points),
                    "cost": tenths(part.cost) if part.points is not None else None,
                    "words": part.words or "no data",
                }
            )
            for part in (score.components if score else ())
        ],
        notes=[
            f"Health: {score.points} of 100, {score.band}, from"
            f" {percent(score.coverage)} % of the weights."
            if score is not None and known
            else "Nothing is known of it by this day.",
            *(
                f"Look at once: {trigger.words}."
                for trigger in (score.triggers if score else ())
            ),
            _JUDGEMENT,
        ],
    )


def _change(now: Health, before: Health | None) -> int | None:
    if now.points is None or before is None or before.points is None:
        return None
    return now.points - before.points


def _lowest_first(
    name: Callable[[str], str],
) -> Callable[[Health], tuple[bool, int, str, str]]:
    return lambda score: (
        score.points is None,
        score.points or 0,
        name(score.client).casefold(),
        score.client,
    )

"""How well health would have predicted lost clients, a year before."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.clients.health.back_test import (
    FEW,
    HealthBackTest,
    ScoresOnADay,
    back_test_health,
)
from ledgerkit.clients.health.weights import Component
from ledgerkit.clients.measures.year import same_day_years_ago
from ledgerkit.reports.cells import hundredths
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.health.health import Health

_WHOLE = "health"
_COLUMNS = (
    Column("component", "Component"),
    Column("auc", "AUC", ColumnType.NUMBER),
    Column("lost", "Lost", ColumnType.INTEGER),
    Column("pairs", "Pairs", ColumnType.INTEGER),
)


def health_back_test(books: Books, *, as_of: date) -> Table:
    """Scores a year before each lost client's last invoice, against those kept.

    Scores are as at the end of the month before that day, from what the books held by
    then; clients kept are those still clients on ``as_of`` with a sale by that day.

    Args:
        books: The books.
        as_of: The day that decides who is lost.
    """
    lost, kept_clients = _lost_by_day(books, as_of)
    scores: dict[str, list[ScoresOnADay]] = defaultdict(list)
    for day, clients in sorted(lost.items()):
        # Only those who were clients on the day: other scores mean nothing.
        sold = books.clients_read.measures(day)
        known = {
            client: _points(health)
            for client, health in books.health_read.all(day).items()
            if client in sold
        }
        for part in (_WHOLE, *(c.value for c in Component)):
            scores[part].append(
                ScoresOnADay(
                    lost=_of(clients, known, part), kept=_of(kept_clients, known, part)
                )
            )
    results = {part: back_test_health(days) for part, days in scores.items()}
    overall = results.get(_WHOLE)
    return Table(
        title="Would health have told?",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "component": part,
                    "auc": None
                    if result.auc is None
                    else hundredths(
                        Decimal(result.auc.numerator) / Decimal(result.auc.denominator)
                    ),
                    "lost": result.lost,
                    "pairs": result.pairs,
                }
            )
            for part, result in results.items()
        ],
        notes=_notes(overall, len(kept_clients)),
    )


def _lost_by_day(
    books: Books, as_of: date
) -> tuple[Mapping[date, Sequence[str]], Sequence[str]]:
    """The lost clients by the day to score them on, and the clients kept."""
    lost: dict[date, list[str]] = defaultdict(list)
    kept_clients: list[str] = []
    for client, measures in books.clients_read.measures(as_of).items():
        last = measures.rhythm.last
        if last is None:
            continue
        if books.clients_read.is_lost(client, as_of):
            # Month ends: a few dozen days to score, however large the book.
            day = same_day_years_ago(last, 1).replace(day=1) - timedelta(days=1)
            lost[day].append(client)
        else:
            kept_clients.append(client)
    return lost, kept_clients


def _points(health: Health) -> Mapping[str, Decimal]:
    parts = {c.component.value: c.points for c in health.components}
    all_points = {_WHOLE: health.score, **parts}
    return {part: points for part, points in all_points.items() if points is not None}


def _of(
    clients: Sequence[str], known: Mapping[str, Mapping[str, Decimal]], part: str
) -> Sequence[Decimal]:
    return [known[c][part] for c in clients if c in known and part in known[c]]


def _notes(overall: HealthBackTest | None, kept_count: int) -> Sequence[str]:
    notes = [
        (
            "AUC: how often a lost client had the lower score, a year before its last"
            " invoice, than one that was kept; 0.5 is a coin's throw."
        ),
    ]
    if overall is None or overall.by_chance is None:
        notes.append(
            "Nobody was lost who was a client a year before, or nobody was kept: there"
            " is nothing to test by."
        )
        return notes
    low, high = (hundredths(bound) for bound in overall.by_chance)
    were = "client was" if overall.lost == 1 else "clients were"
    notes.append(
        f"{overall.lost} lost {were} scored then, against {kept_count} kept. If health"
        f" said nothing, AUC would be from {low} to {high}, 19 times in 20."
    )
    if min(overall.lost, kept_count) < FEW:
        notes.append(f"That is too few to tell: fewer than {FEW} on a side.")
    return notes

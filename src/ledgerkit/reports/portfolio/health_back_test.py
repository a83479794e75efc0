"""How well health would have told who was lost, a year before."""

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
from ledgerkit.reports.rounding import hundredths
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

    Scores are as at the end of the month before that day, from what the books hold
    by then; kept is who is a client on ``as_of`` and was sold something by then.

    Args:
        books: The books.
        as_of: The day that says who is lost.
    """
    lost, kept = _lost_by_day(books, as_of)
    scores: dict[str, list[ScoresOnADay]] = defaultdict(list)
    for day, clients in sorted(lost.items()):
        # Only who was a client on the day: the others' scores say nothing.
        sold = books.clients_read.measures(day)
        known = {
            client: _points(one)
            for client, one in books.health_read.all(day).items()
            if client in sold
        }
        for part in (_WHOLE, *(c.value for c in Component)):
            scores[part].append(
                ScoresOnADay(
                    lost=_of(clients, known, part), kept=_of(kept, known, part)
                )
            )
    found = {part: back_test_health(days) for part, days in scores.items()}
    whole = found.get(_WHOLE)
    return Table(
        title="Would health have told?",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[
            Row(
                cells={
                    "component": part,
                    "auc": None
                    if one.auc is None
                    else hundredths(
                        Decimal(one.auc.numerator) / Decimal(one.auc.denominator)
                    ),
                    "lost": one.lost,
                    "pairs": one.pairs,
                }
            )
            for part, one in found.items()
        ],
        notes=_notes(whole, len(kept)),
    )


def _lost_by_day(
    books: Books, as_of: date
) -> tuple[Mapping[date, Sequence[str]], Sequence[str]]:
    """The lost by the day to score them on, and those kept."""
    lost: dict[date, list[str]] = defaultdict(list)
    kept: list[str] = []
    for client, measures in books.clients_read.measures(as_of).items():
        last = measures.rhythm.last
        if last is None:
            continue
        if books.clients_read.is_lost(client, as_of):
            # The end of a month: a few dozen days to score, whatever the book.
            day = same_day_years_ago(last, 1).replace(day=1) - timedelta(days=1)
            lost[day].append(client)
        else:
            kept.append(client)
    return lost, kept


def _points(one: Health) -> Mapping[str, Decimal]:
    parts = {c.component.value: c.points for c in one.components}
    all_ = {_WHOLE: one.score, **parts}
    return {part: points for part, points in all_.items() if points is not None}


def _of(
    clients: Sequence[str], known: Mapping[str, Mapping[str, Decimal]], part: str
) -> Sequence[Decimal]:
    return [known[c][part] for c in clients if c in known and part in known[c]]


def _notes(whole: HealthBackTest | None, kept: int) -> Sequence[str]:
    notes = [
        (
            "AUC: how often a lost client had the lower score, a year before its last"
            " invoice, than one that was kept; 0.5 is a coin's throw."
        ),
    ]
    if whole is None or whole.by_chance is None:
        notes.append(
            "Nobody was lost who was a client a year before, or nobody was kept: there"
            " is nothing to test by."
        )
        return notes
    low, high = (hundredths(bound) for bound in whole.by_chance)
    were = "client was" if whole.lost == 1 else "clients were"
    notes.append(
        f"{whole.lost} lost {were} scored then, against {kept} kept. If health"
        f" said nothing, AUC would be from {low} to {high}, 19 times in 20."
    )
    if min(whole.lost, kept) < FEW:
        notes.append(f"That is too few to tell: fewer than {FEW} on a side.")
    return notes

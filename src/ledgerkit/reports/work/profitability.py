"""What hours and expenses brought, at which rate, and what they cost."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.reports.cells import party_link, percent, totals_by_currency
from ledgerkit.reports.work.unbilled import (
    SUBJECT_COLUMNS,
    WorkBy,
    subject,
    subject_names,
)
from ledgerkit.table import Cell, Column, ColumnType, Row, Table
from ledgerkit.work.item import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.work.reading import WorkReading
    from ledgerkit.work.charged import WorkState
    from ledgerkit.work.item import WorkItem

_AMOUNTS = ("worth", "charged", "unbilled", "written_off", "cost", "profit")
_COLUMNS = (
    Column("hours", "Hours", ColumnType.NUMBER),
    Column("billable_hours", "Billable", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("worth", "Worth", ColumnType.AMOUNT),
    Column("charged", "Charged", ColumnType.AMOUNT),
    Column("unbilled", "Unbilled", ColumnType.AMOUNT),
    Column("written_off", "Written off", ColumnType.AMOUNT),
    Column("realised", "Realised %", ColumnType.NUMBER),
    Column("rate", "Rate realised", ColumnType.AMOUNT),
    Column("cost", "Cost", ColumnType.AMOUNT),
    Column("profit", "Profit", ColumnType.AMOUNT),
)


class _Work(NamedTuple):
    item: WorkItem
    state: WorkState


def profitability(
    books: Books,
    *,
    since: date,
    as_of: date,
    by: WorkBy = WorkBy.PROJECT,
    currency: str | None = None,
) -> Table:
    """What was worked in a period: its worth, what it brought by then, and its cost.

    Realised is what was charged, of what was charged or written off; the rate realised
    is what hours were charged, for each hour that is charged or written off. Cost is
    the hours at the person's `hourly-cost`, and expenses as they were booked; profit is
    what was charged and what is unbilled, less the cost.

    Args:
        books: The books.
        since: The first day of work that counts.
        as_of: The last day that counts, also of invoices.
        by: A row for each project, client or person.
        currency: Show this currency only.
    """
    by, reading = WorkBy(by), books.work_read
    groups: dict[tuple[str, str], list[_Work]] = defaultdict(list)
    for id_, state in reading.states(as_of).items():
        item = reading.items[id_]
        if item.day >= since and currency in {None, item.currency}:
            groups[subject(item, by), item.currency].append(_Work(item, state))
    name = subject_names(books, by, as_of)
    order = sorted(groups, key=lambda key: (name(key[0]).casefold(), key))
    return Table(
        title=f"Profitability by {by.value} from {since}",
        as_of=as_of,
        columns=(*SUBJECT_COLUMNS[by], *_COLUMNS),
        rows=[_row(by, key, name(key[0]), groups[key]) for key in order],
        totals=totals_by_currency(
            ((key[1], list(_amounts(groups[key]).values())) for key in order if key[1]),
            _AMOUNTS,
        ),
        notes=[
            "Net of tax. Overheads, and hours without hourly-cost, are no cost.",
            *_costs_apart(reading, [w.item for key in order for w in groups[key]]),
        ],
    )


def _costs_apart(reading: WorkReading, items: Sequence[WorkItem]) -> Iterator[str]:
    """Whose hours cost another currency than they are charged in, and how many."""
    apart: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for item in items:
        cost = reading.cost_apart(item)
        if cost is not None:
            apart[item.person, cost.currency] += item.hours
    for (person, currency), hours in sorted(apart.items()):
        yield (
            f"{hours:f} hours of {person} cost {currency}, and are charged in another"
            " currency: no cost here, so profit is too high by it."
        )


def _amounts(works: Sequence[_Work]) -> Mapping[str, Decimal]:
    def total(values: Sequence[Decimal]) -> Decimal:
        return sum(values, ZERO)

    charged = total([each.state.charged for each in works])
    unbilled = total([each.state.unbilled for each in works])
    cost = total([each.item.cost for each in works])
    return {
        "worth": total([each.item.worth for each in works]),
        "charged": charged,
        "unbilled": unbilled,
        "written_off": total([each.state.written_off for each in works]),
        "cost": cost,
        "profit": charged + unbilled - cost,
    }


def _row(by: WorkBy, key: tuple[str, str], name: str, works: Sequence[_Work]) -> Row:
    who, currency = key
    amounts = _amounts(works)
    over = amounts["charged"] + amounts["written_off"]
    first = "party" if by is WorkBy.CLIENT else by.value
    cells: dict[str, Cell] = {
        first: who or None,
        "name": name,
        "hours": sum((each.item.hours for each in works), ZERO),
        "billable_hours": sum(
            (each.item.hours for each in works if each.item.billable), ZERO
        ),
        "currency": currency or None,
        "realised": percent(amounts["charged"] / over) if over else None,
        "rate": _rate(works, currency),
    }
    cells |= {
        k: with_cents(a, currency) if currency else None for k, a in amounts.items()
    }
    return Row(cells=cells, links=party_link(who) if by is WorkBy.CLIENT else {})


def _rate(works: Sequence[_Work], currency: str) -> Decimal | None:
    """What an hour brought, of those of which it is settled what they bring."""
    settled = [
        each
        for each in works
        if each.item.kind is WorkKind.TIME
        and each.item.billable
        and (each.state.numbers or each.state.given_up)
    ]
    hours = sum((each.item.hours for each in settled), ZERO)
    if not hours:
        return None
    charged = sum((each.state.charged for each in settled), ZERO)
    return rounded(charged / hours, currency)

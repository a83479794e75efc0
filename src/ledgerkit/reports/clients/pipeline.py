"""What may be sold: the board of stages, each opportunity, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.clients.records.pipeline import amounts, weighted_amounts, win_rate
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link, totals_by_currency
from ledgerkit.reports.clients.cells import in_cents
from ledgerkit.reports.rounding import percent
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.pipeline import Opportunity

_BOARD = (
    Column("stage", "Stage"),
    Column("count", "Count", ColumnType.INTEGER),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("weighted", "Weighted", ColumnType.AMOUNT),
)
_LIST = (
    Column("id", "Id"),
    Column("opportunity", "Opportunity"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("manager", "Manager"),
    Column("kind", "Kind"),
    Column("stage", "Stage"),
    Column("days_in_stage", "Days there", ColumnType.INTEGER),
    Column("probability", "Likely %", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("weighted", "Weighted", ColumnType.AMOUNT),
    Column("close_date", "Decided by", ColumnType.DATE),
    Column("slips", "Moved later", ColumnType.INTEGER),
    Column("slipped_days", "By days", ColumnType.INTEGER),
)
_WIN_RATES = (
    Column("group", "Group"),
    Column("won", "Won", ColumnType.INTEGER),
    Column("lost", "Lost", ColumnType.INTEGER),
    Column("win_rate", "Win rate %", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("amount", "Won amount", ColumnType.AMOUNT),
    Column("lost_amount", "Lost amount", ColumnType.AMOUNT),
    Column("by_value", "By value %", ColumnType.NUMBER),
)


def pipeline(books: Books, *, as_of: date, manager: str | None = None) -> Table:
    """The open opportunities by stage: how many, what they are worth, and weighted.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only those of this manager, by id.
    """
    reading = books.relations_read
    open_ = [
        one
        for one in open_opportunities(books, as_of)
        if manager in {None, one.record.text("manager")}
    ]
    by_stage: dict[str, list[Opportunity]] = defaultdict(list)
    for one in open_:
        by_stage[one.stage].append(one)
    order = [s for s in reading.stages.probabilities if reading.stages.is_open(s)]
    order += sorted(set(by_stage) - set(order))
    rows = [row for stage in order for row in _stage_rows(stage, by_stage[stage])]
    return Table(
        title="Pipeline",
        as_of=as_of,
        columns=_BOARD,
        rows=rows,
        totals=_totals(open_),
        notes=list(_notes(books, open_, as_of)),
    )


def opportunities(
    books: Books, *, as_of: date, manager: str | None = None, party: str | None = None
) -> Table:
    """Every open opportunity, the one to be decided first before the others.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only those of this manager, by id.
        party: Only those with this client, by id.
    """
    found = sorted(
        (
            one
            for one in open_opportunities(books, as_of)
            if manager in {None, one.record.text("manager")}
            and party in {None, one.client}
        ),
        key=lambda one: (one.close_date is None, str(one.close_date), one.record.id),
    )
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Open opportunities",
        as_of=as_of,
        columns=_LIST,
        rows=[_row(one, name, as_of) for one in found],
        totals=_totals(found),
        notes=list(_notes(books, found, as_of)),
    )


def win_rates(
    books: Books, *, as_of: date, since: date | None = None, by: str = "kind"
) -> Table:
    """Won over won and lost, of what was decided in some time.

    Args:
        books: The books.
        as_of: The last day that counts.
        since: The first; twelve months before if None.
        by: ``kind``, ``manager``, or ``stage``: of what ever was in a stage, how much
            was won in the end.
    """
    reading = books.relations_read
    stretch = Stretch(since, as_of) if since else twelve_months(as_of)
    everything = [
        one
        for one in reading.opportunities(as_of)
        if one.stage_since in stretch and not reading.stages.is_open(one.stage)
    ]
    groups: dict[str, list[Opportunity]] = defaultdict(list)
    for one in everything:
        for group in _groups(books, one, by, as_of):
            groups[group].append(one)
    order = list(reading.stages.probabilities)
    labels = sorted(groups, key=lambda g: (order.index(g) if g in order else -1, g))
    rows: list[Row] = []
    for label, found in [*((g, groups[g]) for g in labels), ("all", everything)]:
        rate = win_rate(found, reading.stages, stretch)
        currencies = sorted({*rate.won_amount, *rate.lost_amount}) or [""]
        rows += [
            Row(
                cells={
                    "group": label or "(none)",
                    "won": rate.won,
                    "lost": rate.lost,
                    "win_rate": percent(rate.by_count),
                    "currency": currency or None,
                    "amount": in_cents(rate.won_amount.get(currency), currency),
                    "lost_amount": in_cents(rate.lost_amount.get(currency), currency),
                    "by_value": percent(rate.by_value(currency)),
                }
            )
            for currency in currencies
        ]
    return Table(
        title=f"Win rate by {by} from {stretch.first}",
        as_of=as_of,
        columns=_WIN_RATES,
        rows=rows,
        notes=["Won over won and lost, by when they were; what is open doesn't count."],
    )


def _groups(books: Books, one: Opportunity, by: str, as_of: date) -> Sequence[str]:
    """Which groups an opportunity counts in; of stages each open one it was ever in."""
    if by != "stage":
        return [one.record.text(by)]
    history = books.relations.amendments[one.record.kind, one.record.id]
    stages = dict.fromkeys(
        found.facts.get("stage", "") for found in history if found.day <= as_of
    )
    return [s for s in stages if s and books.relations_read.stages.is_open(s)]


def open_opportunities(books: Books, as_of: date) -> Sequence[Opportunity]:
    """Those that are neither won nor lost."""
    reading = books.relations_read
    return [
        one for one in reading.opportunities(as_of) if reading.stages.is_open(one.stage)
    ]


def _stage_rows(stage: str, found: Sequence[Opportunity]) -> Iterator[Row]:
    worth, weighted = amounts(found), weighted_amounts(found)
    for currency in worth or [""]:
        # What nobody put an amount on counts with the first currency there is.
        alone = len(worth) <= 1
        mine = [one for one in found if alone or one.currency == currency]
        yield Row(
            cells={
                "stage": stage or "(none)",
                "count": len(mine),
                "currency": currency or None,
                "amount": in_cents(worth.get(currency), currency),
                "weighted": in_cents(weighted.get(currency), currency),
            }
        )


def _row(one: Opportunity, name: Callable[[str], str], as_of: date) -> Row:
    late = one.close_date is not None and one.close_date < as_of
    return Row(
        cells={
            "id": one.record.id,
            "opportunity": one.record.title,
            "party": one.client or None,
            "name": name(one.client) if one.client else None,
            "manager": one.record.text("manager") or None,
            "kind": one.record.text("kind") or None,
            "stage": one.stage or None,
            "days_in_stage": (as_of - one.stage_since).days,
            "probability": percent(one.probability),
            "currency": one.currency or None,
            "amount": in_cents(one.amount, one.currency),
            "weighted": in_cents(one.weighted, one.currency),
            "close_date": one.close_date,
            "slips": one.slips or None,
            "slipped_days": one.slipped_days or None,
        },
        links={
            **party_link(one.client),
            "id": Link(LinkKind.SOURCE, str(one.record.place)),
        },
        late=frozenset({"close_date"} if late else ()),
    )


def _totals(found: Sequence[Opportunity]) -> Sequence[Mapping[str, Cell]]:
    weighted = weighted_amounts(found)
    return totals_by_currency(
        (
            (currency, (amount, weighted.get(currency, amount * 0)))
            for currency, amount in amounts(found).items()
        ),
        ("amount", "weighted"),
    )


def _notes(books: Books, found: Sequence[Opportunity], as_of: date) -> Iterator[str]:
    reading = books.relations_read
    if found:
        yield "Weighted is the amount times its likelihood: its own, else its stage's."
    else:
        yield "No opportunity is open; ledgerkit opportunity new notes one."
    rate = win_rate(reading.opportunities(as_of), reading.stages, twelve_months(as_of))
    share = percent(rate.by_count)
    if share is not None:
        yield (
            f"Of {rate.won + rate.lost} decided in twelve months, {rate.won} were won:"
            f" {share} %."
        )
    for one in sorted(found, key=lambda one: (-one.slipped_days, one.record.id)):
        if one.slips:
            times = "once" if one.slips == 1 else f"{one.slips} times"
            yield (
                f"{one.record.id} slipped {times}, by {one.slipped_days} days, to"
                f" {one.close_date}."
            )
    for one in reading.won_not_invoiced(as_of):
        worth = ""
        if one.amount is not None:
            worth = f" ({with_cents(one.amount, one.currency):f} {one.currency})"
        yield (
            f"{one.record.id}{worth} was won on {one.stage_since}, and"
            f" {one.client or 'nobody'} was not invoiced since."
        )

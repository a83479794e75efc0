"""The sales pipeline: the board of stages, each opportunity, and win rates."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.clients.records.pipeline import amounts, weighted_amounts, win_rate
from ledgerkit.money import with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    in_cents,
    names_on,
    party_link,
    percent,
    totals_by_currency,
)
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
    """The open opportunities by stage: how many, their worth, and weighted.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only those of this manager, by id.
    """
    reading = books.relations_read
    open_ = [
        opportunity
        for opportunity in open_opportunities(books, as_of)
        if manager in {None, opportunity.record.text("manager")}
    ]
    by_stage: dict[str, list[Opportunity]] = defaultdict(list)
    for deal in open_:
        by_stage[deal.stage].append(deal)
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
    """Every open opportunity, the earliest close date first.

    Args:
        books: The books.
        as_of: The last day that counts.
        manager: Only those of this manager, by id.
        party: Only those with this client, by id.
    """
    chosen = sorted(
        (
            opportunity
            for opportunity in open_opportunities(books, as_of)
            if manager in {None, opportunity.record.text("manager")}
            and party in {None, opportunity.client}
        ),
        key=lambda opportunity: (
            opportunity.close_date is None,
            str(opportunity.close_date),
            opportunity.record.id,
        ),
    )
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Open opportunities",
        as_of=as_of,
        columns=_LIST,
        rows=[_row(opportunity, name, as_of) for opportunity in chosen],
        totals=_totals(chosen),
        notes=list(_notes(books, chosen, as_of)),
    )


def win_rates(
    books: Books, *, as_of: date, since: date | None = None, by: str = "kind"
) -> Table:
    """Won over won and lost, of the opportunities decided in a period.

    Args:
        books: The books.
        as_of: The last day that counts.
        since: The first; twelve months before if None.
        by: ``kind``, ``manager``, or ``stage``: of all that were ever in a stage, how
            many were won in the end.
    """
    reading = books.relations_read
    stretch = Stretch(since, as_of) if since else twelve_months(as_of)
    decided = [
        opportunity
        for opportunity in reading.opportunities(as_of)
        if opportunity.stage_since in stretch
        and not reading.stages.is_open(opportunity.stage)
    ]
    groups: dict[str, list[Opportunity]] = defaultdict(list)
    for deal in decided:
        for group in _groups(books, deal, by, as_of):
            groups[group].append(deal)
    order = list(reading.stages.probabilities)
    labels = sorted(groups, key=lambda g: (order.index(g) if g in order else -1, g))
    rows: list[Row] = []
    for label, group_deals in [*((g, groups[g]) for g in labels), ("all", decided)]:
        rate = win_rate(group_deals, reading.stages, stretch)
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


def _groups(
    books: Books, opportunity: Opportunity, by: str, as_of: date
) -> Sequence[str]:
    """The groups an opportunity counts in; by stage, each open one it was ever in."""
    if by != "stage":
        return [opportunity.record.text(by)]
    history = books.relations.amendments[opportunity.record.kind, opportunity.record.id]
    stages = dict.fromkeys(
        amendment.facts.get("stage", "")
        for amendment in history
        if amendment.day <= as_of
    )
    return [s for s in stages if s and books.relations_read.stages.is_open(s)]


def open_opportunities(books: Books, as_of: date) -> Sequence[Opportunity]:
    """The opportunities neither won nor lost."""
    reading = books.relations_read
    return [
        opportunity
        for opportunity in reading.opportunities(as_of)
        if reading.stages.is_open(opportunity.stage)
    ]


def _stage_rows(stage: str, deals: Sequence[Opportunity]) -> Iterator[Row]:
    worth, weighted = amounts(deals), weighted_amounts(deals)
    for currency in worth or [""]:
        # Opportunities without an amount count with the first currency.
        alone = len(worth) <= 1
        in_currency = [deal for deal in deals if alone or deal.currency == currency]
        yield Row(
            cells={
                "stage": stage or "(none)",
                "count": len(in_currency),
                "currency": currency or None,
                "amount": in_cents(worth.get(currency), currency),
                "weighted": in_cents(weighted.get(currency), currency),
            }
        )


def _row(opportunity: Opportunity, name: Callable[[str], str], as_of: date) -> Row:
    late = opportunity.close_date is not None and opportunity.close_date < as_of
    return Row(
        cells={
            "id": opportunity.record.id,
            "opportunity": opportunity.record.title,
            "party": opportunity.client or None,
            "name": name(opportunity.client) if opportunity.client else None,
            "manager": opportunity.record.text("manager") or None,
            "kind": opportunity.record.text("kind") or None,
            "stage": opportunity.stage or None,
            "days_in_stage": (as_of - opportunity.stage_since).days,
            "probability": percent(opportunity.probability),
            "currency": opportunity.currency or None,
            "amount": in_cents(opportunity.amount, opportunity.currency),
            "weighted": in_cents(opportunity.weighted, opportunity.currency),
            "close_date": opportunity.close_date,
            "slips": opportunity.slips or None,
            "slipped_days": opportunity.slipped_days or None,
        },
        links={
            **party_link(opportunity.client),
            "id": Link(LinkKind.SOURCE, str(opportunity.record.place)),
        },
        late=frozenset({"close_date"} if late else ()),
    )


def _totals(deals: Sequence[Opportunity]) -> Sequence[Mapping[str, Cell]]:
    weighted = weighted_amounts(deals)
    return totals_by_currency(
        (
            (currency, (amount, weighted.get(currency, amount * 0)))
            for currency, amount in amounts(deals).items()
        ),
        ("amount", "weighted"),
    )


def _notes(
    books: Books, deals: Sequence[Opportunity], as_of: date
) -> Iterator[str | Note]:
    reading = books.relations_read
    if deals:
        yield "Weighted is the amount times its likelihood: its own, else its stage's."
    else:
        yield Note(
            text="No opportunity is open.",
            remedy=NextStep(to="note one", command="opportunity new"),
        )
    rate = win_rate(reading.opportunities(as_of), reading.stages, twelve_months(as_of))
    share = percent(rate.by_count)
    if share is not None:
        yield (
            f"Of {rate.won + rate.lost} decided in twelve months, {rate.won} were won:"
            f" {share} %."
        )
    for deal in sorted(deals, key=lambda item: (-item.slipped_days, item.record.id)):
        if deal.slips:
            times = "once" if deal.slips == 1 else f"{deal.slips} times"
            yield (
                f"{deal.record.id} slipped {times}, by {deal.slipped_days} days, to"
                f" {deal.close_date}."
            )
    for deal in reading.won_not_invoiced(as_of):
        worth = ""
        if deal.amount is not None:
            worth = f" ({with_cents(deal.amount, deal.currency):f} {deal.currency})"
        yield (
            f"{deal.record.id}{worth} was won on {deal.stage_since}, and"
            f" {deal.client or 'nobody'} was not invoiced since."
        )

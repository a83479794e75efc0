"""The forecast bank balance, week by week, and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.forecast import days_of, weeks_after
from ledgerkit.banking.forecast.item import EARLY, LATE
from ledgerkit.books.forecast.forecast import ForecastQuestion, read_forecast
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    account_notes,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledgerkit.banking.forecast.forecast import (
        ForecastPeriod,
        GroupForecast,
        MinimumBreach,
    )
    from ledgerkit.banking.forecast.item import ForecastItem
    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("from", "From", ColumnType.DATE),
    Column("until", "Until", ColumnType.DATE),
    Column("group", "Accounts"),
    Column("currency", "Currency"),
    Column("opening", "Opening", ColumnType.AMOUNT),
    Column("clients", "Clients", ColumnType.AMOUNT),
    Column("vendors", "Vendors", ColumnType.AMOUNT),
    Column("other", "Other", ColumnType.AMOUNT),
    Column("closing", "Closing", ColumnType.AMOUNT),
    Column("low", "10 %", ColumnType.AMOUNT),
    Column("middle", "50 %", ColumnType.AMOUNT),
    Column("high", "90 %", ColumnType.AMOUNT),
)
_ITEM_COLUMNS = (
    Column("until", "Until", ColumnType.DATE),
    Column("day", "Day", ColumnType.DATE),
    Column("early", "10 %", ColumnType.DATE),
    Column("late", "90 %", ColumnType.DATE),
    Column("group", "Accounts"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("kind", "Kind"),
    Column("label", "What"),
    Column("party", "Party"),
    Column("name", "Name"),
    Column("reason", "Why"),
)


_RANGE = (
    "The day is the median: as likely as not it is paid by then; one time in ten by the"
    " day of 10 %, nine in ten by that of 90 %. Where only the latter is missing, it"
    " may never be paid."
)
_NOT_IN = (
    "Lines without a week come later, or are not counted on; they are not in the total."
)


#: The calendar ends in the year 9999.
_LAST_DAY = date(9899, 12, 31)


_WEEKS = 13


class Step(StrEnum):
    """The length of a forecast's periods."""

    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastChoices:
    """The options of a forecast.

    Attributes:
        weeks: How many calendar weeks; the first is the rest of this one.
        by: A line for each week, or for each day.
        currency: This currency only; None for all.
        scenario: The name of a scenario; empty for none.
    """

    weeks: int = _WEEKS
    by: Step = Step.WEEK
    currency: str | None = None
    scenario: str = ""


def forecast(  # noqa: PLR0913 - each is a choice of its own
    books: Books,
    *,
    as_of: date,
    weeks: int = _WEEKS,
    by: Step = Step.WEEK,
    currency: str | None = None,
    scenario: str = "",
) -> Table:
    """The forecast balance of the accounts at the end of each week, and its range.

    Args:
        books: The books.
        as_of: The last day whose postings count.
        weeks: How many calendar weeks; the first is the rest of this one.
        by: A line for each week, or for each day.
        currency: This currency only; None for all.
        scenario: The name of a scenario; empty for none.
    """
    choices = ForecastChoices(weeks=weeks, by=by, currency=currency, scenario=scenario)
    groups = forecasts(books, as_of, choices)
    return Table(
        title=_title("Cash forecast", choices),
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(group, period) for group in groups for period in group.periods],
        totals=[_total(group) for group in groups],
        notes=[*_unknown(books), *_notes(groups, as_of)],
    )


def forecast_items(  # noqa: PLR0913 - each is a choice of its own
    books: Books,
    *,
    as_of: date,
    weeks: int = _WEEKS,
    by: Step = Step.WEEK,
    currency: str | None = None,
    scenario: str = "",
) -> Table:
    """Every amount in the forecast, and why; arguments as for `forecast`."""
    choices = ForecastChoices(weeks=weeks, by=by, currency=currency, scenario=scenario)
    groups = forecasts(books, as_of, choices)
    clients, vendors = (names_on(books, side, as_of) for side in Side)

    def name(item: ForecastItem) -> str:
        if not item.party:
            return ""
        return (clients if item.kind.is_from_client else vendors)(item.party)

    rows = [row for group in groups for row in _item_rows(group, name)]
    counted = (
        (group.group.currency, [sum((i.amount for i in period.items), ZERO)])
        for group in groups
        for period in group.periods
    )
    return Table(
        title=_title("Cash forecast, by item", choices),
        as_of=as_of,
        columns=_ITEM_COLUMNS,
        rows=rows,
        totals=totals_by_currency(counted, ("amount",)),
        notes=[*_unknown(books), _RANGE, _NOT_IN],
    )


def forecasts(
    books: Books, as_of: date, choices: ForecastChoices
) -> Sequence[GroupForecast]:
    """The values behind the tables: each group of accounts in each currency.

    Raises:
        UsageError: If there is no such scenario, or the day is too near the calendar's
            end.
    """
    if as_of > _LAST_DAY:
        raise UsageError(f"{as_of} is too late a day to forecast from")
    weeks = weeks_after(as_of, choices.weeks)
    periods = weeks if Step(choices.by) is Step.WEEK else days_of(weeks)
    question = ForecastQuestion(as_of=as_of, periods=periods, scenario=choices.scenario)
    return [
        group_forecast
        for group_forecast in read_forecast(books, question)
        if choices.currency in {None, group_forecast.group.currency}
    ]


def _title(title: str, choices: ForecastChoices) -> str:
    return f"{title}, scenario {choices.scenario}" if choices.scenario else title


def _row(group_forecast: GroupForecast, period: ForecastPeriod) -> Row:
    group = group_forecast.group
    amounts = {
        "opening": period.opening,
        "clients": period.clients,
        "vendors": period.vendors,
        "other": period.other,
        "closing": period.closing,
        "low": period.low,
        "middle": period.middle,
        "high": period.high,
    }
    balances = ("closing", "low", "middle", "high")
    return Row(
        cells={
            "group": group.name or None,
            "from": period.days.first,
            "until": period.days.last,
            "currency": group.currency,
            **{key: with_cents(n, group.currency) for key, n in amounts.items()},
        },
        late=frozenset(key for key in balances if amounts[key] < group.minimum),
    )


def _total(group_forecast: GroupForecast) -> dict[str, Cell]:
    group, periods = group_forecast.group, group_forecast.periods
    amounts = {
        "opening": group.balance,
        "clients": sum((p.clients for p in periods), ZERO),
        "vendors": sum((p.vendors for p in periods), ZERO),
        "other": sum((p.other for p in periods), ZERO),
        "closing": periods[-1].closing,
    }
    cells: dict[str, Cell] = {"group": group.name or None, "currency": group.currency}
    return cells | {key: with_cents(n, group.currency) for key, n in amounts.items()}


def _unknown(books: Books) -> Iterator[str]:
    for side in Side:
        yield from account_notes(books, side)


def _notes(groups: Sequence[GroupForecast], as_of: date) -> Iterator[str]:
    for group_forecast in groups:
        yield from _breaches(group_forecast)
        never = [item.amount for item in group_forecast.not_counted]
        if never:
            total = with_cents(sum(never, ZERO), group_forecast.group.currency)
            count = f"{len(never)} amount{'' if len(never) == 1 else 's'}"
            yield (
                f"Not counted on: {count}, {total:f} {group_forecast.group.currency},"
                " that may never move; --explain says why."
            )
    yield (
        "Closing lets each amount move on its median day, which all at once seldom do."
        " One time in ten the balance is below the column 10 %, and one in ten above"
        " 90 %."
    )
    yield (
        f"Sales that nobody has invoiced after {as_of} are not in it, but for"
        ' recurring invoices and custom "forecast-item".'
    )


def _breaches(group_forecast: GroupForecast) -> Iterator[str]:
    group, likely, possible = (
        group_forecast.group,
        group_forecast.likely_breach,
        group_forecast.possible_breach,
    )
    limit = (
        f"the minimum of {with_cents(group.minimum, group.currency):f}"
        if group.minimum
        else "zero"
    )
    prefix = f"{group.name}: " if group.name else ""
    if likely is not None:
        yield (
            f"{prefix}{_left(group.currency, likely)} are left on {likely.day}, below"
            f" {limit}, if every amount moves on its median day."
        )
    if possible is not None and (likely is None or possible.day < likely.day):
        yield (
            f"{prefix}one time in ten no more than"
            f" {_left(group.currency, possible)} are left on {possible.day}, below"
            f" {limit}."
        )


def _left(currency: str, breach: MinimumBreach) -> str:
    return f"{with_cents(breach.balance, currency):f} {currency}"


def _item_rows(
    group_forecast: GroupForecast, name: Callable[[ForecastItem], str]
) -> Iterator[Row]:
    for period in group_forecast.periods:
        for item in period.items:
            yield _item_row(item, name(item), period.days.last)
    for item in (*group_forecast.later, *group_forecast.not_counted):
        yield _item_row(item, name(item), None)


def _item_row(item: ForecastItem, name: str, until: date | None) -> Row:
    links = dict(party_link(item.party))
    if item.number is not None:
        links["label"] = Link(LinkKind.DOCUMENT, item.number)
    if item.place is not None:
        links["kind"] = Link(LinkKind.SOURCE, str(item.place))
    is_sure = item.odds is None
    return Row(
        cells={
            "group": item.group or None,
            "until": until,
            "day": item.middle,
            "early": None if is_sure else item.day_by(EARLY),
            "late": None if is_sure else item.day_by(LATE),
            "currency": item.currency,
            "amount": with_cents(item.amount, item.currency),
            "kind": item.kind.value,
            "label": item.label,
            "party": item.party or None,
            "name": name or None,
            "reason": item.reason,
        },
        links=links,
    )

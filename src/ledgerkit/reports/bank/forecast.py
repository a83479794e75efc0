"""The forecast bank balance, week by week, and its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.forecast import days_of, weeks_after
from ledgerkit.banking.forecast.item import ItemKind
from ledgerkit.books.forecast.forecast import ForecastQuestion, read_forecast
from ledgerkit.calendars import months_after
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO, with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import (
    account_notes,
    names_on,
    party_link,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.banking.forecast.forecast import (
        ForecastPeriod,
        GroupForecast,
        MinimumBreach,
    )
    from ledgerkit.banking.forecast.item import ForecastItem
    from ledgerkit.books.books import Books

_EXPLAIN = NextStep("see why", "forecast", (), {"explain": True}, "forecast_items()")
_BACK_TEST = NextStep(
    "see by how much", "forecast", (), {"back-test": True}, "forecast_back_test()"
)
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
_DAY = timedelta(days=1)
#: How many amounts a note names.
_NAMES = 5


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

    Closing is the one figure that is counted on, within the range of 10 to 90 %; a
    chart of the forecast shows the same.

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
        notes=[
            *_no_account(books),
            *_notes(groups, as_of, books.forecast_read.due_dates_from(as_of)),
        ],
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
    """Every amount in the forecast, and why; arguments as for `forecast`.

    The lines of a week sum to what its balance moves. What is not counted on is listed
    last, without a day.
    """
    choices = ForecastChoices(weeks=weeks, by=by, currency=currency, scenario=scenario)
    groups = forecasts(books, as_of, choices)
    clients, vendors = (names_on(books, side, as_of) for side in Side)

    def name(item: ForecastItem) -> str:
        if not item.party:
            return ""
        return (clients if item.kind.is_from_client else vendors)(item.party)

    rows = [row for group in groups for row in _item_rows(group, name)]
    counted = (
        (group.group.currency, [period.closing - period.opening])
        for group in groups
        for period in group.periods
    )
    return Table(
        title=_title("Cash forecast, by item", choices),
        as_of=as_of,
        columns=_ITEM_COLUMNS,
        rows=rows,
        totals=totals_by_currency(counted, ("amount",)),
        notes=[*_no_account(books), _RANGE, _NOT_IN],
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
        "high": period.high,
    }
    balances = ("closing", "low", "high")
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


def _no_account(books: Books) -> Iterator[str]:
    for side in Side:
        yield from account_notes(books, side)


def _notes(
    groups: Sequence[GroupForecast], as_of: date, due_dates_from: Mapping[str, int]
) -> Iterator[str | Note]:
    for group_forecast in groups:
        yield from _breaches(group_forecast)
        yield from _not_counted(group_forecast)
        yield from _unknown(group_forecast)
        currency = group_forecast.group.currency
        if _has_invoices(group_forecast) and currency in due_dates_from:
            month = due_dates_from[currency]
            first = months_after(as_of, month - 1) + _DAY
            since = f" from {first} on" if month > 1 else ""
            said = f"{currency}: what clients owe is expected when it is due{since};"
            said += " their habits would have been further off."
            yield Note(said, _BACK_TEST)
    yield (
        "Closing: as likely as not there is more. One time in ten the balance is below"
        " the column 10 %, and one in ten above 90 %."
    )
    yield (
        f"Sales that nobody has invoiced after {as_of} are not in it, but for"
        ' recurring invoices and custom "forecast-item".'
    )


def _has_invoices(group_forecast: GroupForecast) -> bool:
    items = (i for period in group_forecast.periods for i in period.items)
    return any(i.kind.is_from_client for i in (*items, *group_forecast.later))


def _not_counted(group_forecast: GroupForecast) -> Iterator[str | Note]:
    """What may never move: what is owed to us and by us apart, each by its name."""
    currency, never = group_forecast.group.currency, group_forecast.not_counted
    accepted = [i for i in never if i.kind is ItemKind.QUOTE]
    owed = [i for i in never if i.kind is not ItemKind.QUOTE]
    for words, items in (
        ("Not counted on to come", [i for i in owed if i.amount > 0]),
        ("Not counted on to be paid", [i for i in owed if i.amount < 0]),
        ("Accepted and not invoiced, and so not counted on", accepted),
    ):
        if items:
            amounts = [(i.label, with_cents(i.amount, currency)) for i in items]
            amounts.sort(key=lambda one: (-abs(one[1]), one[0]))
            named = ", ".join(f"{label} {n:f}" for label, n in amounts[:_NAMES])
            others = f" and {len(amounts) - _NAMES} more" if amounts[_NAMES:] else ""
            total = with_cents(sum((n for _label, n in amounts), ZERO), currency)
            yield Note(f"{words}: {total:f} {currency}, of {named}{others}.", _EXPLAIN)


def _unknown(group_forecast: GroupForecast) -> Iterator[str]:
    """What is expected when it is due because nobody ever paid."""
    periods = group_forecast.periods
    amounts = [i.amount for p in periods for i in p.items if i.is_unknown]
    if amounts:
        currency = group_forecast.group.currency
        total = with_cents(sum(amounts, ZERO), currency)
        yield (
            f"No client has paid yet: {total:f} {currency} are expected when they are"
            " due, and the range is from none of it to all."
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
            f" {limit}, as likely as not."
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
        if period.timing:
            yield _timing_row(group_forecast, period)
    for item in (*group_forecast.later, *group_forecast.not_counted):
        yield _item_row(item, name(item), None)


def _timing_row(group_forecast: GroupForecast, period: ForecastPeriod) -> Row:
    """What the receipts of a period differ by from those with their day in it."""
    group = group_forecast.group
    empty: dict[str, Cell] = {column.key: None for column in _ITEM_COLUMNS}
    return Row(
        cells=empty
        | {
            "group": group.name or None,
            "until": period.days.last,
            "currency": group.currency,
            "amount": with_cents(period.timing, group.currency),
            "kind": "timing",
            "label": "sooner or later",
            "reason": "clients keep to their median day each by itself, never all",
        }
    )


def _item_row(item: ForecastItem, name: str, until: date | None) -> Row:
    links = dict(party_link(item.party))
    if item.number is not None:
        links["label"] = Link(LinkKind.DOCUMENT, item.number)
    if item.place is not None:
        links["kind"] = Link(LinkKind.SOURCE, str(item.place))
    return Row(
        cells={
            "group": item.group or None,
            "until": until,
            "day": item.middle,
            "early": None if item.is_certain else item.early,
            "late": None if item.is_certain else item.late,
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

"""Views of *Clients & vendors* on quotes, hours and what was sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import request

from ledgerkit.calendars import parse_iso_date
from ledgerkit.fava.links import PARTIES_PAGE, extension_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.clients.client_choices import Choices
    from ledgerkit.table import Table

_WEEK = timedelta(days=7)


def quote_tables(books: LedgerBooks, day: date, _choices: Choices) -> Sequence[Table]:
    """Every quote, and how they fare by manager."""
    return [
        books.quotes(as_of=day, everything=True),
        books.quote_answers(as_of=day),
    ]


def time_tables(books: LedgerBooks, day: date, _choices: Choices) -> Sequence[Table]:
    """The time sheet of the week that is asked for, and what waits to be charged."""
    return [
        books.time_sheet(as_of=_week(day)),
        books.unbilled_work(as_of=day),
    ]


def sent_tables(books: LedgerBooks, day: date, _choices: Choices) -> Sequence[Table]:
    """What was sent."""
    return [books.sent_mail(as_of=day)]


def weeks_beside(day: date) -> Iterator[tuple[str, str]]:
    """Where the weeks before and after the one shown are."""
    shown = _week(day)
    if shown.year > date.min.year:
        yield "Week before", _address(shown - _WEEK)
    if shown < day:
        yield "Week after", _address(shown + _WEEK)


def _address(day: date) -> str:
    return extension_url(PARTIES_PAGE, view="time", week=day.isoformat())


def _week(day: date) -> date:
    """The Sunday of the week asked for, else the day; nothing later than the day."""
    asked = parse_iso_date(request.args.get("week", ""))
    if asked is None or asked > day:
        return day
    return min(asked + timedelta(days=6 - asked.weekday()), day)

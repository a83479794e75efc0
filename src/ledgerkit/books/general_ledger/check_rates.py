"""Findings on rates that a year's end needs: none there, or only an old one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.general_ledger.foreign_items import read_foreign_items
from ledgerkit.books.general_ledger.rates import read_rates
from ledgerkit.errors import finding
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.currencies.exchange_office import ExchangeOffice
from ledgerkit.language.finding_kinds import MISSING_RATE, STALE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding, Place

_DAY = timedelta(days=1)


def find_missing_rates(source: Source) -> Iterator[Finding]:
    """Report each currency that a book can't revalue at the end of a fiscal year.

    Only a book with an account for it means to revalue at all.
    """
    own = next(iter(source.options["operating_currency"]), None)
    if own is None or not source.chart.has(Role.FX_VALUATION):
        return
    rates = read_rates(source.directives, own)
    for day in _year_ends(source):
        office = ExchangeOffice(
            rates, own, stale_after=source.settings.rate_stale_after
        )
        places: dict[str, Place] = {}
        for item in read_foreign_items(source, own, day).items:
            places.setdefault(item.currency, item.place)
            office.closing(item.currency, day)
        for missing in office.missing:
            unit = missing.asked.unit
            kind = STALE_RATE if missing.is_stale else MISSING_RATE
            yield finding(
                kind,
                places[unit],
                f"{missing.why(own)}, and {unit} are open at the end of the year; write"
                f" {missing.remedy(own)}",
                about=(unit, day),
            )


def _year_ends(source: Source) -> Iterator[date]:
    """The last days of the fiscal years that the book has gone through."""
    days = [d.date for d in source.directives if isinstance(d, Transaction)]
    if not days:
        return
    fiscal = read_fiscal_year_end(source.reading.customs)
    year = fiscal.year_of(days[0])
    while year.last <= days[-1]:
        yield year.last
        year = fiscal.year_of(year.last + _DAY)

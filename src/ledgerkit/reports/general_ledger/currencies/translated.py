"""Statements in another currency: their rates, each with its date and source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.currencies.exchange_office import RatePurpose, days_before
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.movements import sum_weights
from ledgerkit.language.finding_kinds import MISSING_RATE, STALE_RATE
from ledgerkit.language.ledger_kinds import TRANSLATION_DIFFERS
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO, quantum, without_needless_zeros
from ledgerkit.reports.general_ledger.proofs import failed_proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.currencies.exchange_office import (
        ExchangeOffice,
        RateFound,
    )
    from ledgerkit.general_ledger.currencies.rates import Quote, Rate
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.table import FailedProof

    RateOf = Callable[[LedgerLine], Rate | None]

_AVERAGE, _CLOSING = RatePurpose.AVERAGE.value, RatePurpose.CLOSING.value
#: More dates than these nobody reads in a note.
_MOST_IN_A_NOTE = 24
_MOST_PLACES = 3
_RATE_DECIMALS = 6


def ledger_in(books: Books, in_currency: str | None, rate: str | None = None) -> Ledger:
    """The ledger that a statement is made of: the book's, or a translation of it.

    Args:
        books: The books.
        in_currency: The currency to translate to; None for the book's own.
        rate: ``average`` or ``closing``: the rate of income and expenses; None for
            the average of each month.

    Raises:
        UsageError: If a rate is asked for and no currency.
    """
    reading = books.general_ledger
    if in_currency is None:
        if rate is not None:
            raise UsageError("--rate goes with --in: say the currency too")
        return reading.ledger
    if rate not in {None, _AVERAGE, _CLOSING}:
        raise UsageError(f'"{rate}" is no rate; write {_AVERAGE} or {_CLOSING}')
    office = reading.exchange_office(in_currency)
    return TranslatedLedger(reading.ledger, office, result_at_closing=rate == _CLOSING)


def is_withheld(ledger: Ledger) -> bool:
    """Whether a rate was missing so far, so that no total can be told."""
    return isinstance(ledger, TranslatedLedger) and bool(ledger.office.missing)


def rates_of(ledger: Ledger) -> Iterator[str]:
    """The notes on the rates of a ledger; none for the book's own."""
    if isinstance(ledger, TranslatedLedger):
        yield from rate_notes(ledger.office)


def lines_in(
    ledger: Ledger,
    period: Period,
    lines: Iterable[LedgerLine],
    rate_of: RateOf | None = None,
) -> Iterator[LedgerLine]:
    """Postings in a ledger's currency, with what they are booked at beside them.

    Args:
        ledger: The book's own, or a translation of it.
        period: The period of the report.
        lines: Postings as they are booked; what has no rate stays as it is.
        rate_of: Gives the rate of one; None for the average of its month.
    """
    if not isinstance(ledger, TranslatedLedger):
        yield from lines
        return
    into = ledger.office.currency
    for line in lines:
        if rate_of is not None:
            rate = rate_of(line)
        else:
            rate = ledger.rate_of(line.currency, line.day, period)
        if rate is None or line.currency == into:
            yield line
            continue
        booked = f"{line.amount:f} {line.currency}"
        yield replace(
            line,
            amount=rate.of(line.amount),
            currency=into,
            original=line.original or booked,
        )


def rate_notes(office: ExchangeOffice) -> Iterator[str]:
    """What each amount was translated at, and what could not be translated."""
    found = office.found.values()
    yield from missing_notes(office)
    used = [each for each in found if each.usable is not None]
    for purpose in RatePurpose:
        by_unit: dict[str, list[RateFound]] = {}
        for each in used:
            if each.asked.purpose is purpose:
                by_unit.setdefault(each.asked.unit, []).append(each)
        for unit, rates in sorted(by_unit.items()):
            yield _used(unit, purpose, sorted(rates, key=lambda r: r.asked))


def missing_notes(office: ExchangeOffice) -> Iterator[str]:
    """A sentence for each currency without a rate, with the days and what to write."""
    by_unit: dict[str, list[RateFound]] = {}
    for each in office.missing:
        by_unit.setdefault(each.asked.unit, []).append(each)
    for _unit, of_unit in sorted(by_unit.items()):
        in_order = sorted(of_unit, key=lambda each: each.asked.last)
        yield _missing(in_order, office.currency)


def _missing(of_unit: Sequence[RateFound], currency: str) -> str:
    """What is missing for one currency: nothing without a rate enters a total."""
    first, asked = of_unit[0], of_unit[0].asked
    more = len({each.asked.last for each in of_unit}) - 1
    kind = STALE_RATE if first.is_stale else MISSING_RATE
    others = f", as on {more} other day{'s' if more > 1 else ''}" if more else ""
    return (
        f"Withheld [{kind.name}]: {first.why(currency)}{others}; every total with"
        f" {asked.unit} is left out. Write for instance {first.remedy(currency)}."
    )


def _used(unit: str, purpose: RatePurpose, found: Sequence[RateFound]) -> str:
    """The rates of a currency for one purpose, in one sentence."""
    words = [_rate_in_words(each) for each in found[:_MOST_IN_A_NOTE]]
    if len(found) > _MOST_IN_A_NOTE:
        words.append(f"and {len(found) - _MOST_IN_A_NOTE} more")
    head = {
        RatePurpose.CLOSING: f"{unit} at closing rates",
        RatePurpose.AVERAGE: f"{unit} at the average of each month",
        RatePurpose.HISTORIC: f"{unit} at the rates of the days of equity",
    }[purpose]
    return f"{head}: {'; '.join(words)}."


def _rate_in_words(found: RateFound) -> str:
    rate, asked = found.usable, found.asked
    assert rate is not None
    number = rate_number(rate)
    if asked.purpose is RatePurpose.AVERAGE:
        when = f"{asked.last:%Y-%m}"
        return f"{when} {number} ({_sources(rate.quotes)})"
    when = f"{asked.last}"
    if rate.day != asked.last:
        when += f" (of {rate.day}, {days_before(rate.age(asked.last))})"
    return f"{when} {number} ({_sources(rate.quotes)})"


def rate_number(rate: Rate) -> str:
    """A rate for people: at most six decimals, and the currency."""
    number = rate.number
    if rate.below != 1 or len(rate.quotes) > 1:
        number = round(number, _RATE_DECIMALS)
    return f"{without_needless_zeros(number, rate.currency):f} {rate.currency}"


def _sources(quotes: Sequence[Quote]) -> str:
    places = list(dict.fromkeys(short_place(quote.place) for quote in quotes))
    if len(places) > _MOST_PLACES:
        return f"{len(places)} prices, {places[0]} to {places[-1]}"
    return ", ".join(places)


def translation_findings(
    books: Books, ledger: TranslatedLedger, days: Iterable[date]
) -> Sequence[FailedProof]:
    """The days on which assets don't equal liabilities and equity, once translated."""
    currency = ledger.office.currency
    found = []
    for day in days:
        of_day = ledger.balances(day)
        parts = (of_day.accounts, of_day.result, of_day.earlier, of_day.translation)
        translated = sum_weights(parts).items()
        whole = sum((n for key, n in translated if key.currency == currency), ZERO)
        over = whole - of_day.rounding.get(currency, ZERO)
        if not over.is_nan() and abs(over) >= quantum(currency) / 2:
            message = f"the translation is out by {over:f} {currency} on {day}"
            place = Place(books.filename, 1)
            found.append(failed_proof(TRANSLATION_DIFFERS, place, message))
    return found

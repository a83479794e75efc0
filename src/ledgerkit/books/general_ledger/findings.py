"""Findings on statements: closes that were guessed, accounts in no line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.general_ledger.layouts import LayoutReader, shipped_layout
from ledgerkit.books.general_ledger.movements import closing_entry
from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
from ledgerkit.errors import Place, finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.layout import PLAIN
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.general_ledger.period import Period
from ledgerkit.language.ledger_kinds import (
    CLOSING_MOVES_BALANCES,
    GUESSED_CLOSE,
    UNKNOWN_LINE,
    UNMAPPED_ACCOUNT,
)
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO, without_needless_zeros
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding

_BALANCES = frozenset({RootAccount.ASSETS, RootAccount.LIABILITIES})


def find_in_general_ledger(source: Source) -> Iterator[Finding]:
    """Report what statements would show otherwise than it may be meant; all advice."""
    reading = GeneralLedgerReading(source)
    for entry in reading.ledger.movements.closings:
        if not entry.is_stated:
            yield finding(
                GUESSED_CLOSE,
                Place(entry.filename, entry.lineno),
                "this empties accounts of income and expenses at the end of a fiscal"
                " year, so it is taken for a closing entry; write closing: TRUE below"
                " it, or closing: FALSE if it is none",
            )
    if source.settings.layout != PLAIN:
        yield from _find_unplaced(source, reading)


def find_closings_of_balances(source: Source) -> Iterator[Finding]:
    """Report closing entries that move assets or debts, and none takes it back.

    A year's end may close every account and open it again: together they move nothing.
    """
    if not source.speaks_to_us:
        return  # The key may be anybody's.
    fiscal = read_fiscal_year_end(source.reading.customs)
    sums: dict[tuple[date, AccountCurrency], Decimal] = {}
    places: dict[tuple[date, AccountCurrency], Place] = {}
    for txn in source.reading.marked:
        if not isinstance(txn, Transaction) or txn.meta.get("closing") is not True:
            continue
        entry = closing_entry(txn, fiscal)
        for key, weight in entry.weights.items():
            if source.chart.root(key.account) in _BALANCES:
                of = entry.takes_effect, key
                sums[of] = sums.get(of, ZERO) + weight
                places.setdefault(of, place_in(txn.meta))
    for (day, (account, currency)), weight in sums.items():
        if weight:
            yield finding(
                CLOSING_MOVES_BALANCES,
                places[day, AccountCurrency(account, currency)],
                f"this closes a year, and moves {account} by"
                f" {without_needless_zeros(weight, currency):f} {currency}, which"
                f" counts from {day} only; write that as a transaction of its own,"
                " without closing: TRUE",
                about=account,
            )


def _find_unplaced(source: Source, reading: GeneralLedgerReading) -> Iterator[Finding]:
    """Accounts that the book's layout has no line for."""
    layout = shipped_layout(source.settings.layout)
    for currency in reading.ledger.currencies(reading.currency):
        laid_out = LayoutReader(source, reading.ledger, layout, currency)
        days = [date.max]
        always = [Period(date.min, date.max)]
        for statement in (
            laid_out.balance_sheet(days),
            laid_out.income_statement(always),
        ):
            for account in statement.unmapped():
                yield finding(
                    UNMAPPED_ACCOUNT,
                    place_in(reading.opens.get(account)),
                    f"{account}: nothing says which line of the layout"
                    f' "{layout.name}" it belongs to; write line: or number: below'
                    " its open directive",
                )
    for account, meta in sorted(reading.opens.items()):
        line = meta.get("line")
        if line is not None and line not in layout.ids:
            yield finding(
                UNKNOWN_LINE,
                place_in(meta),
                f'{account}: the layout "{layout.name}" has no line'
                f' "{line}"{suggestion(str(line), layout.ids)}',
            )

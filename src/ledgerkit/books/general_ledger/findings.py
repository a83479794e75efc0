"""Findings on statements: closes that were guessed, accounts in no line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.layouts import LayoutReader, shipped_layout
from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
from ledgerkit.errors import Place, finding
from ledgerkit.general_ledger.layout import PLAIN
from ledgerkit.general_ledger.period import Period
from ledgerkit.language.ledger_kinds import (
    GUESSED_CLOSE,
    UNKNOWN_LINE,
    UNMAPPED_ACCOUNT,
)
from ledgerkit.ledger.place import place_in
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding


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

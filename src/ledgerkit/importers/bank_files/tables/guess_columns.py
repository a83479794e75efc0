"""A guess at the columns of an unknown table: the beginning of a profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.balance_check import BalanceCheck
from ledgerkit.importers.bank_files.tables.cells import (
    ROW_WORDS,
    amount_in_cell,
    row_fits,
)
from ledgerkit.importers.bank_files.tables.heading_words import IN_WORDS, OUT_WORDS
from ledgerkit.importers.bank_files.tables.profile import BankField, BankProfile
from ledgerkit.importers.bank_files.tables.reading import TableMatch
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.importers.tables.columns import heading_or_number
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.importers.tables.rows import RowCell, TableRow

_Places = dict[BankField, tuple[int, ...]]
#: Columns of numbers that are tried as amounts and balances.
_MONEY_MAX = 6
#: Share of the rows that are lines, in a list of them.
_LINES_LEAST = 0.6
#: No heading is longer.
_HEADING_LENGTH_MAX = 120
#: What the cells of a field may be, the narrowest first.
_KINDS: Mapping[BankField, tuple[str, ...]] = {
    BankField.DATE: ("date",),
    BankField.VALUE_DATE: ("date",),
    BankField.AMOUNT: ("amount", "amount-or-blank"),
    BankField.MONEY_IN: ("amount-or-blank",),
    BankField.MONEY_OUT: ("amount-or-blank",),
    BankField.BALANCE: ("amount", "amount-or-blank"),
    BankField.CURRENCY: ("currency",),
}
_PAIR = (BankField.MONEY_IN, BankField.MONEY_OUT)


def guess_columns(head: Sequence[TableRow]) -> TableMatch | None:
    """A guess at a table's columns; None if no row has a date and an amount.

    Nothing is read by it: it is the beginning of a profile, to be checked by a person.

    Args:
        head: The beginning of the table.
    """
    first = next((n for n, row in enumerate(head) if _is_line(row.cells)), None)
    if first is None:
        return None
    width = len(head[first].cells)
    rows = [row for row in head[first:] if len(row.cells) == width]
    lines = [row for row in rows if _is_line(row.cells)]
    if len(lines) >= _LINES_LEAST * len(rows):
        rows = lines  # The others are a total, or a note below.
    guess = _Guess([row.cells for row in rows], width)
    columns = guess.columns()
    above = head[first - 1] if first and _is_header(head[first - 1], width) else None
    header = tuple(str(cell).strip() for cell in above.cells) if above else ()
    named = {
        field: tuple(
            heading_or_number(header, place) if header else f"#{place + 1}"
            for place in places
        )
        for field, places in columns.items()
    }
    has_signs = BankField.SIGN in columns
    pattern = () if header else _pattern(columns, [row.cells for row in rows], width)
    profile = BankProfile(
        name="",
        title="",
        columns=named,
        header=tuple(h for h in header if h and len(h) <= _HEADING_LENGTH_MAX),
        row=pattern,
        skip_before=0 if header else head[first].line - 1,
        skip_after=_rows_after(head[first:], pattern) if pattern else 0,
        in_words=IN_WORDS if has_signs else frozenset(),
        out_words=OUT_WORDS if has_signs else frozenset(),
    )
    return TableMatch(
        profile=profile,
        line=above.line if above else 0,
        header=header,
        known=len(columns),
        is_guess=BankField.MONEY_IN in columns and not guess.is_proved,
    )


def _is_line(cells: Sequence[RowCell]) -> bool:
    dates = [n for n, cell in enumerate(cells) if ROW_WORDS["date"](cell)]
    return bool(dates) and any(
        ROW_WORDS["amount"](cell) for n, cell in enumerate(cells) if n not in dates
    )


def _is_header(row: TableRow, width: int) -> bool:
    """Whether a row may name the columns: it has no dates itself."""
    return len(row.cells) == width and not any(map(ROW_WORDS["date"], row.cells))


def _rows_after(rows: Sequence[TableRow], pattern: Sequence[str]) -> int:
    """The rows below the last line, such as a total."""
    fitting = [n for n, row in enumerate(rows) if row_fits(row.cells, pattern)]
    return len(rows) - 1 - fitting[-1] if fitting else 0


@dataclass(slots=True)
class _Guess:
    """The rows of a table, and what its columns may be.

    Attributes:
        rows: Its rows.
        width: How many cells each has.
        is_proved: Whether a balance follows from the money that was found.
    """

    rows: Sequence[Sequence[RowCell]]
    width: int
    is_proved: bool = True
    _amounts: dict[int, Sequence[Decimal | None]] = field(default_factory=dict)

    def columns(self) -> Mapping[BankField, tuple[int, ...]]:
        """The first column of dates, those of money, and so on."""
        dates = [n for n in range(self.width) if self._all(n, "date")]
        numbers = [
            n
            for n in range(self.width)
            if n not in dates
            and self._all(n, "amount-or-blank")
            and not self._all(n, "blank")
        ]
        money = [n for n in numbers if any(_has_part(c[n]) for c in self.rows)]
        currencies = [n for n in range(self.width) if self._all(n, "currency")]
        taken = {*dates, *numbers, *currencies}
        columns = self._money((money or numbers)[:_MONEY_MAX])
        if BankField.AMOUNT in columns:
            columns |= self._signs(taken, columns)
        taken |= {place for places in columns.values() for place in places}
        columns |= {
            BankField.DATE: tuple(dates[:1]),
            BankField.VALUE_DATE: tuple(dates[1:2]),
            BankField.CURRENCY: tuple(currencies[:1]),
            BankField.TEXT: tuple(
                n
                for n in range(self.width)
                if n not in taken and not self._all(n, "blank")
            ),
        }
        return {name: columns[name] for name in BankField if columns.get(name)}

    def _all(self, place: int, word: str) -> bool:
        return all(ROW_WORDS[word](cells[place]) for cells in self.rows)

    def _money(self, places: Sequence[int]) -> _Places:
        """One column of amounts or two, and the balance that follows from them."""
        self._amounts = dict(zip(places, self._read(places), strict=True))
        layouts: list[_Places] = list(self._pairs(places))
        layouts += [{BankField.AMOUNT: (place,)} for place in places]
        for layout in layouts:
            used = {place for own in layout.values() for place in own}
            for balance in places:
                if balance not in used and self._follows(layout, balance):
                    return {**layout, BankField.BALANCE: (balance,)}
        self.is_proved = False
        return layouts[0] if layouts else {}

    def _read(self, places: Sequence[int]) -> Sequence[Sequence[Decimal | None]]:
        texts = [
            (line, str(cells[place]))
            for line, cells in enumerate(self.rows)
            for place in places
        ]
        try:
            marks = decimal_mark_choices(texts)
        except UsageError:
            marks = ()
        mark = marks[0].value if marks else "."
        return [[_amount(cells[n], mark) for cells in self.rows] for n in places]

    def _pairs(self, places: Sequence[int]) -> Iterator[_Places]:
        """Two columns of which each row fills one: first that of money out, mostly."""
        for money_out, money_in in permutations(places, 2):
            both = [
                (bool(out), bool(in_))
                for out, in_ in zip(
                    self._amounts[money_out], self._amounts[money_in], strict=True
                )
            ]
            if all(map(any, zip(*both, strict=True))) and not any(map(all, both)):
                yield {
                    BankField.MONEY_IN: (money_in,),
                    BankField.MONEY_OUT: (money_out,),
                }

    def _follows(self, layout: _Places, balance: int) -> bool:
        """Whether a column's amounts follow from one another and those moved."""
        check = BalanceCheck()
        signs = self._signs(set(), layout).get(BankField.SIGN, ())
        for line, (cells, stated) in enumerate(
            zip(self.rows, self._amounts[balance], strict=True), start=1
        ):
            moved = self._moved(layout, line - 1)
            if signs:
                is_out = str(cells[signs[0]]).strip().casefold() in OUT_WORDS
                moved = -abs(moved) if is_out else abs(moved)
            if stated is None:
                return False
            check.add(moved, stated, line)
        is_pair = BankField.MONEY_IN in layout
        if len(set(self._amounts[balance])) < 2:
            return False
        return bool(check.compared) and any(
            check.ties(newest_first=newest, reverse=reverse)
            for newest in (False, True)
            for reverse in ((False,) if is_pair or signs else (False, True))
        )

    def _moved(self, layout: _Places, line: int) -> Decimal:
        if BankField.AMOUNT in layout:
            return self._amounts[layout[BankField.AMOUNT][0]][line] or ZERO
        money_in, money_out = (self._amounts[layout[f][0]][line] or ZERO for f in _PAIR)
        return abs(money_in) - abs(money_out)

    def _signs(self, taken: set[int], layout: _Places) -> _Places:
        """The column that says of each amount whether it is money in or out."""
        if BankField.AMOUNT not in layout:
            return {}
        amounts = self._amounts[layout[BankField.AMOUNT][0]]
        if any(amount is not None and amount < 0 for amount in amounts):
            return {}
        for place in range(self.width):
            words = {str(cells[place]).strip().casefold() for cells in self.rows}
            # A letter that is the same on every row may mean anything.
            is_telling = len(words) > 1 or any(len(word) > 2 for word in words)
            if place not in taken and words <= IN_WORDS | OUT_WORDS and is_telling:
                return {BankField.SIGN: (place,)}
        return {}


def _amount(cell: RowCell, mark: str) -> Decimal | None:
    try:
        read = amount_in_cell(cell, mark)
    except ValueError:
        return None
    return read[0] if read else None


def _has_part(cell: RowCell) -> bool:
    return any(mark in str(cell) for mark in ".,")


def _pattern(
    columns: Mapping[BankField, tuple[int, ...]],
    rows: Sequence[Sequence[RowCell]],
    width: int,
) -> tuple[str, ...]:
    """The kind of each cell, as all rows have it."""
    kinds = {
        BankField.DATE: ("date",),
        BankField.VALUE_DATE: ("date",),
        BankField.AMOUNT: ("amount", "amount-or-blank"),
        BankField.MONEY_IN: ("amount", "amount-or-blank"),
        BankField.MONEY_OUT: ("amount", "amount-or-blank"),
        BankField.BALANCE: ("amount", "amount-or-blank"),
        BankField.CURRENCY: ("currency",),
    }
    by_place = {
        place: next(
            (
                w
                for w in kinds[name]
                if all(ROW_WORDS[w](cells[place]) for cells in rows)
            ),
            "any",
        )
        for name, places in columns.items()
        for place in places
        if name in kinds
    }
    return tuple(by_place.get(place, "any") for place in range(width))

"""How a table's dates and amounts are written, as far as its rows decide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.tables.cells import text_in_cell
from ledgerkit.importers.bank_files.tables.profile import (
    BANK_AMOUNT_FIELDS,
    BANK_DATE_FIELDS,
    BankField,
)
from ledgerkit.importers.tables.amount_text import (
    DECIMAL_MARKS,
    decimal_mark_choices,
    mark_reads_all,
)
from ledgerkit.importers.tables.date_format import (
    DATE_FORMATS,
    date_format_choices,
    without_time,
)
from ledgerkit.importers.tables.reading_choice import ways_to_read
from ledgerkit.text.currencies import split_currency
from ledgerkit.text.unreadable import ambiguous, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.importers.tables.reading_choice import ReadingChoice
    from ledgerkit.importers.tables.rows import RowCell, TableRow

_DIGIT = re.compile(r"\d")
_NINES = str.maketrans(dict.fromkeys("0123456789", "9"))
_NOT_ZERO = re.compile(r"[1-9]")
#: A decade has fewer days; invalid dates may be endless.
_DIFFERENT_MAX = 5_000
#: A longer text is neither date nor amount.
_LENGTH_MAX = 60
_DAY_FIRST = re.compile(r"%d.*%[mbB].*%[yY]|%[Y].*%m.*%d")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """How dates and amounts are written.

    Attributes:
        date_format: Of every date; empty if none can be read.
        decimal_mark: Of every amount.
        pair_is_signed: Whether the columns of money in and out hold both signs, so that
            a minus in one of them is a reversal.
        currency: The only one beside amounts; empty if there are none or several.
        is_own_iban: Whether the column that may be the other party's account has one
            number on all rows, as that of the account itself has.
        undecided: Profile keys that the file leaves open, each with the possible
            values; empty unless asked to go on.
        why: What was detected in the file, and how, in sentences.
    """

    date_format: str
    decimal_mark: str
    pair_is_signed: bool
    currency: str = ""
    is_own_iban: bool = False
    undecided: Mapping[str, str] = field(default_factory=dict)
    why: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGiven:
    """What is known beforehand; empty values are to be detected.

    Attributes:
        date_formats: Possible formats; any usual one if empty.
        decimal_mark: Of the amounts.
        usual_dates: Whether the formats are those of a profile, so that where they read
            no date at all another usual format may.
        usual_marks: Whether the decimal mark is that of a profile, likewise.
        refuted: The formats of a profile that read no date.
        day_first: The language, if its countries put the day before the month.
        go_on: Whether to take the first way if there are two, and report it.
    """

    date_formats: Sequence[str] = ()
    decimal_mark: str = ""
    usual_dates: bool = False
    usual_marks: bool = False
    refuted: Sequence[str] = ()
    day_first: str = ""
    go_on: bool = False


def read_form(
    rows: Iterable[TableRow],
    places: Mapping[BankField, tuple[int, ...]],
    given: FormGiven,
    file: str,
) -> TableForm:
    """Read a table once, for the format of its dates and amounts.

    Raises:
        UnreadableFileError: If they are ambiguous, or can't be read.
    """
    evidence = _Seen(places)
    for row in rows:
        evidence.look(row)
    given, misfits = _as_far_as_it_fits(given, evidence)
    try:
        forms = given.date_formats or DATE_FORMATS
        dates = date_format_choices(evidence.dates.items_by_line(), forms)
        marks = decimal_mark_choices(
            () if given.decimal_mark else evidence.amounts.items_by_line()
        )
    except UsageError as error:
        raise unreadable(file, str(error)) from None
    undecided: dict[str, str] = {}
    if given.go_on:
        dates = _first(dates, "date-format", undecided, given)
        marks = _first(marks, "decimal-mark", undecided, given)
    date_format, date_why = _date_format(dates, given, file)
    if "date-format" in undecided:
        date_why = ""
    mark, mark_why = _decimal_mark(marks, given, file)
    return TableForm(
        date_format=date_format,
        decimal_mark=mark,
        pair_is_signed=evidence.pair_is_signed,
        currency=evidence.currency,
        is_own_iban=evidence.is_own_iban,
        undecided=undecided,
        why=tuple(filter(None, (date_why, mark_why, *misfits))),
    )


def _as_far_as_it_fits(
    given: FormGiven, evidence: _Seen
) -> tuple[FormGiven, Sequence[str]]:
    """What is known beforehand, without what a profile says and the file refutes."""
    misfits = []
    texts = [text for _line, text in evidence.dates.items_by_line()]
    dates = [text for text in texts if _reads(text, DATE_FORMATS)]
    said = given.date_formats
    if given.usual_dates and dates and not any(_reads(text, said) for text in dates):
        alike = [form for form in DATE_FORMATS if _order(form) in map(_order, said)]
        likely = [form for form in alike if all(_reads(text, [form]) for text in dates)]
        given = replace(given, date_formats=likely, refuted=said)
    amounts = list(evidence.amounts.items_by_line())
    mark = given.decimal_mark
    fitting = [other for other in DECIMAL_MARKS if mark_reads_all(amounts, other)]
    if given.usual_marks and mark and fitting and mark not in fitting:
        misfits.append(f"the profile's {mark} doesn't read every amount")
        given = replace(given, decimal_mark="")
    return given, misfits


def _reads(text: str, forms: Sequence[str]) -> bool:
    """Whether a date can be read in one of these formats."""
    return bool(forms and date_format_choices([(0, text)], forms))


def _order(form: str) -> str:
    """A format with its separators, however long its year and month are written."""
    return form.replace("%y", "%Y").replace("%B", "%b")


class _Texts:
    """Different texts with the first line of each, up to a number of them."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, str]] = {}

    def add(self, key: str, line: int, text: str) -> None:
        if len(text) <= _LENGTH_MAX and len(self._lines) < _DIFFERENT_MAX:
            self._lines.setdefault(key, (line, text))

    def items_by_line(self) -> Iterator[tuple[int, str]]:
        yield from self._lines.values()


class _Seen:
    """The cells of a table that decide its form; it stays small."""

    def __init__(self, places: Mapping[BankField, tuple[int, ...]]) -> None:
        self.dates = _Texts()
        self.amounts = _Texts()
        self._date_places = [n for f in BANK_DATE_FIELDS for n in places.get(f, ())]
        self._amount_places = [n for f in BANK_AMOUNT_FIELDS for n in places.get(f, ())]
        self._pair = [
            places.get(field, ()) for field in (BankField.MONEY_IN, BankField.MONEY_OUT)
        ]
        self._first_date = min(places.get(BankField.DATE, (0,)))
        self._iban = places.get(BankField.IBAN, ())[:1]
        self._ibans: set[str] = set()
        self._rows = 0
        self._last_dates: dict[int, str] = {}
        self._signs: list[set[bool]] = [set(), set()]

    def look(self, row: TableRow) -> None:
        cells = row.cells
        self._look_for_account(cells)
        for place in self._date_places:
            cell = cells[place] if place < len(cells) else ""
            # In a spreadsheet, 20260102 may be a number.
            if not isinstance(cell, date):
                stated = str(cell)
                if stated == self._last_dates.get(place):
                    continue  # Most rows have the same day as the one before.
                self._last_dates[place] = stated
                bare = without_time(stated.strip()[: _LENGTH_MAX + 1])
                self.dates.add(bare, row.line, bare)
        for place in self._amount_places:
            if place < len(cells) and isinstance(text := cells[place], str):
                bare = text[: 2 * _LENGTH_MAX].strip().removeprefix("'").strip()
                # The marks that can read a text depend on its shape alone.
                shape = bare.translate(_NINES)
                if not shape.isascii():
                    shape = _DIGIT.sub("9", shape)
                self.amounts.add(shape, row.line, bare)
        for places, signs in zip(self._pair, self._signs, strict=True):
            for place in places:
                text = str(cells[place]) if place < len(cells) else ""
                if _NOT_ZERO.search(text):
                    signs.add("-" in text or "(" in text)

    def _look_for_account(self, cells: Sequence[RowCell]) -> None:
        """Note the account of a row with a date, until there are two."""
        if len(self._ibans) > 1 or not any(map(str, cells[self._first_date :][:1])):
            return
        self._rows += 1
        for place in self._iban:
            self._ibans.add(text_in_cell(cells[place]) if place < len(cells) else "")

    @property
    def is_own_iban(self) -> bool:
        """Whether each row has the same account: of a single row, before its date."""
        is_first = any(place < self._first_date for place in self._iban)
        is_one = len(self._ibans) == 1 and "" not in self._ibans
        return is_one and (self._rows > 1 or is_first)

    @property
    def currency(self) -> str:
        """The only currency beside amounts, among their different shapes."""
        currencies: set[str] = set()
        for _line, text in self.amounts.items_by_line():
            try:
                named = split_currency(text)[1]
            except ValueError:
                continue
            currencies |= named if len(named) == 1 else frozenset()
        return currencies.pop() if len(currencies) == 1 else ""

    @property
    def pair_is_signed(self) -> bool:
        return any(len(signs) == 2 for signs in self._signs)


def _date_format(
    choices: Sequence[ReadingChoice], given: FormGiven, file: str
) -> tuple[str, str]:
    if len(given.date_formats) == 1 and not given.refuted:
        return given.date_formats[0], ""
    remaining = list(choices)
    reason = "the only form in which every date can be read"
    if given.refuted:
        reason = f"the profile's {' or '.join(given.refuted)} reads none of them"
    elif given.date_formats:
        reason = "the only form of this bank in which every date can be read"
    elif given.day_first and len(remaining) > 1:
        usual = [c for c in remaining if _DAY_FIRST.fullmatch(c.value)]
        if len(usual) == 1:
            remaining = usual
            reason = "the headings are in a language that puts the day before the month"
    if not remaining:
        return (given.date_formats or ("",))[0], ""
    if len(remaining) > 1:
        raise _two_ways("its dates", remaining, "date_format", file)
    return remaining[
        0
    ].value, f"dates are {remaining[0].value} ({remaining[0].example}): {reason}"


def _decimal_mark(
    choices: Sequence[ReadingChoice], given: FormGiven, file: str
) -> tuple[str, str]:
    if given.decimal_mark:
        return given.decimal_mark, ""
    if len(choices) > 1:
        raise _two_ways("its amounts", choices, "decimal_mark", file)
    if not choices:
        return ".", ""
    mark = choices[0]
    return mark.value, f"the decimal mark is {mark.value} ({mark.example})"


def _first(
    choices: Sequence[ReadingChoice],
    key: str,
    undecided: dict[str, str],
    given: FormGiven,
) -> Sequence[ReadingChoice]:
    """The first of several equally possible ways; all are recorded in words."""
    if key == "date-format" and (given.day_first or len(given.date_formats) == 1):
        return choices
    if len(choices) < 2:
        return choices
    undecided[key] = " or ".join(f'"{c.value}" ({c.example})' for c in choices)
    return choices[:1]


def _two_ways(
    subject: str, choices: Sequence[ReadingChoice], choice: str, file: str
) -> Exception:
    first = choices[0].value
    value = f"'{first}'" if " " in first else first
    option = f"--{choice.replace('_', '-')}"
    return ambiguous(
        file,
        f"{subject} can be read as {ways_to_read(choices)}",
        remedy=f"write {option} {value} if that is right, or the other",
        likeliest=(choice, first),
    )

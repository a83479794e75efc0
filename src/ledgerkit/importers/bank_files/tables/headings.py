"""A table's header row, recognised by usual words -> a profile for that table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.heading_words import (
    BANK_WORDS,
    IN_WORDS,
    OUT_WORDS,
)
from ledgerkit.importers.bank_files.tables.profile import (
    JOINED_FIELDS,
    MONEY_FIELDS,
    BankField,
    BankProfile,
)
from ledgerkit.importers.tables.columns import heading_or_number
from ledgerkit.importers.tables.headings import columns_by_words, compact
from ledgerkit.text.currencies import currency_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledgerkit.importers.tables.rows import RowCell, TableRow

#: A currency at the end, behind a blank, bracket or hyphen: letters that only look like
#: one end many words, as in "valeur" and "ENTRY".
_ENDING = re.compile(
    r"(?P<words>.*?)(?:[\s_/([-]+(?:in\b)?[\s_([]*(?P<code>[A-Z]{3}|[Ee]uro?)"
    r"|[\s_/([-]*(?P<sign>[€$£]))\s*[)\]]?\s*"
)
_SIGNS = {"€": "EUR", "£": "GBP", "$": "", "EURO": "EUR", "EUR": "EUR"}
#: A longer text is no heading.
_HEADING_LENGTH_MAX = 120
#: A header row may come below the bank's account details.
HEADING_ROWS_MAX = 60


def heading_parts(heading: str) -> tuple[str, str]:
    """A heading as `compact` leaves it, and the currency at its end.

    >>> heading_parts("Betrag (EUR)"), heading_parts("Date")
    (('betrag', 'EUR'), ('date', ''))
    >>> heading_parts("Gutschrift in CHF"), heading_parts("Betrag (€)")
    (('gutschrift', 'CHF'), ('betrag', 'EUR'))
    >>> heading_parts("Date de valeur"), heading_parts("DATE OF ENTRY")
    (('datedevaleur', ''), ('dateofentry', ''))
    """
    if len(heading) > _HEADING_LENGTH_MAX:
        return "", ""
    match = _ENDING.fullmatch(heading.strip())
    if match and compact(match["words"]):
        code = (match["code"] or match["sign"]).upper()
        if code in _SIGNS:
            return compact(match["words"]), _SIGNS[code]
        if code in currency_codes():
            return compact(match["words"]), code
        if code == "UTC":
            return compact(match["words"]), ""
    return compact(heading), ""


def _words_of(*fields: BankField) -> frozenset[str]:
    """Every known word for one of these fields."""
    return frozenset(
        word
        for table in BANK_WORDS.values()
        for field in fields
        for word in table.get(field.value, ())
    )


#: A row without one of each is no header row.
_DATE_WORDS = _words_of(BankField.DATE, BankField.VALUE_DATE)
_MONEY_WORDS = _words_of(*MONEY_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """A recognised header row.

    Attributes:
        line: Its line in the file.
        header: Its cells.
        profile: How to read the rows below, as far as the headings say.
        known: How many columns were recognised.
        languages: The languages that fit every recognised column.
    """

    line: int
    header: tuple[str, ...]
    profile: BankProfile
    known: int
    languages: frozenset[str]


def find_headings(rows: Sequence[TableRow]) -> Headings | None:
    """The first header row with a date and an amount; None if there is none.

    Args:
        rows: The beginning of the file.
    """
    for index, row in enumerate(rows[:HEADING_ROWS_MAX]):
        if not all(isinstance(cell, str) for cell in row.cells):
            continue
        header = tuple(str(cell).strip() for cell in row.cells)
        words = [heading_parts(cell)[0] for cell in header]
        if _DATE_WORDS.isdisjoint(words) or _MONEY_WORDS.isdisjoint(words):
            continue
        language = _language(words)
        fields = _fields(words, language)
        if BankField.DATE in fields and any(f in fields for f in MONEY_FIELDS):
            below = [r.cells for r in rows[index + 1 :]]
            return _headings(row.line, header, fields, language, below)
    return None


def _language(words: Iterable[str]) -> str:
    """The language of most headings; English if two are equal."""
    known = set(words)
    counts = {
        language: sum(
            any(word in known for word in field_words) for field_words in table.values()
        )
        for language, table in BANK_WORDS.items()
    }
    return max(counts, key=lambda language: counts[language])


def _fields(words: Sequence[str], language: str) -> Mapping[BankField, tuple[int, ...]]:
    """The columns of each field; each column has at most one field."""
    order = [language, *(other for other in BANK_WORDS if other != language)]
    fields: dict[BankField, tuple[int, ...]] = {}
    for chosen in order:
        table = BANK_WORDS[chosen]
        missing = {
            field: table[field]
            for field in BankField
            if field in table and field not in {*fields, BankField.SIGN}
        }
        used = {place for places in fields.values() for place in places}
        free = {n: word for n, word in enumerate(words) if n not in used}
        fields |= columns_by_words(free, missing, several=JOINED_FIELDS)
    if BankField.DATE not in fields and BankField.VALUE_DATE in fields:
        fields[BankField.DATE] = fields.pop(BankField.VALUE_DATE)
    return fields


def _headings(
    line: int,
    header: tuple[str, ...],
    fields: Mapping[BankField, tuple[int, ...]],
    language: str,
    below: Sequence[Sequence[RowCell]],
) -> Headings:
    columns, sign = _money_columns(fields, below)
    signs = _sign_column(header, below) if BankField.AMOUNT in columns else None
    if signs is not None:
        columns = {f: places for f, places in columns.items() if signs not in places}
        columns[BankField.SIGN] = (signs,)
    _currency_beside_amount(columns, header)
    if BankField.TEXT in columns:
        columns[BankField.TEXT] = tuple(sorted(columns[BankField.TEXT]))
    profile = BankProfile(
        name="",
        title="",
        columns={
            f: tuple(heading_or_number(header, n) for n in columns[f])
            for f in BankField
            if f in columns
        },
        header=tuple(filter(None, header)),
        currency=_heading_currency(columns, header),
        sign=sign,
        in_words=IN_WORDS if signs is not None else frozenset(),
        out_words=OUT_WORDS if signs is not None else frozenset(),
    )
    return Headings(
        line=line,
        header=header,
        profile=profile,
        known=sum(len(places) for places in columns.values()),
        languages=_languages(columns, header) or frozenset({language}),
    )


def _money_columns(
    fields: Mapping[BankField, tuple[int, ...]], below: Sequence[Sequence[RowCell]]
) -> tuple[dict[BankField, tuple[int, ...]], str]:
    """One column of amounts, or two for in and out; and the sign, if they show it."""
    columns = dict(fields)
    if _is_pair(columns, below):
        # Two columns leave no doubt about the direction; a third adds nothing.
        columns.pop(BankField.AMOUNT, None)
        return columns, ""
    money_in = columns.pop(BankField.MONEY_IN, None)
    money_out = columns.pop(BankField.MONEY_OUT, None)
    if BankField.AMOUNT in columns:
        return columns, ""
    columns[BankField.AMOUNT] = money_in or money_out or ()
    return columns, "as-is" if money_in else "reversed"


def _is_pair(
    columns: Mapping[BankField, tuple[int, ...]], below: Sequence[Sequence[RowCell]]
) -> bool:
    """Whether amounts are in two columns, of which each row uses one.

    If rows use both, beside a column of amounts, they are account totals.
    """
    if BankField.MONEY_IN not in columns or BankField.MONEY_OUT not in columns:
        return False
    places = [columns[BankField.MONEY_IN][0], columns[BankField.MONEY_OUT][0]]
    rows_with_two = (
        len(cells) > max(places)
        and all(re.search("[1-9]", str(cells[place])) for place in places)
        for cells in below
    )
    return BankField.AMOUNT not in columns or not any(rows_with_two)


def _sign_column(
    header: Sequence[str], below: Sequence[Sequence[RowCell]]
) -> int | None:
    """The column with the direction of each amount, if there is one."""
    words = {word for table in BANK_WORDS.values() for word in table.get("sign", ())}
    for place, heading in enumerate(header):
        if compact(heading) not in words:
            continue
        signs = {
            str(cells[place]).strip().casefold()
            for cells in below
            if place < len(cells) and str(cells[place]).strip()
        }
        if signs and signs <= IN_WORDS | OUT_WORDS:
            return place
    return None


def _currency_beside_amount(
    columns: dict[BankField, tuple[int, ...]], header: Sequence[str]
) -> None:
    """Of several currency columns, take the one after the amount."""
    field = BankField.CURRENCY
    if field not in columns:
        return
    word = compact(header[columns[field][0]])
    alike = [n for n, heading in enumerate(header) if compact(heading) == word]
    amount = (columns.get(BankField.AMOUNT) or columns[BankField.MONEY_IN])[0]
    after = [n for n in alike if n > amount]
    columns[field] = ((after or alike)[0],)


def _heading_currency(
    columns: Mapping[BankField, tuple[int, ...]], header: Sequence[str]
) -> str:
    """The currency in the headings of the amounts; empty if none names one."""
    currencies = {
        heading_parts(header[place])[1]
        for field in MONEY_FIELDS
        for place in columns.get(field, ())
    } - {""}
    return currencies.pop() if len(currencies) == 1 else ""


def _unnumbered(word: str) -> str:
    known = any(
        word in words for table in BANK_WORDS.values() for words in table.values()
    )
    return word if known else word.rstrip("0123456789")


def _languages(
    columns: Mapping[BankField, tuple[int, ...]], header: Sequence[str]
) -> frozenset[str]:
    """The languages with a word for every recognised column."""
    words = {
        _unnumbered(heading_parts(header[place])[0])
        for places in columns.values()
        for place in places
    }
    return frozenset(
        language
        for language, table in BANK_WORDS.items()
        if words <= {word for known in table.values() for word in known}
    )

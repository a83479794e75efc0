"""A profile's TOML -> the profile."""

from __future__ import annotations

import codecs
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.tables.cells import ROW_WORDS
from ledgerkit.importers.bank_files.tables.profile import (
    MONEY_FIELDS,
    BankField,
    BankProfile,
)
from ledgerkit.importers.tables.amount_text import CURRENCY_CODES, DECIMAL_MARKS
from ledgerkit.importers.tables.csv_rows import DELIMITERS, delimiter_called
from ledgerkit.importers.tables.date_format import known_date_format
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


#: A profile is a page that a person wrote.
PROFILE_BYTES_MAX = 64 * 1024


_SIGNS = ("as-is", "reversed")


_NUMBER_MAX = 10_000


class _Entry:
    """One key of a profile, and how to complain of it."""

    def __init__(self, file: str, key: str, value: Any) -> None:
        self.file = file
        self.key = key
        self.value = value

    def refused(self, instead: str) -> Exception:
        """The error that the value means nothing here."""
        shown = excerpt(str(self.value))
        return unreadable(self.file, f"{self.key} is {shown}; write {instead}")

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refused(f'{self.key} = "…"')
        return self.value

    def texts(self) -> tuple[str, ...]:
        """One text, or a list of them."""
        values = self.value if isinstance(self.value, list) else [self.value]
        if not values or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.refused(f'{self.key} = "…", or a list of such texts')
        return tuple(values)

    def words(self) -> frozenset[str]:
        return frozenset(word.strip().casefold() for word in self.texts())

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.refused(f"{self.key} = true or false")
        return self.value

    def number(self) -> int:
        whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not whole or not 0 <= self.value <= _NUMBER_MAX:
            raise self.refused(f"{self.key} = 3, for instance")
        return int(self.value)

    def one_of(self, words: tuple[str, ...]) -> str:
        if self.value not in words:
            raise self.refused(" or ".join(f'"{word}"' for word in words))
        return str(self.value)

    def delimiter(self) -> str:
        mark = delimiter_called(self.value) if isinstance(self.value, str) else None
        if mark is None or mark not in DELIMITERS:
            raise self.refused('";", ",", "|" or "tab"')
        return mark

    def encoding(self) -> str:
        try:
            return codecs.lookup(self.text()).name
        except (LookupError, ValueError):
            raise self.refused('"cp1252", for instance') from None

    def date_formats(self) -> tuple[str, ...]:
        try:
            return tuple(known_date_format(text) for text in self.texts())
        except UsageError:
            raise self.refused('"%d.%m.%Y", for instance') from None

    def currency(self) -> str:
        if self.text().upper() not in CURRENCY_CODES:
            raise self.refused('a currency\'s code, for instance "EUR"')
        return self.text().upper()

    def row(self) -> tuple[str, ...]:
        words = self.texts()
        for word in words:
            if word not in ROW_WORDS and not word.startswith("="):
                raise self.refused(
                    f"for each cell {', '.join(sorted(ROW_WORDS))}, or =TEXT for"
                    f" what it always says; {excerpt(word)} is none of these"
                )
        return words


_READERS: Mapping[str, tuple[str, Callable[[_Entry], Any]]] = {
    "title": ("title", _Entry.text),
    "header": ("header", _Entry.texts),
    "row": ("row", _Entry.row),
    "only-by-name": ("only_by_name", _Entry.flag),
    "skip-before": ("skip_before", _Entry.number),
    "skip-after": ("skip_after", _Entry.number),
    "delimiter": ("delimiter", _Entry.delimiter),
    "encoding": ("encoding", _Entry.encoding),
    "decimal-mark": ("decimal_mark", lambda entry: entry.one_of(DECIMAL_MARKS)),
    "date-format": ("date_formats", _Entry.date_formats),
    "account": ("account", _Entry.text),
    "currency": ("currency", _Entry.currency),
    "bank": ("bank", _Entry.text),
    "newest-first": ("newest_first", _Entry.flag),
    "sign": ("sign", lambda entry: entry.one_of(_SIGNS)),
    "fee-comes-off": ("fee_comes_off", _Entry.flag),
    "money-in-words": ("in_words", _Entry.words),
    "money-out-words": ("out_words", _Entry.words),
    "status-counts": ("counts", _Entry.words),
}


BANK_PROFILE_KEYS = (*_READERS, "columns")


def parse_bank_profile(text: str, *, name: str, file: str) -> BankProfile:
    """Read a profile.

    Args:
        text: Its TOML.
        name: What people call it.
        file: Its file, for messages.

    Raises:
        UnreadableFileError: If it is no TOML, or a key or value means nothing.
    """
    if len(text) > PROFILE_BYTES_MAX:
        raise unreadable(file, "is too large for a profile; is it one?")
    try:
        parsed = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unreadable(file, f"is no TOML: {error}") from None
    columns = _columns(parsed.pop("columns", {}), file)
    given: dict[str, Any] = {}
    for key, value in parsed.items():
        if key not in _READERS:
            raise _unknown(file, key, BANK_PROFILE_KEYS)
        attribute, read = _READERS[key]
        given[attribute] = read(_Entry(file, key, value))
    given.setdefault("title", name)
    profile = BankProfile(name=name, columns=columns, **given)
    _check(profile, file)
    return profile


def _columns(table: Any, file: str) -> Mapping[BankField, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise unreadable(file, 'columns is no table; write [columns] and date = "…"')
    known = [field.value for field in BankField]
    for key in table:
        if key not in known:
            raise _unknown(file, key, known)
    return {
        BankField(key): _Entry(file, key, value).texts() for key, value in table.items()
    }


def _unknown(file: str, key: str, known: Any) -> Exception:
    remedy = suggestion(key, known) or f"; there are {', '.join(known)}"
    return unreadable(file, f"{excerpt(key)} means nothing in a profile{remedy}")


def _check(profile: BankProfile, file: str) -> None:
    """Refuse what is understood and can't be true."""
    if BankField.DATE not in profile.columns:
        raise unreadable(file, 'no column is the date; write date = "…" in [columns]')
    if not any(field in profile.columns for field in MONEY_FIELDS):
        raise unreadable(
            file,
            'no column is an amount; write amount = "…", or money-in and money-out,'
            " in [columns]",
        )
    if BankField.SIGN in profile.columns and not (
        profile.in_words or profile.out_words
    ):
        raise unreadable(
            file,
            "the column of signs means nothing without money-in-words or"
            ' money-out-words; write for instance money-out-words = ["Debit"]',
        )
    if profile.fee_comes_off and BankField.FEE not in profile.columns:
        raise unreadable(file, 'fee-comes-off needs fee = "…" in [columns]')
    numbers = [n for names in profile.columns.values() for n in names]
    if profile.row and not all(n.startswith("#") for n in numbers):
        raise unreadable(
            file, 'a file without a header row has columns by number; write "#1"'
        )


_ENDING = ".toml"


@cache
def shipped_profiles() -> Sequence[BankProfile]:
    """All of them, by name."""
    folder = resources.files("ledgerkit.importers.bank_files.profiles")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(_ENDING)),
        key=lambda entry: entry.name,
    )
    return tuple(
        parse_bank_profile(
            entry.read_text(encoding="utf-8"),
            name=entry.name.removesuffix(_ENDING),
            file=entry.name,
        )
        for entry in files
    )

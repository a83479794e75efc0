"""A profile's TOML -> its keys and columns: how to read one program's files.

Each kind of file has its own keys and fields: a dictionary from key to the reader of
its entry, and one from the word for a field to the field.
"""

from __future__ import annotations

import codecs
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from ledgerkit.errors import UsageError
from ledgerkit.importers.tables.csv_rows import DELIMITERS, delimiter_called
from ledgerkit.importers.tables.date_format import known_date_format
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.currencies import currency_codes
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

#: A profile is a page written by a person.
PROFILE_BYTES_MAX = 64 * 1024
_NUMBER_MAX = 10_000
_COLUMNS = "columns"
_Field = TypeVar("_Field", bound=str)
_Said = TypeVar("_Said")


class ProfileEntry:
    """One key of a profile, and its error messages.

    Every method but `refused` reads the value as one type, and raises
    `UnreadableFileError` if it isn't valid.
    """

    def __init__(self, file: str, key: str, value: Any) -> None:
        """Hold a key of a file.

        Args:
            file: Its name, for messages.
            key: The key.
            value: Its value in TOML.
        """
        self.file = file
        self.key = key
        self.value = value

    def refused(self, remedy: str) -> Exception:
        """The error for an invalid value."""
        value = excerpt(str(self.value))
        return unreadable(self.file, f"{self.key} is {value}; write {remedy}")

    def text(self) -> str:
        """A text that is not empty."""
        if not self.any_text().strip():
            raise self.refused(f'{self.key} = "…"')
        return self.any_text()

    def any_text(self) -> str:
        """A text, which may be empty."""
        if not isinstance(self.value, str):
            value = excerpt(str(self.value))
            raise unreadable(
                self.file, f"{self.key} = {value[1:-1]} is no text; write {value}"
            )
        return self.value

    def texts(self) -> tuple[str, ...]:
        """One text, or a list of them."""
        values = self.value if isinstance(self.value, list) else [self.value]
        if not values or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.refused(f'{self.key} = "…", or a list of such texts')
        return tuple(values)

    def words(self) -> frozenset[str]:
        """One word or a list of them, whatever their case."""
        return frozenset(word.strip().casefold() for word in self.texts())

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.refused(f"{self.key} = true or false")
        return self.value

    def number(self) -> int:
        """A number of rows, lines or columns."""
        is_whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not is_whole or not 0 <= self.value <= _NUMBER_MAX:
            raise self.refused(f"{self.key} = 3, for instance")
        return int(self.value)

    def one_of(self, words: tuple[str, ...]) -> str:
        """One of a few words."""
        if self.value not in words:
            raise self.refused(" or ".join(f'"{word}"' for word in words))
        return str(self.value)

    def delimiter(self) -> str:
        """The delimiter of cells; one character."""
        mark = delimiter_called(self.value) if isinstance(self.value, str) else None
        if mark is None or mark not in DELIMITERS:
            raise self.refused('";", ",", "|" or "tab"')
        return mark

    def encoding(self) -> str:
        """An encoding, as Python names it."""
        try:
            return codecs.lookup(self.text()).name
        except (LookupError, ValueError):
            raise self.refused('"cp1252", for instance') from None

    def date_formats(self) -> tuple[str, ...]:
        """One date format, or a list of them."""
        try:
            return tuple(known_date_format(text) for text in self.texts())
        except UsageError:
            raise self.refused('"%d.%m.%Y", for instance') from None

    def currency(self) -> str:
        """A currency's code, in capitals."""
        if self.text().upper() not in currency_codes():
            raise self.refused('a currency\'s code, for instance "EUR"')
        return self.text().upper()


def profile_text(data: bytes, file: str) -> str:
    """The text of a profile's file.

    Raises:
        UnreadableFileError: If it is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(file, "is not UTF-8; save it so") from None


def read_profile_text(
    text: str,
    file: str,
    *,
    keys: Mapping[str, Callable[[ProfileEntry], Any]],
    fields: Mapping[str, _Field],
    column: Callable[[ProfileEntry], _Said],
) -> tuple[dict[str, Any], dict[_Field, _Said]]:
    """The values of a profile's keys, and the columns of each field.

    Args:
        text: Its TOML.
        file: Its file, for messages.
        keys: The reader of each key's entry.
        fields: The field for each word under ``[columns]``.
        column: The reader of an entry there.

    Raises:
        UnreadableFileError: If it is no TOML, or a key or value is not valid.
    """
    if len(text) > PROFILE_BYTES_MAX:
        raise unreadable(file, "is too large for a profile; is it one?")
    try:
        parsed = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unreadable(file, f"is no TOML: {error}") from None
    columns = parsed.pop(_COLUMNS, {})
    if not isinstance(columns, dict):
        raise unreadable(
            file,
            f"{_COLUMNS} is no table; write [{_COLUMNS}] and below it"
            f' {next(iter(fields))} = "…"',
        )
    _refuse_unknown(file, columns, fields)
    named = {
        fields[word]: column(ProfileEntry(file, word, value))
        for word, value in columns.items()
    }
    _refuse_unknown(file, parsed, (*keys, _COLUMNS))
    values = {k: keys[k](ProfileEntry(file, k, value)) for k, value in parsed.items()}
    return values, named


def _refuse_unknown(file: str, words: Iterable[str], known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            remedy = suggestion(word, known) or f"; there are {', '.join(known)}"
            raise unreadable(
                file, f"{excerpt(word)} means nothing in a profile{remedy}"
            )

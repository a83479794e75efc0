"""A profile's TOML -> the profile."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ledgerkit.importers.bank_files.tables.cells import ROW_WORDS
from ledgerkit.importers.bank_files.tables.profile import (
    MONEY_FIELDS,
    BankField,
    BankProfile,
)
from ledgerkit.importers.tables.amount_text import DECIMAL_MARKS
from ledgerkit.importers.tables.profile_file import ProfileEntry, read_profile_text
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


_SIGNS = ("as-is", "reversed")


def _row(entry: ProfileEntry) -> tuple[str, ...]:
    """The kind of each cell of a row."""
    words = entry.texts()
    for word in words:
        if word not in ROW_WORDS and not word.startswith("="):
            raise entry.refused(
                f"for each cell {', '.join(sorted(ROW_WORDS))}, or =TEXT for"
                f" what it always says; {excerpt(word)} is none of these"
            )
    return words


#: The keys of a profile, and their readers.
BANK_PROFILE_KEYS: Mapping[str, Callable[[ProfileEntry], Any]] = {
    "title": ProfileEntry.text,
    "header": ProfileEntry.texts,
    "row": _row,
    "only-by-name": ProfileEntry.flag,
    "skip-before": ProfileEntry.number,
    "skip-after": ProfileEntry.number,
    "delimiter": ProfileEntry.delimiter,
    "encoding": ProfileEntry.encoding,
    "decimal-mark": lambda entry: entry.one_of(DECIMAL_MARKS),
    "date-format": ProfileEntry.date_formats,
    "account": ProfileEntry.text,
    "currency": ProfileEntry.currency,
    "bank": ProfileEntry.text,
    "newest-first": ProfileEntry.flag,
    "sign": lambda entry: entry.one_of(_SIGNS),
    "fee-comes-off": ProfileEntry.flag,
    "money-in-words": ProfileEntry.words,
    "money-out-words": ProfileEntry.words,
    "status-counts": ProfileEntry.words,
}


#: The names of keys in a `BankProfile`, if they differ.
_ATTRIBUTES = {
    "date-format": "date_formats",
    "money-in-words": "in_words",
    "money-out-words": "out_words",
    "status-counts": "counts",
}


def parse_bank_profile(text: str, *, name: str, file: str) -> BankProfile:
    """Read a profile.

    Args:
        text: Its TOML.
        name: Its name.
        file: Its file, for messages.

    Raises:
        UnreadableFileError: If it is no TOML, or a key or value is not valid.
    """
    values, columns = read_profile_text(
        text,
        file,
        keys=BANK_PROFILE_KEYS,
        fields={field.value: field for field in BankField},
        column=ProfileEntry.texts,
    )
    attributes = {
        _ATTRIBUTES.get(key, key.replace("-", "_")): value
        for key, value in values.items()
    }
    attributes.setdefault("title", name)
    profile = BankProfile(name=name, columns=columns, **attributes)
    _check(profile, file)
    return profile


def _check(profile: BankProfile, file: str) -> None:
    """Refuse values that are understood but can't be true."""
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

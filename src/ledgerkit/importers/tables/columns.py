"""Which column of a file holds what."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.documents.heading_words import CODE_WORDS, HEADER_WORDS
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Field(StrEnum):
    """What an import of documents reads of a row; the value is what people write."""

    NUMBER = "number"
    PARTY = "party"
    PARTY_NAME = "party-name"
    ISSUED = "issued"
    DUE = "due"
    AMOUNT = "amount"
    SETTLED = "settled"
    PAID = "paid"
    CURRENCY = "currency"
    TEXT = "text"


REQUIRED = (Field.NUMBER, Field.PARTY, Field.ISSUED, Field.AMOUNT)


DATE_FIELDS = (Field.ISSUED, Field.DUE, Field.SETTLED)


AMOUNT_FIELDS = (Field.AMOUNT, Field.PAID)


#: What people write too.
_OTHER_WORDS = {"date": Field.ISSUED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands.

    Attributes:
        header: The file's column names.
        places: The column of each field that there is, counted from 0.
    """

    header: Sequence[str]
    places: Mapping[Field, int]

    def cell(self, cells: Sequence[str], field: Field) -> str:
        """A row's cell, stripped of blanks; empty if the file has no such column."""
        place = self.places.get(field)
        return "" if place is None else cells[place].strip()

    def describe(self) -> str:
        """The columns as a person would map them: ``number=Invoice No, …``."""
        return ", ".join(f"{f.value}={self.header[n]}" for f, n in self.places.items())


def parse_mapping(texts: Iterable[str]) -> dict[Field, str]:
    """Read ``number=Invoice No,party=Customer``; a comma within a name is kept.

    Raises:
        UsageError: If a field is none that there is, or is mapped twice.
    """
    found: dict[Field, str] = {}
    for text in texts:
        # A comma divides only where another field follows it.
        for part in re.split(r",(?=\s*[a-z-]+\s*=)", text):
            word, sign, column = part.partition("=")
            field = field_named(word.strip())
            if not sign or field in found:
                raise UsageError(
                    f"--map {part.strip()!r}: write each field once, for instance"
                    " number=Invoice No"
                )
            found[field] = column.strip()
    return found


def field_named(word: str) -> Field:
    """The field of this name.

    Raises:
        UsageError: If there is none.
    """
    try:
        return _OTHER_WORDS.get(word) or Field(word)
    except ValueError:
        known = [field.value for field in Field]
        remedy = suggestion(word, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"there is no field {word!r} to import{remedy}") from None


def find_columns(
    header: Sequence[str],
    given: Mapping[Field, str],
    *,
    name: str,
    required: Collection[Field] = REQUIRED,
    read: Collection[Field] = tuple(Field),
) -> Columns:
    """Find each field's column: as given, or else by the usual words for it.

    Args:
        header: The file's column names.
        given: A column's name for a field, or ``#3`` for the third; empty where the
            file's column is not to be read.
        name: The file's name, for messages.
        required: The fields without which a file says nothing.
        read: The fields that are of interest.

    Raises:
        UsageError: If a given column doesn't exist.
        UnreadableFileError: If several columns could be one field's, or a required
            field has none.
    """
    places = {f: _place(header, column, f) for f, column in given.items() if column}
    taken = set(places.values())
    free = [n for n in range(len(header)) if n not in taken]
    for field, candidates in _recognised(header, free).items():
        if field in given or field not in read or not candidates:
            continue
        if len(candidates) > 1:
            columns = " or ".join(repr(header[n]) for n in candidates)
            raise UnreadableFileError(
                f"{name}:1: is {field.value} {columns}? Write for instance --map"
                f" '{field.value}={header[candidates[0]]}'"
            )
        places[field] = candidates[0]
    missing = [field.value for field in required if field not in places]
    if missing:
        raise UnreadableFileError(
            f"{name}:1: which column is {' and which is '.join(missing)}? Write for"
            f" instance --map '{missing[0]}={header[0]}'; there are"
            f" {', '.join(filter(None, header))}"
        )
    return Columns(header=header, places={f: places[f] for f in Field if f in places})


def _place(header: Sequence[str], column: str, field: Field) -> int:
    """The column that a person named."""
    if re.fullmatch(r"#[0-9]{1,3}", column) and 1 <= int(column[1:]) <= len(header):
        return int(column[1:]) - 1
    places = [n for n, known in enumerate(header) if known == column] or [
        n for n, known in enumerate(header) if known.casefold() == column.casefold()
    ]
    if not places:
        remedy = suggestion(column, header) or f"; there are {', '.join(header)}"
        raise UsageError(f"{field.value}: there is no column {column!r}{remedy}")
    if len(places) > 1:
        raise UsageError(
            f"{field.value}: {len(places)} columns are named {column!r}; write"
            f" #{places[0] + 1} for the first of them"
        )
    return places[0]


def _recognised(
    header: Sequence[str], free: Iterable[int]
) -> Mapping[Field, Sequence[int]]:
    """The columns whose name is a usual word for a field.

    A column of codes beats one of names as the party; the name then stands beside it.
    """
    found: dict[Field, list[int]] = {field: [] for field in Field}
    for place in free:
        word = compact(header[place])
        for field_name, words in HEADER_WORDS.items():
            if word in words:
                found[Field(field_name)].append(place)
    codes = [n for n in found[Field.PARTY] if compact(header[n]) in CODE_WORDS]
    if codes:
        found[Field.PARTY_NAME] = [n for n in found[Field.PARTY] if n not in codes]
        found[Field.PARTY] = codes
    return found


def compact(name: str) -> str:
    """A column name without what varies: case, accents, blanks, punctuation.

    >>> compact("N° Fattura"), compact("invoice_no."), compact("Fälligkeit")
    ('nfattura', 'invoiceno', 'falligkeit')
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in folded if character.isalnum())

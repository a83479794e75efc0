"""Which column of a table of clients or people holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.importers.address_book.heading_words import (
    ADDRESS_WORDS,
    COMPANY,
    FIRST,
    LAST,
    NAME,
)
from ledgerkit.importers.tables.columns import Columns, free_headings, given_columns
from ledgerkit.importers.tables.headings import columns_by_words
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Words that mean another thing where a column of a first or a last name is there.
_BARE_NAMES = frozenset({"name", "nom"})
_NUMBERED = re.compile(r"(email|phone)([1-9])(value|label|type)")
_ADDRESS_LABELS = frozenset({"address1label", "address1type"})
_FIRST_OR_WHOLE = frozenset({"nome", "nombre"})


class Labelled(NamedTuple):
    """Columns such as Google's ``Phone 2 - Value`` and ``Phone 2 - Label``.

    Attributes:
        kind: ``email`` or ``phone``.
        number: Which of them.
        value: The column of what it is.
        label: The column of what it is called; None if there is none.
    """

    kind: str
    number: str
    value: int
    label: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressColumns(Columns[str]):
    """Where each field stands.

    Attributes:
        labelled: Pairs of columns of which one says what the other holds.
        at_home: The column that says whether the address is a home; None if none does.
    """

    labelled: Sequence[Labelled] = ()
    at_home: int | None = None

    @property
    def unread(self) -> Mapping[int, str]:
        """The columns that are read for nothing: place and name."""
        taken = {*self.places.values(), self.at_home}
        for pair in self.labelled:
            taken |= {pair.value, pair.label}
        return {n: h for n, h in enumerate(self.header) if h and n not in taken}


def find_address_columns(
    header: Sequence[str], given: Mapping[str, str], *, file: str
) -> AddressColumns:
    """Find each field's column: as given, or else by the usual words for it.

    Args:
        header: The file's column names.
        given: A column's name for a field; empty where it is not to be read.
        file: The file's name, for messages.

    Raises:
        UnreadableFileError: If a given column isn't there, or no name is.
    """
    try:
        places = given_columns(header, given, first_counts=True)
    except UsageError as error:
        raise unreadable(file, str(error), 1) from None
    free = free_headings(header, set(places.values()))
    labelled = _labelled(free)
    at_home = next((n for n, w in free.items() if w in _ADDRESS_LABELS), None)
    known = {at_home, *(n for pair in labelled for n in pair[2:])}
    free = {n: word for n, word in free.items() if n not in known}
    words = _words_for(set(free.values()))
    wanted = {field: known for field, known in words.items() if field not in given}
    for field, columns in columns_by_words(free, wanted).items():
        places[field] = columns[0]
    if not places.keys() & {NAME, COMPANY, FIRST, LAST}:
        names = ", ".join(excerpt(name) for name in header if name)
        raise unreadable(
            file,
            "which column is the name, or the company? Write for instance --column"
            f" name=HEADER; there are {names[:400]}",
            1,
        )
    return AddressColumns(
        header=header, places=places, labelled=labelled, at_home=at_home
    )


def _labelled(words: Mapping[int, str]) -> Sequence[Labelled]:
    """The pairs of columns, in the order of their numbers."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for place, word in words.items():
        match = _NUMBERED.fullmatch(word)
        if match:
            what = "value" if match[3] == "value" else "label"
            found.setdefault((match[1], match[2]), {})[what] = place
    return [
        Labelled(kind, number, columns["value"], columns.get("label"))
        for (kind, number), columns in sorted(found.items())
        if "value" in columns
    ]


def parse_columns(texts: Sequence[str]) -> dict[str, str]:
    """Read ``KEY=HEADER``, each once.

    Raises:
        UsageError: If a key is none that there is.
    """
    found: dict[str, str] = {}
    for text in texts:
        key, sign, header = text.partition("=")
        key = {"client": COMPANY}.get(key.strip(), key.strip())
        if not sign or key not in ADDRESS_WORDS:
            remedy = suggestion(key, ADDRESS_WORDS) or "; write KEY=HEADER"
            raise UsageError(f"--column {text!r}: there is no key {key!r}{remedy}")
        found[key] = header.strip()
    return found


def _words_for(words: set[str]) -> Mapping[str, Sequence[str]]:
    """The words of each field, as these headings together mean them.

    ``Name`` beside a first name is the last name, and the Italian ``Nome`` without a
    last name is a whole one.
    """
    found = {field: list(known) for field, known in ADDRESS_WORDS.items()}
    has_first = bool(words & (set(found[FIRST]) - _FIRST_OR_WHOLE))
    has_last = bool(words & set(found[LAST]))
    if has_first and not has_last:
        found[LAST] += _BARE_NAMES
        found[NAME] = [word for word in found[NAME] if word not in _BARE_NAMES]
    if not has_last:
        found[NAME] += _FIRST_OR_WHOLE
        found[FIRST] = [w for w in found[FIRST] if w not in _FIRST_OR_WHOLE]
    return found

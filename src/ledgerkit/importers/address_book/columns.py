"""The meaning of each column in a table of clients or people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.importers.address_book.heading_words import (
    ADDRESS_WORDS,
    COMPANY,
    CUSTOMER,
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

#: Words with another meaning if there is a column for a first or a last name.
_BARE_NAMES = frozenset({"name", "nom"})
#: Words for the person at a customer.
_CONTACT_WORDS = """
    contact contactname contactperson primarycontact ansprechpartner kontakt
    kontaktperson referente contatto
"""
_CONTACTS = frozenset(_CONTACT_WORDS.split())
_NUMBERED = re.compile(r"(email|phone)([1-9])(value|label|type)")
_ADDRESS_LABELS = frozenset({"address1label", "address1type"})
_FIRST_OR_WHOLE = frozenset({"nome", "nombre"})


class Labelled(NamedTuple):
    """Columns such as Google's ``Phone 2 - Value`` and ``Phone 2 - Label``.

    Attributes:
        kind: ``email`` or ``phone``.
        number: Its number in the headings.
        value: The column of its value.
        label: The column of its label; None if there is none.
    """

    kind: str
    number: str
    value: int
    label: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressColumns(Columns[str]):
    """The column of each field.

    Attributes:
        labelled: Pairs of a column of values and one of their labels.
        at_home: The column that says whether the address is a home; None if there is
            none.
    """

    labelled: Sequence[Labelled] = ()
    at_home: int | None = None

    @property
    def unread(self) -> Mapping[int, str]:
        """The columns that are not used: position and name."""
        read = {*self.places.values(), self.at_home}
        for pair in self.labelled:
            read |= {pair.value, pair.label}
        return {n: h for n, h in enumerate(self.header) if h and n not in read}


def find_address_columns(
    header: Sequence[str], given: Mapping[str, str], *, file: str
) -> AddressColumns:
    """Find each field's column: as given, or else by its usual words.

    Args:
        header: The file's column names.
        given: A column's name for a field; empty to ignore it.
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
    unmapped = {field: known for field, known in words.items() if field not in given}
    for field, columns in columns_by_words(free, unmapped).items():
        places[field] = columns[0]
    _divide_names(places, free, given)
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


def _divide_names(
    places: dict[str, int], headings: Mapping[int, str], given: Mapping[str, str]
) -> None:
    """Tell a customer's name from that of the person there.

    A customer's name beside a person's is the company's, or the person's own again:
    the rows say which. Alone it is the name. A bare name beside a contact, in a list
    without a company, is the company's.
    """
    if CUSTOMER in places and not places.keys() & {NAME, FIRST, LAST}:
        places[NAME] = places.pop(CUSTOMER)
    if COMPANY in {*places, *given} or NAME in given:
        return
    is_bare = headings.get(places.get(NAME, -1)) in _BARE_NAMES
    used = {place for field, place in places.items() if field != CUSTOMER}
    contacts = [n for n, w in headings.items() if w in _CONTACTS and n not in used]
    if is_bare and contacts:
        places[COMPANY], places[NAME] = places[NAME], contacts[0]
        if places.get(CUSTOMER) == contacts[0]:
            del places[CUSTOMER]


def _labelled(words: Mapping[int, str]) -> Sequence[Labelled]:
    """The pairs of columns, in the order of their numbers."""
    pairs: dict[tuple[str, str], dict[str, int]] = {}
    for place, word in words.items():
        match = _NUMBERED.fullmatch(word)
        if match:
            column = "value" if match[3] == "value" else "label"
            pairs.setdefault((match[1], match[2]), {})[column] = place
    return [
        Labelled(kind, number, columns["value"], columns.get("label"))
        for (kind, number), columns in sorted(pairs.items())
        if "value" in columns
    ]


def parse_columns(texts: Sequence[str]) -> dict[str, str]:
    """Read ``KEY=HEADER``, each once.

    Raises:
        UsageError: If a key is unknown.
    """
    columns: dict[str, str] = {}
    for text in texts:
        key, sign, header = text.partition("=")
        key = {"client": COMPANY}.get(key.strip(), key.strip())
        if not sign or key not in ADDRESS_WORDS:
            remedy = suggestion(key, ADDRESS_WORDS) or "; write KEY=HEADER"
            raise UsageError(f"--column {text!r}: there is no key {key!r}{remedy}")
        columns[key] = header.strip()
    return columns


def _words_for(words: set[str]) -> Mapping[str, Sequence[str]]:
    """The words of each field, given all the headings.

    ``Name`` beside a first name is the last name, and the Italian ``Nome`` without a
    last name is a whole one.
    """
    by_field = {field: list(known) for field, known in ADDRESS_WORDS.items()}
    has_first = bool(words & (set(by_field[FIRST]) - _FIRST_OR_WHOLE))
    has_last = bool(words & set(by_field[LAST]))
    if has_first and not has_last:
        by_field[LAST] += _BARE_NAMES
        by_field[NAME] = [word for word in by_field[NAME] if word not in _BARE_NAMES]
    if not has_last:
        by_field[NAME] += _FIRST_OR_WHOLE
        by_field[FIRST] = [w for w in by_field[FIRST] if w not in _FIRST_OR_WHOLE]
    return by_field

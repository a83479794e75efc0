"""The fields of a document import, and the column of each in a file."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.documents.heading_words import (
    CODE_WORDS,
    CONTACT_WORDS,
    DOCUMENT_WORDS,
)
from ledgerkit.importers.tables.columns import (
    Columns,
    free_headings,
    given_columns,
    heading_or_number,
)
from ledgerkit.importers.tables.headings import columns_by_words, compact
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


class Field(StrEnum):
    """A field of a document import; its value is the word people write."""

    NUMBER = "number"
    PARTY = "party"
    PARTY_NAME = "party-name"
    ISSUED = "issued"
    DUE = "due"
    AMOUNT = "amount"
    SETTLED = "settled"
    PAID = "paid"
    OPEN = "open"
    TYPE = "type"
    STATUS = "status"
    CURRENCY = "currency"
    TEXT = "text"


REQUIRED = (Field.NUMBER, Field.PARTY, Field.ISSUED, Field.AMOUNT)


DATE_FIELDS = (Field.ISSUED, Field.DUE, Field.SETTLED)


AMOUNT_FIELDS = (Field.AMOUNT, Field.PAID, Field.OPEN)


#: The words for fields, as people write them.
FIELD_WORDS = {**{field.value: field for field in Field}, "date": Field.ISSUED}


def parse_mapping(texts: Iterable[str]) -> dict[Field, str]:
    """Read ``number=Invoice No,party=Customer``; a comma within a name is kept.

    Raises:
        UsageError: If a field is unknown, or mapped twice.
    """
    mapping: dict[Field, str] = {}
    for text in texts:
        # A comma separates only if another field follows it.
        for part in re.split(r",(?=\s*[a-z-]+\s*=)", text):
            word, sign, column = part.partition("=")
            field = field_named(word.strip())
            if not sign or field in mapping:
                raise UsageError(
                    f"--map {part.strip()!r}: write each field once, for instance"
                    " number=Invoice No"
                )
            mapping[field] = column.strip()
    return mapping


def field_named(word: str) -> Field:
    """The field of this name.

    Raises:
        UsageError: If there is none.
    """
    if word not in FIELD_WORDS:
        known = [field.value for field in Field]
        remedy = suggestion(word, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"there is no field {word!r} to import{remedy}")
    return FIELD_WORDS[word]


def find_columns(
    header: Sequence[str],
    given: Mapping[Field, str],
    *,
    name: str,
    required: Collection[Field] = REQUIRED,
    read: Collection[Field] = tuple(Field),
) -> Columns[Field]:
    """Find each field's column: as given, or else by its usual words.

    Args:
        header: The file's column names.
        given: A column's name for a field, or ``#3`` for the third; empty to ignore the
            file's column.
        name: The file's name, for messages.
        required: The fields that a file must have.
        read: The fields of interest.

    Raises:
        UsageError: If a given column doesn't exist.
        UnreadableFileError: If several columns could be one field's, or a required
            field has none.
    """
    places = given_columns(header, given)
    recognised = _recognised(free_headings(header, set(places.values())))
    for field in Field:
        candidates = recognised.get(field, ())
        if field in given or field not in read or not candidates:
            continue
        if len(candidates) > 1:
            columns = " or ".join(repr(header[n]) for n in candidates)
            raise UnreadableFileError(
                f"{name}:1: is {field} {columns}? Write for instance --map"
                f" '{field}={header[candidates[0]]}'"
            )
        places[field] = candidates[0]
    missing = [field for field in required if field not in places]
    if missing:
        raise UnreadableFileError(
            f"{name}:1: which column is {' and which is '.join(missing)}? Write for"
            f" instance --map '{missing[0]}={header[0]}'; there are"
            f" {', '.join(filter(None, header))}"
        )
    for field in _TELLING:
        if field in read and field not in places and field not in given:
            _ask(field, header, set(places.values()), name)
    return Columns(header=header, places={f: places[f] for f in Field if f in places})


_TELLING_WORDS = {
    Field.STATUS: """
        status, stato, statut, estado, zustand, void, voided, draft, cancelled,
        canceled, annullata, annullato, bozza, storniert, entwurf, annulee, brouillon,
        anulada, borrador
    """,
    Field.TYPE: """
        type invoice, type document, type doc, type transaction, type voucher,
        tipo fattura, tipo documento, tipo factura, typ beleg, typ rechnung,
        art beleg, art rechnung, type facture, type piece, soort factuur
    """,
    Field.OPEN: """
        balance, outstanding, amount due, saldo, solde, residuo, offen, offener,
        pendiente, openstaand, unpaid
    """,
    Field.PAID: """
        paid, pagato, pagata, saldata, saldato, incassato, incassata, bezahlt, paye,
        payee, reglee, pagada, pagado, cobrada, betaald
    """,
}
#: Words of a heading that may be of a field on which it depends what is owed; every
#: word of a group must be in it.
_TELLING: Mapping[Field, Sequence[frozenset[str]]] = {
    field: [frozenset(group.split()) for group in groups.split(",")]
    for field, groups in _TELLING_WORDS.items()
}
_WORDS = re.compile(r"[^\W\d_]+")


def _ask(field: Field, header: Sequence[str], used: Collection[int], name: str) -> None:
    """Ask about a column that may say what is owed, and isn't understood.

    Raises:
        UnreadableFileError: If there is one.
    """
    for place, heading in enumerate(header):
        words = {compact(word) for word in _WORDS.findall(heading)}
        if place in used or not any(group <= words for group in _TELLING[field]):
            continue
        column = heading_or_number(header, place)
        ways = f"--map '{field}={column}'"
        if field is Field.PAID:
            ways += f" (an amount), 'settled={column}' (a day) or 'status={column}'"
        raise UnreadableFileError(
            f"{name}:1: does {heading!r} say what is owed? Write {ways} to read it, or"
            f" --map {field}= to leave it out"
        )


def _recognised(headings: Mapping[int, str]) -> Mapping[Field, Sequence[int]]:
    """The columns whose name is a usual word for a field.

    A contact is the party only where nothing else is, as in Xero's lists. A column of
    codes takes precedence over one of names as the party; the name then
    goes beside it.
    """
    columns: dict[Field, Sequence[int]] = {
        Field(field): sorted(places)
        for field, places in columns_by_words(
            headings, DOCUMENT_WORDS, several=DOCUMENT_WORDS
        ).items()
    }
    parties = columns.get(Field.PARTY, ())
    companies = [n for n in parties if headings[n] not in CONTACT_WORDS]
    parties = companies or parties
    if parties:
        columns[Field.PARTY] = parties
    codes = [n for n in parties if headings[n] in CODE_WORDS]
    if codes:
        columns[Field.PARTY_NAME] = [n for n in parties if n not in codes]
        columns[Field.PARTY] = codes
    return columns

"""The parts of an MT940 text that have names before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Numbered parts hold 27 characters; a full one was cut within a word.
_WIDTH = 27
#: Names of the German credit industry's format.
_KEY = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|BREF|RREF|TREF|PURP)\+"
)
#: These end with their part; the others go on until the next name.
_SHORT = frozenset({"EREF", "KREF", "MREF", "CRED", "DEBT", "IBAN", "BIC", "PURP"})
#: Names of the Dutch banks and of SWIFT.
_SLASHED = re.compile(
    r"/(ACCW|ADDR|BENM|BIC|BUSP|CDTRREFTP|CDTRREF|CHGS|CNTP|CPTY|CREF|CSID|EREF|EXCH|IBAN"
    r"|ID|INIT|INST|ISDT|KREF|MARF|NAME|NRTX|OCMT|ORDP|PREF|PURP|REFX|REMI|RREF|RTRN|SVCL"
    r"|TRCD|TRTP|TYPE|UCRD|UDTR|ULTB|ULTC|ULTD|URI)/"
)
#: Words before what they name, of ABN AMRO and of mBank.
_WORDS: Mapping[str, str] = {
    "IBAN": "account",
    "BIC": "bank",
    "NAAM": "name",
    "OMSCHRIJVING": "text",
    "KENMERK": "end-to-end",
    "MACHTIGING": "mandate",
    "INCASSANT": "creditor",
    "Z RACH.": "account",
    "NA RACH.": "account",
    "OD": "name",
    "DLA": "name",
    "TYT.": "text",
    "TNR": "reference",
    "ID IPH": "",
}
_DUTCH = re.compile(r"\b(IBAN|BIC|NAAM|OMSCHRIJVING|KENMERK|MACHTIGING|INCASSANT)\s?:")
_POLISH = re.compile(r";\s{0,9}(Z RACH\.|NA RACH\.|OD|DLA|TYT\.|TNR|ID IPH):")


def numbered_text(pieces: Sequence[str]) -> Mapping[str, str]:
    """What the numbered parts of a text say by name; what has none is under ``""``.

    >>> dict(numbered_text(["EREF+A-1", "SVWZ+Invoice 12", "of March"]))
    {'': '', 'EREF': 'A-1', 'SVWZ': 'Invoice 12 of March'}
    """
    found = {"": ""}
    name = ""
    for piece in pieces:
        keys = list(_KEY.finditer(piece))
        ends = [key.start() for key in keys] + [len(piece)]
        found[name] += piece[: ends[0]]
        for key, end in zip(keys, ends[1:], strict=True):
            name = key[1]
            found[name] = (found.get(name, "") + " " + piece[key.end() : end]).lstrip()
        if len(piece) < _WIDTH:
            found[name] += " "
            name = "" if name in _SHORT else name
    return {key: text.strip() for key, text in found.items()}


def slashed_parts(text: str) -> Mapping[str, str]:
    """What stands between slashes by name, before the first one under ``""``.

    >>> dict(slashed_parts("/EREF/A-1/REMI/Invoice 12/"))
    {'': '', 'EREF': 'A-1', 'REMI': 'Invoice 12'}
    """
    keys = list(_SLASHED.finditer(text))
    # A slash within a text is no form; the form begins with one.
    if not keys or (keys[0].start() > 0 and len(keys) < 2):
        return {}
    found = {"": text[: keys[0].start()].strip(" /")}
    ends = [key.start() for key in keys[1:]] + [len(text)]
    for key, end in zip(keys, ends, strict=True):
        said = text[key.end() : end].strip(" /")
        found.setdefault(key[1], said)
    return found


def worded_parts(text: str) -> Mapping[str, str]:
    """What stands behind words with a colon, by what they mean.

    >>> dict(worded_parts("SEPA IBAN: NL1 NAAM: Jan OMSCHRIJVING: huur"))
    {'': 'SEPA', 'account': 'NL1', 'name': 'Jan', 'text': 'huur'}
    """
    for pattern in (_DUTCH, _POLISH):
        keys = list(pattern.finditer(text))
        if len(keys) < 2:
            continue
        found = {"": text[: keys[0].start()].strip(" ;")}
        ends = [key.start() for key in keys[1:]] + [len(text)]
        for key, end in zip(keys, ends, strict=True):
            meaning = _WORDS[key[1]]
            said = text[key.end() : end].strip(" ;")
            found[meaning] = f"{found.get(meaning, '')} {said}".strip()
        return found
    return {}

"""``:86:`` of MT940: the other party and the purpose, in the banks' own forms.

The standard leaves its six lines to the banks. Germany, Austria and Poland number its
parts (``?20``), and put keywords before the references in them (``SVWZ+``); the
Netherlands and SWIFT put them between slashes (``/REMI/``); some write words with a
colon. Anything in none of these forms is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.text import (
    account_number,
    joined,
    one_line,
    stated_reference,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: Numbered parts hold 27 characters; a full one was cut within a word.
_PART_WIDTH = 27


#: Keywords of the German credit industry's format.
_KEY = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|BREF|RREF|TREF|PURP)\+"
)


#: These end with their part; the others continue until the next keyword.
_SHORT = frozenset({"EREF", "KREF", "MREF", "CRED", "DEBT", "IBAN", "BIC", "PURP"})


#: Keywords of the Dutch banks and of SWIFT.
_SLASHED = re.compile(
    r"/(ACCW|ADDR|BENM|BIC|BUSP|CDTRREFTP|CDTRREF|CHGS|CNTP|CPTY|CREF|CSID|EREF|EXCH|IBAN"
    r"|ID|INIT|INST|ISDT|KREF|MARF|NAME|NRTX|OCMT|ORDP|PREF|PURP|REFX|REMI|RREF|RTRN|SVCL"
    r"|TRCD|TRTP|TYPE|UCRD|UDTR|ULTB|ULTC|ULTD|URI)/"
)


#: Labels used by ABN AMRO and mBank.
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
    """The numbered parts of a text by keyword; text without one is under ``""``.

    >>> dict(numbered_text(["EREF+A-1", "SVWZ+Invoice 12", "of March"]))
    {'': '', 'EREF': 'A-1', 'SVWZ': 'Invoice 12 of March'}
    """
    texts = {"": ""}
    name = ""
    for piece in pieces:
        keys = list(_KEY.finditer(piece))
        ends = [key.start() for key in keys] + [len(piece)]
        texts[name] += piece[: ends[0]]
        for key, end in zip(keys, ends[1:], strict=True):
            name = key[1]
            texts[name] = (texts.get(name, "") + " " + piece[key.end() : end]).lstrip()
        if len(piece) < _PART_WIDTH:
            texts[name] += " "
            name = "" if name in _SHORT else name
    return {key: text.strip() for key, text in texts.items()}


def slashed_parts(text: str) -> Mapping[str, str]:
    """The text between slashes by keyword; before the first it is under ``""``.

    >>> dict(slashed_parts("/EREF/A-1/REMI/Invoice 12/"))
    {'': '', 'EREF': 'A-1', 'REMI': 'Invoice 12'}
    """
    keys = list(_SLASHED.finditer(text))
    # A slash within a text is not this form, which begins with one.
    if not keys or (keys[0].start() > 0 and len(keys) < 2):
        return {}
    parts = {"": text[: keys[0].start()].strip(" /")}
    ends = [key.start() for key in keys[1:]] + [len(text)]
    for key, end in zip(keys, ends, strict=True):
        content = text[key.end() : end].strip(" /")
        parts.setdefault(key[1], content)
    return parts


def worded_parts(text: str) -> Mapping[str, str]:
    """The text after labels with a colon, by meaning.

    >>> dict(worded_parts("SEPA IBAN: NL1 NAAM: Jan OMSCHRIJVING: huur"))
    {'': 'SEPA', 'account': 'NL1', 'name': 'Jan', 'text': 'huur'}
    """
    for pattern in (_DUTCH, _POLISH):
        keys = list(pattern.finditer(text))
        if len(keys) < 2:
            continue
        parts = {"": text[: keys[0].start()].strip(" ;")}
        ends = [key.start() for key in keys[1:]] + [len(text)]
        for key, end in zip(keys, ends, strict=True):
            meaning = _WORDS[key[1]]
            content = text[key.end() : end].strip(" ;")
            parts[meaning] = f"{parts.get(meaning, '')} {content}".strip()
        return parts
    return {}


#: The business transaction code, then a separator that varies by bank.
_NUMBERED = re.compile(r"\s*(?P<case>[0-9]{3})?\s*(?P<mark>[?~<>@#$*=|!^])[0-9]{2}")


_UNSTRUCTURED = re.compile(r"\s*999\s*")


#: The longest line allowed by the standard; a line this long was cut.
_WIDTH = 65


_TEXT_PARTS = tuple(f"{n}" for n in (*range(20, 30), *range(60, 64)))


#: Fields of the old Austrian and Hungarian format, one per line.
_OTHER_FIELD = re.compile(r"\s*([0-9]{2})(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The details of a transaction; empty if not stated.

    Attributes:
        name: The other party.
        iban: Their account.
        text: The remittance text.
        end_to_end: The id given by whoever ordered it.
        creditor_reference: A structured reference.
        case: The business transaction code, e.g. ``166``.
        parts: Those with a keyword between slashes.
    """

    name: str = ""
    iban: str = ""
    text: str = ""
    end_to_end: str = ""
    creditor_reference: str = ""
    case: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


def said_in(lines: Sequence[str]) -> Said:
    """Parse the details of a transaction.

    Args:
        lines: As the bank cut them.
    """
    joined_lines = "".join(lines)
    numbered = _NUMBERED.match(joined_lines)
    if numbered:
        return _said_in_numbers(joined_lines, numbered["case"] or "", numbered["mark"])
    unwrapped = _unwrapped(lines)
    parts = slashed_parts(unwrapped)
    if parts:
        return _said_between_slashes(parts)
    words = worded_parts(unwrapped)
    if words:
        return _said_in_words(words)
    unstructured = _UNSTRUCTURED.match(unwrapped)
    text = unwrapped[unstructured.end() :] if unstructured else unwrapped
    return Said(text=one_line(text), case="999" if unstructured else "")


def said_in_other_fields(lines: Sequence[str]) -> Said:
    """Parse ``:NS:``, in which each line begins with its number.

    Names are under 15 and 16, the account under 34, texts under the others.
    """
    matches = [m for m in map(_OTHER_FIELD.match, lines) if m]
    by_number: dict[str, list[str]] = {}
    for match in matches:
        by_number.setdefault(match[1], []).append(match[2])
    names = (*by_number.get("15", ()), *by_number.get("16", ()))
    texts = [m[2] for m in matches if m[1] in {"09", "17", "18"}]
    return Said(
        name=one_line(" ".join(names)),
        iban=_stated_account("".join(by_number.get("34", ()))),
        text=joined(*texts),
    )


def _said_in_numbers(content: str, case: str, mark: str) -> Said:
    start = content.index(mark)
    parts: dict[str, str] = {}
    for number, text in re.findall(
        rf"{re.escape(mark)}([0-9]{{2}})([^{re.escape(mark)}]*)", content[start:]
    ):
        parts[number] = parts.get(number, "") + text
    known = numbered_text([parts[n] for n in _TEXT_PARTS if parts.get(n)])
    name = numbered_text([parts[n] for n in ("32", "33") if n in parts])[""]
    iban = parts.get("38", "") or known.get("IBAN", "") or parts.get("31", "")
    return Said(
        name=one_line(name or known.get("ABWA", "") or known.get("ABWE", "")),
        iban=_stated_account(iban),
        text=joined(known.get("SVWZ", ""), known[""], parts.get("00", "")),
        end_to_end=stated_reference(known.get("EREF", "") or known.get("KREF", "")),
        case=case,
    )


def _said_between_slashes(parts: Mapping[str, str]) -> Said:
    # ING's /CNTP/IBAN/BIC/name/place/ has no keywords within.
    other = [part.strip() for part in parts.get("CNTP", "").split("/")]
    names = [parts.get(key, "") for key in ("NAME", "BENM", "ORDP", "UDTR", "UCRD")]
    text = parts.get("REMI", "")
    structured = re.fullmatch(r"STRD/(?:CUR|ISO)/(.+)", text)
    if structured:
        text = structured[1]
    name = next(filter(None, names), other[2] if len(other) > 2 else "")
    reference = parts.get("CDTRREF", "") or (structured[1] if structured else "")
    return Said(
        name=one_line(name),
        iban=_stated_account(
            parts.get("IBAN", "") or parts.get("ACCW", "") or other[0]
        ),
        text=joined(
            text.removeprefix("USTD//").removeprefix("USTD/"),
            reference,
            parts.get("TRTP", ""),
            parts.get("RTRN", ""),
            parts.get("", ""),
        ),
        end_to_end=stated_reference(parts.get("EREF", "") or parts.get("PREF", "")),
        creditor_reference="".join(reference.split()),
        parts=parts,
    )


def _said_in_words(parts: Mapping[str, str]) -> Said:
    return Said(
        name=one_line(parts.get("name", "")),
        iban=_stated_account(parts.get("account", "")),
        text=joined(parts.get("text", ""), parts.get("", "")),
        end_to_end=stated_reference(parts.get("end-to-end", "")),
    )


def _stated_account(text: str) -> str:
    number = account_number(text.partition("/")[0] if "/" in text[34:] else text)
    return number if number.strip("0") else ""


def _unwrapped(lines: Sequence[str]) -> str:
    """Lines joined; a full one was cut within a word, others end with one."""
    return "".join(
        line if len(line.rstrip()) >= _WIDTH else f"{line} " for line in lines
    ).strip()

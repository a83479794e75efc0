"""The values of a card's lines: texts, parts, days, telephone numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


_ESCAPE = re.compile(r"\\([\\,;:nN])")


_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")


def unescaped(text: str) -> str:
    r"""A value without escapes, on one line.

    >>> unescaped(r"Rossi\, Neri\nS.p.A.")
    'Rossi, Neri, S.p.A.'
    """
    plain = _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)
    lines = [line for line in map(_spaced, plain.split("\n")) if line]
    return ", ".join([*(line.rstrip(",") for line in lines[:-1]), *lines[-1:]])


def _spaced(text: str) -> str:
    return " ".join(text.split())


def parts(text: str, mark: str = ";") -> list[str]:
    r"""The parts of a value between marks, without escapes.

    >>> parts(r"Bianchi;Anna\; Maria;;;")
    ['Bianchi', 'Anna; Maria', '', '', '']
    """
    pieces, piece, place = [], "", 0
    while place < len(text):
        if text[place] == "\\":
            piece += text[place : place + 2]
            place += 2
            continue
        if text[place] == mark:
            pieces.append(unescaped(piece))
            piece = ""
        else:
            piece += text[place]
        place += 1
    return [*pieces, unescaped(piece)]


def number_to_call(text: str) -> str:
    """A telephone number, from a ``tel:`` address too.

    >>> number_to_call("tel:+39-02-555;ext=12")
    '+39-02-555 ext. 12'
    """
    bare = unescaped(text)
    if bare.casefold().startswith("tel:"):
        number, _, rest = bare[4:].partition(";")
        extension = re.match(r"ext=(\d+)", rest)
        bare = unquote(number) + (f" ext. {extension[1]}" if extension else "")
    return bare


def mail_address(text: str) -> str:
    """An e-mail address, from a ``mailto:`` address too."""
    bare = unescaped(text)
    is_link = bare.casefold().startswith("mailto:")
    return unquote(bare[7:].partition("?")[0]) if is_link else bare


def birthday(text: str) -> date | None:
    """The day of a birthday; None if it has no year, or is not valid.

    >>> birthday("19800203"), birthday("1980-02-03T00:00:00Z"), birthday("--0203")
    (datetime.date(1980, 2, 3), datetime.date(1980, 2, 3), None)
    """
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


_WORK = frozenset(
    {
        *("work", "business", "office", "lavoro", "ufficio", "arbeit", "geschäftlich"),
        *("büro", "travail", "trabajo"),
    }
)


_HOME = frozenset({"home", "private", "personal", "casa", "privato", "privat"})


_MOBILE = frozenset(
    {"cell", "mobile", "iphone", "pcs", "cellulare", "mobil", "handy", "portable"}
)


_NO_CALLS = frozenset({"fax", "pager", "modem", "textphone"})


def is_at_home(words: Collection[str]) -> bool:
    """Whether something is a person's own, not the company's."""
    return not _HOME.isdisjoint(words)


def mail_keys(words: Collection[str], *, is_person: bool) -> Sequence[str]:
    """The keys that an e-mail address may have, the best first.

    Args:
        words: Its labels, in lower case, e.g. ``work``.
        is_person: Whether it is a person's: a client has only one address.
    """
    if not is_person:
        return ("email",)
    if not _WORK.isdisjoint(words):
        return ("email-work", "email")
    return ("email",) if is_at_home(words) else ("email", "email-work")


def telephone_keys(words: Collection[str], *, is_person: bool) -> Sequence[str]:
    """The keys that a number may have, the best first; none for a fax."""
    if not _NO_CALLS.isdisjoint(words):
        return ()
    if is_person and not _MOBILE.isdisjoint(words):
        return ("tel-cell", "tel")
    if is_person and not _WORK.isdisjoint(words):
        return ("tel-work", "tel")
    return ("tel",)


def label_words(label: str) -> frozenset[str]:
    """The words of a label such as ``* Work`` or ``Work Fax``.

    >>> sorted(label_words("* Work Fax"))
    ['fax', 'work']
    """
    return frozenset(word.strip("*:()") for word in label.casefold().split()) - {""}


_LABELLED = re.compile(
    r"([^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(.*?)"
    r"(?=[\s,;]*[^\W\d_]+(?: [^\W\d_]+)?\s*:|$)"
)


def labelled_numbers(text: str) -> Sequence[tuple[str, str]]:
    """Label and number of each telephone number in a cell.

    >>> labelled_numbers("Phone:+1 555 0100 Mobile:+1 555 0101")
    [('Phone', '+1 555 0100'), ('Mobile', '+1 555 0101')]
    >>> labelled_numbers("555 0100; 555 0101")
    [('', '555 0100'), ('', '555 0101')]
    """
    found = [(match[1], match[2].strip(" ,;")) for match in _LABELLED.finditer(text)]
    if found:
        return [pair for pair in found if pair[1]]
    return [("", part.strip()) for part in text.split(";") if part.strip()]

"""The values of a card's lines: texts, parts, days, numbers to call."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

_ESCAPE = re.compile(r"\\([\\,;:nN])")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")


def unescaped(text: str) -> str:
    r"""A value as it is meant, on one line.

    >>> unescaped(r"Rossi\, Neri\nS.p.A.")
    'Rossi, Neri, S.p.A.'
    """
    meant = _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)
    lines = [line for line in map(_spaced, meant.split("\n")) if line]
    return ", ".join([*(line.rstrip(",") for line in lines[:-1]), *lines[-1:]])


def _spaced(text: str) -> str:
    return " ".join(text.split())


def parts(text: str, mark: str = ";") -> list[str]:
    r"""The parts of a value that marks divide, each as it is meant.

    >>> parts(r"Bianchi;Anna\; Maria;;;")
    ['Bianchi', 'Anna; Maria', '', '', '']
    """
    found, piece, place = [], "", 0
    while place < len(text):
        if text[place] == "\\":
            piece += text[place : place + 2]
            place += 2
            continue
        if text[place] == mark:
            found.append(unescaped(piece))
            piece = ""
        else:
            piece += text[place]
        place += 1
    return [*found, unescaped(piece)]


def number_to_call(text: str) -> str:
    """A telephone number, also of a ``tel:`` address.

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
    """An e-mail address, also of a ``mailto:`` address."""
    bare = unescaped(text)
    is_link = bare.casefold().startswith("mailto:")
    return unquote(bare[7:].partition("?")[0]) if is_link else bare


def birthday(text: str) -> date | None:
    """The day of a birthday; None if it has no year, or is none.

    >>> birthday("19800203"), birthday("1980-02-03T00:00:00Z"), birthday("--0203")
    (datetime.date(1980, 2, 3), datetime.date(1980, 2, 3), None)
    """
    match = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None

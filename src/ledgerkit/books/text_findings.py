"""Text that looks different from what it is.

Keys that stand twice on one directive.

Beancount reports a repeated key on a transaction. On every other directive it silently
keeps the last, so that only the text shows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.finding_kinds import INVISIBLE_CHARACTER, REPEATED_KEY
from ledgerkit.ledger.loader import open_beside
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Directive, Transaction


#: Joiners used in some scripts and emoji.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def find_invisible_characters(transactions: Iterable[Transaction]) -> Iterator[Finding]:
    """Payees and narrations with control or direction characters."""
    for txn in transactions:
        for field, text in (("payee", txn.payee), ("narration", txn.narration)):
            # Most text is plain, and a whole ledger is checked here.
            if text and not (text.isascii() and text.isprintable()):
                yield from _in_text(txn, field, text)


def _in_text(txn: Transaction, field: str, text: str) -> Iterator[Finding]:
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Cs"} and character not in _JOINERS + "\n\t":
            name = unicodedata.name(character, "control character").lower()
            message = (
                f"the {field} holds U+{ord(character):04X} ({name}), which can't be"
                f" seen and can disguise it; type the {field} anew"
            )
            yield finding(INVISIBLE_CHARACTER, place_of(txn), message)
            return


_KEY = re.compile(r"[ \t]+([a-z][a-zA-Z0-9_-]+):(?=\s|$)")


_CONTINUES = re.compile(r"[ \t]+\S|\s*(?:;.*)?$")


def find_repeated_keys(directives: Iterable[Directive]) -> Iterator[Finding]:
    """Check the text below each of these directives, a file at a time."""
    by_file: dict[str, list[int]] = defaultdict(list)
    for directive in directives:
        if len(directive.meta) > 2:  # More than its file and line.
            place = place_of(directive)
            by_file[place.filename].append(place.lineno)
    for filename in sorted(by_file):
        lines = _lines(filename, max(by_file[filename]))
        for lineno in sorted(by_file[filename]):
            yield from _in_directive(filename, lineno, lines)


def _lines(filename: str, last: int) -> Sequence[str]:
    """The file down to the last directive and the lines that may belong to it."""
    try:
        with open_beside(Path(filename)) as text:
            return list(islice(text, last + 200))
    except OSError:  # Generated directives name no file.
        return []


def _in_directive(
    filename: str, lineno: int, lines: Sequence[str]
) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number in range(lineno + 1, len(lines) + 1):
        line = lines[number - 1]
        if not _CONTINUES.match(line):
            return
        match = _KEY.match(line)
        if match is None:
            continue
        key = match[1]
        if key in first:
            message = (
                f'key "{key}" stands here and on line {first[key]}, and only the'
                " last counts; delete one"
            )
            yield finding(REPEATED_KEY, Place(filename, number), message)
        first[key] = number

"""Adding text to a ledger, every other byte untouched.

A splice takes a file's bytes and returns its new bytes. It is pure, as it is repeated
if somebody has saved the file in the meantime.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.text import encoded, line_ending

if TYPE_CHECKING:
    from collections.abc import Callable


Splice: TypeAlias = "Callable[[bytes], bytes]"


def append(text: str) -> Splice:
    """A splice that adds a text at the end: see `splice_append`."""
    return lambda old: splice_append(old, text)


def insert(text: str, *, before_line: int, above: str | None = None) -> Splice:
    """A splice that adds a text before a line: see `splice_insert`."""
    return lambda old: splice_insert(
        old, before_line=before_line, text=text, above=above
    )


def splice_append(old: bytes, text: str) -> bytes:
    r"""Add a text at the end of a file, after one blank line.

    A missing line ending of the last line is added; the text's own lines end like
    most lines of the file. Blank lines around the text are dropped, and a blank
    text leaves the file unchanged.

    >>> splice_append(b"1\r\n2", "3\n4")
    b'1\r\n2\r\n\r\n3\r\n4\r\n'

    Raises:
        WriteRefusedError: If the text holds a character that no ledger can.
    """
    ending = line_ending(old)
    added = encoded(text, b"\n").strip(b"\n").replace(b"\n", ending)
    return _finished(old, ending) + _gap(old, ending) + added + ending if added else old


def _finished(old: bytes, ending: bytes) -> bytes:
    """The bytes, with the last line ended."""
    return old + ending if old and not old.endswith(b"\n") else old


def _gap(old: bytes, ending: bytes) -> bytes:
    """The gap between old and new text; nothing if there is a blank line."""
    last_line = old.removesuffix(b"\n").rpartition(b"\n")[2]
    return ending if last_line.strip() else b""


def splice_insert(
    old: bytes, *, before_line: int, text: str, above: str | None = None
) -> bytes:
    r"""Add a text before a line, indented and spaced as given.

    >>> splice_insert(b"1\n2\n", before_line=2, text="  one\n", above="1")
    b'1\n  one\n2\n'

    Args:
        old: The file's bytes.
        before_line: Counted from 1; one more than there are lines is the end.
        text: Whole lines; a missing line ending of the last is added.
        above: The line or lines right above when the place was chosen. A line
            number is worthless once the file has changed, so pass this whenever
            the number comes from an earlier reading.

    Raises:
        WriteRefusedError: If other lines are above now, there is no such line, or
            the text holds a character that no ledger can.
    """
    ending = line_ending(old)
    before, after = _parted(old, before_line)
    if above is not None and not _ends_with_lines(before, above):
        raise WriteRefusedError(
            f"line {before_line} is no longer where it was, because the file has"
            " changed since it was read; run the command again"
        )
    added = _finished(encoded(text, ending), ending)
    return _finished(before, ending) + added + after


def replaced_line(old: bytes, line: int, text: str, new: str) -> bytes:
    r"""Replace a line by another of the same length.

    >>> replaced_line(b"1 !\r\n2\r\n", 1, "1 !", "1 *")
    b'1 *\r\n2\r\n'

    Raises:
        WriteRefusedError: If that line has changed by now.
    """
    lines = old.split(b"\n")
    content = lines[line - 1] if line <= len(lines) else b""
    if content.removesuffix(b"\r") != encoded(text, b"\n"):
        raise WriteRefusedError(
            f"line {line} is no longer what it was, because the file has changed"
            " since it was read; run the command again"
        )
    ending = b"\r" if content.endswith(b"\r") else b""
    lines[line - 1] = encoded(new, b"\n") + ending
    return b"\n".join(lines)


def _parted(old: bytes, before_line: int) -> tuple[bytes, bytes]:
    """The bytes above a line, and the rest."""
    lines = old.split(b"\n")
    count = len(lines) if lines[-1] else len(lines) - 1
    if not 1 <= before_line <= count + 1:
        raise WriteRefusedError(
            f"there is no line {before_line} to write before: the file has {count}"
            " lines; run the command again"
        )
    offset = sum(len(line) + 1 for line in lines[: before_line - 1])
    return old[:offset], old[offset:]


def _ends_with_lines(before: bytes, above: str) -> bool:
    ending = encoded(above, b"\n").removesuffix(b"\n").split(b"\n")
    lines = before.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return lines[-len(ending) :] == ending


#: A posting with an amount: the account, and the amount up to its currency.
_POSTING = re.compile(
    r"^(?P<account> +(?:[!&#?%*A-Z] )?[A-Z][^\s;\"]*(?::[^\s;\"]+)+)"
    r"(?P<gap> +)(?P<number>[-+]?[0-9][0-9,.]*)(?= [A-Z])",
    re.MULTILINE,
)


#: The last bytes of a file, whose postings show its usual layout.
_LATEST = 65536


_POSTINGS_MIN = 4


def aligned_like(text: str, file: bytes) -> str:
    r"""The text with its amounts aligned like most of a file's.

    If a file has no usual column, with few postings or each transaction aligned on its
    own, the text stays as it is.

    >>> file = b"  Assets:Bank     1.00 EUR\n" * 5
    >>> aligned_like("  Assets:Bank                  -25.00 EUR\n", file)
    '  Assets:Bank   -25.00 EUR\n'
    """
    column = _column(file[-_LATEST:].decode("utf-8", "replace"))
    if column is None:
        return text

    def placed(match: re.Match[str]) -> str:
        room = column - len(match["account"]) - len(match["number"])
        return f"{match['account']}{' ' * max(2, room)}{match['number']}"

    return _POSTING.sub(placed, text)


def _column(text: str) -> int | None:
    """The column where most amounts end, from the start of the line."""
    ends = Counter(
        len(match[0]) for match in _POSTING.finditer(text.replace("\r\n", "\n"))
    )
    if not ends:
        return None
    column, count = ends.most_common(1)[0]
    return column if count >= _POSTINGS_MIN and count * 2 > ends.total() else None

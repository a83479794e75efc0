"""The error of a file from elsewhere that can't be read."""

from __future__ import annotations

from ledgerkit.errors import UnreadableFileError
from ledgerkit.untrusted_text import escaped, visible

_LONGEST = 60


def unreadable(file: str, message: str, line: int | None = None) -> Exception:
    """The error that a file can't be read.

    Args:
        file: As the reader calls it.
        message: What is wrong and what to do instead; it may quote the file.
        line: Where, if it is in one place.
    """
    where = f"{file}:{line}" if line else file
    # One line, whatever the file holds.
    return UnreadableFileError(f"{_printable(where)}: {_printable(message)}")


def _printable(text: str) -> str:
    """Text as it can be shown; bytes in a wrong encoding make letters nobody has."""
    seen = visible(text)
    return "".join(c if c.isprintable() else escaped(c) for c in seen)


def quoted(text: str) -> str:
    """What a file says, cut to what fits in a sentence."""
    bare = " ".join(text.split())
    return f'"{bare[:_LONGEST]}…"' if len(bare) > _LONGEST else f'"{bare}"'

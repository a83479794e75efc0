"""The error of a file from elsewhere that can't be read."""

from __future__ import annotations

from ledgerkit.errors import AmbiguousFileError, UnreadableFileError
from ledgerkit.text.untrusted import escaped, visible

_LONGEST = 60


def unreadable(file: str, message: str, line: int | None = None) -> Exception:
    """The error that a file can't be read.

    Args:
        file: As the reader calls it.
        message: What is wrong and what to do instead; it may quote the file.
        line: Where, if it is in one place.
    """
    # One line, whatever the file holds.
    return UnreadableFileError(f"{_where(file, line)}: {_printable(message)}")


def ambiguous(
    file: str,
    what: str,
    line: int | None = None,
    *,
    remedy: str,
    likeliest: tuple[str, str],
) -> Exception:
    """The error that a file can be read in several ways.

    Args:
        file: As the reader calls it.
        what: What of it, and which ways there are.
        line: Where, if it is in one place.
        remedy: What to say to choose one, in a terminal.
        likeliest: What has to be chosen, as the reader calls it, and the way to take
            if any must be.
    """
    return AmbiguousFileError(
        _where(file, line),
        _printable(what),
        remedy=_printable(remedy),
        choice=likeliest[0],
        likeliest=likeliest[1],
    )


def _where(file: str, line: int | None) -> str:
    return _printable(f"{file}:{line}" if line else file)


def _printable(text: str) -> str:
    """Text as it can be shown; bytes in a wrong encoding make letters nobody has."""
    seen = visible(text)
    return "".join(c if c.isprintable() else escaped(c) for c in seen)


def excerpt(text: str) -> str:
    """What a file says, cut to what fits in a sentence."""
    bare = " ".join(text.split())
    return f'"{bare[:_LONGEST]}…"' if len(bare) > _LONGEST else f'"{bare}"'

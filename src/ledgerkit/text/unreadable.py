"""The errors for files from elsewhere that can't be read."""

from __future__ import annotations

from ledgerkit.errors import AmbiguousFileError, UnreadableFileError
from ledgerkit.text.untrusted import escaped, visible

_LONGEST = 60


def unreadable(file: str, message: str, line: int | None = None) -> Exception:
    """The error for a file that can't be read.

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
    """The error for a file that can be read in several ways.

    Args:
        file: As the reader calls it.
        what: The part in question, and the possible readings.
        line: Where, if it is in one place.
        remedy: The command-line option to choose one.
        likeliest: The reader's name for the choice, and the likeliest answer.
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
    """Text that is safe to show; a wrong encoding may give unprintable characters."""
    visible_text = visible(text)
    return "".join(c if c.isprintable() else escaped(c) for c in visible_text)


def excerpt(text: str) -> str:
    """A text from a file, cut to fit in a sentence."""
    bare = " ".join(text.split())
    return f'"{bare[:_LONGEST]}…"' if len(bare) > _LONGEST else f'"{bare}"'

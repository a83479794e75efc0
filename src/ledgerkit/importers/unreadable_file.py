"""The error of a file that can't be imported."""

from __future__ import annotations

from ledgerkit.errors import LedgerkitError


class UnreadableFileError(LedgerkitError):
    """A file can't be read at all; the message begins with its name and line."""

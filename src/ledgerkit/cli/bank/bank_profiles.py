"""The profiles of bank tables that a person has: in files, or beside the books."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.cli.options import find_books
from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.tables.parse_profile import (
    PROFILE_BYTES_MAX,
    parse_bank_profile,
)
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.tables.bank_profile import BankProfile

#: Beside the main ledger file.
FOLDER = "bank-profiles"


def chosen_profile(said: str | None) -> tuple[str | None, Sequence[BankProfile]]:
    """The name of the profile that was asked for, and the profiles that there are.

    Args:
        said: A profile's name or file; None if nothing was said.

    Raises:
        UnreadableFileError: If one of them can't be read.
    """
    own = [read_profile(path) for path in _beside_books()]
    if said is None or not (said.endswith(".toml") or os.sep in said):
        return said, own
    profile = read_profile(Path(said))
    return profile.name, [profile, *(p for p in own if p.name != profile.name)]


def read_profile(path: Path) -> BankProfile:
    """The profile in a file.

    Raises:
        UnreadableFileError: If there is none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(PROFILE_BYTES_MAX * 4).decode("utf-8")
    except OSError as error:
        raise unreadable(str(path), error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise unreadable(str(path), "is not UTF-8; save it so") from None
    return parse_bank_profile(text, name=path.stem, file=str(path))


def _beside_books() -> Sequence[Path]:
    """The profiles in the folder beside the books, where there are any."""
    named = os.environ.get("LEDGERKIT_FILE")
    try:
        books = find_books(None, Path(named) if named else None)
    except UsageError:
        return []
    return sorted((books.parent / FOLDER).glob("*.toml"))

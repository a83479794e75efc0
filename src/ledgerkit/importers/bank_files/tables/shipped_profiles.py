"""The profiles that ledgerkit has of banks and services."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.tables.parse_profile import parse_bank_profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.tables.bank_profile import BankProfile

_ENDING = ".toml"


@cache
def shipped_profiles() -> Sequence[BankProfile]:
    """All of them, by name."""
    folder = resources.files("ledgerkit.importers.bank_files.profiles")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(_ENDING)),
        key=lambda entry: entry.name,
    )
    return tuple(
        parse_bank_profile(
            entry.read_text(encoding="utf-8"),
            name=entry.name.removesuffix(_ENDING),
            file=entry.name,
        )
        for entry in files
    )

"""A person's options for a bank file, for facts the file doesn't state."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.tables.profile import BankProfile

#: The options worth recording, in the order in which commands list them.
_SAID = ("encoding", "decimal_mark", "date_format", "profile", "delimiter", "sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFileChoices:
    """How to read a file; None to go by the file.

    Attributes:
        encoding: Its text encoding, as Python names it.
        decimal_mark: ``"."`` or ``","``.
        date_format: Its date format, e.g. ``%d/%m/%Y``.
        profile: Name of the profile for a table.
        delimiter: The delimiter of a table's cells.
        sign: ``as-is`` if a positive amount in a table is money in, ``reversed`` if it
            is money out.
        own_profiles: Profiles besides ledgerkit's own; of two with one name, these win.
    """

    encoding: str | None = None
    decimal_mark: str | None = None
    date_format: str | None = None
    profile: str | None = None
    delimiter: str | None = None
    sign: str | None = None
    own_profiles: Sequence[BankProfile] = ()

    @property
    def said(self) -> str:
        """The options as on the command line; empty if there are none."""
        words: list[str] = []
        for name in _SAID:
            value = getattr(self, name)
            if value:
                words += [f"--{name.replace('_', '-')}", value]
        return shlex.join(words)


#: No options.
NO_CHOICES = BankFileChoices()


def choices_said(text: str) -> BankFileChoices:
    """The options of a `BankFileChoices.said`.

    Raises:
        ValueError: If a word is no option, or has no value.
    """
    words = shlex.split(text)
    names = [word.removeprefix("--").replace("-", "_") for word in words[::2]]
    if len(words) % 2 or not set(names) <= set(_SAID):
        raise ValueError(f"{text!r} doesn't say how to read a file")
    ways: dict[str, Any] = dict(zip(names, words[1::2], strict=True))
    return BankFileChoices(**ways)

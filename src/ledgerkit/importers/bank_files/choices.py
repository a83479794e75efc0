"""What a person says of a bank's file where it doesn't say itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.tables.profile import BankProfile

#: What is worth a word, in the order in which commands list it.
_SAID = ("encoding", "decimal_mark", "date_format", "profile", "delimiter", "sign")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFileChoices:
    """How to read a file; None where the file shall say.

    Attributes:
        encoding: Of its letters, as Python calls it.
        decimal_mark: ``"."`` or ``","``.
        date_format: How it writes dates, e.g. ``%d/%m/%Y``.
        profile: Name of the profile by which a table is read.
        delimiter: What divides the cells of a table.
        sign: ``as-is`` where a positive amount in a table is money in, ``reversed``
            where it is money out.
        own_profiles: Profiles besides those that ledgerkit has; of two of one name,
            this one counts.
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
        """What was said, in the words of the command line; empty if nothing was."""
        words: list[str] = []
        for name in _SAID:
            value = getattr(self, name)
            if value:
                words += [f"--{name.replace('_', '-')}", value]
        return shlex.join(words)


#: Nobody said anything.
NO_CHOICES = BankFileChoices()


def choices_said(text: str) -> BankFileChoices:
    """What `BankFileChoices.said` says.

    Raises:
        ValueError: If a word is no choice, or has no value.
    """
    words = shlex.split(text)
    names = [word.removeprefix("--").replace("-", "_") for word in words[::2]]
    if len(words) % 2 or not set(names) <= set(_SAID):
        raise ValueError(f"{text!r} doesn't say how to read a file")
    ways: dict[str, Any] = dict(zip(names, words[1::2], strict=True))
    return BankFileChoices(**ways)

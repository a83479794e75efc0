"""What a person says of a bank's file where it doesn't say itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFileChoices:
    """How to read a file; None where the file shall say.

    Attributes:
        encoding: Of its letters, as Python calls it.
        decimal_mark: ``"."`` or ``","``.
        date_format: How it writes dates, e.g. ``%d/%m/%Y``.
    """

    encoding: str | None = None
    decimal_mark: str | None = None
    date_format: str | None = None


#: Nobody said anything.
NO_CHOICES = BankFileChoices()

"""What a person says of a bank's file where it doesn't say itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.importers.bank_files.bank_profile import BankProfile


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


#: Nobody said anything.
NO_CHOICES = BankFileChoices()

"""A profile of documents: how one program's lists of invoices or bills are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.documents.fields import FIELD_WORDS, Field
from ledgerkit.importers.tables.profile_file import (
    ProfileEntry,
    profile_text,
    read_profile_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a profile may say; each is the command's option of the same name.
PROFILE_KEYS = (
    "kind",
    "date-format",
    "decimal-mark",
    "currency",
    "control-account",
    "account",
    "bank-account",
    "encoding",
    "delimiter",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a profile says.

    Attributes:
        options: Values by the option's name.
        columns: Column names by field.
    """

    options: Mapping[str, str]
    columns: Mapping[Field, str]


def parse_profile(data: bytes, *, name: str) -> Profile:
    """Read a profile; what its values mean the options of their names know.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        UnreadableFileError: If it is no TOML, or has a key or value that means nothing.
    """
    options, columns = read_profile_text(
        profile_text(data, name),
        name,
        keys=dict.fromkeys(PROFILE_KEYS, ProfileEntry.any_text),
        fields=FIELD_WORDS,
        column=ProfileEntry.any_text,
    )
    return Profile(options=options, columns=columns)

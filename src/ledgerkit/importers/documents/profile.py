"""A profile of documents: how to read one program's lists of invoices or bills."""

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

#: The keys of a profile; each is the command's option of the same name.
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
    """The content of a profile.

    Attributes:
        options: Values by the option's name.
        columns: Column names by field.
    """

    options: Mapping[str, str]
    columns: Mapping[Field, str]


def parse_profile(data: bytes, *, name: str) -> Profile:
    """Read a profile; its values are interpreted by the options of the same name.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        UnreadableFileError: If it is no TOML, or a key or value is not valid.
    """
    options, columns = read_profile_text(
        profile_text(data, name),
        name,
        keys=dict.fromkeys(PROFILE_KEYS, ProfileEntry.any_text),
        fields=FIELD_WORDS,
        column=ProfileEntry.any_text,
    )
    return Profile(options=options, columns=columns)

"""A profile: how one program's files are to be read, kept in a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.importers.documents.fields import Field, field_named
from ledgerkit.text.closest_word import suggestion

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
    """Read a profile.

    Args:
        data: The file's bytes.
        name: Its name, for messages.

    Raises:
        UsageError: If it is no TOML, or has a key or value that means nothing.
    """
    try:
        parsed = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise UsageError(f"{name}: is not UTF-8; save it so") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: {error}") from None
    columns = parsed.pop("columns", {})
    if not isinstance(columns, dict):
        raise UsageError(f'{name}: write [columns] and below it number = "Invoice No"')
    for key in parsed:
        if key not in PROFILE_KEYS:
            remedy = suggestion(key, PROFILE_KEYS)
            remedy = remedy or f"; there are {', '.join(PROFILE_KEYS)} and [columns]"
            raise UsageError(f"{name}: {key!r} means nothing here{remedy}")
    for key, value in {**parsed, **columns}.items():
        if not isinstance(value, str):
            raise UsageError(f'{name}: {key} = {value} is no text; write "{value}"')
    return Profile(
        options=parsed, columns={field_named(f): c for f, c in columns.items()}
    )

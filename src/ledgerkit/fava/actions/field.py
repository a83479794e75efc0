"""The fields of a form, and the values that a person types into them.

The same readers as the terminal's read them, so that both understand and refuse the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import UsageError
from ledgerkit.text.currencies import currency_code
from ledgerkit.text.typed_amounts import (
    read_amount,
    read_number,
    read_percent,
    read_share,
)
from ledgerkit.text.typed_days import read_day
from ledgerkit.text.typed_parts import PartOfDocument, read_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ledgerkit.api import LedgerBooks

#: No field needs more; a document's lines are the longest.
_LENGTH_MAX = 10_000
_FLAGS = {"yes": True, "no": False}


class Kind(StrEnum):
    """How a value is typed and read."""

    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    AMOUNT = "amount"
    NUMBER = "number"
    PERCENT = "percent"
    SHARE = "share"
    CURRENCY = "currency"
    FLAG = "flag"
    UNTICKED = "unticked"
    """What a draft offers as boxes, and a person has cleared."""
    TICKED = "ticked"
    """What a draft offers as boxes, and a person has ticked, in part or whole."""
    PART = "part"
    """A document's number, perhaps with how much of it: ``F-12=100.00``."""
    REASONS = "reasons"
    """What a draft asks a reason for: ``name=reason``, one a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChoice:
    """Something that may be left out of a draft, or added to it.

    Attributes:
        value: As it is sent back.
        label: What it is.
        is_in: Whether it is in the draft.
        is_extra: Whether it is in it only if a person ticks it.
        part: How much of it was asked for; None if it goes as a whole.
    """

    value: str
    label: str
    is_in: bool
    is_extra: bool = False
    part: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionField:
    """One field of a form.

    Attributes:
        name: Its name in addresses and requests.
        label: Its label.
        kind: How its value is read.
        is_needed: Whether nothing can be drafted without it.
        words: The only values that it takes, if they are few.
        offered: What to complete it from: values, each with a description.
        hint: What to know, in a few words.
        ticks: The boxes of a field that is ticked, from the values it is filled with.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    is_needed: bool = False
    words: Sequence[str] = ()
    offered: Callable[[LedgerBooks], Iterable[tuple[str, str]]] | None = None
    hint: str = ""
    ticks: Callable[[LedgerBooks, Mapping[str, Any]], Iterable[DraftChoice]] | None = (
        None
    )


def read_values(
    fields: Iterable[ActionField], sent: Mapping[str, Any], *, clears: bool = False
) -> dict[str, Any]:
    """The values of a form by name; a field left empty has none.

    Args:
        fields: The form's.
        sent: What a page sent.
        clears: Whether a field that was sent empty stands for None.

    Raises:
        UsageError: If a value can't be read, or a needed one is not there; the
            message names the field, and says what to write.
    """
    values: dict[str, Any] = {}
    for field in fields:
        text = sent.get(field.name, "")
        if not isinstance(text, str) or len(text) > _LENGTH_MAX:
            raise UsageError(f"{field.label}: this is too long, or no text")
        if text.strip():
            values[field.name] = _read(field, text.strip())
        elif field.is_needed:
            raise UsageError(f"{field.label}: nothing is written there")
        elif clears and field.name in sent:
            values[field.name] = None
    return values


def _read(field: ActionField, text: str) -> Any:
    if field.words and text not in field.words:
        raise UsageError(f'{field.label}: "{text}" is none of {", ".join(field.words)}')
    try:
        return _READERS[field.kind](text)
    except ValueError as error:
        raise UsageError(f"{field.label}: {error}") from None


def _flag(text: str) -> bool:
    if text not in _FLAGS:
        raise ValueError(f'"{text}" is neither yes nor no')
    return _FLAGS[text]


def _currency(text: str) -> str:
    return currency_code(text) or text


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _parts(text: str) -> tuple[PartOfDocument, ...]:
    return tuple(map(read_part, _lines(text)))


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.TEXT: str,
    Kind.LINES: _lines,
    Kind.UNTICKED: _lines,
    Kind.REASONS: _lines,
    Kind.TICKED: _parts,
    Kind.PART: read_part,
    Kind.DAY: read_day,
    Kind.AMOUNT: read_amount,
    Kind.NUMBER: read_number,
    Kind.PERCENT: read_percent,
    Kind.SHARE: read_share,
    Kind.CURRENCY: _currency,
    Kind.FLAG: _flag,
}

"""The fields of an MT940 file -> its messages, one for each page of a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.mt940.fields import END, MessageField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OPENING = ("60F", "60M")
_CLOSING = ("62F", "62M")
_HEADER = {
    "25": "account", "25P": "account", "28": "number", "28C": "number",
    "60F": "opening", "60M": "opening", "62F": "closing", "62M": "closing",
    "34F": "floor", "13": "made", "13D": "made",
}  # fmt: skip
#: Details under the tag of the account, as in one bank's file.
_DETAILS = re.compile(r"[0-9]{3}[?~<>@]")


@dataclass(slots=True)
class MessageEntry:
    """A transaction with its details."""

    movement: MessageField
    details: list[MessageField] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    """The fields of one message.

    Attributes:
        header: By meaning: account, number, opening, closing, floor, made.
        entries: In the order of the file.
        first: Its first field.
    """

    first: MessageField
    header: dict[str, MessageField] = field(default_factory=dict)
    entries: list[MessageEntry] = field(default_factory=list)


def messages_of(fields: Iterable[MessageField]) -> Iterator[Message]:
    """Every message of a file."""
    message: Message | None = None
    for part in fields:
        if part.tag == END or (message and _begins_another(part, message)):
            if message:
                yield message
            message = None
        if part.tag == END:
            continue
        message = message or Message(part)
        _add(part, message)
    if message:
        yield message


def _begins_another(part: MessageField, message: Message) -> bool:
    if part.tag == "20":
        return True
    # After the closing balance come further balances and texts, but no transactions.
    if part.tag == "61":
        return "closing" in message.header
    if part.tag in _OPENING:
        return bool(message.entries) or "opening" in message.header
    return part.tag in _CLOSING and "closing" in message.header


def _add(part: MessageField, message: Message) -> None:
    if part.tag == "61":
        message.entries.append(MessageEntry(part))
    elif _is_details(part):
        # After the closing balance they belong to the whole statement.
        if message.entries and "closing" not in message.header:
            message.entries[-1].details.append(part)
    elif part.tag in _HEADER:
        message.header.setdefault(_HEADER[part.tag], part)


def _is_details(part: MessageField) -> bool:
    return part.tag in {"86", "NS"} or (
        part.tag == "25" and bool(_DETAILS.match(part.first))
    )

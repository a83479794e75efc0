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
#: Details under the tag of the account, as one bank's file has them.
_DETAILS = re.compile(r"[0-9]{3}[?~<>@]")


@dataclass(slots=True)
class MessageEntry:
    """A movement with what is said of it."""

    movement: MessageField
    details: list[MessageField] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    """The fields of one message.

    Attributes:
        header: By what they are: account, number, opening, closing, floor, made.
        entries: In the order of the file.
        first: Its first field.
    """

    first: MessageField
    header: dict[str, MessageField] = field(default_factory=dict)
    entries: list[MessageEntry] = field(default_factory=list)


def messages_of(fields: Iterable[MessageField]) -> Iterator[Message]:
    """Every message of a file."""
    message: Message | None = None
    for one in fields:
        if one.tag == END or (message and _begins_another(one, message)):
            if message:
                yield message
            message = None
        if one.tag == END:
            continue
        message = message or Message(one)
        _add(one, message)
    if message:
        yield message


def _begins_another(one: MessageField, message: Message) -> bool:
    if one.tag == "20":
        return True
    # Behind the closing balance stand further balances and texts, no movements.
    if one.tag == "61":
        return "closing" in message.header
    if one.tag in _OPENING:
        return bool(message.entries) or "opening" in message.header
    return one.tag in _CLOSING and "closing" in message.header


def _add(one: MessageField, message: Message) -> None:
    if one.tag == "61":
        message.entries.append(MessageEntry(one))
    elif _is_details(one):
        # Behind the closing balance they are the whole statement's.
        if message.entries and "closing" not in message.header:
            message.entries[-1].details.append(one)
    elif one.tag in _HEADER:
        message.header.setdefault(_HEADER[one.tag], one)


def _is_details(one: MessageField) -> bool:
    return one.tag in {"86", "NS"} or (
        one.tag == "25" and bool(_DETAILS.match(one.first))
    )

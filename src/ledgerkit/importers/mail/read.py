"""Files of e-mails (.eml, mbox) -> who wrote when about what, and what was attached.

The files come from anybody: sizes, depth and counts are bounded, headers are taken as
what they are, and a message that ends too early is named.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from email import errors, message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from ledgerkit.errors import UnreadableFileError
from ledgerkit.text.untrusted import visible, without_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from email.message import Message

FILE_BYTES_MAX = 200_000_000
_MESSAGE_BYTES_MAX = 50_000_000
#: Parts within parts, and parts in all; more are no letters of people.
_NESTED_MAX, _PARTS_MAX = 30, 200
_SUBJECT_MAX = 200
_BETWEEN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\n]*\n")
_NESTING = re.compile(rb"(?i)boundary\s*=|message/rfc822")
_CUT_OFF = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """An e-mail.

    Attributes:
        id: SHA-256 of its Message-ID; of all of it, if it has none.
        sender: The address it came from, in lower case; empty if it names none.
        day: Its day as its sender wrote it; None if it has no date.
        subject: In one line, safe to show; may be empty.
        attachments: Names and bytes of the files in it.
    """

    id: str
    sender: str
    day: date | None
    subject: str
    attachments: Sequence[tuple[str, bytes]]


def read_mail_file(content: bytes, file: str) -> Sequence[ReceivedMail]:
    """The e-mails of a file, in its order.

    Args:
        content: Its bytes.
        file: Its name for messages.

    Raises:
        UnreadableFileError: If it is too large, no e-mail, or cut off.
    """
    if len(content) > FILE_BYTES_MAX:
        raise UnreadableFileError(
            f"{file}: has {len(content):,} bytes, and {FILE_BYTES_MAX:,} is the most;"
            " export fewer messages at a time"
        )
    if not content.startswith(b"From "):
        return [_read(content, file)]
    starts = [found.end() for found in _BETWEEN.finditer(content)]
    ends = [found.start() for found in _BETWEEN.finditer(content)][1:]
    return [
        _read(content[start:end], f"{file}, message {number}")
        for number, (start, end) in enumerate(
            zip(starts, [*ends, len(content)], strict=True), 1
        )
    ]


def _read(content: bytes, file: str) -> ReceivedMail:
    if len(content) > _MESSAGE_BYTES_MAX or len(_NESTING.findall(content)) > _PARTS_MAX:
        raise UnreadableFileError(
            f"{file}: is larger, or has more parts, than any letter; move it away"
        )
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        parts = list(_parts(message, 0))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        raise UnreadableFileError(f"{file}: is no e-mail that can be read") from None
    if not message.keys() or not (message["From"] or message["Message-ID"]):
        raise UnreadableFileError(f"{file}: is no e-mail: it has no From and no id")
    if any(isinstance(d, _CUT_OFF) for part in parts for d in part.defects):
        raise UnreadableFileError(
            f"{file}: is cut off, its last part has no end; fetch it anew"
        )
    return ReceivedMail(
        id=sha256(_id_of(message) or content).hexdigest(),
        sender=_sender(message),
        day=_day(message),
        subject=_text(message["Subject"])[:_SUBJECT_MAX],
        attachments=[_attachment(part) for part in parts if part.get_filename()],
    )


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """Every part, the whole first."""
    if depth > _NESTED_MAX:
        raise ValueError("nested too deep")
    yield message
    if message.is_multipart():
        for part in message.get_payload():
            if not isinstance(part, str):
                yield from _parts(part, depth + 1)


def _id_of(message: Message) -> bytes:
    return str(message["Message-ID"] or "").strip().encode(errors="replace")


def _sender(message: Message) -> str:
    with suppress(ValueError, TypeError):
        for _name, address in getaddresses([str(message["From"] or "")]):
            if "@" in address:
                return visible(address).lower()
    return ""


def _day(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(header: object) -> str:
    """A header's text in one line; as it stands, if it is encoded wrongly."""
    raw = str(header or "")
    with suppress(ValueError, LookupError, errors.HeaderParseError):
        raw = str(make_header(decode_header(raw)))
    return without_tags(visible(" ".join(raw.split())))


def _attachment(part: Message) -> tuple[str, bytes]:
    content = part.get_payload(decode=True)
    name = _text(part.get_filename())
    return name, content if isinstance(content, bytes) else b""

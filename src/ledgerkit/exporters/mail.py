"""A letter and its attachment -> an e-mail, as any mail program opens it.

Two runs give the same bytes but for ``Date`` and ``Message-ID``, which come in: even
the boundary between the parts follows from what is in them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from mimetypes import types_map
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_ANY = "application/octet-stream"
#: Types by ending; what the machine knows beyond these must not change the bytes.
_TYPES = {
    ending: types_map.get(ending, _ANY) for ending in (".html", ".pdf", ".xml", ".txt")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """An e-mail with one file attached.

    Attributes:
        sender: Name and address.
        to: Names and addresses.
        subject: One line.
        text: The letter, plain.
        attachment: Name of the file attached.
        content: Its bytes.
        at: When it is sent, with its time zone.
        message_id: With its angle brackets.
        language: Of the text, e.g. ``de-AT``.
    """

    sender: tuple[str, str]
    to: Sequence[tuple[str, str]]
    subject: str
    text: str
    attachment: str
    content: bytes
    at: datetime
    message_id: str
    language: str = ""

    def to_bytes(self) -> bytes:
        """The message by RFC 5322, its lines ended as mail servers want them.

        Raises:
            UsageError: If a header would not be the one line that it is to be.
        """
        message = EmailMessage(policy=SMTP)
        for name, value in self._headers():
            message[name] = value
        message.set_content(self.text, cte="quoted-printable")
        kind, _, subtype = _type_of(self.attachment).partition("/")
        message.add_attachment(
            self.content, maintype=kind, subtype=subtype, filename=self.attachment
        )
        digest = hashlib.sha256(self.text.encode() + b"\0" + self.content).hexdigest()
        message.set_boundary(f"=_{digest[:40]}")
        return message.as_bytes()

    def _headers(self) -> Sequence[tuple[str, object]]:
        texts = (self.subject, self.attachment, self.message_id, self.language)
        names = (name for pair in (self.sender, *self.to) for name in pair)
        for text in (*texts, *names):
            hidden = hidden_character(text)
            if hidden:
                raise UsageError(
                    f"a subject or name of the message holds {hidden}, which can't be"
                    " seen; type it anew"
                )
        headers: list[tuple[str, object]] = [
            ("From", _address(*self.sender)),
            ("To", tuple(_address(*one) for one in self.to)),
            ("Subject", self.subject),
            ("Date", format_datetime(self.at)),
            ("Message-ID", self.message_id),
        ]
        if self.language:
            headers.append(("Content-Language", self.language))
        return headers


def _type_of(name: str) -> str:
    return _TYPES.get(PurePosixPath(name).suffix.lower(), _ANY)


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except (ValueError, HeaderParseError, IndexError):
        raise UsageError(
            f'"{address}" is no e-mail address; write one such as'
            ' "office@acme.example", without a name'
        ) from None

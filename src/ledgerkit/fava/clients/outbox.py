"""A message of the outbox, to be looked at: text, and nothing of it runs or loads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.mail.sent import read_sent_mail
from ledgerkit.errors import UsageError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import EmailMessage

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.mail.sent import SentMail

_BYTES_MAX = 50_000_000
_LINES_MAX = 500
_HEADERS = ("From", "To", "Subject", "Date")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message as text.

    Attributes:
        headers: Labels and values.
        text: The letter, plain, with hidden characters made visible.
    """

    headers: Sequence[tuple[str, str]]
    text: str


def shown_message(books: LedgerBooks, digest: str) -> ShownMessage:
    """The message that the books have this digest of.

    Raises:
        UsageError: If the books know none, or its file is not that message.
    """
    sent, _findings = read_sent_mail(books.source.reading.customs)
    every = (mail for mails in sent.values() for mail in mails)
    mail = next((mail for mail in every if mail.digest == digest), None)
    if mail is None or not mail.file:
        raise UsageError("the books know of no such message")
    message = message_from_bytes(_content(books, mail), policy=policy.default)
    assert hasattr(message, "iter_attachments")
    return ShownMessage(headers=list(_headers(message)), text=_text(message))


def _content(books: LedgerBooks, mail: SentMail) -> bytes:
    """The bytes of its file, which has to lie with the books."""
    folder = Path(books.filename).resolve().parent
    path = (folder / mail.file).resolve()
    if path.is_relative_to(folder) and path.is_file():
        content = path.read_bytes() if path.stat().st_size <= _BYTES_MAX else b""
        if hashlib.sha256(content).hexdigest() == mail.digest:
            return content
    raise UsageError(
        f"{visible(mail.file)} is not there any more, or not the message that was"
        " written; the books say to whom it went"
    )


def _headers(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for name in _HEADERS:
        if message[name]:
            yield name, visible(str(message[name]))
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        size = f"{len(content):,} bytes" if isinstance(content, bytes) else ""
        yield "Attached", visible(f"{part.get_filename() or ''} {size}".strip())


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body is not None else []
    return "\n".join(visible(line) for line in lines[:_LINES_MAX])

"""A message that is sent -> what says so in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beancount.core.data import Custom
from beancount.parser.grammar import ValueType

from ledgerkit.books.mail.sent import DELIVERED, MAIL
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.text.untrusted import hidden_character, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.mail.sent import SentMail
    from ledgerkit.parties.party import PartyRole

#: What a server answers is for people who look for the message there.
_REPLY_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """A message to send.

    Attributes:
        number: The document's number, or what else it is about.
        kind: ``invoice``, ``reminder`` and so on.
        role: Whether it goes to a client or a vendor.
        party: Its id.
        to: The addresses.
        file: Where the message goes, from the main ledger's folder.
        digest: SHA-256 of that file.
        attachment: Name of what is attached.
        attachment_digest: SHA-256 of that.
        message_id: By which mail programs know it.
        at: When, in ISO 8601.
        via: ``smtp`` if we hand it to the mail server; else empty.
        by: Who sends it; empty not to say.
    """

    number: str
    kind: str
    role: PartyRole
    party: str
    to: Sequence[str]
    file: str
    digest: str
    attachment: str
    attachment_digest: str
    message_id: str
    at: str
    via: str
    by: str


def check_not_sent(
    sent: Mapping[str, Sequence[SentMail]], number: str, kind: str
) -> None:
    """Refuse to send the same thing twice.

    Raises:
        UsageError: If the books say that it was sent; the message says when.
    """
    before = [mail for mail in sent.get(number, ()) if mail.kind in {"", kind}]
    if before:
        last = before[-1]
        raise UsageError(
            f"{number} was sent on {last.said()} ({short_place(last.place)}); to send"
            " it once more, say --again"
        )


def mail_directive(mail: NewMail, day: date) -> Custom:
    """What says that a message was sent.

    Raises:
        UsageError: If a text of it has a character that can't be seen.
    """
    meta: dict[str, Any] = {
        "kind": mail.kind,
        mail.role.value: mail.party,
        "file": mail.file,
        "digest": mail.digest,
        "attachment": mail.attachment,
        "attachment-digest": mail.attachment_digest,
        "message-id": mail.message_id,
        "at": mail.at,
    }
    meta |= {k: v for k, v in (("via", mail.via), ("by", mail.by)) if v}
    for text in (mail.number, *meta.values()):
        hidden = hidden_character(text)
        if hidden:
            raise UsageError(
                f"what is sent of {mail.party} holds {hidden}, which can't be seen;"
                " type it anew"
            )
    values = [ValueType(mail.number, str), ValueType(", ".join(mail.to), str)]
    return Custom(meta, day, MAIL, values)


def delivered_directive(digest: str, reply: str, day: date) -> Custom:
    """What says that the mail server took a message, with what it answered."""
    said = visible(" ".join(reply.split()))[:_REPLY_MAX]
    return Custom({}, day, DELIVERED, [ValueType(digest, str), ValueType(said, str)])

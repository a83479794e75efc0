"""``custom "mail"`` -> what was sent, to whom and when."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from beancount.core.data import Custom

MAIL, DELIVERED = "mail", "mail-delivered"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DIGESTS = ("digest", "attachment-digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """A message that the books say was sent.

    Attributes:
        number: The document's number, or what else it was about.
        to: The addresses, divided by commas.
        day: The day.
        kind: ``invoice``, ``reminder`` and so on; empty if not said.
        at: Day and time as ISO 8601 has them; empty if not said.
        by: Who sent it; empty if not said.
        file: The message, from the main ledger's folder; empty if not kept.
        digest: SHA-256 of that file.
        attachment_digest: SHA-256 of what was attached.
        message_id: By which mail programs know it.
        via: ``smtp`` if it is for us to hand to the mail server; else empty.
        place: Where it stands.
    """

    number: str
    to: str
    day: date
    kind: str
    at: str
    by: str
    file: str
    digest: str
    attachment_digest: str
    message_id: str
    via: str
    place: Place

    def said(self) -> str:
        """When, to whom and by whom, for a sentence."""
        at = self.at.replace("T", " ") or str(self.day)
        return f"{at} to {self.to}{f' by {self.by}' if self.by else ''}"


def read_sent_mail(
    customs: Iterable[Custom],
) -> tuple[Mapping[str, Sequence[SentMail]], Sequence[Finding]]:
    """What was sent, by number and in order of day, and what can't be read."""
    sent: dict[str, list[SentMail]] = defaultdict(list)
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != MAIL:
            continue
        findings += check_keys(custom, On.MAIL, MAIL)
        mail = _mail(custom)
        if isinstance(mail, SentMail):
            sent[mail.number].append(mail)
        else:
            findings.append(finding(BAD_DECLARATION, place_of(custom), f"mail: {mail}"))
    return sent, findings


def delivered_digests(customs: Iterable[Custom]) -> AbstractSet[str]:
    """The digests of the messages that the mail server took."""
    return {
        str(custom.values[0].value)
        for custom in customs
        if custom.type == DELIVERED and custom.values
    }


def _mail(custom: Custom) -> SentMail | str:
    """The message, or what is wrong with what says it."""
    values = [value.value for value in custom.values or ()]
    match values:
        case [str(number), str(to)] if number and to:
            pass
        case _:
            form = f'{custom.date} custom "mail" "INV-2026-001" "office@acme.example"'
            return f"it needs a number and an address; write {form}"
    for key in _DIGESTS:
        if not _DIGEST.fullmatch(_text(custom, key) or "0" * 64):
            return f"{key}: is no SHA-256; put it back as ledgerkit send wrote it"
    return SentMail(
        number=number,
        to=to,
        day=custom.date,
        kind=_text(custom, "kind"),
        at=_text(custom, "at"),
        by=_text(custom, "by"),
        file=_text(custom, "file"),
        digest=_text(custom, "digest"),
        attachment_digest=_text(custom, "attachment-digest"),
        message_id=_text(custom, "message-id"),
        via=_text(custom, "via"),
        place=place_of(custom),
    )


def _text(custom: Custom, key: str) -> str:
    value = written(custom.meta, key)
    return value if isinstance(value, str) else ""

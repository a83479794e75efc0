"""Subject and text of an e-mail, in the language of whoever gets it.

The words are ours, or the user's own: a file ``templates/mail-invoice.txt`` beside the
books, whose first line is the subject, or for one language ``mail-invoice.de.txt``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import StationeryError
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.stationery import OwnTemplate
    from ledgerkit.rendering.language import Language

_PLACE = re.compile(r"\{([a-z]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What an e-mail may say.

    Attributes:
        kind: ``invoice``, ``credit-note``, ``quote``, ``reminder``, ``statement``,
            ``remittance``.
        number: The number of the document, or of several.
        day: Its day.
        amount: What is to be paid, or the balance.
        currency: Of the amount.
        client: Name of whoever gets it.
        company: Our own name.
    """

    kind: str
    number: str
    day: date
    amount: Decimal
    currency: str
    client: str
    company: str

    def shown(self, language: Language) -> Mapping[str, str]:
        """By the name that stands in braces in a template."""
        return {
            "number": visible(self.number),
            "day": language.day(self.day),
            "amount": language.money(self.amount, self.currency),
            "client": visible(self.client),
            "company": visible(self.company),
        }


def mail_text(
    facts: MailFacts, language: Language, own: Mapping[str, OwnTemplate]
) -> tuple[str, str]:
    """Subject and text of an e-mail.

    Args:
        facts: What it is about.
        language: Of whoever gets it.
        own: The user's own templates, by file name.

    Raises:
        StationeryError: If one of those is wrong; the message has its file and line.
    """
    template = _own(facts.kind, language.tag, own)
    shown = facts.shown(language)
    if template is not None:
        lines = template.text.splitlines()
        filled = [_filled(template, *line, shown) for line in enumerate(lines, 1)]
        subject = filled[0].strip() if filled else ""
        if not subject:
            raise StationeryError(f"{template.filename}:1: the subject is empty")
        return subject, "\n".join(filled[1:]).strip() + "\n"
    words, key = language.words["mail"], facts.kind.replace("-", "_")
    subject, text = (
        _PLACE.sub(lambda place: shown[place[1]], words[f"{key}_{part}"])
        for part in ("subject", "text")
    )
    greeting, closing = words["greeting"], words["closing"]
    return subject, f"{greeting}\n\n{text}\n\n{closing}\n{shown['company']}\n"


def _own(kind: str, tag: str, own: Mapping[str, OwnTemplate]) -> OwnTemplate | None:
    """The user's own template, the nearest to the language first."""
    for ending in (f".{tag}", f".{tag.partition('-')[0]}", ""):
        template = own.get(f"mail-{kind}{ending}.txt")
        if template is not None:
            return template
    return None


def _filled(
    template: OwnTemplate, number: int, line: str, shown: Mapping[str, str]
) -> str:
    def fill(place: re.Match[str]) -> str:
        if place[1] not in shown:
            known = ", ".join(f"{{{name}}}" for name in shown)
            raise StationeryError(
                f"{template.filename}:{number}: there is no {place[0]}; there are"
                f" {known}"
            )
        return shown[place[1]]

    return _PLACE.sub(fill, line)

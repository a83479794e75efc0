"""Text that reads differently from what it is."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ledgerkit.errors import Finding, finding
from ledgerkit.language.finding_kinds import INVISIBLE_CHARACTER
from ledgerkit.ledger.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from beancount.core.data import Transaction

#: Joiners that some scripts and emoji are written with.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def find_invisible_characters(transactions: Iterable[Transaction]) -> Iterator[Finding]:
    """Payees and narrations with control or direction characters."""
    for txn in transactions:
        for what, text in (("payee", txn.payee), ("narration", txn.narration)):
            # Most text is plain, and a whole ledger is looked at here.
            if text and not (text.isascii() and text.isprintable()):
                yield from _in_text(txn, what, text)


def _in_text(txn: Transaction, what: str, text: str) -> Iterator[Finding]:
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Cs"} and character not in _JOINERS + "\n\t":
            name = unicodedata.name(character, "control character").lower()
            message = (
                f"the {what} holds U+{ord(character):04X} ({name}), which can't be"
                f" seen and can disguise it; type the {what} anew"
            )
            yield finding(INVISIBLE_CHARACTER, place_of(txn), message)
            return

"""What to write so that one thing is on record, and what to tell its writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from beancount.core.data import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEntries:
    """One thing to put on record.

    Attributes:
        done: What will have been written, in a few words, e.g. ``invoice
            INV-2026-007 over 1220.00 EUR``.
        directives: What to write.
        number: The document's, where it is one; else empty.
        notes: What its writer should know, a sentence each.
    """

    done: str
    directives: Sequence[Directive]
    number: str = ""
    notes: Sequence[str] = ()


def as_money(number: Decimal, currency: str) -> str:
    """An amount for a sentence: ``500.00 EUR``."""
    return f"{with_cents(number, currency):f} {currency}"

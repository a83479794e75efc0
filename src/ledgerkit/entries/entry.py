"""The entries for one request, and what to tell the person."""

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
    """The entries for one request.

    Attributes:
        done: The result in a few words, e.g. ``invoice INV-2026-007 over 1220.00 EUR``.
        directives: The directives to write.
        number: The document's number, if it is one; else empty.
        notes: What the person should know, a sentence each.
    """

    done: str
    directives: Sequence[Directive]
    number: str = ""
    notes: Sequence[str] = ()


def as_money(number: Decimal, currency: str) -> str:
    """An amount for a sentence: ``500.00 EUR``."""
    return f"{with_cents(number, currency):f} {currency}"

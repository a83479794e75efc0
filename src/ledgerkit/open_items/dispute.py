"""Disputed documents: how much, since when and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One unresolved query about a document.

    Attributes:
        since: The day it was raised.
        reason: In words.
        case: Id of its case; empty if it comes from a note or the document.
        stated: The amount in dispute; None for everything open.
    """

    since: date
    reason: str
    case: str = ""
    stated: Decimal | None = None

    @property
    def words(self) -> str:
        """The reason, and the case to look up."""
        return f"{self.reason} ({self.case})" if self.case else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """The disputed part of a document on a day.

    Attributes:
        amount: Above zero, and never more than the document's open amount.
        disputes: The disputes behind it, earliest first; at least one.
    """

    amount: Decimal
    disputes: Sequence[Dispute]

    @property
    def since(self) -> date:
        """The day the first of them was raised."""
        return self.disputes[0].since

    @property
    def why(self) -> str:
        """All reasons, with the ids of their cases."""
        return "; ".join(dispute.words for dispute in self.disputes)


def disputed_of(document: Document, disputes: Iterable[Dispute]) -> Disputed | None:
    """The disputed amount of a document; None if nothing is disputed.

    Disputes that state amounts concern different things, so they add up, to at most
    what is open. A credit or an overpayment can't be disputed.
    """
    in_order = sorted(
        disputes, key=lambda dispute: (dispute.since, dispute.case, dispute.reason)
    )
    amounts = [document.open if d.stated is None else d.stated for d in in_order]
    amount = min(document.open, sum(amounts, ZERO))
    return Disputed(amount=amount, disputes=in_order) if amount > 0 else None

"""What of a document is disputed, since when and why."""

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
    """One question about a document that nobody has settled yet.

    Attributes:
        since: From which day on it is open.
        reason: In words.
        case: Id of the case that it is; empty if a note or the document tells it.
        stated: How much it is about; None for all that is open.
    """

    since: date
    reason: str
    case: str = ""
    stated: Decimal | None = None

    @property
    def words(self) -> str:
        """The reason, and by which id to look for more."""
        return f"{self.reason} ({self.case})" if self.case else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """What of a document is disputed on a day.

    Attributes:
        amount: How much: above zero, and never more than is open of the document.
        disputes: What it comes of, the earliest first; at least one.
    """

    amount: Decimal
    disputes: Sequence[Dispute]

    @property
    def since(self) -> date:
        """From when on anything of it is disputed."""
        return self.disputes[0].since

    @property
    def why(self) -> str:
        """Every reason, with the ids of cases."""
        return "; ".join(dispute.words for dispute in self.disputes)


def disputed_of(document: Document, disputes: Iterable[Dispute]) -> Disputed | None:
    """What several disputes come to; None for nothing.

    Two that state amounts are about two different things: they add up, until all
    that is open is disputed. A credit, or what was paid too much, can't be.
    """
    found = sorted(disputes, key=lambda one: (one.since, one.case, one.reason))
    amounts = [document.open if d.stated is None else d.stated for d in found]
    amount = min(document.open, sum(amounts, ZERO))
    return Disputed(amount=amount, disputes=found) if amount > 0 else None

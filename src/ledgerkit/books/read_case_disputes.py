"""``custom "case"`` on an invoice -> what of it is disputed, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.clients.relation_records import RecordKind
from ledgerkit.receivables.reminder_hold import HoldEvent, HoldKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.clients.relation_records import Relations
    from ledgerkit.open_items.document import Document

_ENDED = frozenset({"resolved", "closed"})
#: A request is no reason not to pay.
_NO_DISPUTE = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDispute:
    """A case that disputes an invoice.

    Attributes:
        case: Its id.
        title: What it is about.
        client: Id of the client.
        invoice: Number of the invoice.
        disputed: How much of it; None for all that is open.
        since: From this day on.
        ended: The day on which it was resolved or closed; None if it is open.
    """

    case: str
    title: str
    client: str
    invoice: str
    disputed: Amount | None
    since: date
    ended: date | None

    def is_open(self, day: date) -> bool:
        """Whether it is disputed at the end of a day."""
        return self.since <= day and (self.ended is None or self.ended > day)

    def amount(self, document: Document) -> Decimal:
        """What of a document is disputed: never more than is open of it."""
        stated = self.disputed
        if stated is None or stated.number is None:
            return document.open
        if stated.currency != document.currency:
            return document.open
        return min(stated.number, document.open)

    def events(self) -> Iterator[HoldEvent]:
        """The same as what holds reminders back."""
        reason = f"{self.title} ({self.case})"
        yield HoldEvent(kind=HoldKind.DISPUTED, day=self.since, reason=reason)
        if self.ended is not None:
            yield HoldEvent(kind=HoldKind.DISPUTE_ENDED, day=self.ended)


def read_case_disputes(relations: Relations) -> Mapping[str, Sequence[CaseDispute]]:
    """The disputes of each invoice, by its number, in the order of the cases' ids."""
    found: dict[str, list[CaseDispute]] = {}
    for id_ in relations.ids(RecordKind.CASE):
        dispute = _dispute(relations, id_)
        if dispute is not None:
            found.setdefault(dispute.invoice, []).append(dispute)
    return found


def _dispute(relations: Relations, id_: str) -> CaseDispute | None:
    """What a case disputes, by the last that was written of it."""
    amendments = relations.amendments[RecordKind.CASE, id_]
    last = relations.as_of(RecordKind.CASE, id_, amendments[-1].day)
    assert last is not None
    invoice, disputed = last.text("invoice"), last.facts.get("disputed")
    if not invoice or last.text("kind") == _NO_DISPUTE:
        return None
    ended = last.since.get("status") if last.text("status") in _ENDED else None
    return CaseDispute(
        case=id_,
        title=last.title,
        client=last.text("client"),
        invoice=invoice,
        disputed=disputed if isinstance(disputed, Amount) else None,
        since=last.since["invoice"],
        ended=ended,
    )

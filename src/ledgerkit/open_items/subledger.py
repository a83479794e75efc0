"""The subledger of one side: its documents, and the money on account."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.open_items.building import SubledgerItem, oldest_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.side import Side


class Subledger:
    """Everything owed on one side as at a day.

    Documents are built in full only on request: most are settled, and most questions
    are about the rest.

    Attributes:
        side: Owed to us, or by us.
        as_of: The last day that counts; later postings are ignored.
        items: Every document as allocated, in no particular order.
        unapplied: Payments and credits on account, by date.
        unassigned: Postings that name nobody at all, by date.
    """

    def __init__(
        self,
        *,
        side: Side,
        as_of: date,
        items: Sequence[SubledgerItem],
        unapplied: Sequence[Unapplied],
        unassigned: Sequence[Unapplied],
    ) -> None:
        """Take the result of an allocation."""
        self.side = side
        self.as_of = as_of
        self.items = items
        self.unapplied = unapplied
        self.unassigned = unassigned

    @cached_property
    def documents(self) -> Sequence[Document]:
        """Every document issued by the day, settled or not, by due date."""
        return [item.finish() for item in sorted(self.items, key=oldest_first)]

    @cached_property
    def open_documents(self) -> Sequence[Document]:
        """The documents with an open amount, or over-allocated."""
        items = [item for item in self.items if item.open]
        return [item.finish() for item in sorted(items, key=oldest_first)]

    @cached_property
    def by_number(self) -> Mapping[str, Sequence[SubledgerItem]]:
        """The documents by number; two vendors may share one."""
        numbered: dict[str, list[SubledgerItem]] = {}
        for item in self.items:
            if item.number is not None:
                numbered.setdefault(item.number, []).append(item)
        return numbered

    def of_party(self, party: str) -> Subledger:
        """The subledger of one client or vendor."""
        items, unapplied = self._by_party.get(party, ((), ()))
        return Subledger(
            side=self.side,
            as_of=self.as_of,
            items=items,
            unapplied=unapplied,
            unassigned=(),
        )

    @cached_property
    def _by_party(self) -> Mapping[str, tuple[list[SubledgerItem], list[Unapplied]]]:
        """Items and payments on account of each party, grouped once."""
        by_party: dict[str, tuple[list[SubledgerItem], list[Unapplied]]] = {}
        for item in self.items:
            by_party.setdefault(item.party, ([], []))[0].append(item)
        for unapplied in self.unapplied:
            by_party.setdefault(unapplied.party, ([], []))[1].append(unapplied)
        return by_party


class PartyMovement(NamedTuple):
    """One posting of a party: a document, a payment or a refund.

    Attributes:
        posting: The posting; its amount counts what is owed.
        kind: ``invoice``, ``bill``, ``credit note``, ``vendor credit``, ``payment`` or
            ``refund``.
        number: The document's; None for a payment.
        settles: What it settles, in words; None where that does not apply.
        due: The document's last due date, where one is stated.
    """

    posting: ControlPosting
    kind: str
    number: str | None
    settles: str | None
    due: date | None


def movements(subledger: Subledger, party: str) -> Sequence[PartyMovement]:
    """A party's postings, by currency and day, debts before payments."""
    return sorted(
        _movements(subledger, party),
        key=lambda movement: (
            movement.posting.currency,
            movement.posting.day,
            -movement.posting.amount,
            movement.number or "",
        ),
    )


def _movements(subledger: Subledger, party: str) -> Iterator[PartyMovement]:
    settled: dict[int, tuple[ControlPosting, list[str]]] = {}
    credited = _credited(subledger, party)
    for document in subledger.documents:
        for settlement in document.settlements:
            if document.party == party and settlement.posting.credit is None:
                about = settled.setdefault(
                    id(settlement.posting), (settlement.posting, [])
                )
                about[1].append(document.label)
        for posting in document.postings if document.party == party else ():
            settles = credited.get(document.number) if document.is_credit else None
            due = document.due_parts[-1].due if document.due_is_stated else None
            yield PartyMovement(
                posting, document.kind.value, document.number, settles, due
            )
    for unapplied in subledger.unapplied:
        if unapplied.party == party and unapplied.posting.credit is None:
            about = settled.setdefault(id(unapplied.posting), (unapplied.posting, []))
            about[1].append("on account")
    for posting, labels in settled.values():
        kind = "payment" if posting.amount <= 0 else "refund"
        yield PartyMovement(posting, kind, None, ", ".join(labels), None)


def _credited(subledger: Subledger, party: str) -> Mapping[str | None, str]:
    """The documents settled by each of the party's credit notes, by number."""
    labels: dict[str | None, str] = {}
    for document in subledger.documents:
        if document.party == party:
            for credit in sorted({s.credit for s in document.settlements if s.credit}):
                before = f"{labels[credit]}, " if credit in labels else ""
                labels[credit] = f"{before}{document.label}"
    return labels

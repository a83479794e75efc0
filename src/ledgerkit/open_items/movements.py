"""Everything that passed between us and one party, posting by posting."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


class Movement(NamedTuple):
    """A document, a payment or a refund: one posting of a party.

    Attributes:
        posting: Its amount counts what is owed.
        kind: ``invoice``, ``bill``, ``credit note``, ``vendor credit``, ``payment`` or
            ``refund``.
        number: The document's; None for a payment.
        settles: What it settles, in words; None if that is no question.
        due: The document's last due date, where one is stated.
    """

    posting: ControlPosting
    kind: str
    number: str | None
    settles: str | None
    due: date | None


def movements(subledger: Subledger, party: str) -> Sequence[Movement]:
    """Every posting of a party, by currency and day, debts before payments."""
    return sorted(
        _movements(subledger, party),
        key=lambda movement: (
            movement.posting.currency,
            movement.posting.day,
            -movement.posting.amount,
            movement.number or "",
        ),
    )


def _movements(subledger: Subledger, party: str) -> Iterator[Movement]:
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
            yield Movement(posting, document.kind.value, document.number, settles, due)
    for item in subledger.unapplied:
        if item.party == party and item.posting.credit is None:
            about = settled.setdefault(id(item.posting), (item.posting, []))
            about[1].append("on account")
    for posting, labels in settled.values():
        kind = "payment" if posting.amount <= 0 else "refund"
        yield Movement(posting, kind, None, ", ".join(labels), None)


def _credited(subledger: Subledger, party: str) -> Mapping[str | None, str]:
    """The documents that each credit note of the party settles, by its number."""
    labels: dict[str | None, str] = {}
    for document in subledger.documents:
        if document.party == party:
            for credit in sorted({s.credit for s in document.settlements if s.credit}):
                before = f"{labels[credit]}, " if credit in labels else ""
                labels[credit] = f"{before}{document.label}"
    return labels

"""Documents, their settlements, and money on account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.open_items.control_posting import ControlPosting


class DocumentKind(StrEnum):
    """The kind of a document, as it is called."""

    INVOICE = "invoice"
    BILL = "bill"
    CREDIT_NOTE = "credit note"
    VENDOR_CREDIT = "vendor credit"

    @staticmethod
    def of(side: Side, *, credit: bool) -> DocumentKind:
        """The kind on this side."""
        if side is Side.RECEIVABLE:
            return DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE
        return DocumentKind.VENDOR_CREDIT if credit else DocumentKind.BILL

    @property
    def is_credit(self) -> bool:
        """Whether it reduces what is owed."""
        return self in {DocumentKind.CREDIT_NOTE, DocumentKind.VENDOR_CREDIT}


class Basis(StrEnum):
    """Why a settlement goes to its document."""

    NAMED = "named"
    """Its metadata names the document."""
    LINKED = "linked"
    """Its transaction carries the document's link."""
    OLDEST = "oldest first"
    """It names nothing, and the setting ``apply "oldest"`` applied it."""
    RETURNED = "returned"
    """It takes back what an earlier one settled."""
    MOVED = "moved"
    """It puts the debt on another control account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPart(DuePart):
    """A part of a document that was made out on one day and falls due on one.

    Attributes:
        issued: The day from which it is owed.
    """

    issued: date

    @property
    def owed_from(self) -> date:
        """The day after which it is late: its due date, or its own if that is later."""
        return max(self.issued, self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The part of a document that one posting settles.

    Attributes:
        posting: The settling posting; it may settle other documents too.
        amount: The amount settled; negative for a refund of a credit, and for what
            takes back an earlier settlement.
        basis: Why it goes to this document.
        credit: Number of the settling credit note, if it is one.
    """

    posting: ControlPosting
    amount: Decimal
    basis: Basis
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice, bill or credit, and its open amount as at a day.

    Amounts count what is owed, on either side: positive for a debt, negative
    for a credit.

    Attributes:
        side: Owed to us, or by us.
        kind: Its kind.
        number: Its number; None if it has none.
        party: Id of the client or vendor.
        issued: Its date.
        currency: Of every amount here.
        amount: The amount it was made out for.
        settled: The amount settled, with the document's sign.
        due_parts: Its parts, earliest due first; they sum to ``amount``.
        due_is_stated: False if no due date is stated; it then counts
            as due on its date.
        postings: The control postings that make it, earliest first.
        settlements: Its settlements, earliest first.
        kept: The settlements that still count: without what went back, and without
            moves to another control account. Earliest first.
        settled_by_part: How much of each part is settled, where a payment names the
            part that it is for; else None, and the earliest part is settled first.
    """

    side: Side
    kind: DocumentKind
    number: str | None
    party: str
    issued: date
    currency: str
    amount: Decimal
    settled: Decimal
    due_parts: tuple[DatedPart, ...]
    due_is_stated: bool
    postings: tuple[ControlPosting, ...]
    settlements: tuple[Settlement, ...]
    kept: tuple[Settlement, ...] = ()
    settled_by_part: tuple[Decimal, ...] | None = None

    @property
    def payments(self) -> Sequence[Settlement]:
        """The payments that still count: no credits, write-offs or moves."""
        return [s for s in self.kept if s.credit is None and s.posting.pays]

    @property
    def open(self) -> Decimal:
        """The open amount; negative if over-allocated."""
        return self.amount - self.settled

    @property
    def text(self) -> str:
        """The narration it was entered with."""
        return self.postings[0].text

    @property
    def place(self) -> Place:
        """Where it was entered."""
        return self.postings[0].place

    @property
    def label(self) -> str:
        """Its name in a sentence: its number, or its date and party."""
        return self.number or f"{self.issued} {self.party}"

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note or vendor credit."""
        return self.kind.is_credit

    @property
    def due(self) -> date:
        """The due date of the earliest part still open; of the last if none is."""
        if len(self.due_parts) == 1:
            return self.due_parts[0].due
        return self.open_parts()[0].due

    def days_late(self, as_of: date) -> int:
        """Days past due on ``as_of``; zero on the due date, negative before it."""
        return (as_of - self.due).days

    def open_parts(self) -> Sequence[DuePart]:
        """The open amount of each part; settlements go to the earliest first.

        Any over-allocation stands against the last part. Never empty: a settled
        document has one part of zero.
        """
        last = self.due_parts[-1]
        if len(self.due_parts) == 1:
            return (DuePart(due=last.due, amount=self.open),)
        parts = [
            DuePart(due=part.due, amount=part.amount - settled)
            for part, settled in self.settled_parts()
            if part.amount != settled
        ]
        return parts or [DuePart(due=last.due, amount=ZERO)]

    def settled_parts(self) -> Iterator[tuple[DuePart, Decimal]]:
        """Each part and how much of it is settled, the earliest first."""
        if self.settled_by_part is not None:
            yield from zip(self.due_parts, self.settled_by_part, strict=True)
            return
        remaining = self.settled
        for part in self.due_parts[:-1]:
            nearest_zero = min if part.amount > 0 else max
            portion = nearest_zero(remaining, part.amount)
            # What was taken back beyond what was settled stands against the last part.
            if (portion > 0) != (part.amount > 0):
                portion = ZERO
            remaining -= portion
            yield part, portion
        yield self.due_parts[-1], remaining


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """A payment or credit on account: not, or not yet, set against a document.

    Attributes:
        posting: The posting; its amount is larger where part of it was applied.
        party: Id of the client or vendor; empty if nobody is named.
        amount: What it adds to what is owed, so negative for a payment.
    """

    posting: ControlPosting
    party: str
    amount: Decimal

"""Documents, what settles them, and credit that settles nothing yet."""

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
    """What a document is called."""

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
    """Why a settlement settles the document it does."""

    NAMED = "named"
    """Its metadata names the document."""
    LINKED = "linked"
    """Its transaction carries the document's link."""
    OLDEST = "oldest first"
    """It names nothing, and the setting ``apply "oldest"`` applied it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one posting settles of one document.

    Attributes:
        posting: The posting that settles, or part of it.
        amount: What it takes off the document; negative for a refund of a credit.
        basis: Why this document.
        credit: Number of the credit note that settles, if one does.
    """

    posting: ControlPosting
    amount: Decimal
    basis: Basis
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An invoice, bill or credit, and what is open of it as at a day.

    Amounts count what is owed, on either side: positive for a debt, negative
    for a credit.

    Attributes:
        side: Owed to us, or by us.
        kind: What it is called.
        number: Its number; None if nobody gave it one.
        party: Id of the client or vendor.
        issued: Its date.
        currency: Of every amount here.
        amount: What it was made out for.
        settled: What has been taken off it, with the document's sign.
        due_parts: What falls due when, the earliest first; sums to ``amount``.
        due_is_stated: False where nothing says when it is due; it then counts
            as due on its date.
        postings: The control postings that make it, the first first.
        settlements: What has settled it, the first first.
    """

    side: Side
    kind: DocumentKind
    number: str | None
    party: str
    issued: date
    currency: str
    amount: Decimal
    settled: Decimal
    due_parts: tuple[DuePart, ...]
    due_is_stated: bool
    postings: tuple[ControlPosting, ...]
    settlements: tuple[Settlement, ...]

    @property
    def open(self) -> Decimal:
        """What is still owed; negative if too much was allocated."""
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
        """What to call it in a sentence: its number, or its date and party."""
        return self.number or f"{self.issued} {self.party}"

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note or vendor credit."""
        return self.kind.is_credit

    @property
    def due(self) -> date:
        """The due date of the earliest part still open; of the last, if none is."""
        if len(self.due_parts) == 1:
            return self.due_parts[0].due
        return self.open_parts()[0].due

    def days_late(self, as_of: date) -> int:
        """Days past due on ``as_of``; zero on the due date, negative before it."""
        return (as_of - self.due).days

    def open_parts(self) -> Sequence[DuePart]:
        """What is open of each part: settlements fill the earliest first.

        What was allocated beyond the amount stands against the last part. Never
        empty: a settled document has one part of zero.
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
        """Each part with what of it is settled, the earliest filled first."""
        left = self.settled
        for part in self.due_parts[:-1]:
            nearest_zero = min if part.amount > 0 else max
            taken = nearest_zero(left, part.amount)
            left -= taken
            yield part, taken
        yield self.due_parts[-1], left


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """A payment or credit on account: what it settles is not known, or nothing.

    Attributes:
        posting: The posting; its amount may be larger, where a part was applied.
        party: Id of the client or vendor; empty where nobody is named.
        amount: What it adds to what is owed, and so negative for a payment.
    """

    posting: ControlPosting
    party: str
    amount: Decimal

"""What an invoice or bill consists of, and what its credits have taken back of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.documents.lines import PartKind
from ledgerkit.errors import UsageError
from ledgerkit.invoices.credited import CreditedDocuments
from ledgerkit.invoices.crediting import BaseAndTax, left_of
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ledgerkit.books.documents.lines import PostedPart
    from ledgerkit.books.source import Source
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.document import Document


class LineKey(NamedTuple):
    """What tells lines of a document apart that are credited apart.

    Attributes:
        account: The account.
        allowance: The reason, if it is an allowance on the whole; else empty.
        charge: Likewise a charge.
        withholding: The tax withheld, as written; empty for an ordinary line.
        quote_line: The line of a quote that it invoices; empty if it names none.
    """

    account: str
    allowance: str = ""
    charge: str = ""
    withholding: str = ""
    quote_line: str = ""


@dataclass(slots=True)
class PartsUnderCode:
    """The lines and the tax of a document under one tax code.

    Attributes:
        code: The code; None for what states none.
        bases: Lines, allowances and charges.
        taxes: Tax by account; both halves of a reverse charge.
    """

    code: TaxCode | None = None
    bases: dict[LineKey, Decimal] = field(default_factory=lambda: defaultdict(_zero))
    taxes: dict[str, Decimal] = field(default_factory=lambda: defaultdict(_zero))

    @property
    def sums(self) -> BaseAndTax:
        """Base and charged tax; a reverse charge charges none."""
        return BaseAndTax(
            sum(self.bases.values(), ZERO), sum(self.taxes.values(), ZERO)
        )

    @property
    def is_reverse_charge(self) -> bool:
        """Whether both halves of a reverse charge are posted."""
        other = self.code.reverse_charge_account if self.code else None
        return other is not None and other in self.taxes


@dataclass(slots=True)
class DocumentParts:
    """What a document consists of; its signs are those of its total.

    Attributes:
        by_code: Lines and tax by the id of their tax code; empty for none.
        rest: What goes with the lines: tax withheld, advances and rounding.
    """

    by_code: dict[str, PartsUnderCode] = field(
        default_factory=lambda: defaultdict(PartsUnderCode)
    )
    rest: dict[LineKey, Decimal] = field(default_factory=lambda: defaultdict(_zero))

    @property
    def net(self) -> Decimal:
        """The sum of the lines."""
        return sum((parts.sums.base for parts in self.by_code.values()), ZERO)

    def join(self, other: DocumentParts) -> None:
        """Add the parts of another document."""
        for id_, parts in other.by_code.items():
            under = self.by_code[id_]
            under.code = under.code or parts.code
            for key, amount in parts.bases.items():
                under.bases[key] += amount
            for account, amount in parts.taxes.items():
                under.taxes[account] += amount
        for key, amount in other.rest.items():
            self.rest[key] += amount

    def absorb(self, total: Decimal, currency: str) -> None:
        """Let the largest line take a cent by which the parts miss the total.

        Lines in the currency of the books come to the document's by their rate, each
        rounded by itself.
        """
        sums = [*(p.sums.gross for p in self.by_code.values()), *self.rest.values()]
        bases = [
            (abs(amount), parts.bases, key)
            for parts in self.by_code.values()
            for key, amount in parts.bases.items()
        ]
        over = total - sum(sums, ZERO)
        if bases and abs(over) <= quantum(currency) * len(bases):
            _size, of, key = max(bases, key=itemgetter(0))
            of[key] += over

    def add(self, part: PostedPart) -> None:
        """Add a posting; what is owed is left out."""
        account = part.posting.account
        if part.kind is PartKind.OWED:
            return
        if part.kind in {PartKind.LINE, PartKind.ADJUSTMENT, PartKind.TAX}:
            under = self.by_code[part.code.id if part.code else ""]
            under.code = under.code or part.code
            if part.kind is PartKind.TAX:
                under.taxes[account] += part.amount
            else:
                under.bases[_key(part)] += part.amount
        else:
            self.rest[_key(part)] += part.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Creditable:
    """What may still be credited of a document.

    Attributes:
        invoiced: What it consists of.
        credited: What its credits have taken back, as far as they credit it alone.
    """

    invoiced: DocumentParts
    credited: DocumentParts

    def left_under(self, code: str) -> BaseAndTax:
        """What is left under a tax code."""
        invoiced = self.invoiced.by_code[code].sums
        credited = self.credited.by_code[code].sums
        return BaseAndTax(
            left_of(invoiced.base, credited.base), left_of(invoiced.tax, credited.tax)
        )

    def left_of_rest(self, key: LineKey) -> Decimal:
        """What is left of a withholding, an advance or a rounding."""
        return left_of(self.invoiced.rest[key], self.credited.rest[key])


def read_creditable(
    source: Source, document: Document, credits_: Sequence[SubledgerItem]
) -> Creditable:
    """Read what may still be credited.

    Args:
        source: The book.
        document: An invoice or bill.
        credits_: Those that credit it alone.

    Raises:
        UsageError: If the document's lines are not known.
    """
    credited = DocumentParts()
    invoiced = _parts_of(source, document)
    for credit in credits_:
        try:
            credited.join(_parts_of(source, credit.finish()))
        except UsageError:
            continue  # Its lines are not known, and only its amount counts.
    return Creditable(invoiced=invoiced, credited=credited)


def creditable_amount(
    source: Source, document: Document
) -> tuple[Decimal, Sequence[SubledgerItem]]:
    """How much of a document is credited, and by which credits of it alone."""
    subledger = source.subledger(document.side, date.max)
    documents = CreditedDocuments(subledger)
    for item in subledger.by_number.get(document.number or "", ()):
        if item.party == document.party and item.first.currency == document.currency:
            return documents.amount_of(item), documents.credits_of(item)
    return ZERO, ()


def _parts_of(source: Source, document: Document) -> DocumentParts:
    parts = DocumentParts()
    for part in source.invoices.posted(document).posted:
        parts.add(part)
    parts.absorb(abs(document.amount), document.currency)
    return parts


def _key(part: PostedPart) -> LineKey:
    meta = part.posting.meta
    return LineKey(
        part.posting.account,
        *(
            str(written(meta, key) or "")
            for key in ("allowance", "charge", "withholding", "quote-line")
        ),
    )


def _zero() -> Decimal:
    return ZERO

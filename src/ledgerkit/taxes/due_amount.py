"""An amount that a tax return counts: a posting, or the part of it that falls due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxKind

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.invoices.tax_code import TaxCode


class TaxedPart(StrEnum):
    """What an amount is to its tax code."""

    BASE = "base"
    TAX = "tax"
    OWED = "reverse charge"
    """The tax on a purchase that we owe in the vendor's place."""


def sign_of_owing(kind: TaxKind, part: TaxedPart) -> int:
    """The factor from an amount to what is owed: -1 for what is bought, and its tax."""
    return 1 if kind is TaxKind.SALES or part is TaxedPart.OWED else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAmount:
    """An amount under a tax code, in the currency of the books.

    Attributes:
        due: The day on which it counts for the return.
        day: The day of its transaction.
        kind: Of a sale or a purchase.
        code: Its tax code, as in force on the document's day.
        part: What it is to the code.
        amount: Positive for a sale or a purchase, negative for what takes one back.
        account: The account posted to.
        party: Id of the client or vendor; empty if nobody is named.
        number: Of the document; empty if it has none.
        text: Narration, for people.
        place: Where the posting stands.
        is_bad_debt: Whether it takes tax back because the debt is given up.
        is_reckoned: Whether it stands in no posting but follows from the base.
        scheme: The scheme that its document is under; empty for the usual one.
        why: What made it fall due, if it wasn't the document.
        earlier: The filed period that it corrects; empty for the return's own.
    """

    due: date
    day: date
    kind: TaxKind
    code: TaxCode
    part: TaxedPart
    amount: Decimal
    account: str
    party: str
    number: str
    text: str
    place: Place
    is_bad_debt: bool = False
    is_reckoned: bool = False
    scheme: str = ""
    why: str = ""
    earlier: str = ""

    @property
    def owed(self) -> Decimal:
        """What it adds to what is owed or sold; negative for a purchase."""
        return self.amount * sign_of_owing(self.kind, self.part)

    @property
    def is_posted_tax(self) -> bool:
        """Whether it is tax that stands in a posting, and no base."""
        return self.part is not TaxedPart.BASE and not self.is_reckoned

"""A request for an invoice or bill: no number yet, and no tax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Required, TypedDict

from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.entries.documents.document import NewLine


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDraft:
    """An invoice or credit note before it has a number and its tax.

    Attributes:
        party: Its client or vendor: id, name or alias.
        side: Whether it is an invoice of ours or a vendor's bill.
        issued: Its date.
        lines: Its lines, without tax, each with its tax code; on a credit note the
            amounts are negative.
        text: The narration; None for the first line's description.
        number: As printed; None for the next of the series, which bills don't have.
        currency: None for the party's, else the book's.
        due: Last day to pay, if agreed apart from the terms.
        terms: Terms of its own; None to use the party's.
        control_account: The receivable or payable; None for the party's, else the
            book's only one.
        withholding: The tax that the buyer withholds: kind, percent and reason, e.g.
            ``RT02 20 A``.
        withholding_account: The account for that.
        order: The buyer's order; empty for none, as below.
        buyer_reference: The reference that the buyer asked for.
        remark: Free text to print.
        delivered: Day of delivery, if it differs.
        period: First and last day of the period covered.
        stamp_duty: Italian stamp duty that we pay.
        credits: The numbers that a credit note credits.
        received: The day a bill was received, if recorded.
        quote: Number of the quote that it invoices; empty for none.
        tax_is_given: Whether tax is among the lines already, and none is to be added.
    """

    party: str
    issued: date
    lines: tuple[NewLine, ...]
    side: Side = Side.RECEIVABLE
    text: str | None = None
    number: str | None = None
    currency: str | None = None
    due: date | None = None
    terms: str | None = None
    control_account: str | None = None
    withholding: str | None = None
    withholding_account: str | None = None
    order: str = ""
    buyer_reference: str = ""
    remark: str = ""
    delivered: date | None = None
    period: tuple[date, date] | None = None
    stamp_duty: Decimal | None = None
    credits: tuple[str, ...] = ()
    received: date | None = None
    quote: str = ""
    tax_is_given: bool = False


class InvoiceFacts(TypedDict, total=False):
    """The fields of an `InvoiceDraft` besides its party and side, as keywords."""

    issued: Required[date]
    lines: Required[tuple[NewLine, ...]]
    text: str | None
    number: str | None
    currency: str | None
    due: date | None
    terms: str | None
    control_account: str | None
    withholding: str | None
    withholding_account: str | None
    order: str
    buyer_reference: str
    remark: str
    delivered: date | None
    period: tuple[date, date] | None
    stamp_duty: Decimal | None
    credits: tuple[str, ...]
    received: date | None
    quote: str
    tax_is_given: bool

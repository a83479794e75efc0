"""A received e-invoice: the document, and the file's own statements.

The document is an `Invoice` like any other. Only a received file also has stated
totals, the sender's own identifiers and accounts, and attachments. Nothing is
corrected: if the totals don't follow from the lines, both stay as they are, and
`warnings` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.invoices.tax_code import TaxCategory, TaxCode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledgerkit.errors import Place
    from ledgerkit.invoices.invoice import Invoice, PaymentAccount
    from ledgerkit.parties.party import Party


class ReceivedFormat(StrEnum):
    """The format of a received file."""

    UBL = "UBL"
    CII = "CII"
    FACTUR_X = "Factur-X"
    """CII inside a PDF; ZUGFeRD 2 is the same."""
    FATTURAPA = "FatturaPA"
    SIMPLIFIED_FATTURAPA = "FatturaPA semplificata"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotals:
    """The totals stated in the file; None if not stated.

    Attributes:
        lines: Sum of the lines (BT-106).
        allowances: Allowances on the whole document (BT-107); positive.
        charges: Charges on the whole document (BT-108).
        net: Without tax (BT-109).
        tax: Tax (BT-110).
        gross: With tax (BT-112; ImportoTotaleDocumento).
        prepaid: Already paid (BT-113).
        rounding: Rounding of the amount to pay (BT-114).
        payable: The amount to pay (BT-115). In FatturaPA, the sum of its payments,
            less tax withheld.
    """

    lines: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ReceivedInvoice:
    """A bill or vendor credit as received.

    Amounts and signs are the file's. A credit's amounts are positive if the format
    has credit notes; an invoice with negative amounts stays an invoice.

    Attributes:
        format: Its format.
        profile: The rules it claims to follow (BT-24); FatturaPA's version.
        type_code: The document type in the file (BT-3; TipoDocumento).
        invoice: The document. Its number and parties are the file's; accounts are
            empty, since the sender knows none of ours; its tax codes are the
            standard's categories (see `standard_code`), not codes of our ledger.
        stated: The totals stated in the file.
        due: The final due date; None if the file has none.
        terms: The payment terms, in the sender's words (BT-20).
        payment_reference: The reference to quote on the payment (BT-83).
        accounts: Every account to pay into (BG-17).
        payee: The payee, if not the seller (BT-59).
        attachments: Names of the files inside (BT-125).
        warnings: What a person should check before trusting it, a sentence each.
    """

    format: ReceivedFormat
    profile: str
    type_code: str
    invoice: Invoice
    stated: StatedTotals
    due: date | None
    terms: str = ""
    payment_reference: str = ""
    accounts: tuple[PaymentAccount, ...] = ()
    payee: str = ""
    attachments: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def vendor(self) -> Party:
        """The sender; its facts are keys of a ``custom "vendor"`` (BG-4)."""
        return self.invoice.seller

    @property
    def net(self) -> Decimal:
        """The total without tax, as stated; else computed from the lines."""
        return _first(self.stated.net, self.invoice.net)

    @property
    def tax(self) -> Decimal:
        """The total tax, as stated; else computed from the rates."""
        return _first(self.stated.tax, self.invoice.tax)

    @property
    def gross(self) -> Decimal:
        """The total with tax, as stated; else the sum of both."""
        return _first(self.stated.gross, self.net + self.tax)

    @property
    def payable(self) -> Decimal:
        """The amount to pay, as stated; else computed."""
        amount = self.gross - self.invoice.prepaid + self.invoice.rounding
        return _first(self.stated.payable, amount - self.invoice.withheld)


#: The warning for a file without BT-115.
NO_PAYABLE = "it states no amount to pay; what is left of the total is taken for it"


def _first(stated: Decimal | None, computed: Decimal) -> Decimal:
    return computed if stated is None else stated


class Exemption(NamedTuple):
    """Why there is no tax.

    Attributes:
        reason: In words (BT-120).
        reason_code: As a VATEX code (BT-121).
        nature: As an Italian nature code.
    """

    reason: str = ""
    reason_code: str = ""
    nature: str = ""


_TAXED = Exemption()


def standard_code(
    category: str,
    percent: Decimal | None,
    *,
    day: date,
    place: Place,
    exemption: Exemption = _TAXED,
) -> TaxCode:
    """The tax in a file, as a tax code that belongs to no ledger.

    Its id is category and percentage, e.g. ``S 22``; `category_code` returns the
    category again, even one not in `TaxCategory`.

    Args:
        category: As in the file (UNTDID 5305).
        percent: The rate in percent; None for none.
        day: The document's date.
        place: Where it stands in the file.
        exemption: Why there is no tax, if stated.
    """
    rate = percent or Decimal(0)
    is_known = category in set(TaxCategory)
    return TaxCode(
        id=f"{category} {_plain(rate)}"
        + (f" {exemption.nature}" if exemption.nature else ""),
        day=day,
        rate=rate / 100,
        category=TaxCategory(category) if is_known else None,
        reason=exemption.reason,
        reason_code=exemption.reason_code,
        nature=exemption.nature,
        place=place,
    )


def category_code(code: TaxCode) -> str:
    """The category of a `standard_code`, as in the file."""
    return code.id.partition(" ")[0]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def without_repeats(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order, without empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))

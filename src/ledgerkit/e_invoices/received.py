"""An e-invoice that somebody sent us: what it says, and what it says of itself.

The document is an `Invoice` like every other. Beside it stands what only a received
file has: totals that are stated rather than reckoned, the sender's own identifiers
and accounts, attachments. Nothing is mended: where the totals don't follow from the
lines, both stay as they are, and `warnings` says so.
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
    """What a file is written in."""

    UBL = "UBL"
    CII = "CII"
    FACTUR_X = "Factur-X"
    """CII inside a PDF; ZUGFeRD 2 is the same."""
    FATTURAPA = "FatturaPA"
    SIMPLIFIED_FATTURAPA = "FatturaPA semplificata"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedTotals:
    """The totals as the file states them; None where it doesn't.

    Attributes:
        lines: Sum of the lines (BT-106).
        allowances: Allowances on the whole (BT-107); positive.
        charges: Charges on the whole (BT-108).
        net: Without tax (BT-109).
        tax: Tax (BT-110).
        gross: With tax (BT-112; ImportoTotaleDocumento).
        prepaid: Paid already (BT-113).
        rounding: What rounds the amount to pay (BT-114).
        payable: What the seller asks for (BT-115). In FatturaPA the sum of its
            payments, less what is withheld.
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
    """A bill or vendor credit as it came.

    Amounts and signs are the file's. A credit's amounts are positive where the
    format has credit notes; an invoice with negative amounts stays one.

    Attributes:
        format: What it is written in.
        profile: Which rules it says it keeps (BT-24); FatturaPA's version.
        type_code: What it is, as the file says (BT-3; TipoDocumento).
        invoice: The document. Its number and parties are the file's; accounts are
            empty, since the sender knows none of ours; its tax codes are the
            standard's categories (see `standard_code`), not codes of our ledger.
        stated: The totals as the file states them.
        due: By when everything is to be paid; None if the file says no day.
        terms: When and how to pay, in the sender's words (BT-20).
        payment_reference: What to write on the payment (BT-83).
        accounts: Every account to pay to (BG-17).
        payee: Who is to be paid, where it isn't the seller (BT-59).
        attachments: Names of the files inside (BT-125).
        warnings: What a person should look at before believing it, a sentence each.
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
        """Who sent it; its facts are keys of a ``custom "vendor"`` (BG-4)."""
        return self.invoice.seller

    @property
    def net(self) -> Decimal:
        """The total without tax, as stated; else as it follows from the lines."""
        return _first(self.stated.net, self.invoice.net)

    @property
    def tax(self) -> Decimal:
        """The total of tax, as stated; else as it follows from the rates."""
        return _first(self.stated.tax, self.invoice.tax)

    @property
    def gross(self) -> Decimal:
        """The total with tax, as stated; else the two before."""
        return _first(self.stated.gross, self.net + self.tax)

    @property
    def payable(self) -> Decimal:
        """What the seller asks for, as stated; else as it follows."""
        asked = self.gross - self.invoice.prepaid + self.invoice.rounding
        return _first(self.stated.payable, asked - self.invoice.withheld)


#: What a reader says of a file without BT-115.
NO_PAYABLE = "it states no amount to pay; what is left of the total is taken for it"


def _first(stated: Decimal | None, reckoned: Decimal) -> Decimal:
    return reckoned if stated is None else stated


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
    why: Exemption = _TAXED,
) -> TaxCode:
    """The tax that a file names, as a tax code that belongs to no ledger.

    Its id is category and percentage, e.g. ``S 22``; `category_code` takes the
    category out again, also one that `TaxCategory` doesn't have.

    Args:
        category: As the file says it (UNTDID 5305).
        percent: The rate in percent; None for none.
        day: The document's.
        place: Where it stands in the file.
        why: Why there is no tax, if the file says so.
    """
    rate = percent or Decimal(0)
    known = category in set(TaxCategory)
    return TaxCode(
        id=f"{category} {_plain(rate)}{f' {why.nature}' if why.nature else ''}",
        day=day,
        rate=rate / 100,
        category=TaxCategory(category) if known else None,
        reason=why.reason,
        reason_code=why.reason_code,
        nature=why.nature,
        place=place,
    )


def category_code(code: TaxCode) -> str:
    """The category of a `standard_code`, as the file says it."""
    return code.id.partition(" ")[0]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def without_repeats(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order, and no empty one."""
    return tuple(dict.fromkeys(text for text in texts if text))

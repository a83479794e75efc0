"""The terms of EN 16931 derived from an invoice.

Both syntaxes of the standard, UBL and CII, are written from them. The numbers (BT-9,
BG-23, BR-CO-25 …) are those of the standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.invoices.invoice import Invoice, InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party


#: The rules a document conforms to (BT-24).
SPECIFICATION = "urn:cen.eu:en16931:2017"


#: The only kind of tax in the standard.
VAT = "VAT"


#: Reasons for a line's allowance and charge (UNTDID 5189 and 7161).
DISCOUNT_CODE, CHARGE_CODE = "95", "ABL"


_INVOICE, _CREDIT_NOTE = "380", "381"


_CREDIT_TRANSFER, _SEPA_CREDIT_TRANSFER, _SEPA_DIRECT_DEBIT = "30", "58", "59"


#: One: the unit of a line without any.
_ONE = "C62"


#: These categories have one reason each, so it need not be stated.
_REASON_CODES = {
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUTSIDE_SCOPE: "VATEX-EU-O",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VatGroup:
    """Base and tax of one category and rate (BG-23).

    Attributes:
        category: Of EN 16931 (BT-118).
        percent: The rate; None outside the scope of VAT (BT-119).
        base: Lines and charges less allowances (BT-116).
        tax: As posted (BT-117).
        reason: Why there is no tax, in words (BT-120).
        reason_code: The same as a VATEX code (BT-121).
    """

    category: TaxCategory
    percent: Decimal | None
    base: Decimal
    tax: Decimal
    reason: str = ""
    reason_code: str = ""


def vat_of(code: TaxCode | None) -> tuple[TaxCategory, Decimal | None]:
    """The category and rate of a tax code that passed `missing_facts`."""
    assert code is not None
    assert code.category is not None
    outside = code.category is TaxCategory.OUTSIDE_SCOPE
    return code.category, None if outside else code.percent


def vat_groups(invoice: Invoice) -> Sequence[VatGroup]:
    """Tax by category and rate: the standard has no finer tax codes."""
    groups: dict[tuple[TaxCategory, Decimal | None], VatGroup] = {}
    for subtotal in invoice.taxes:
        key = vat_of(subtotal.code)
        category, percent = key
        before = groups.get(key)
        reason, reason_code = _reason(subtotal.code)
        if before is not None and reason not in before.reason.split("; "):
            reason = f"{before.reason}; {reason}" if before.reason else reason
        elif before is not None:
            reason = before.reason
        if before is not None and before.reason_code != reason_code:
            reason_code = ""
        groups[key] = VatGroup(
            category=category,
            percent=percent,
            base=subtotal.base + (before.base if before else ZERO),
            tax=subtotal.tax + (before.tax if before else ZERO),
            reason=reason,
            reason_code=reason_code,
        )
    return list(groups.values())


def _reason(code: TaxCode | None) -> tuple[str, str]:
    assert code is not None
    if code.category is None or not code.category.needs_reason:
        return "", ""
    return unbroken(code.reason), code.reason_code or _REASON_CODES.get(
        code.category, ""
    )


def type_code(invoice: Invoice) -> str:
    """The document type (BT-3)."""
    return _CREDIT_NOTE if invoice.is_credit else _INVOICE


def payment_means(invoice: Invoice) -> str:
    """The means of payment (BT-81); empty if there is nothing to pay, or no account."""
    if invoice.is_credit or invoice.payable <= 0:
        return ""
    if invoice.debit is not None:
        return _SEPA_DIRECT_DEBIT
    if invoice.payment_account is None:
        return ""
    return _SEPA_CREDIT_TRANSFER if invoice.currency == "EUR" else _CREDIT_TRANSFER


def payment_terms(invoice: Invoice) -> str:
    """The payment terms, independent of language (BT-20).

    The standard has only one due date, the last; instalments are listed here.
    """
    sentences = [unbroken(invoice.terms.text)] if invoice.terms else []
    if len(invoice.due_parts) > 1:
        sentences += [
            f"{part.due}: {amount(part.amount, invoice.currency)} {invoice.currency}"
            for part in invoice.due_parts
        ]
    return "; ".join(sentences)


def note(invoice: Invoice) -> str:
    """Further notes (BT-22): subject, remark, tax withheld."""
    lines = {line.description for line in invoice.lines}
    paragraphs = [
        *([] if invoice.subject in lines else [unbroken(invoice.subject)]),
        unbroken(invoice.remark),
        *(
            f"{withheld.kind} {withheld.percent:f} %:"
            f" -{amount(withheld.amount, invoice.currency)} {invoice.currency}"
            for withheld in invoice.withholdings
        ),
    ]
    return "\n".join(text for text in paragraphs if text)


def has_category(invoice: Invoice, category: TaxCategory) -> bool:
    """Whether any line, allowance or charge is of a category."""
    return any(
        t.code is not None and t.code.category is category for t in invoice.taxes
    )


def electronic_address(party: Party) -> tuple[str, str] | None:
    """A party's electronic address (BT-34, BT-49): scheme and address."""
    scheme, colon, address = party.text("peppol-id").strip().partition(":")
    if colon:
        return scheme.strip(), address.strip()
    email = party.text("email").strip()
    return ("EM", email) if email else None


def spaceless(party: Party, key: str) -> str:
    """An identifier as registered, without spaces."""
    return "".join(party.text(key).split())


def country(party: Party) -> str:
    """Its country code (BT-40, BT-55); empty if not stated."""
    return spaceless(party, "country").upper()


def unit_code(line: InvoiceLine) -> str:
    """The unit of its quantity (BT-130)."""
    return line.unit or _ONE


def quantity_and_price(line: InvoiceLine) -> tuple[Decimal, Decimal]:
    """Quantity and price; any minus sign moves from price to quantity (BR-27)."""
    if line.unit_price < 0:
        return -line.quantity, -line.unit_price
    return line.quantity, line.unit_price


def amount(number: Decimal, currency: str) -> str:
    """An amount with its currency's decimals.

    >>> from decimal import Decimal
    >>> amount(Decimal("1220"), "EUR"), amount(Decimal("1220"), "JPY")
    ('1220.00', '1220')
    """
    return f"{with_cents(number, currency):f}"


def decimal(number: Decimal) -> str:
    """A number other than money.

    >>> from decimal import Decimal
    >>> decimal(Decimal("10.50")), decimal(Decimal("1E+2"))
    ('10.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percentage(percent: Decimal | None) -> str:
    """A rate in percent; empty for none."""
    return "" if percent is None else decimal(percent)


def unbroken(text: str) -> str:
    """A text without line breaks, tabs and doubled spaces."""
    return " ".join(text.split())


def dated(day: object) -> str:
    """A day as in the standard; empty for none."""
    return "" if day is None else str(day)


def numbered(lines: Sequence[InvoiceLine]) -> Iterator[tuple[str, InvoiceLine]]:
    """Each line with its number on the document (BT-126)."""
    return ((str(number), line) for number, line in enumerate(lines, 1))

"""A received invoice as plain values, for JSON and for programs.

Amounts are strings in plain notation, because most programs read a JSON number as
a binary fraction; rates are in percent; anything not stated is null or empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.e_invoices.en16931.norm import decimal
from ledgerkit.e_invoices.received import category_code
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.e_invoices.received import ReceivedInvoice
    from ledgerkit.invoices.invoice import Adjustment, InvoiceLine, TaxSubtotal
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
ReceivedRecord: TypeAlias = dict[str, Value]


def received_record(received: ReceivedInvoice) -> ReceivedRecord:
    """A received invoice in full, by name."""
    invoice, vendor = received.invoice, received.vendor
    return {
        "number": invoice.number,
        "kind": invoice.kind.value,
        "vendor": vendor.legal_name,
        "vat_id": vendor.text("vat-id") or None,
        "issued": invoice.issued.isoformat(),
        "due": _day(received.due),
        "currency": invoice.currency,
        **_totals(received),
        "lines": [_line(line, invoice.currency) for line in invoice.lines],
        "adjustments": [_adjustment(a, invoice.currency) for a in invoice.adjustments],
        "taxes": [_subtotal(subtotal, invoice.currency) for subtotal in invoice.taxes],
        "due_parts": _due_parts(received),
        "vendor_details": _party(vendor),
        "buyer": _party(invoice.buyer),
        "payee": received.payee or None,
        "accounts": [
            {"iban": a.iban, "bic": a.bic or None, "holder": a.holder or None}
            for a in received.accounts
        ],
        "payment_reference": received.payment_reference or None,
        "terms": received.terms or None,
        "order": invoice.order or None,
        "buyer_reference": invoice.buyer_reference or None,
        "notes": invoice.remark or None,
        "delivered": _day(invoice.delivered),
        "period": _period(invoice.period),
        "preceding": [
            {"number": number, "issued": _day(day)} for number, day in invoice.preceding
        ],
        "attachments": list(received.attachments),
        "format": received.format.value,
        "profile": received.profile or None,
        "type_code": received.type_code or None,
        "file": invoice.place.filename,
        "warnings": list(received.warnings),
    }


def _totals(received: ReceivedInvoice) -> ReceivedRecord:
    invoice, code = received.invoice, received.invoice.currency
    return {
        "net": _money(received.net, code),
        "tax": _money(received.tax, code),
        "gross": _money(received.gross, code),
        "prepaid": _money(invoice.prepaid, code),
        "rounding": _money(invoice.rounding, code),
        "withheld": _money(invoice.withheld, code),
        "payable": _money(received.payable, code),
    }


def _line(line: InvoiceLine, currency: str) -> ReceivedRecord:
    return {
        "description": line.description,
        "quantity": decimal(line.quantity),
        "unit": line.unit or None,
        "unit_price": decimal(line.unit_price),
        "discount": _money(line.discount, currency),
        "net": _money(line.net, currency),
        **_tax(line.tax),
        "period": _period(line.period),
    }


def _adjustment(adjustment: Adjustment, currency: str) -> ReceivedRecord:
    return {
        "reason": adjustment.reason or None,
        "kind": "charge" if adjustment.is_charge else "allowance",
        "amount": _money(adjustment.amount, currency),
        **_tax(adjustment.tax),
    }


def _subtotal(subtotal: TaxSubtotal, currency: str) -> ReceivedRecord:
    code = subtotal.code
    return {
        **_tax(code),
        "base": _money(subtotal.base, currency),
        "tax": _money(subtotal.tax, currency),
        "reason": (code.reason or code.reason_code or None) if code else None,
    }


def _tax(code: TaxCode | None) -> ReceivedRecord:
    if code is None:
        return {"tax_rate": None, "tax_category": None, "nature": None}
    return {
        "tax_rate": decimal(code.percent),
        "tax_category": category_code(code) or None,
        "nature": code.nature or None,
    }


def _due_parts(received: ReceivedInvoice) -> list[Value]:
    if received.due is None:
        return []
    return [
        {
            "due": part.due.isoformat(),
            "amount": _money(part.amount, received.invoice.currency),
        }
        for part in received.invoice.due_parts
    ]


def _party(party: Party) -> ReceivedRecord:
    return {"name": party.name, **{key: str(party.facts[key]) for key in party.facts}}


def _period(period: tuple[date, date] | None) -> Value:
    return [day.isoformat() for day in period] if period else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _money(amount: Decimal, currency: str) -> str:
    return f"{with_cents(amount, currency):f}"

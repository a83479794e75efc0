"""Writing invoices as UBL 2.1, elements in the standard's order.

EN 16931 is mapped to UBL by CEN/TS 16931-3-2; a credit note is a document type of its
own, which differs in three names and in the place of the due date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.norm import (
    CHARGE_CODE,
    DISCOUNT_CODE,
    SPECIFICATION,
    VAT,
    VatGroup,
    amount,
    country,
    dated,
    decimal,
    electronic_address,
    has_category,
    note,
    numbered,
    payment_means,
    payment_terms,
    percentage,
    quantity_and_price,
    spaceless,
    type_code,
    unbroken,
    unit_code,
    vat_groups,
    vat_of,
)
from ledgerkit.invoices.tax_code import TaxCategory
from ledgerkit.money import rounded
from ledgerkit.xml.elements import Element, Namespaces, element, required

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.invoice import Adjustment, Invoice, InvoiceLine
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_PARTS = {
    "cac": f"{_UBL}:CommonAggregateComponents-2",
    "cbc": f"{_UBL}:CommonBasicComponents-2",
}
_INVOICES = Namespaces({"": f"{_UBL}:Invoice-2", **_PARTS})
_CREDIT_NOTES = Namespaces({"": f"{_UBL}:CreditNote-2", **_PARTS})
#: The scheme of a tax number other than for VAT.
_OTHER_TAX = "TAX"


def ubl(invoice: Invoice) -> bytes:
    """The document as a UBL file; it must have passed `missing_facts`."""
    document = _UblDocument(invoice)
    namespaces = _CREDIT_NOTES if invoice.is_credit else _INVOICES
    return namespaces.write(document.root())


class _UblDocument:
    """One document being written as UBL."""

    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice
        self.currency = invoice.currency
        self.kind = "CreditNote" if invoice.is_credit else "Invoice"
        self.outside_vat = has_category(invoice, TaxCategory.OUTSIDE_SCOPE)

    def root(self) -> Element:
        invoice, kind = self.invoice, self.kind
        return required(
            kind,
            element("cbc:CustomizationID", SPECIFICATION),  # BT-24
            element("cbc:ID", invoice.number),  # BT-1
            element("cbc:IssueDate", dated(invoice.issued)),  # BT-2
            element("cbc:DueDate", "" if invoice.is_credit else dated(invoice.due)),
            element(f"cbc:{kind}TypeCode", type_code(invoice)),  # BT-3
            element("cbc:Note", note(invoice)),  # BT-22
            element("cbc:DocumentCurrencyCode", invoice.currency),  # BT-5
            element("cbc:TaxCurrencyCode", invoice.accounting_currency),  # BT-6
            element("cbc:BuyerReference", unbroken(invoice.buyer_reference)),  # BT-10
            _period(invoice.period),  # BG-14
            element("cac:OrderReference", element("cbc:ID", unbroken(invoice.order))),
            *self._preceding(),  # BG-3
            element("cac:AccountingSupplierParty", self._party(invoice.seller)),
            element("cac:AccountingCustomerParty", self._party(invoice.buyer)),
            self._delivery(),
            self._payment_means(),
            element("cac:PaymentTerms", element("cbc:Note", payment_terms(invoice))),
            *(self._adjustment(adjustment) for adjustment in invoice.adjustments),
            *self._tax_totals(),
            self._totals(),
            *(self._line(number, line) for number, line in numbered(invoice.lines)),
        )

    def _money(self, name: str, number: Decimal) -> Element | None:
        return element(name, amount(number, self.currency), currencyID=self.currency)

    def _any_money(self, name: str, number: Decimal) -> Element | None:
        return self._money(name, number) if number else None

    def _preceding(self) -> Iterator[Element | None]:
        for number, issued in self.invoice.preceding:
            yield element(
                "cac:BillingReference",
                element(
                    "cac:InvoiceDocumentReference",
                    element("cbc:ID", number),  # BT-25
                    element("cbc:IssueDate", dated(issued)),  # BT-26
                ),
            )

    def _party(self, party: Party) -> Element | None:
        scheme, address = electronic_address(party) or ("", "")
        ours = party is self.invoice.seller
        vat_id = "" if self.outside_vat else spaceless(party, "vat-id")
        tax_id, register = (
            spaceless(party, "tax-id"),
            unbroken(party.text("register")),
        )
        return element(
            "cac:Party",
            element("cbc:EndpointID", address, schemeID=scheme),  # BT-34, BT-49
            self._creditor() if ours else None,
            element(
                "cac:PartyName", element("cbc:Name", unbroken(party.name))
            ),  # BT-28
            element(
                "cac:PostalAddress",
                element("cbc:StreetName", unbroken(party.text("street"))),  # BT-35
                element("cbc:CityName", unbroken(party.text("locality"))),  # BT-37
                element("cbc:PostalZone", unbroken(party.text("postal-code"))),  # BT-38
                element("cbc:CountrySubentity", unbroken(party.text("region"))),
                _country(party),  # BT-40
            ),
            _tax_number(vat_id, VAT),  # BT-31, BT-48
            _tax_number(tax_id if ours else "", _OTHER_TAX),  # BT-32
            element(
                "cac:PartyLegalEntity",
                element("cbc:RegistrationName", unbroken(party.legal_name)),  # BT-27
                element("cbc:CompanyID", register or tax_id),  # BT-30, BT-47
            ),
            element(
                "cac:Contact",
                element("cbc:Telephone", unbroken(party.text("tel"))),  # BT-42
                element("cbc:ElectronicMail", unbroken(party.text("email"))),  # BT-43
            ),
        )

    def _creditor(self) -> Element | None:
        """Our creditor identifier, on what is collected by direct debit (BT-90)."""
        debit = self.invoice.debit
        if debit is None or not payment_means(self.invoice):
            return None
        id_ = element("cbc:ID", debit.creditor_id, schemeID="SEPA")
        return element("cac:PartyIdentification", id_)

    def _delivery(self) -> Element | None:
        abroad = has_category(self.invoice, TaxCategory.INTRA_COMMUNITY)
        address = element("cac:Address", _country(self.invoice.buyer))  # BT-80
        return element(
            "cac:Delivery",
            element("cbc:ActualDeliveryDate", dated(self.invoice.delivered)),  # BT-72
            element("cac:DeliveryLocation", address) if abroad else None,
        )

    def _payment_means(self) -> Element | None:
        code, account = payment_means(self.invoice), self.invoice.payment_account
        debit = self.invoice.debit
        if code and debit is not None:
            payer = element("cac:PayerFinancialAccount", element("cbc:ID", debit.iban))
            mandate = element("cbc:ID", debit.mandate)
            return element(
                "cac:PaymentMeans",
                element("cbc:PaymentMeansCode", code),  # BT-81
                element("cbc:PaymentID", self.invoice.number),  # BT-83
                element("cac:PaymentMandate", mandate, payer),  # BT-89, BT-91
            )
        if not code or account is None:
            return None
        return element(
            "cac:PaymentMeans",
            element("cbc:PaymentMeansCode", code),  # BT-81
            element("cbc:PaymentID", self.invoice.number),  # BT-83
            element(
                "cac:PayeeFinancialAccount",
                element("cbc:ID", account.iban),  # BT-84
                element("cbc:Name", unbroken(account.holder)),  # BT-85
                element(
                    "cac:FinancialInstitutionBranch",
                    element("cbc:ID", account.bic),  # BT-86
                ),
            ),
        )

    def _adjustment(self, adjustment: Adjustment) -> Element | None:
        return element(
            "cac:AllowanceCharge",
            element("cbc:ChargeIndicator", str(adjustment.is_charge).lower()),
            element("cbc:AllowanceChargeReason", unbroken(adjustment.reason)),  # BT-97
            self._money("cbc:Amount", adjustment.amount),  # BT-92, BT-99
            _category("cac:TaxCategory", adjustment.tax),  # BT-95, BT-102
        )

    def _tax_totals(self) -> Iterator[Element | None]:
        invoice = self.invoice
        yield element(
            "cac:TaxTotal",
            self._money("cbc:TaxAmount", invoice.tax),  # BT-110
            *(self._tax_subtotal(group) for group in vat_groups(invoice)),  # BG-23
        )
        currency = invoice.accounting_currency
        if currency:
            tax = amount(invoice.accounting_tax, currency)
            yield element(
                "cac:TaxTotal", element("cbc:TaxAmount", tax, currencyID=currency)
            )  # BT-111

    def _tax_subtotal(self, group: VatGroup) -> Element | None:
        return element(
            "cac:TaxSubtotal",
            self._money("cbc:TaxableAmount", group.base),  # BT-116
            self._money("cbc:TaxAmount", group.tax),  # BT-117
            element(
                "cac:TaxCategory",
                element("cbc:ID", group.category.value),  # BT-118
                element("cbc:Percent", percentage(group.percent)),  # BT-119
                element("cbc:TaxExemptionReasonCode", group.reason_code),  # BT-121
                element("cbc:TaxExemptionReason", group.reason),  # BT-120
                _scheme(VAT),
            ),
        )

    def _totals(self) -> Element | None:
        invoice = self.invoice
        return element(
            "cac:LegalMonetaryTotal",
            self._money("cbc:LineExtensionAmount", invoice.lines_total),  # BT-106
            self._money("cbc:TaxExclusiveAmount", invoice.net),  # BT-109
            self._money("cbc:TaxInclusiveAmount", invoice.gross),  # BT-112
            self._any_money("cbc:AllowanceTotalAmount", invoice.allowances_total),
            self._any_money("cbc:ChargeTotalAmount", invoice.charges_total),  # BT-108
            self._any_money("cbc:PrepaidAmount", invoice.prepaid),  # BT-113
            self._any_money("cbc:PayableRoundingAmount", invoice.rounding),  # BT-114
            self._money("cbc:PayableAmount", invoice.payable),  # BT-115
        )

    def _line(self, number: str, line: InvoiceLine) -> Element | None:
        quantity, price = quantity_and_price(line)
        prefix = "Credited" if self.invoice.is_credit else "Invoiced"
        return element(
            f"cac:{self.kind}Line",
            element("cbc:ID", number),  # BT-126
            element(
                f"cbc:{prefix}Quantity", decimal(quantity), unitCode=unit_code(line)
            ),  # BT-129, BT-130
            self._money("cbc:LineExtensionAmount", line.net),  # BT-131
            _period(line.period),  # BG-26
            self._line_adjustment(line, quantity * price),  # BG-27, BG-28
            element(
                "cac:Item",
                element("cbc:Name", unbroken(line.description)),  # BT-153
                _category("cac:ClassifiedTaxCategory", line.tax),  # BT-151
            ),
            element(
                "cac:Price",
                element("cbc:PriceAmount", decimal(price), currencyID=self.currency),
            ),  # BT-146
        )

    def _line_adjustment(self, line: InvoiceLine, gross: Decimal) -> Element | None:
        if not line.discount:
            return None
        is_charge, percent = line.discount < 0, line.discount_percent
        code = CHARGE_CODE if is_charge else DISCOUNT_CODE
        base = (
            self._money("cbc:BaseAmount", rounded(gross, self.currency))
            if percent is not None
            else None
        )
        return element(
            "cac:AllowanceCharge",
            element("cbc:ChargeIndicator", str(is_charge).lower()),
            element("cbc:AllowanceChargeReasonCode", code),  # BT-140, BT-145
            element("cbc:MultiplierFactorNumeric", percentage(percent)),  # BT-138
            self._money("cbc:Amount", abs(line.discount)),  # BT-136, BT-141
            base,  # BT-137
        )


def _period(period: tuple[date, date] | None) -> Element | None:
    if period is None:
        return None
    return element(
        "cac:InvoicePeriod",
        element("cbc:StartDate", dated(period[0])),
        element("cbc:EndDate", dated(period[1])),
    )


def _country(party: Party) -> Element | None:
    return element("cac:Country", element("cbc:IdentificationCode", country(party)))


def _tax_number(number: str, scheme: str) -> Element | None:
    if not number:
        return None
    return element(
        "cac:PartyTaxScheme", element("cbc:CompanyID", number), _scheme(scheme)
    )


def _category(name: str, code: TaxCode | None) -> Element | None:
    category, percent = vat_of(code)
    return element(
        name,
        element("cbc:ID", category.value),
        element("cbc:Percent", percentage(percent)),
        _scheme(VAT),
    )


def _scheme(scheme: str) -> Element | None:
    return element("cac:TaxScheme", element("cbc:ID", scheme))

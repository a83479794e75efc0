"""Writing invoices as UN/CEFACT CII (D16B), elements in the schema's order.

EN 16931 is mapped to CII by CEN/TS 16931-3-3. Factur-X and ZUGFeRD have the same file
inside a PDF, in their profile EN 16931.
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

_UNCEFACT = "urn:un:unece:uncefact:data"
_CII = Namespaces(
    {
        "rsm": f"{_UNCEFACT}:standard:CrossIndustryInvoice:100",
        "ram": f"{_UNCEFACT}:standard:ReusableAggregateBusinessInformationEntity:100",
        "qdt": f"{_UNCEFACT}:standard:QualifiedDataType:100",
        "udt": f"{_UNCEFACT}:standard:UnqualifiedDataType:100",
    }
)
#: The format code for a day written as YYYYMMDD.
_DAY_FORMAT = "102"
#: The schemes of a VAT number and of any other tax number.
_VAT_NUMBER, _TAX_NUMBER = "VA", "FC"


def cii(invoice: Invoice) -> bytes:
    """The document as a CII file; it must have passed `missing_facts`."""
    return _CII.write(_CiiDocument(invoice).root())


class _CiiDocument:
    """One document being written as CII."""

    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice
        self.currency = invoice.currency
        self.outside_vat = has_category(invoice, TaxCategory.OUTSIDE_SCOPE)

    def root(self) -> Element:
        invoice = self.invoice
        rules = element("ram:ID", SPECIFICATION)  # BT-24
        return required(
            "rsm:CrossIndustryInvoice",
            element(
                "rsm:ExchangedDocumentContext",
                element("ram:GuidelineSpecifiedDocumentContextParameter", rules),
            ),
            element(
                "rsm:ExchangedDocument",
                element("ram:ID", invoice.number),  # BT-1
                element("ram:TypeCode", type_code(invoice)),  # BT-3
                _day("ram:IssueDateTime", invoice.issued),  # BT-2
                element("ram:IncludedNote", element("ram:Content", note(invoice))),
            ),
            element(
                "rsm:SupplyChainTradeTransaction",
                *(self._line(number, line) for number, line in numbered(invoice.lines)),
                self._agreement(),
                self._delivery(),
                self._settlement(),
            ),
        )

    def _money(self, name: str, number: Decimal) -> Element | None:
        return element(name, amount(number, self.currency))

    def _any_money(self, name: str, number: Decimal) -> Element | None:
        return self._money(name, number) if number else None

    def _line(self, number: str, line: InvoiceLine) -> Element | None:
        quantity, price = quantity_and_price(line)
        paid = element("ram:ChargeAmount", decimal(price))  # BT-146
        return element(
            "ram:IncludedSupplyChainTradeLineItem",
            element(
                "ram:AssociatedDocumentLineDocument", element("ram:LineID", number)
            ),  # BT-126
            element(
                "ram:SpecifiedTradeProduct",
                element("ram:Name", unbroken(line.description)),  # BT-153
            ),
            element(
                "ram:SpecifiedLineTradeAgreement",
                element("ram:NetPriceProductTradePrice", paid),
            ),
            element(
                "ram:SpecifiedLineTradeDelivery",
                element(
                    "ram:BilledQuantity", decimal(quantity), unitCode=unit_code(line)
                ),  # BT-129, BT-130
            ),
            element(
                "ram:SpecifiedLineTradeSettlement",
                _tax("ram:ApplicableTradeTax", line.tax),  # BT-151, BT-152
                _period(line.period),  # BG-26
                self._line_adjustment(line, quantity * price),  # BG-27, BG-28
                element(
                    "ram:SpecifiedTradeSettlementLineMonetarySummation",
                    self._money("ram:LineTotalAmount", line.net),  # BT-131
                ),
            ),
        )

    def _line_adjustment(self, line: InvoiceLine, gross: Decimal) -> Element | None:
        if not line.discount:
            return None
        is_charge, percent = line.discount < 0, line.discount_percent
        base = (
            self._money("ram:BasisAmount", rounded(gross, self.currency))
            if percent is not None
            else None
        )
        return element(
            "ram:SpecifiedTradeAllowanceCharge",
            _indicator(is_charge=is_charge),
            element("ram:CalculationPercent", percentage(percent)),  # BT-138
            base,  # BT-137
            self._money("ram:ActualAmount", abs(line.discount)),  # BT-136, BT-141
            element("ram:ReasonCode", CHARGE_CODE if is_charge else DISCOUNT_CODE),
        )

    def _agreement(self) -> Element | None:
        invoice = self.invoice
        order = element("ram:IssuerAssignedID", unbroken(invoice.order))  # BT-13
        return element(
            "ram:ApplicableHeaderTradeAgreement",
            element("ram:BuyerReference", unbroken(invoice.buyer_reference)),  # BT-10
            self._party("ram:SellerTradeParty", invoice.seller),  # BG-4
            self._party("ram:BuyerTradeParty", invoice.buyer),  # BG-7
            element("ram:BuyerOrderReferencedDocument", order),
        )

    def _party(self, name: str, party: Party) -> Element | None:
        scheme, address = electronic_address(party) or ("", "")
        ours = party is self.invoice.seller
        vat_id = "" if self.outside_vat else spaceless(party, "vat-id")
        tax_id, register = (
            spaceless(party, "tax-id"),
            unbroken(party.text("register")),
        )
        return element(
            name,
            element("ram:Name", unbroken(party.legal_name)),  # BT-27, BT-44
            element(
                "ram:SpecifiedLegalOrganization",
                element("ram:ID", register or tax_id),  # BT-30, BT-47
                element("ram:TradingBusinessName", unbroken(party.name)),  # BT-28
            ),
            _contact(party),
            element(
                "ram:PostalTradeAddress",
                element("ram:PostcodeCode", unbroken(party.text("postal-code"))),
                element("ram:LineOne", unbroken(party.text("street"))),  # BT-35
                element("ram:CityName", unbroken(party.text("locality"))),  # BT-37
                _country(party),  # BT-40, BT-55
                element("ram:CountrySubDivisionName", unbroken(party.text("region"))),
            ),
            element(
                "ram:URIUniversalCommunication",
                element("ram:URIID", address, schemeID=scheme),  # BT-34, BT-49
            ),
            _registration(vat_id, _VAT_NUMBER),  # BT-31, BT-48
            _registration(tax_id if ours else "", _TAX_NUMBER),  # BT-32
        )

    def _delivery(self) -> Element:
        abroad = has_category(self.invoice, TaxCategory.INTRA_COMMUNITY)
        address = element("ram:PostalTradeAddress", _country(self.invoice.buyer))
        return required(
            "ram:ApplicableHeaderTradeDelivery",
            element("ram:ShipToTradeParty", address) if abroad else None,  # BT-80
            element(
                "ram:ActualDeliverySupplyChainEvent",
                _day("ram:OccurrenceDateTime", self.invoice.delivered),  # BT-72
            ),
        )

    def _settlement(self) -> Element | None:
        invoice = self.invoice
        debit = invoice.debit if payment_means(invoice) else None
        return element(
            "ram:ApplicableHeaderTradeSettlement",
            element(
                "ram:CreditorReferenceID", debit.creditor_id if debit else ""
            ),  # BT-90
            element(
                "ram:PaymentReference",
                invoice.number if payment_means(invoice) else "",
            ),  # BT-83
            element("ram:TaxCurrencyCode", invoice.accounting_currency),  # BT-6
            element("ram:InvoiceCurrencyCode", invoice.currency),  # BT-5
            self._payment_means(),
            *(self._vat_group(group) for group in vat_groups(invoice)),  # BG-23
            _period(invoice.period),  # BG-14
            *(self._adjustment(adjustment) for adjustment in invoice.adjustments),
            element(
                "ram:SpecifiedTradePaymentTerms",
                element("ram:Description", payment_terms(invoice)),  # BT-20
                _day("ram:DueDateDateTime", invoice.due),  # BT-9
                element(
                    "ram:DirectDebitMandateID", debit.mandate if debit else ""
                ),  # BT-89
            ),
            self._totals(),
            *(_preceding(number, issued) for number, issued in invoice.preceding),
        )

    def _payment_means(self) -> Element | None:
        code, account = payment_means(self.invoice), self.invoice.payment_account
        debit = self.invoice.debit
        if code and debit is not None:
            payer = element("ram:IBANID", debit.iban)  # BT-91
            return element(
                "ram:SpecifiedTradeSettlementPaymentMeans",
                element("ram:TypeCode", code),  # BT-81
                element("ram:PayerPartyDebtorFinancialAccount", payer),
            )
        if not code or account is None:
            return None
        return element(
            "ram:SpecifiedTradeSettlementPaymentMeans",
            element("ram:TypeCode", code),  # BT-81
            element(
                "ram:PayeePartyCreditorFinancialAccount",
                element("ram:IBANID", account.iban),  # BT-84
                element("ram:AccountName", unbroken(account.holder)),  # BT-85
            ),
            element(
                "ram:PayeeSpecifiedCreditorFinancialInstitution",
                element("ram:BICID", account.bic),  # BT-86
            ),
        )

    def _vat_group(self, group: VatGroup) -> Element | None:
        return element(
            "ram:ApplicableTradeTax",
            self._money("ram:CalculatedAmount", group.tax),  # BT-117
            element("ram:TypeCode", VAT),
            element("ram:ExemptionReason", group.reason),  # BT-120
            self._money("ram:BasisAmount", group.base),  # BT-116
            element("ram:CategoryCode", group.category.value),  # BT-118
            element("ram:ExemptionReasonCode", group.reason_code),  # BT-121
            element("ram:RateApplicablePercent", percentage(group.percent)),  # BT-119
        )

    def _adjustment(self, adjustment: Adjustment) -> Element | None:
        return element(
            "ram:SpecifiedTradeAllowanceCharge",
            _indicator(is_charge=adjustment.is_charge),
            self._money("ram:ActualAmount", adjustment.amount),  # BT-92, BT-99
            element("ram:Reason", unbroken(adjustment.reason)),  # BT-97, BT-104
            _tax("ram:CategoryTradeTax", adjustment.tax),  # BT-95, BT-102
        )

    def _totals(self) -> Element | None:
        invoice = self.invoice
        return element(
            "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
            self._money("ram:LineTotalAmount", invoice.lines_total),  # BT-106
            self._any_money("ram:ChargeTotalAmount", invoice.charges_total),  # BT-108
            self._any_money("ram:AllowanceTotalAmount", invoice.allowances_total),
            self._money("ram:TaxBasisTotalAmount", invoice.net),  # BT-109
            *self._tax_totals(),
            self._any_money("ram:RoundingAmount", invoice.rounding),  # BT-114
            self._money("ram:GrandTotalAmount", invoice.gross),  # BT-112
            self._any_money("ram:TotalPrepaidAmount", invoice.prepaid),  # BT-113
            self._money("ram:DuePayableAmount", invoice.payable),  # BT-115
        )

    def _tax_totals(self) -> Iterator[Element | None]:
        """The tax in the document's currency, and in that of our books."""
        invoice = self.invoice
        totals = [(invoice.currency, invoice.tax)]  # BT-110
        if invoice.accounting_currency:
            totals.append((invoice.accounting_currency, invoice.accounting_tax))
        for currency, tax in totals:
            yield element(
                "ram:TaxTotalAmount", amount(tax, currency), currencyID=currency
            )  # BT-111


def _contact(party: Party) -> Element | None:
    telephone = element("ram:CompleteNumber", unbroken(party.text("tel")))  # BT-42
    email = element("ram:URIID", unbroken(party.text("email")))  # BT-43
    return element(
        "ram:DefinedTradeContact",
        element("ram:TelephoneUniversalCommunication", telephone),
        element("ram:EmailURIUniversalCommunication", email),
    )


def _country(party: Party) -> Element | None:
    return element("ram:CountryID", country(party))


def _registration(number: str, scheme: str) -> Element | None:
    return element(
        "ram:SpecifiedTaxRegistration", element("ram:ID", number, schemeID=scheme)
    )


def _tax(name: str, code: TaxCode | None) -> Element | None:
    category, percent = vat_of(code)
    return element(
        name,
        element("ram:TypeCode", VAT),
        element("ram:CategoryCode", category.value),
        element("ram:RateApplicablePercent", percentage(percent)),
    )


def _indicator(*, is_charge: bool) -> Element | None:
    return element(
        "ram:ChargeIndicator", element("udt:Indicator", str(is_charge).lower())
    )


def _period(period: tuple[date, date] | None) -> Element | None:
    if period is None:
        return None
    return element(
        "ram:BillingSpecifiedPeriod",
        _day("ram:StartDateTime", period[0]),
        _day("ram:EndDateTime", period[1]),
    )


def _preceding(number: str, issued: date | None) -> Element | None:
    return element(
        "ram:InvoiceReferencedDocument",
        element("ram:IssuerAssignedID", number),  # BT-25
        _day("ram:FormattedIssueDateTime", issued, "qdt"),  # BT-26
    )


def _day(name: str, day: date | None, types: str = "udt") -> Element | None:
    if day is None:
        return None
    text = day.strftime("%Y%m%d")
    return element(name, element(f"{types}:DateTimeString", text, format=_DAY_FORMAT))

"""Reading invoices in UN/CEFACT CII, alone or inside a Factur-X PDF.

The terms (BT-1 …) are those of EN 16931, mapped to CII by CEN/TS 16931-3-3. The
profiles of Factur-X have more or less than the standard: MINIMUM and BASIC WL have no
lines, EXTENDED has lines that only group others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.e_invoices.received import (
    NO_PAYABLE,
    Exemption,
    ReceivedFormat,
    ReceivedInvoice,
    StatedTotals,
    standard_code,
    without_repeats,
)
from ledgerkit.e_invoices.received_facts import (
    CREDIT_TYPES,
    LineMoney,
    LineText,
    account,
    addressed,
    currency,
    foreign,
    in_currency,
    is_charge,
    line,
    one_due,
    party,
    period,
    received_kind,
)
from ledgerkit.e_invoices.total_proof import total_differences
from ledgerkit.invoices.invoice import Adjustment, Invoice, InvoiceLine, TaxSubtotal
from ledgerkit.money import ZERO
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.invoice import PaymentAccount
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party
    from ledgerkit.xml.part import XmlPart

#: Lines that only sum up others or give information (BT-X-7, BT-X-8).
_NO_DETAIL = frozenset({"GROUP", "INFORMATION"})
_VAT_NUMBER = "VA"


def read_cii(root: XmlPart) -> ReceivedInvoice:
    """The document of a CII file.

    Args:
        root: Its ``CrossIndustryInvoice``.

    Raises:
        UnreadableFileError: If anything required is missing or unreadable.
    """
    return _CiiReading(root).received()


class _CiiReading:
    """One document being read from CII."""

    def __init__(self, root: XmlPart) -> None:
        self.root = root
        self.document = self.part(root, "ExchangedDocument")
        self.trade = self.part(root, "SupplyChainTradeTransaction")
        self.settlement = self.part(self.trade, "ApplicableHeaderTradeSettlement")
        self.agreement = self.part(self.trade, "ApplicableHeaderTradeAgreement")
        self.issued = self.document.required_day("IssueDateTime/DateTimeString", "BT-2")
        self.type_code = self.document.text("TypeCode")
        self.currency = currency(self.settlement.first("InvoiceCurrencyCode"))
        if not self.currency:
            raise self.settlement.missing("InvoiceCurrencyCode", "BT-5")

    def part(self, above: XmlPart, name: str) -> XmlPart:
        part = above.first(name)
        if part is None:
            raise above.missing(name, "a part of every invoice")
        return part

    def received(self) -> ReceivedInvoice:
        settlement = self.settlement
        stated, due = self.stated(), self.due()
        accounts = tuple(self.accounts())
        invoice = self.invoice(stated, accounts)
        payee = settlement.first("PayeeTradeParty")
        summation = settlement.first("SpecifiedTradeSettlementHeaderMonetarySummation")
        amounts = [*summation.all("DuePayableAmount")] if summation else []
        return ReceivedInvoice(
            format=ReceivedFormat.CII,
            profile=self.root.text(
                "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID"
            ),
            type_code=self.type_code,
            invoice=invoice,
            stated=stated,
            due=due,
            terms="\n".join(settlement.texts("SpecifiedTradePaymentTerms/Description")),
            payment_reference=settlement.text("PaymentReference"),
            accounts=accounts,
            payee=payee.text("Name") if payee else "",
            attachments=without_repeats(self.attachments()),
            warnings=(
                *foreign(amounts, self.currency),
                *([NO_PAYABLE] if stated.payable is None else []),
                *total_differences(invoice, stated),
            ),
        )

    def stated(self) -> StatedTotals:
        """The totals (BG-22)."""
        summation = self.part(
            self.settlement, "SpecifiedTradeSettlementHeaderMonetarySummation"
        )

        def total(name: str, term: str) -> Decimal | None:
            parts = [part for part in summation.all(name) if part.content]
            in_own_currency = in_currency(parts, self.currency) or parts
            return in_own_currency[0].as_number(term) if in_own_currency else None

        stated = StatedTotals(
            lines=total("LineTotalAmount", "BT-106"),
            allowances=total("AllowanceTotalAmount", "BT-107"),
            charges=total("ChargeTotalAmount", "BT-108"),
            net=total("TaxBasisTotalAmount", "BT-109"),
            tax=total("TaxTotalAmount", "BT-110"),
            gross=total("GrandTotalAmount", "BT-112"),
            prepaid=total("TotalPrepaidAmount", "BT-113"),
            rounding=total("RoundingAmount", "BT-114"),
            payable=total("DuePayableAmount", "BT-115"),
        )
        if stated.gross is None and stated.payable is None:
            raise summation.missing("GrandTotalAmount", "BT-112")
        return stated

    def due_days(self) -> Iterator[tuple[date, Decimal | None]]:
        """Each due date (BT-9), with its instalment if stated."""
        for terms in self.settlement.all("SpecifiedTradePaymentTerms"):
            due = terms.day("DueDateDateTime/DateTimeString", "BT-9")
            part = terms.number("PartialPaymentAmount", "BT-X-275")
            if due:
                yield due, part

    def due(self) -> date | None:
        return max((day for day, _part in self.due_days()), default=None)

    def due_parts(self, payable: Decimal) -> tuple[DuePart, ...]:
        """The instalments if they sum to the total; else all of it on the last day."""
        days = list(self.due_days())
        parts = [DuePart(due=day, amount=part) for day, part in days if part]
        if len(parts) == len(days) and sum((p.amount for p in parts), ZERO) == payable:
            return tuple(sorted(parts, key=lambda part: part.due)) or one_due(
                self.issued, payable
            )
        return one_due(self.due() or self.issued, payable)

    def accounts(self) -> Iterator[PaymentAccount]:
        """Every account to pay into (BG-17), once."""
        by_iban: dict[str, PaymentAccount] = {}
        for means in self.settlement.all("SpecifiedTradeSettlementPaymentMeans"):
            name = "PayeePartyCreditorFinancialAccount"
            payment_account = account(
                means.text(f"{name}/IBANID", f"{name}/ProprietaryID"),
                means.text("PayeeSpecifiedCreditorFinancialInstitution/BICID"),
                means.text(f"{name}/AccountName"),
            )
            if payment_account:
                by_iban.setdefault(payment_account.iban, payment_account)
        yield from by_iban.values()

    def attachments(self) -> Iterator[str]:
        """The names of the files inside or referred to (BT-122, BT-124, BT-125)."""
        for document in self.agreement.all("AdditionalReferencedDocument"):
            inside = document.first("AttachmentBinaryObject")
            if inside:
                yield inside.attribute("filename") or document.text("IssuerAssignedID")
            elif document.text("URIID"):
                yield document.text("URIID")

    def invoice(
        self, stated: StatedTotals, accounts: tuple[PaymentAccount, ...]
    ) -> Invoice:
        settlement = self.settlement
        prepaid, rounding = stated.prepaid or ZERO, stated.rounding or ZERO
        payable = stated.payable
        if payable is None:
            payable = (stated.gross or ZERO) - prepaid + rounding
        return Invoice(
            kind=received_kind(credit=self.type_code in CREDIT_TYPES),
            number=self.document.required("ID", "BT-1"),
            issued=self.issued,
            currency=self.currency,
            seller=self.party("SellerTradeParty", seller=True),
            buyer=self.party("BuyerTradeParty", seller=False),
            subject=self.document.text("Name"),
            lines=tuple(self.lines()),
            adjustments=tuple(self.adjustments()),
            taxes=tuple(map(self.subtotal, settlement.all("ApplicableTradeTax"))),
            prepaid=prepaid,
            rounding=rounding,
            withholdings=(),
            owed=payable,
            due_parts=self.due_parts(payable),
            terms=None,
            payment_account=accounts[0] if accounts else None,
            order=self.agreement.text("BuyerOrderReferencedDocument/IssuerAssignedID"),
            buyer_reference=self.agreement.text("BuyerReference"),
            remark="\n".join(self.document.texts("IncludedNote/Content")),
            delivered=self.trade.day(
                "ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent"
                "/OccurrenceDateTime/DateTimeString",
                "BT-72",
            ),
            period=self.period(settlement, "BT-73", "BT-74"),
            preceding=tuple(self.preceding()),
            stamp_duty=ZERO,
            place=self.root.place,
        )

    def period(self, part: XmlPart, first: str, last: str) -> tuple[date, date] | None:
        return period(
            part.day("BillingSpecifiedPeriod/StartDateTime/DateTimeString", first),
            part.day("BillingSpecifiedPeriod/EndDateTime/DateTimeString", last),
        )

    def preceding(self) -> Iterator[tuple[str, date | None]]:
        """The documents it refers to (BG-3)."""
        for part in self.settlement.all("InvoiceReferencedDocument"):
            number = part.text("IssuerAssignedID")
            if number:
                path = "FormattedIssueDateTime/DateTimeString"
                yield number, part.day(path, "BT-26")

    def party(self, name: str, *, seller: bool) -> Party:
        part = self.agreement.first(name)
        facts: dict[str, str] = {}
        if part is None:
            return party(part, "", facts, seller=seller)
        for number in part.all("SpecifiedTaxRegistration/ID"):
            is_vat = number.attribute("schemeID").upper() in {_VAT_NUMBER, ""}
            facts.setdefault("vat-id" if is_vat else "tax-id", number.content)
        endpoint = part.first("URIUniversalCommunication/URIID")
        if endpoint:
            key, address = addressed(endpoint.attribute("schemeID"), endpoint.content)
            facts[key] = address
        contact = part.first("DefinedTradeContact")
        telephone, email = "", facts.get("email", "")
        if contact:
            telephone = contact.text("TelephoneUniversalCommunication/CompleteNumber")
            email = contact.text("EmailURIUniversalCommunication/URIID") or email
        facts |= {
            "legal-name": part.text("Name"),
            "register": part.text("SpecifiedLegalOrganization/ID"),
            "street": part.text("PostalTradeAddress/LineOne"),
            "postal-code": part.text("PostalTradeAddress/PostcodeCode"),
            "locality": part.text("PostalTradeAddress/CityName"),
            "region": part.text("PostalTradeAddress/CountrySubDivisionName"),
            "country": part.text("PostalTradeAddress/CountryID"),
            "tel": telephone,
            "email": email,
        }
        trading = part.text("SpecifiedLegalOrganization/TradingBusinessName")
        return party(part, trading, facts, seller=seller)

    def lines(self) -> Iterator[InvoiceLine]:
        """The lines (BG-25) that count."""
        for part in self.trade.all("IncludedSupplyChainTradeLineItem"):
            document = "AssociatedDocumentLineDocument"
            reason = part.text(f"{document}/LineStatusReasonCode")
            if reason not in _NO_DETAIL:
                yield self.line(part)

    def line(self, part: XmlPart) -> InvoiceLine:
        settled = self.part(part, "SpecifiedLineTradeSettlement")
        quantity = part.first("SpecifiedLineTradeDelivery/BilledQuantity")
        price = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice"
        discount, percent = self.discount(settled)
        money = LineMoney(
            quantity=quantity.as_number("BT-129")
            if quantity and quantity.content
            else None,
            price=part.number(f"{price}/ChargeAmount", "BT-146"),
            per=part.number(f"{price}/BasisQuantity", "BT-149"),
            discount=discount,
            percent=percent,
            net=settled.required_number(
                "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
                "BT-131",
            ),
        )
        text = LineText(
            description=part.text(
                "SpecifiedTradeProduct/Name",
                "SpecifiedTradeProduct/Description",
                "AssociatedDocumentLineDocument/IncludedNote/Content",
            ),
            unit=quantity.attribute("unitCode") if quantity else "",
            period=self.period(settled, "BT-134", "BT-135"),
            place=part.place,
        )
        return line(money, text, self.tax(settled.first("ApplicableTradeTax")))

    def discount(self, part: XmlPart) -> tuple[Decimal, Decimal | None]:
        """A line's discount (BG-27, BG-28), and its percentage if there is only one."""
        parts = list(part.all("SpecifiedTradeAllowanceCharge"))
        total = ZERO
        for allowance in parts:
            amount = allowance.required_number("ActualAmount", "BT-136")
            total += (
                -amount if is_charge(allowance, "ChargeIndicator/Indicator") else amount
            )
        percent = None
        if len(parts) == 1:
            percent = parts[0].percent("CalculationPercent", "BT-138")
        return total, percent

    def tax(self, part: XmlPart | None) -> TaxCode | None:
        if part is None:
            return None
        percent = part.percent("RateApplicablePercent", "BT-119")
        if percent is None:
            percent = part.percent("ApplicablePercent", "BT-119")
        return standard_code(
            part.text("CategoryCode"),
            percent,
            day=self.issued,
            place=part.place,
            exemption=Exemption(
                reason=part.text("ExemptionReason"),
                reason_code=part.text("ExemptionReasonCode"),
            ),
        )

    def adjustments(self) -> Iterator[Adjustment]:
        """Allowances and charges on the whole document (BG-20, BG-21), with freight."""
        for part in self.settlement.all("SpecifiedTradeAllowanceCharge"):
            yield Adjustment(
                reason=part.text("Reason", "ReasonCode"),
                amount=part.required_number("ActualAmount", "BT-92, BT-99"),
                is_charge=is_charge(part, "ChargeIndicator/Indicator"),
                tax=self.tax(part.first("CategoryTradeTax")),
                account="",
                place=part.place,
            )
        for part in self.settlement.all("SpecifiedLogisticsServiceCharge"):
            yield Adjustment(
                reason=part.text("Description"),
                amount=part.required_number("AppliedAmount", "BT-X-272"),
                is_charge=True,
                tax=self.tax(part.first("AppliedTradeTax")),
                account="",
                place=part.place,
            )

    def subtotal(self, part: XmlPart) -> TaxSubtotal:
        """Tax of one category and rate (BG-23)."""
        return TaxSubtotal(
            code=self.tax(part),
            base=part.number("BasisAmount", "BT-116") or ZERO,
            tax=part.number("CalculatedAmount", "BT-117") or ZERO,
        )

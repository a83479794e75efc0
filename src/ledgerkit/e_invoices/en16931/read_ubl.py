"""Reading invoices and credit notes in UBL 2, of any minor version.

The terms (BT-1 …) are those of EN 16931, mapped to UBL by CEN/TS 16931-3-2; anything
optional there or in UBL itself may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.norm import VAT
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.invoice import PaymentAccount
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party
    from ledgerkit.xml.part import XmlPart

_CREDIT_NOTE = "CreditNote"


def read_ubl(root: XmlPart) -> ReceivedInvoice:
    """The document of a UBL file.

    Args:
        root: Its ``Invoice`` or ``CreditNote``.

    Raises:
        UnreadableFileError: If anything required is missing or unreadable.
    """
    return _UblReading(root).received()


class _UblReading:
    """One document being read from UBL."""

    def __init__(self, root: XmlPart) -> None:
        self.root = root
        self.issued = root.required_day("IssueDate", "BT-2")
        self.type_code = root.text("InvoiceTypeCode", "CreditNoteTypeCode")
        self.is_credit = root.name == _CREDIT_NOTE or self.type_code in CREDIT_TYPES
        self.currency = currency(root.first("DocumentCurrencyCode")) or self._paid_in()

    def _paid_in(self) -> str:
        """The currency of the amount to pay, if no other is given."""
        payable = self.root.first("LegalMonetaryTotal/PayableAmount")
        code = payable.attribute("currencyID") if payable else ""
        if not code:
            raise self.root.missing("DocumentCurrencyCode", "BT-5")
        return code

    def received(self) -> ReceivedInvoice:
        root = self.root
        stated, due = self.stated(), self.due()
        accounts = tuple(self.accounts())
        invoice = self.invoice(stated, due or self.issued, accounts)
        amounts = [*root.all("LegalMonetaryTotal/PayableAmount")]
        return ReceivedInvoice(
            format=ReceivedFormat.UBL,
            profile=root.text("CustomizationID"),
            type_code=self.type_code,
            invoice=invoice,
            stated=stated,
            due=due,
            terms="\n".join(root.texts("PaymentTerms/Note")),
            payment_reference=root.text("PaymentMeans/PaymentID"),
            accounts=accounts,
            payee=root.text(
                "PayeeParty/PartyName/Name",
                "PayeeParty/PartyLegalEntity/RegistrationName",
            ),
            attachments=without_repeats(self.attachments()),
            warnings=(
                *foreign(amounts, self.currency),
                *([NO_PAYABLE] if stated.payable is None else []),
                *total_differences(invoice, stated),
            ),
        )

    def stated(self) -> StatedTotals:
        """The totals (BG-22)."""
        root = self.root
        totals = root.first("LegalMonetaryTotal") or root.first(
            "RequestedMonetaryTotal"
        )
        if totals is None:
            raise root.missing("LegalMonetaryTotal", "BG-22")
        taxes = [tax.required_number("TaxAmount", "BT-110") for tax in self.taxes()]
        stated = StatedTotals(
            lines=totals.number("LineExtensionAmount", "BT-106"),
            allowances=totals.number("AllowanceTotalAmount", "BT-107"),
            charges=totals.number("ChargeTotalAmount", "BT-108"),
            net=totals.number("TaxExclusiveAmount", "BT-109"),
            tax=sum(taxes, ZERO) if taxes else None,
            gross=totals.number("TaxInclusiveAmount", "BT-112"),
            prepaid=totals.number("PrepaidAmount", "BT-113"),
            rounding=totals.number("PayableRoundingAmount", "BT-114"),
            payable=totals.number("PayableAmount", "BT-115"),
        )
        if stated.gross is None and stated.payable is None:
            raise totals.missing("TaxInclusiveAmount", "BT-112")
        return stated

    def taxes(self) -> list[XmlPart]:
        """The tax totals in the document's currency; else the first one.

        One in another currency is for the seller's tax office (BT-111).
        """
        totals = list(self.root.all("TaxTotal"))
        amounts = [(total, list(total.all("TaxAmount"))) for total in totals]
        in_own_currency = [
            total for total, tax in amounts if in_currency(tax, self.currency)
        ]
        return in_own_currency or totals[:1]

    def due(self) -> date | None:
        """The due date (BT-9); a credit note has it with the means of payment."""
        paths = (
            "DueDate",
            "PaymentMeans/PaymentDueDate",
            "PaymentTerms/PaymentDueDate",
            "PaymentTerms/InstallmentDueDate",
        )
        for path in paths:
            days = [p.as_day("BT-9") for p in self.root.all(path) if p.content]
            if days:
                return max(days)
        return None

    def accounts(self) -> Iterator[PaymentAccount]:
        """Every account to pay into (BG-17), once."""
        by_iban: dict[str, PaymentAccount] = {}
        for part in self.root.all("PaymentMeans/PayeeFinancialAccount"):
            branch = "FinancialInstitutionBranch"
            bic = part.text(f"{branch}/ID", f"{branch}/FinancialInstitution/ID")
            payment_account = account(part.text("ID"), bic, part.text("Name"))
            if payment_account:
                by_iban.setdefault(payment_account.iban, payment_account)
        yield from by_iban.values()

    def attachments(self) -> Iterator[str]:
        """The names of the files inside or referred to (BT-122, BT-124, BT-125)."""
        for document in self.root.all("AdditionalDocumentReference"):
            inside = document.first("Attachment/EmbeddedDocumentBinaryObject")
            outside = document.text("Attachment/ExternalReference/URI")
            if inside:
                yield inside.attribute("filename") or document.text("ID")
            elif outside:
                yield outside

    def invoice(
        self, stated: StatedTotals, due: date, accounts: tuple[PaymentAccount, ...]
    ) -> Invoice:
        root = self.root
        prepaid, rounding = stated.prepaid or ZERO, stated.rounding or ZERO
        payable = stated.payable
        if payable is None:
            payable = (stated.gross or ZERO) - prepaid + rounding
        return Invoice(
            kind=received_kind(credit=self.is_credit),
            number=root.required("ID", "BT-1"),
            issued=self.issued,
            currency=self.currency,
            seller=self.party("AccountingSupplierParty", seller=True),
            buyer=self.party("AccountingCustomerParty", seller=False),
            subject="",
            lines=tuple(self.lines()),
            adjustments=tuple(map(self.adjustment, root.all("AllowanceCharge"))),
            taxes=tuple(self.subtotals()),
            prepaid=prepaid,
            rounding=rounding,
            withholdings=(),
            owed=payable,
            due_parts=one_due(due, payable),
            terms=None,
            payment_account=accounts[0] if accounts else None,
            order=root.text("OrderReference/ID"),
            buyer_reference=root.text("BuyerReference"),
            remark="\n".join(root.texts("Note")),
            delivered=root.day("Delivery/ActualDeliveryDate", "BT-72"),
            period=self.period(root, "BT-73", "BT-74"),
            preceding=tuple(self.preceding()),
            stamp_duty=ZERO,
            place=root.place,
        )

    def period(self, part: XmlPart, first: str, last: str) -> tuple[date, date] | None:
        return period(
            part.day("InvoicePeriod/StartDate", first),
            part.day("InvoicePeriod/EndDate", last),
        )

    def preceding(self) -> Iterator[tuple[str, date | None]]:
        """The documents it refers to (BG-3)."""
        for kind in ("InvoiceDocumentReference", "CreditNoteDocumentReference"):
            for part in self.root.all(f"BillingReference/{kind}"):
                if part.text("ID"):
                    yield part.text("ID"), part.day("IssueDate", "BT-26")

    def party(self, name: str, *, seller: bool) -> Party:
        part = self.root.first(f"{name}/Party")
        facts: dict[str, str] = {}
        if part is None:
            return party(part, "", facts, seller=seller)
        for scheme in part.all("PartyTaxScheme"):
            is_vat = scheme.text("TaxScheme/ID").upper() in {VAT, ""}
            facts.setdefault("vat-id" if is_vat else "tax-id", scheme.text("CompanyID"))
        endpoint = part.first("EndpointID")
        if endpoint:
            key, address = addressed(endpoint.attribute("schemeID"), endpoint.content)
            facts[key] = address
        facts |= {
            "legal-name": part.text("PartyLegalEntity/RegistrationName"),
            "register": part.text("PartyLegalEntity/CompanyID"),
            "street": part.text("PostalAddress/StreetName"),
            "postal-code": part.text("PostalAddress/PostalZone"),
            "locality": part.text("PostalAddress/CityName"),
            "region": part.text("PostalAddress/CountrySubentity"),
            "country": part.text("PostalAddress/Country/IdentificationCode"),
            "tel": part.text("Contact/Telephone"),
            "email": part.text("Contact/ElectronicMail") or facts.get("email", ""),
        }
        return party(part, part.text("PartyName/Name"), facts, seller=seller)

    def lines(self) -> Iterator[InvoiceLine]:
        """The lines (BG-25)."""
        for kind in ("InvoiceLine", "CreditNoteLine"):
            yield from map(self.line, self.root.all(kind))

    def line(self, part: XmlPart) -> InvoiceLine:
        quantity = part.first("InvoicedQuantity") or part.first("CreditedQuantity")
        has_quantity = quantity is not None and quantity.content
        discount, percent = self.discount(part)
        money = LineMoney(
            quantity=quantity.as_number("BT-129")
            if quantity and has_quantity
            else None,
            price=part.number("Price/PriceAmount", "BT-146"),
            per=part.number("Price/BaseQuantity", "BT-149"),
            discount=discount,
            percent=percent,
            net=part.required_number("LineExtensionAmount", "BT-131"),
        )
        text = LineText(
            description=part.text("Item/Name", "Item/Description", "Note"),
            unit=quantity.attribute("unitCode") if quantity else "",
            period=self.period(part, "BT-134", "BT-135"),
            place=part.place,
        )
        return line(money, text, self.line_tax(part))

    def discount(self, part: XmlPart) -> tuple[Decimal, Decimal | None]:
        """A line's discount (BG-27, BG-28), and its percentage if there is only one."""
        parts = list(part.all("AllowanceCharge"))
        total = ZERO
        for allowance in parts:
            amount = allowance.required_number("Amount", "BT-136")
            total += -amount if is_charge(allowance, "ChargeIndicator") else amount
        percent = None
        if len(parts) == 1:
            percent = parts[0].percent("MultiplierFactorNumeric", "BT-138")
        return total, percent

    def line_tax(self, part: XmlPart) -> TaxCode | None:
        """The tax of a line (BG-30); before EN 16931 it was given with its amount."""
        for path in ("Item/ClassifiedTaxCategory", "TaxTotal/TaxSubtotal/TaxCategory"):
            code = self.tax(part.first(path))
            if code:
                return code
        return None

    def tax(
        self, category: XmlPart | None, percent: Decimal | None = None
    ) -> TaxCode | None:
        if category is None:
            return None
        stated = category.percent("Percent", "BT-119")
        return standard_code(
            category.text("ID"),
            percent if stated is None else stated,
            day=self.issued,
            place=category.place,
            exemption=Exemption(
                reason=category.text("TaxExemptionReason"),
                reason_code=category.text("TaxExemptionReasonCode"),
            ),
        )

    def adjustment(self, part: XmlPart) -> Adjustment:
        """An allowance or charge on the whole document (BG-20, BG-21)."""
        return Adjustment(
            reason=part.text("AllowanceChargeReason", "AllowanceChargeReasonCode"),
            amount=part.required_number("Amount", "BT-92, BT-99"),
            is_charge=is_charge(part, "ChargeIndicator"),
            tax=self.tax(part.first("TaxCategory")),
            account="",
            place=part.place,
        )

    def subtotals(self) -> Iterator[TaxSubtotal]:
        """Tax by category and rate (BG-23)."""
        for total in self.taxes():
            for part in total.all("TaxSubtotal"):
                percent = part.percent("Percent", "BT-119")
                yield TaxSubtotal(
                    code=self.tax(part.first("TaxCategory"), percent),
                    base=part.number("TaxableAmount", "BT-116") or ZERO,
                    tax=part.required_number("TaxAmount", "BT-117"),
                )

"""Invoices and credit notes that came as UBL 2, of any minor version.

The terms (BT-1 …) are those of EN 16931, which CEN/TS 16931-3-2 binds to UBL; what
is optional there or in UBL itself may be missing here.
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
        UnreadableFileError: If something that it needs is missing, or something
            that is there can't be read.
    """
    return _UblReading(root).received()


class _UblReading:
    """One document on its way from UBL."""

    def __init__(self, root: XmlPart) -> None:
        self.root = root
        self.issued = root.required_day("IssueDate", "BT-2")
        self.type_code = root.text("InvoiceTypeCode", "CreditNoteTypeCode")
        self.is_credit = root.name == _CREDIT_NOTE or self.type_code in CREDIT_TYPES
        self.currency = currency(root.first("DocumentCurrencyCode")) or self._paid_in()

    def _paid_in(self) -> str:
        """The currency of the amount to pay, where nothing else names one."""
        payable = self.root.first("LegalMonetaryTotal/PayableAmount")
        said = payable.attribute("currencyID") if payable else ""
        if not said:
            raise self.root.missing("DocumentCurrencyCode", "BT-5")
        return said

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
        whole = root.first("LegalMonetaryTotal") or root.first("RequestedMonetaryTotal")
        if whole is None:
            raise root.missing("LegalMonetaryTotal", "BG-22")
        taxes = [tax.required_number("TaxAmount", "BT-110") for tax in self.taxes()]
        stated = StatedTotals(
            lines=whole.number("LineExtensionAmount", "BT-106"),
            allowances=whole.number("AllowanceTotalAmount", "BT-107"),
            charges=whole.number("ChargeTotalAmount", "BT-108"),
            net=whole.number("TaxExclusiveAmount", "BT-109"),
            tax=sum(taxes, ZERO) if taxes else None,
            gross=whole.number("TaxInclusiveAmount", "BT-112"),
            prepaid=whole.number("PrepaidAmount", "BT-113"),
            rounding=whole.number("PayableRoundingAmount", "BT-114"),
            payable=whole.number("PayableAmount", "BT-115"),
        )
        if stated.gross is None and stated.payable is None:
            raise whole.missing("TaxInclusiveAmount", "BT-112")
        return stated

    def taxes(self) -> list[XmlPart]:
        """What states tax in the document's currency; else the first that there is.

        One in another currency is for the seller's tax office (BT-111).
        """
        totals = list(self.root.all("TaxTotal"))
        amounts = [(total, list(total.all("TaxAmount"))) for total in totals]
        own = [total for total, tax in amounts if in_currency(tax, self.currency)]
        return own or totals[:1]

    def due(self) -> date | None:
        """When to pay (BT-9): a credit note says it with the means of payment."""
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
        """Every account to pay to (BG-17), once."""
        found: dict[str, PaymentAccount] = {}
        for part in self.root.all("PaymentMeans/PayeeFinancialAccount"):
            branch = "FinancialInstitutionBranch"
            bic = part.text(f"{branch}/ID", f"{branch}/FinancialInstitution/ID")
            one = account(part.text("ID"), bic, part.text("Name"))
            if one:
                found.setdefault(one.iban, one)
        yield from found.values()

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
        """The documents that it is about (BG-3)."""
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
        counted = part.first("InvoicedQuantity") or part.first("CreditedQuantity")
        has_quantity = counted is not None and counted.content
        discount, percent = self.discount(part)
        money = LineMoney(
            quantity=counted.as_number("BT-129") if counted and has_quantity else None,
            price=part.number("Price/PriceAmount", "BT-146"),
            per=part.number("Price/BaseQuantity", "BT-149"),
            discount=discount,
            percent=percent,
            net=part.required_number("LineExtensionAmount", "BT-131"),
        )
        text = LineText(
            description=part.text("Item/Name", "Item/Description", "Note"),
            unit=counted.attribute("unitCode") if counted else "",
            period=self.period(part, "BT-134", "BT-135"),
            place=part.place,
        )
        return line(money, text, self.line_tax(part))

    def discount(self, part: XmlPart) -> tuple[Decimal, Decimal | None]:
        """What is taken off a line (BG-27, BG-28), and its percentage if it's one."""
        parts = list(part.all("AllowanceCharge"))
        off = ZERO
        for one in parts:
            amount = one.required_number("Amount", "BT-136")
            off += -amount if is_charge(one, "ChargeIndicator") else amount
        percent = None
        if len(parts) == 1:
            percent = parts[0].percent("MultiplierFactorNumeric", "BT-138")
        return off, percent

    def line_tax(self, part: XmlPart) -> TaxCode | None:
        """The tax of a line (BG-30); before EN 16931 it stood with its amount."""
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
            why=Exemption(
                reason=category.text("TaxExemptionReason"),
                reason_code=category.text("TaxExemptionReasonCode"),
            ),
        )

    def adjustment(self, part: XmlPart) -> Adjustment:
        """An allowance or charge on the whole (BG-20, BG-21)."""
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

"""Reading FatturaPA documents, from 1.0 to 1.2.x.

The specification gives lines, summaries by rate and one total, and leaves open
whether stamp duty, rounding and a discount on the whole are in them. Programs do
either, so all are tried: the combination that gives the stated total counts.

Documents that came as FatturaPA, from 1.0 to 1.2.x.

The names are those of the Agenzia delle Entrate's specification. One file may hold
several bodies, each a document of the same seller and buyer.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.e_invoices.fatturapa.lines import italian_code, italian_line
from ledgerkit.e_invoices.fatturapa.parties import italian_party
from ledgerkit.e_invoices.fatturapa.payments import ItalianPayments, italian_payments
from ledgerkit.e_invoices.fatturapa.write import SPLIT_PAYMENT
from ledgerkit.e_invoices.received import (
    ReceivedFormat,
    ReceivedInvoice,
    StatedTotals,
    without_repeats,
)
from ledgerkit.e_invoices.received_facts import currency, one_due, received_kind
from ledgerkit.e_invoices.total_proof import total_differences
from ledgerkit.invoices.invoice import (
    Adjustment,
    Invoice,
    TaxSubtotal,
    Withholding,
    tax_subtotals,
)
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.xml.part import XmlPart


class Extras(NamedTuple):
    """The amounts that may be outside the summaries by rate.

    Attributes:
        discount: The surcharge on the whole; negative for a discount.
        stamp_duty: Stamp duty paid by the seller (ImportoBollo).
        rounding: Of the total (Arrotondamento).
    """

    discount: Decimal = ZERO
    stamp_duty: Decimal = ZERO
    rounding: Decimal = ZERO


def inside_the_total(summed: Decimal, gross: Decimal | None, extras: Extras) -> Extras:
    """The extras that are in the total but in no summary.

    Args:
        summed: The total of the summaries, with tax.
        gross: The stated total; None if there is none.
        extras: The extras in the file.

    >>> from decimal import Decimal
    >>> duty = Extras(stamp_duty=Decimal(2))
    >>> inside_the_total(Decimal(100), Decimal(102), duty).stamp_duty
    Decimal('2')
    >>> inside_the_total(Decimal(100), Decimal(100), duty).stamp_duty
    Decimal('0')
    """
    kinds = [kind for kind in Extras._fields if getattr(extras, kind)]
    for count in range(len(kinds) + 1):
        for included in combinations(kinds, count):
            inside = Extras(**{kind: getattr(extras, kind) for kind in included})
            if summed + sum(inside, ZERO) == gross:
                return inside
    # Nothing fits: the specification includes only a discount on the whole.
    return Extras(discount=extras.discount)


#: Credit notes, in the ordinary and in the simplified form.
CREDIT_NOTES = frozenset({"TD04", "TD08"})


_OFF = "SC"


_SPLIT = "S"


def read_fatturapa(root: XmlPart) -> Sequence[ReceivedInvoice]:
    """The documents of a FatturaPA file.

    Args:
        root: Its ``FatturaElettronica``.

    Raises:
        UnreadableFileError: If anything required is missing or unreadable.
    """
    bodies = list(root.all("FatturaElettronicaBody"))
    if not bodies:
        raise root.missing("FatturaElettronicaBody", "the document")
    return [_FatturaReading(root, body).received() for body in bodies]


class _FatturaReading:
    """One document being read from FatturaPA."""

    def __init__(self, root: XmlPart, body: XmlPart) -> None:
        self.root = root
        self.body = body
        document = body.first("DatiGenerali/DatiGeneraliDocumento")
        if document is None:
            raise body.missing("DatiGenerali/DatiGeneraliDocumento", "the document")
        self.document = document
        self.issued = document.required_day("Data", "Data")
        self.type_code = document.text("TipoDocumento")
        self.currency = currency(document.first("Divisa"))
        if not self.currency:
            raise document.missing("Divisa", "Divisa")
        self.lines = tuple(
            italian_line(part, self.issued, self.currency)
            for part in body.all("DatiBeniServizi/DettaglioLinee")
        )
        self.funds = tuple(self.contributions())
        self.stated_taxes = tuple(self.subtotals())
        self.taxes = self.stated_taxes or tuple(self.reckoned_taxes())
        self.withholdings = (*self.withheld(), *self.split_payment())

    def subtotals(self) -> Iterator[TaxSubtotal]:
        """Tax by rate and nature (DatiRiepilogo)."""
        for part in self.body.all("DatiBeniServizi/DatiRiepilogo"):
            yield TaxSubtotal(
                code=italian_code(part, self.issued),
                base=part.required_number("ImponibileImporto", "ImponibileImporto"),
                tax=part.required_number("Imposta", "Imposta"),
            )

    def reckoned_taxes(self) -> Sequence[TaxSubtotal]:
        """The same, computed if the required summary is missing."""
        bases = [(line.tax, line.net) for line in self.lines]
        bases += [(fund.tax, fund.net) for fund in self.funds]
        sums = tax_subtotals(bases, ())
        return [
            replace(
                subtotal, tax=tax_on(subtotal.base, subtotal.code.rate, self.currency)
            )
            for subtotal in sums
            if subtotal.code
        ]

    def contributions(self) -> Iterator[Adjustment]:
        """Contributions to a professional's pension fund (DatiCassaPrevidenziale)."""
        for part in self.document.all("DatiCassaPrevidenziale"):
            name = "ImportoContributoCassa"
            yield Adjustment(
                reason=f"Cassa previdenziale {part.text('TipoCassa')}".strip(),
                amount=part.required_number(name, name),
                is_charge=True,
                tax=italian_code(part, self.issued),
                account="",
                place=part.place,
            )

    def withheld(self) -> Iterator[Withholding]:
        """Amounts the buyer withholds for the tax office or a fund (DatiRitenuta)."""
        for part in self.document.all("DatiRitenuta"):
            yield Withholding(
                kind=part.text("TipoRitenuta"),
                percent=part.percent("AliquotaRitenuta", "AliquotaRitenuta") or ZERO,
                reason=part.text("CausalePagamento"),
                amount=part.required_number("ImportoRitenuta", "ImportoRitenuta"),
            )

    def split_payment(self) -> Iterator[Withholding]:
        """Split payment: VAT paid by a public buyer itself (EsigibilitaIVA S)."""
        tax = ZERO
        for part in self.body.all("DatiBeniServizi/DatiRiepilogo"):
            if part.text("EsigibilitaIVA") == _SPLIT:
                tax += part.required_number("Imposta", "Imposta")
        if tax:
            yield Withholding(
                kind=SPLIT_PAYMENT, percent=Decimal(100), reason="", amount=tax
            )

    def received(self) -> ReceivedInvoice:
        body, document = self.body, self.document
        gross = document.number("ImportoTotaleDocumento", "ImportoTotaleDocumento")
        extras = self.extras()
        summed = self.sum_of_bases() + self.sum_of_tax()
        inside = inside_the_total(summed, gross, extras)
        rounding = ZERO if inside.rounding else extras.rounding
        total = summed + sum(inside, ZERO) if gross is None else gross
        payable = total + rounding - sum((w.amount for w in self.withholdings), ZERO)
        payments = italian_payments(body, issued=self.issued, payable=payable)
        stated = StatedTotals(
            net=self.sum_of_bases() + sum(inside, ZERO),
            tax=self.sum_of_tax(),
            gross=gross,
            rounding=rounding or None,
            payable=payments.payable,
        )
        owed = payable if payments.payable is None else payments.payable
        invoice = self.invoice(inside, rounding, owed, payments)
        return ReceivedInvoice(
            format=ReceivedFormat.FATTURAPA,
            profile=self.root.attribute("versione"),
            type_code=self.type_code,
            invoice=invoice,
            stated=stated,
            due=payments.due,
            terms=payments.terms,
            accounts=payments.accounts,
            payee="" if payments.payee == invoice.seller.legal_name else payments.payee,
            attachments=without_repeats(body.texts("Allegati/NomeAttachment")),
            warnings=(
                *self.remarks(inside),
                *([payments.warning] if payments.warning else []),
                *total_differences(invoice, stated),
            ),
        )

    def remarks(self, inside: Extras) -> Iterator[str]:
        """Remarks on how the document was read."""
        if not self.stated_taxes:
            yield "it has no summary of tax (DatiRiepilogo); it is reckoned by rate"
        for name, amount in (
            ("stamp duty", inside.stamp_duty),
            ("rounding", inside.rounding),
        ):
            if amount:
                yield f"its total holds {amount:f} of {name} that no line states"

    def extras(self) -> Extras:
        document = self.document
        return Extras(
            discount=sum((a.net for a in self.whole_discounts()), ZERO),
            stamp_duty=document.number("DatiBollo/ImportoBollo", "ImportoBollo")
            or ZERO,
            rounding=document.number("Arrotondamento", "Arrotondamento") or ZERO,
        )

    def sum_of_bases(self) -> Decimal:
        if not self.taxes:
            raise self.body.missing("DatiBeniServizi/DettaglioLinee", "a line")
        return sum((subtotal.base for subtotal in self.taxes), ZERO)

    def sum_of_tax(self) -> Decimal:
        return sum((subtotal.tax for subtotal in self.taxes), ZERO)

    def whole_discounts(self) -> Iterator[Adjustment]:
        """Discounts and surcharges on the whole document, which have no rate."""
        for part in self.document.all("ScontoMaggiorazione"):
            amount = part.number("Importo", "Importo")
            if amount is None:
                percent = part.percent("Percentuale", "Percentuale") or ZERO
                net = sum((line.net for line in self.lines), ZERO)
                amount = (net * percent / 100).quantize(Decimal("0.01"))
            is_charge = part.text("Tipo") != _OFF
            yield Adjustment(
                reason="Maggiorazione" if is_charge else "Sconto",
                amount=amount,
                is_charge=is_charge,
                tax=None,
                account="",
                place=part.place,
            )

    def adjustments(self, inside: Extras) -> Iterator[Adjustment]:
        """Allowances and charges on the whole, including those only in the total."""
        yield from self.funds
        yield from self.whole_discounts()
        for reason, amount in (
            ("Bollo", inside.stamp_duty),
            ("Arrotondamento", inside.rounding),
        ):
            if amount:
                yield Adjustment(
                    reason=reason,
                    amount=abs(amount),
                    is_charge=amount > 0,
                    tax=None,
                    account="",
                    place=self.document.place,
                )

    def invoice(
        self,
        inside: Extras,
        rounding: Decimal,
        owed: Decimal,
        payments: ItalianPayments,
    ) -> Invoice:
        document, root = self.document, self.root
        seller = root.first("FatturaElettronicaHeader/CedentePrestatore")
        buyer = root.first("FatturaElettronicaHeader/CessionarioCommittente")
        delivered = "DatiGenerali/DatiTrasporto/DataOraConsegna"
        return Invoice(
            kind=received_kind(credit=self.type_code in CREDIT_NOTES),
            number=document.required("Numero", "Numero"),
            issued=self.issued,
            currency=self.currency,
            seller=italian_party(seller, seller=True),
            buyer=italian_party(buyer, seller=False),
            subject="",
            lines=self.lines,
            adjustments=tuple(self.adjustments(inside)),
            taxes=self.taxes,
            prepaid=ZERO,
            rounding=rounding,
            withholdings=self.withholdings,
            owed=owed,
            due_parts=payments.parts or one_due(self.issued, owed),
            terms=None,
            payment_account=payments.accounts[0] if payments.accounts else None,
            order=self.body.text("DatiGenerali/DatiOrdineAcquisto/IdDocumento"),
            buyer_reference="",
            remark="\n".join(document.texts("Causale")),
            delivered=self.body.day(delivered, "DataOraConsegna"),
            period=None,
            preceding=tuple(self.preceding()),
            stamp_duty=self.extras().stamp_duty,
            place=document.place,
        )

    def preceding(self) -> Iterator[tuple[str, date | None]]:
        """The documents it refers to (DatiFattureCollegate)."""
        for part in self.body.all("DatiGenerali/DatiFattureCollegate"):
            if part.text("IdDocumento"):
                yield part.text("IdDocumento"), part.day("Data", "Data")

"""Reading FatturaPA semplificata: small amounts, tax included."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.e_invoices.fatturapa.lines import italian_code
from ledgerkit.e_invoices.fatturapa.parties import italian_party
from ledgerkit.e_invoices.fatturapa.read import CREDIT_NOTES
from ledgerkit.e_invoices.received import (
    ReceivedFormat,
    ReceivedInvoice,
    StatedTotals,
    without_repeats,
)
from ledgerkit.e_invoices.received_facts import (
    LineMoney,
    LineText,
    currency,
    line,
    one_due,
    received_kind,
)
from ledgerkit.invoices.invoice import Invoice, tax_subtotals
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.invoices.invoice import InvoiceLine, TaxSubtotal
    from ledgerkit.parties.party import Party
    from ledgerkit.xml.part import XmlPart

_CENT = Decimal("0.01")


def read_simplified_fatturapa(root: XmlPart) -> Sequence[ReceivedInvoice]:
    """The documents of a simplified file.

    Args:
        root: Its ``FatturaElettronicaSemplificata``.

    Raises:
        UnreadableFileError: If anything required is missing or unreadable.
    """
    bodies = list(root.all("FatturaElettronicaBody"))
    if not bodies:
        raise root.missing("FatturaElettronicaBody", "the document")
    return [_SimplifiedReading(root, body).received() for body in bodies]


class _TaxedLine(NamedTuple):
    """A line without tax, and the tax that its amount includes."""

    line: InvoiceLine
    tax: Decimal


class _SimplifiedReading:
    """One document being read from FatturaPA semplificata."""

    def __init__(self, root: XmlPart, body: XmlPart) -> None:
        self.root = root
        self.body = body
        document = body.first("DatiGenerali/DatiGeneraliDocumento")
        if document is None:
            raise body.missing("DatiGenerali/DatiGeneraliDocumento", "the document")
        self.document = document
        self.type_code = document.text("TipoDocumento")
        self.issued = document.required_day("Data", "Data")
        self.currency = currency(document.first("Divisa"))
        if not self.currency:
            raise document.missing("Divisa", "Divisa")
        self.lines = [_line(part, self.issued) for part in body.all("DatiBeniServizi")]
        if not self.lines:
            raise body.missing("DatiBeniServizi", "a line")

    def received(self) -> ReceivedInvoice:
        invoice = self.invoice()
        return ReceivedInvoice(
            format=ReceivedFormat.SIMPLIFIED_FATTURAPA,
            profile=self.root.attribute("versione"),
            type_code=self.type_code,
            invoice=invoice,
            # Its lines include tax, and there is no other total.
            stated=StatedTotals(gross=invoice.gross),
            due=None,
            attachments=without_repeats(self.body.texts("Allegati/NomeAttachment")),
        )

    def invoice(self) -> Invoice:
        document, corrected = self.document, self.corrected()
        owed = sum((taxed.line.net + taxed.tax for taxed in self.lines), ZERO)
        return Invoice(
            kind=received_kind(credit=self.type_code in CREDIT_NOTES),
            number=document.required("Numero", "Numero"),
            issued=self.issued,
            currency=self.currency,
            seller=self.party("CedentePrestatore", seller=True),
            buyer=self.party("CessionarioCommittente", seller=False),
            subject="",
            lines=tuple(taxed.line for taxed in self.lines),
            adjustments=(),
            taxes=self.taxes(),
            prepaid=ZERO,
            rounding=ZERO,
            withholdings=(),
            owed=owed,
            due_parts=one_due(self.issued, owed),
            terms=None,
            payment_account=None,
            order="",
            buyer_reference="",
            remark=corrected.text("ElementiRettificati") if corrected else "",
            delivered=None,
            period=None,
            preceding=tuple(self.preceding()),
            stamp_duty=ZERO,
            place=document.place,
        )

    def party(self, name: str, *, seller: bool) -> Party:
        part = self.root.first(f"FatturaElettronicaHeader/{name}")
        return italian_party(part, seller=seller)

    def taxes(self) -> tuple[TaxSubtotal, ...]:
        bases = [(taxed.line.tax, taxed.line.net) for taxed in self.lines]
        taxes = [(taxed.line.tax, taxed.tax) for taxed in self.lines]
        return tuple(tax_subtotals(bases, taxes))

    def corrected(self) -> XmlPart | None:
        return self.body.first("DatiGenerali/DatiFatturaRettificata")

    def preceding(self) -> Iterator[tuple[str, date | None]]:
        corrected = self.corrected()
        if corrected and corrected.text("NumeroFR"):
            yield corrected.text("NumeroFR"), corrected.day("DataFR", "DataFR")


def _line(part: XmlPart, issued: date) -> _TaxedLine:
    """A line (DatiBeniServizi); its tax is stated, or computed from the rate."""
    gross = part.required_number("Importo", "Importo")
    rates = part.first("DatiIVA") or part
    percent = rates.percent("Aliquota", "Aliquota") or ZERO
    tax = rates.number("Imposta", "Imposta")
    if tax is None:
        included = gross * percent / (100 + max(percent, ZERO))
        tax = included.quantize(_CENT, rounding=ROUND_HALF_UP)
    code = italian_code(part, issued, rate="DatiIVA/Aliquota")
    net = gross - tax
    money = LineMoney(
        quantity=None, price=net, per=None, discount=ZERO, percent=None, net=net
    )
    text = LineText(part.text("Descrizione"), "", None, part.place)
    return _TaxedLine(line(money, text, code), tax)

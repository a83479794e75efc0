"""Documents that came as FatturaPA semplificata: small amounts, tax included."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.e_invoices.fatturapa_lines import italian_code
from ledgerkit.e_invoices.fatturapa_parties import italian_party
from ledgerkit.e_invoices.read_fatturapa import CREDIT_NOTES
from ledgerkit.e_invoices.received_facts import (
    LineMoney,
    LineText,
    currency,
    kind_of,
    line,
    one_due,
)
from ledgerkit.e_invoices.received_invoice import (
    ReceivedFormat,
    ReceivedInvoice,
    StatedTotals,
    without_repeats,
)
from ledgerkit.invoices.invoice import Invoice
from ledgerkit.invoices.tax_summary import tax_subtotals
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.e_invoices.xml_part import Part
    from ledgerkit.invoices.invoice import InvoiceLine

_CENT = Decimal("0.01")


def read_simplified_fatturapa(root: Part) -> Sequence[ReceivedInvoice]:
    """The documents of a simplified file.

    Args:
        root: Its ``FatturaElettronicaSemplificata``.

    Raises:
        UnreadableEInvoiceError: If something that they need is missing, or something
            that is there can't be read.
    """
    bodies = list(root.all("FatturaElettronicaBody"))
    if not bodies:
        raise root.missing("FatturaElettronicaBody", "the document")
    return [_received(root, body) for body in bodies]


class _TaxedLine(NamedTuple):
    """A line without tax, and the tax that its amount includes."""

    line: InvoiceLine
    tax: Decimal


def _received(root: Part, body: Part) -> ReceivedInvoice:
    invoice = _invoice(root, body)
    return ReceivedInvoice(
        format=ReceivedFormat.SIMPLIFIED_FATTURAPA,
        profile=root.attribute("versione"),
        type_code=body.text("DatiGenerali/DatiGeneraliDocumento/TipoDocumento"),
        invoice=invoice,
        # Its lines are stated with tax, and there is no other total.
        stated=StatedTotals(gross=invoice.gross),
        due=None,
        attachments=without_repeats(body.texts("Allegati/NomeAttachment")),
    )


def _invoice(root: Part, body: Part) -> Invoice:
    document = body.first("DatiGenerali/DatiGeneraliDocumento")
    if document is None:
        raise body.missing("DatiGenerali/DatiGeneraliDocumento", "the document")
    code = currency(document.first("Divisa"))
    if not code:
        raise document.missing("Divisa", "Divisa")
    issued = document.required_day("Data", "Data")
    parts = list(body.all("DatiBeniServizi"))
    if not parts:
        raise body.missing("DatiBeniServizi", "a line")
    lines = [_line(part, document) for part in parts]
    taxes = tax_subtotals(
        [(one.line.tax, one.line.net) for one in lines],
        [(one.line.tax, one.tax) for one in lines],
    )
    owed = sum((one.line.net + one.tax for one in lines), ZERO)
    header = root.first("FatturaElettronicaHeader")
    corrected = body.first("DatiGenerali/DatiFatturaRettificata")
    return Invoice(
        kind=kind_of(credit=document.text("TipoDocumento") in CREDIT_NOTES),
        number=document.required("Numero", "Numero"),
        issued=issued,
        currency=code,
        seller=italian_party(
            header.first("CedentePrestatore") if header else None, seller=True
        ),
        buyer=italian_party(
            header.first("CessionarioCommittente") if header else None, seller=False
        ),
        subject="",
        lines=tuple(one.line for one in lines),
        adjustments=(),
        taxes=tuple(taxes),
        prepaid=ZERO,
        rounding=ZERO,
        withholdings=(),
        owed=owed,
        due_parts=one_due(issued, owed),
        terms=None,
        payment_account=None,
        order="",
        buyer_reference="",
        remark=corrected.text("ElementiRettificati") if corrected else "",
        delivered=None,
        period=None,
        preceding=(
            ((corrected.text("NumeroFR"), corrected.day("DataFR", "DataFR")),)
            if corrected
            else ()
        ),
        stamp_duty=ZERO,
        place=document.place,
    )


def _line(part: Part, document: Part) -> _TaxedLine:
    """A line (DatiBeniServizi), whose tax is stated or follows from its rate."""
    issued = document.required_day("Data", "Data")
    whole = part.required_number("Importo", "Importo")
    rates = part.first("DatiIVA") or part
    percent = rates.number("Aliquota", "Aliquota") or ZERO
    tax = rates.number("Imposta", "Imposta")
    if tax is None:
        included = whole * percent / (100 + percent)
        tax = included.quantize(_CENT, rounding=ROUND_HALF_UP)
    code = italian_code(part, issued, rate="DatiIVA/Aliquota")
    net = whole - tax
    money = LineMoney(
        quantity=None, price=net, per=None, discount=ZERO, percent=None, net=net
    )
    text = LineText(part.text("Descrizione"), "", None, part.place)
    return _TaxedLine(line(money, text, code), tax)

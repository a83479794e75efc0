"""Writing invoices as FatturaPA 1.2.2 for Italy's Sistema di Interscambio.

The names and their order are those of the Agenzia delle Entrate's specification.
Allowances and charges on the whole document are lines of their own (type SC and AC),
because only lines have a tax rate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.norm import (
    country,
    dated,
    spaceless,
    unbroken,
)
from ledgerkit.e_invoices.fatturapa.text import (
    latin,
    many_decimals,
    progressive,
    two_decimals,
)
from ledgerkit.money import ZERO
from ledgerkit.xml.elements import Element, Namespaces, element, required

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ledgerkit.invoices.early_payment import DiscountOffer
    from ledgerkit.invoices.invoice import (
        Adjustment,
        Invoice,
        InvoiceLine,
        Withholding,
    )
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party

_FATTURAPA = Namespaces(
    {"p": "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"}
)
#: The codes for delivery by certified mail or in the buyer's tax area, and for a
#: recipient outside Italy.
NO_ADDRESS, ABROAD = "0000000", "XXXXXXX"
#: The length of a public office's code; a private firm's has seven characters.
_OFFICE_CODE = 6
_TO_OFFICE, _TO_FIRM = "FPA12", "FPR12"
_INVOICE, _CREDIT_NOTE = "TD01", "TD04"
_WHOLE, _INSTALMENTS = "TP02", "TP01"
_CREDIT_TRANSFER, _DIRECT_DEBIT = "MP05", "MP19"
#: The kind of withholding for VAT that the buyer pays to the tax office itself.
SPLIT_PAYMENT = "split"
#: Lines outside VAT altogether bear no withholding either.
_EXPENSES = "N1"
_REA = re.compile(r"(?P<office>[A-Z]{2})[- ]?(?P<number>[0-9]+)")
_CAUSALE = 200


def fatturapa(invoice: Invoice) -> bytes:
    """The document as a FatturaPA file; it must have passed `italian_facts`."""
    code = recipient(invoice)
    version = _TO_OFFICE if len(code) == _OFFICE_CODE else _TO_FIRM
    root = required(
        "p:FatturaElettronica",
        element(
            "FatturaElettronicaHeader",
            _transmission(invoice, code, version),
            _seller(invoice.seller),
            _buyer(invoice.buyer),
        ),
        element(
            "FatturaElettronicaBody",
            element("DatiGenerali", _document(invoice), *_related(invoice)),
            element("DatiBeniServizi", *_lines(invoice), *_summaries(invoice)),
            _payment(invoice),
        ),
    )
    return _FATTURAPA.write(root._replace(attributes={"versione": version}))


def fatturapa_name(invoice: Invoice) -> str:
    """The file name the SdI requires: the sender's id and a progressive code."""
    place, number = fatturapa_vat_number(invoice.seller)
    sender = spaceless(invoice.seller, "tax-id") or number
    return f"{place}{sender}_{progressive(invoice.number)}"


def recipient(invoice: Invoice) -> str:
    """The recipient's code (CodiceDestinatario)."""
    if country(invoice.buyer) != "IT":
        return ABROAD
    return spaceless(invoice.buyer, "sdi-code").upper() or NO_ADDRESS


def fatturapa_vat_number(party: Party) -> tuple[str, str]:
    """Country and number (IdPaese, IdCodice); both empty if there is none.

    For a foreign party, another tax number will do.
    """
    vat_id = spaceless(party, "vat-id")
    if vat_id:
        return vat_id[:2], vat_id[2:]
    if country(party) != "IT" and spaceless(party, "tax-id"):
        return country(party), spaceless(party, "tax-id")
    return "", ""


def _transmission(invoice: Invoice, code: str, version: str) -> Element | None:
    pec = unbroken(invoice.buyer.text("pec")) if code == NO_ADDRESS else ""
    place, number = fatturapa_vat_number(invoice.seller)
    return element(
        "DatiTrasmissione",
        element(
            "IdTrasmittente",
            element("IdPaese", place),
            element("IdCodice", spaceless(invoice.seller, "tax-id") or number),
        ),
        element("ProgressivoInvio", progressive(invoice.number)),
        element("FormatoTrasmissione", version),
        element("CodiceDestinatario", code),
        element("PECDestinatario", pec),
    )


def _seller(seller: Party) -> Element | None:
    return element(
        "CedentePrestatore",
        element(
            "DatiAnagrafici",
            _vat_id(seller),
            element("CodiceFiscale", spaceless(seller, "tax-id").upper()),
            _name(seller),
            element("RegimeFiscale", spaceless(seller, "tax-regime")),
        ),
        _address(seller),
        _register(seller),
        element(
            "Contatti",
            element("Telefono", _telephone(seller)),
            element("Email", unbroken(seller.text("email"))),
        ),
    )


def _buyer(buyer: Party) -> Element | None:
    italian = country(buyer) == "IT"
    tax_id = spaceless(buyer, "tax-id").upper() if italian else ""
    return element(
        "CessionarioCommittente",
        element(
            "DatiAnagrafici",
            _vat_id(buyer),
            element("CodiceFiscale", tax_id),
            _name(buyer),
        ),
        _address(buyer),
    )


def _vat_id(party: Party) -> Element | None:
    place, number = fatturapa_vat_number(party)
    return element(
        "IdFiscaleIVA", element("IdPaese", place), element("IdCodice", number)
    )


def _name(party: Party) -> Element | None:
    return element("Anagrafica", element("Denominazione", latin(party.legal_name)))


def _address(party: Party) -> Element | None:
    """The address; abroad, the postal code goes before the town, as CAP is Italian."""
    italian = country(party) == "IT"
    postal_code, town = (
        spaceless(party, "postal-code"),
        latin(party.text("locality")),
    )
    return element(
        "Sede",
        element("Indirizzo", latin(party.text("street"))),
        element("CAP", postal_code if italian else "00000"),
        element("Comune", town if italian else latin(f"{postal_code} {town}")),
        element("Provincia", spaceless(party, "region").upper() if italian else ""),
        element("Nazione", country(party)),
    )


def _register(seller: Party) -> Element | None:
    """The entry in the REA; a firm in liquidation must say so in its name."""
    entry = _REA.fullmatch(unbroken(seller.text("register")))
    if entry is None:
        return None
    liquidated = "liquidazione" in seller.legal_name.casefold()
    return element(
        "IscrizioneREA",
        element("Ufficio", entry["office"]),
        element("NumeroREA", entry["number"]),
        element("StatoLiquidazione", "LS" if liquidated else "LN"),
    )


def _telephone(seller: Party) -> str:
    """Five to twelve characters, so without Italy's own prefix."""
    number = spaceless(seller, "tel").removeprefix("+39")
    return number if 5 <= len(number) <= 12 and number.isascii() else ""


def _document(invoice: Invoice) -> Element | None:
    return element(
        "DatiGeneraliDocumento",
        element("TipoDocumento", _CREDIT_NOTE if invoice.is_credit else _INVOICE),
        element("Divisa", invoice.currency),
        element("Data", dated(invoice.issued)),
        element("Numero", invoice.number),
        *(_withholding(withheld) for withheld in _withholdings(invoice)),
        _stamp(invoice.stamp_duty),
        element("ImportoTotaleDocumento", two_decimals(invoice.gross)),
        element(
            "Arrotondamento", two_decimals(invoice.rounding) if invoice.rounding else ""
        ),
        *(element("Causale", part) for part in _reasons(invoice)),
    )


def _withholdings(invoice: Invoice) -> list[Withholding]:
    return [w for w in invoice.withholdings if w.kind != SPLIT_PAYMENT]


def _withholding(withheld: Withholding) -> Element | None:
    return element(
        "DatiRitenuta",
        element("TipoRitenuta", withheld.kind),
        element("ImportoRitenuta", two_decimals(withheld.amount)),
        element("AliquotaRitenuta", two_decimals(withheld.percent)),
        element("CausalePagamento", withheld.reason),
    )


def _stamp(duty: Decimal) -> Element | None:
    if not duty:
        return None
    return element(
        "DatiBollo",
        element("BolloVirtuale", "SI"),
        element("ImportoBollo", two_decimals(duty)),
    )


def _reasons(invoice: Invoice) -> Iterator[str]:
    """Texts without a field of their own, in pieces that fit."""
    texts = (invoice.subject, invoice.remark, invoice.buyer_reference)
    for line in map(latin, texts):
        yield from (
            line[start : start + _CAUSALE].strip()
            for start in range(0, len(line), _CAUSALE)
        )


def _related(invoice: Invoice) -> Iterator[Element | None]:
    yield element("DatiOrdineAcquisto", element("IdDocumento", unbroken(invoice.order)))
    for number, issued in invoice.preceding:
        yield element(
            "DatiFattureCollegate",
            element("IdDocumento", number),
            element("Data", dated(issued)),
        )


def _lines(invoice: Invoice) -> Iterator[Element | None]:
    withheld = bool(_withholdings(invoice))
    for number, line in enumerate(invoice.lines, 1):
        yield _line(number, line, withheld=withheld)
    for number, adjustment in enumerate(invoice.adjustments, len(invoice.lines) + 1):
        yield _adjustment(number, adjustment, withheld=withheld)


def _line(number: int, line: InvoiceLine, *, withheld: bool) -> Element | None:
    sign = -1 if line.quantity < 0 else 1  # Only the price may be negative.
    first, last = line.period or (None, None)
    return element(
        "DettaglioLinee",
        element("NumeroLinea", str(number)),
        element("Descrizione", latin(line.description)),
        element("Quantita", many_decimals(line.quantity * sign)),
        element("UnitaMisura", line.unit),
        element("DataInizioPeriodo", dated(first)),
        element("DataFinePeriodo", dated(last)),
        element("PrezzoUnitario", many_decimals(line.unit_price * sign)),
        _discount(line),
        element("PrezzoTotale", many_decimals(line.net)),
        *_tax(line.tax, withheld=withheld),
    )


def _discount(line: InvoiceLine) -> Element | None:
    """The percentage if exact, or else the discount per unit."""
    if not line.discount:
        return None
    percent = line.discount_percent
    exact = percent is not None and percent == round(percent, 2)
    unit_discount = abs(line.discount / line.quantity)
    # A percentage of a negative price is a discount if it raises the price.
    is_off = line.discount > 0
    if exact and line.quantity * line.unit_price < 0:
        is_off = not is_off
    return element(
        "ScontoMaggiorazione",
        element("Tipo", "SC" if is_off else "MG"),
        element("Percentuale", two_decimals(percent or ZERO) if exact else ""),
        element("Importo", "" if exact else many_decimals(unit_discount)),
    )


def _adjustment(
    number: int, adjustment: Adjustment, *, withheld: bool
) -> Element | None:
    return element(
        "DettaglioLinee",
        element("NumeroLinea", str(number)),
        element("TipoCessionePrestazione", "AC" if adjustment.is_charge else "SC"),
        element("Descrizione", latin(adjustment.reason)),
        element("PrezzoUnitario", many_decimals(adjustment.net)),
        element("PrezzoTotale", many_decimals(adjustment.net)),
        *_tax(adjustment.tax, withheld=withheld),
    )


def _tax(code: TaxCode | None, *, withheld: bool) -> Iterator[Element | None]:
    assert code is not None
    yield element("AliquotaIVA", two_decimals(code.percent))
    if withheld and code.nature != _EXPENSES:
        yield element("Ritenuta", "SI")
    yield element("Natura", code.nature)


def _summaries(invoice: Invoice) -> Iterator[Element | None]:
    """Tax by rate and nature (DatiRiepilogo)."""
    groups: dict[tuple[Decimal, str], tuple[Decimal, Decimal, str]] = {}
    for subtotal in invoice.taxes:
        code = subtotal.code
        if code is not None:
            key = code.percent, code.nature
            base, tax, reason = groups.get(key, (ZERO, ZERO, ""))
            reason = reason or latin(code.reason)
            groups[key] = base + subtotal.base, tax + subtotal.tax, reason
    split = any(w.kind == SPLIT_PAYMENT for w in invoice.withholdings)
    for (percent, nature), (base, tax, reason) in groups.items():
        due = ("S" if split else "I") if percent else ""
        yield element(
            "DatiRiepilogo",
            element("AliquotaIVA", two_decimals(percent)),
            element("Natura", nature),
            element("ImponibileImporto", two_decimals(base)),
            element("Imposta", two_decimals(tax)),
            element("EsigibilitaIVA", due),
            element("RiferimentoNormativo", reason),
        )


def _payment(invoice: Invoice) -> Element | None:
    """The instalments, by transfer; nothing without an account."""
    account, parts = invoice.payment_account, invoice.due_parts
    if account is None or invoice.is_credit or invoice.owed <= 0:
        return None
    is_collected = invoice.debit is not None
    return element(
        "DatiPagamento",
        element("CondizioniPagamento", _INSTALMENTS if len(parts) > 1 else _WHOLE),
        *(
            element(
                "DettaglioPagamento",
                element("Beneficiario", latin(account.holder)),
                element(
                    "ModalitaPagamento",
                    _DIRECT_DEBIT if is_collected else _CREDIT_TRANSFER,
                ),
                element("DataScadenzaPagamento", dated(part.due)),
                element("ImportoPagamento", two_decimals(part.amount)),
                element("IBAN", "" if is_collected else account.iban),
                element("BIC", "" if is_collected else account.bic),
                *_early_payment(invoice.discount),
            )
            for part in parts
        ),
    )


def _early_payment(offer: DiscountOffer | None) -> Iterator[Element | None]:
    """The early-payment discount and its last day; instalment terms have none."""
    if offer is not None and offer.amount > 0:
        yield element("ScontoPagamentoAnticipato", two_decimals(offer.amount))
        yield element("DataLimitePagamentoAnticipato", dated(offer.until))

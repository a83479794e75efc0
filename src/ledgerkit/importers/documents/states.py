"""What a row's type and status say: whether it is a document, and what is left of it.

Words as `headings.compact` leaves them, in the languages of the headings and some more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.importers.tables.headings import compact
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal


class RowType(StrEnum):
    """What a row is, by its type."""

    DOCUMENT = "document"
    CREDIT = "credit"
    OF_CLIENT = "sales document"
    OF_VENDOR = "purchase document"
    PAYMENT = "payment"
    OTHER = "no document"


class RowState(StrEnum):
    """What became of a document, by its status."""

    DRAFT = "draft"
    VOID = "void"
    OPEN = "open"
    PART_PAID = "part-paid"
    PAID = "paid"
    WRITTEN_OFF = "written off"


_TYPES: Mapping[RowType, str] = {
    RowType.DOCUMENT: """
        invoice inv standard standardinvoice taxinvoice debit debitnote debitmemo
        statementcharge charge commercialinvoice 380
        fattura ft fatturaimmediata fatturadifferita notadidebito notadebito parcella
        td01 td24
        rechnung re schlussrechnung abschlagsrechnung teilrechnung
        facture fac factured
        factura fra facturasimplificada
        factuur fatura faktura fakturavat faktuur lasku szamla
    """,
    RowType.CREDIT: """
        creditnote creditmemo credit creditinvoice salescredit salescreditnote
        customercredit clientcredit vendorcredit suppliercredit suppliercreditnote
        billcredit purchasecredit purchasecreditnote accreccredit accpaycredit
        outrefund inrefund cn cr sc pc 381 storno
        notadicredito notacredito notadiaccredito nc td04
        gutschrift rechnungskorrektur stornorechnung gs
        avoir notedecredit facturedavoir av
        abono notadecredito notadeabono facturarectificativa rectificativa
        creditnota kredietnota notadecreditoabono
        kreditfaktura kreditnota dobropis fakturakorygujaca korekta hyvityslasku
    """,
    RowType.OF_CLIENT: """
        si salesinvoice accrec customerinvoice clientinvoice outinvoice ausgangsrechnung
        fatturadivendita fatturacliente fatturaemessa factureclient facturedevente
        facturadeventa facturaemitida verkoopfactuur kundfaktura
    """,
    RowType.OF_VENDOR: """
        pi bill purchaseinvoice accpay vendorbill supplierinvoice vendorinvoice
        ininvoice
        eingangsrechnung fatturadiacquisto fatturafornitore fatturaricevuta
        facturefournisseur facturedachat facturadecompra facturarecibida
        inkoopfactuur leverantorsfaktura
    """,
    RowType.PAYMENT: """
        payment receipt receivepayment customerpayment receivedpayment billpayment
        billpaymentcheck billpaymentcreditcard deposit salesreceipt transfer expense
        check cheque
        pagamento incasso ricevuta bonifico
        zahlung zahlungseingang zahlungsausgang einzahlung auszahlung quittung
        paiement reglement encaissement recu
        pago cobro recibo
        betaling ontvangst recebimento inbetalning platnosc wplata
    """,
    RowType.OTHER: """
        estimate quote quotation proposal offer salesorder order purchaseorder
        proforma proformainvoice deliverynote packingslip journal journalentry
        statement timesheet retainer
        preventivo ordine offerta ddt proformaft
        angebot kostenvoranschlag auftrag lieferschein proformarechnung
        auftragsbestatigung buchung
        devis commande bondecommande bondelivraison factureproforma
        presupuesto pedido albaran facturaproforma
        offerte orcamento offert zamowienie
    """,
}

_STATES: Mapping[RowState, str] = {
    RowState.DRAFT: """
        draft drafts unsent submitted awaitingapproval pendingapproval unapproved
        notissued notsent scheduled
        bozza bozze daapprovare nonemessa
        entwurf inbearbeitung nichtversendet
        brouillon provisoire aapprouver
        borrador pendientedeaprobacion
        concept rascunho utkast kladde szkic roboczy robocza koncept luonnos
    """,
    RowState.VOID: """
        void voided cancelled canceled deleted reversed rejected declined
        annullata annullato stornata stornato cancellata cancellato eliminata rifiutata
        storniert abgebrochen geloscht ungultig abgelehnt
        annule annulee supprime supprimee rejetee
        anulada anulado cancelada cancelado rechazada
        geannuleerd vervallen makulerad annulleret kansellert anulowana anulowano
        stornovano storno mitatoity
    """,
    RowState.OPEN: """
        open opened sent emailed mailed viewed seen printed overdue due pastdue unpaid
        outstanding approved authorised authorized issued posted final finalised
        finalized unsettled awaitingpayment pendingpayment notpaid notyetdue notdue
        delivered accepted late collections disputed
        aperta aperto emessa emesso inviata inviato scaduta scaduto dapagare
        daincassare nonpagata nonpagato nonsaldata nonsaldato nonincassata insoluta
        insoluto consegnata approvata
        offen versendet gesendet verschickt uberfallig fallig faellig ueberfaellig
        unbezahlt nichtbezahlt ausstehend gebucht festgeschrieben ausgestellt gemahnt
        ouverte ouvert envoyee envoye echue enretard impayee impaye nonpayee validee
        emise aregler aechoir enattentedepaiement
        abierta abierto enviada enviado vencida vencido pendiente pendientedepago
        impagada nopagada pendientedecobro emitida aprobada
        openstaand verzonden vervallenbetaling verlopen onbetaald teontvangen
        aberta emaberto vencidas obetald skickad forfallen ubetalt sendt nieoplacona
        niezaplacona wyslana poterminie neuhrazeno avoin
    """,
    RowState.PART_PAID: """
        partial partiallypaid partpaid partlypaid partpayment partialpayment
        parzialmentepagata parzialmentepagato parziale acconto
        teilbezahlt teilweisebezahlt angezahlt
        partiellementpayee partiellementpaye partiel acompte
        parcialmentepagada pagadaparcialmente parcial
        deelsbetaald gedeeltelijkbetaald parcialmentepaga delvisbetald
        czesciowooplacona
    """,
    RowState.PAID: """
        paid fullypaid paidinfull autopaid closed settled deposited cleared inpayment
        paiddeposited paidnotdeposited collected
        pagata pagato saldata saldato incassata incassato chiusa
        bezahlt vollstandigbezahlt beglichen ausgeglichen erledigt abgeschlossen
        payee paye reglee regle soldee solde encaissee acquittee
        pagada pagado cobrada cobrado liquidada cerrada
        betaald voldaan paga pago liquidado betald betalt oplacona zaplacona
        zaplaceno uhrazeno kifizetve fizetve maksettu
    """,
    RowState.WRITTEN_OFF: """
        uncollectible writtenoff writeoff baddebt
        inesigibile perdita abgeschrieben uneinbringlich irrecouvrable incobrable
        oninbaar
    """,
}

_TYPE_OF = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
#: States told by a first word, with a number of days after it, say.
_BY_FIRST_WORD = frozenset({RowState.DRAFT, RowState.VOID, RowState.OPEN})
_YES = frozenset(["yes", "true", "y", "x", "1", "si", "ja", "oui", "sim", "tak", "ano"])
_NO = frozenset(["no", "false", "n", "0", "nein", "non", "nee", "nao", "nie", "ne"])
_WORDS = re.compile(r"[^\W\d_]+")


def type_of(cell: str) -> RowType:
    """What a row is, by the cell of its type; a document if that is empty.

    Raises:
        ValueError: If no such type is known.
    """
    word = compact(cell)
    if not word:
        return RowType.DOCUMENT
    if word not in _TYPE_OF:
        raise ValueError(
            f"the type {cell!r} is none that is known, such as Invoice or Credit note;"
            " leave the column out with --map type="
        )
    return _TYPE_OF[word]


def state_of(cell: str, heading: str = "") -> RowState | None:
    """What became of a document, by the cell of its status; None if that is empty.

    >>> [state_of(cell).value for cell in ("Overdue by 12 days", "Teilbezahlt")]
    ['open', 'part-paid']
    >>> state_of("no", "Paid").value
    'open'

    Args:
        cell: The cell.
        heading: That of its column, which a yes or no is about, such as ``Paid``.

    Raises:
        ValueError: If no such status is known.
    """
    asked = _STATE_OF.get(compact(heading))
    if asked is not None and compact(cell) in _YES | _NO:
        otherwise = RowState.OPEN if asked is RowState.PAID else None
        return asked if compact(cell) in _YES else otherwise
    words = [compact(word) for word in _WORDS.findall(cell)]
    if not words:
        return None
    state = _STATE_OF.get("".join(words)) or _STATE_OF.get(words[0])
    if state is None or (
        state not in _BY_FIRST_WORD and "".join(words) not in _STATE_OF
    ):
        raise ValueError(
            f"the status {cell!r} is none that is known, such as Draft, Void, Sent or"
            " Paid; leave the column out with --map status="
        )
    return state


def why_left_out(kind: RowType, state: RowState | None, side: Side) -> str | None:
    """Why a row is no document to enter, in a word or two; None if it is one."""
    if kind is RowType.PAYMENT or kind is RowType.OTHER:
        return kind.value
    others = RowType.OF_VENDOR if side is Side.RECEIVABLE else RowType.OF_CLIENT
    if kind is others:
        return kind.value
    if state in {RowState.DRAFT, RowState.VOID}:
        return state.value
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What a row says of its payment; each None if it says nothing.

    Attributes:
        paid: The amount paid.
        open: The amount still open.
        state: What became of the document.
        day: The day of payment.
    """

    paid: Decimal | None
    open: Decimal | None
    state: RowState | None
    day: date | None


_REMEDY = "correct one, or leave its column out, e.g. with --map open="


def paid_part(amount: Decimal, said: Paid) -> Decimal:
    """The part of a document's amount that is paid, of its sign; zero for nothing.

    Args:
        amount: The document's; a credit's is negative.
        said: What the row says.

    Raises:
        ValueError: If the row contradicts itself, or doesn't say how much.
    """
    part = _stated_part(amount, said)
    nothing = amount - amount
    if said.state is RowState.WRITTEN_OFF:
        raise ValueError("is written off; enter it by hand")
    if part is None and said.state is RowState.PART_PAID:
        raise ValueError(
            "is paid in part, and no column says how much; name it with --map open=…"
        )
    if part is None:
        is_paid = said.state is RowState.PAID or said.day is not None
        part = amount if is_paid else nothing
    if said.day is not None and not part:
        raise ValueError(f"is paid on {said.day}, and all of it is open; {_REMEDY}")
    if said.state is RowState.PAID and part != amount:
        raise ValueError(
            f"is paid by its status, and {amount - part:f} of it is open; {_REMEDY}"
        )
    if said.state in {RowState.OPEN, RowState.PART_PAID} and part == amount:
        raise ValueError(
            f"is {said.state.value} by its status, and all of it is paid; {_REMEDY}"
        )
    return part


def _stated_part(amount: Decimal, said: Paid) -> Decimal | None:
    """The paid part by the row's amounts; None if it has none.

    Raises:
        ValueError: If they can't be of this document, or contradict each other.
    """
    for name, number in (("paid", said.paid), ("open", said.open)):
        if number and ((number < 0) != (amount < 0) or abs(number) > abs(amount)):
            remedy = (
                "enter by hand what goes beyond it"
                if name == "paid"
                else "if the column is a running balance, leave it out with --map open="
            )
            raise ValueError(f"{number:f} is {name} of {amount:f}; {remedy}")
    left = None if said.open is None else amount - said.open
    if said.paid is None or left is None or said.paid == left:
        return left if said.paid is None else said.paid
    raise ValueError(
        f"{said.paid:f} is paid and {said.open:f} open, which don't sum to {amount:f};"
        f" {_REMEDY}"
    )

"""The usual column names, in five languages, as `headings.compact` leaves them.

A word belongs to only one field. ``paid`` and similar words are left out: they may hold
a date, an amount or a yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NUMBER = """
    number num invoice invoicenumber invoiceno invoicenr invoicenum invoiceid bill
    billnumber billno billid documentnumber documentno docno docnumber
    numero fattura numerofattura nfattura nofattura nrfattura numfattura fatturan
    numerodocumento ndocumento
    nummer rechnung rechnungsnummer rechnungsnr rechnungnr rechnungsno belegnummer
    belegnr renr rgnr
    facture numerofacture numerodefacture numfacture nfacture nofacture ndefacture
    nodefacture numeropiece npiece
    factura numerofactura numerodefactura numfactura nfactura nofactura ndefactura
    nodefactura
"""

_CODE = """
    customerid customerno customernumber customercode clientid clientno clientnumber
    clientcode vendorid vendorno vendornumber vendorcode supplierid supplierno
    suppliernumber suppliercode partyid partycode
    codicecliente codcliente idcliente ncliente codicefornitore codfornitore
    idfornitore
    kundennummer kundennr kundenid kdnr kundenno debitor debitorennummer debitorennr
    lieferantennummer lieferantennr lieferantenid kreditor kreditorennummer
    kreditorennr
    codeclient numeroclient nclient noclient idclient codefournisseur
    numerofournisseur idfournisseur
    codigocliente numerocliente nocliente codigoproveedor codproveedor idproveedor
    numeroproveedor nproveedor
"""

#: Columns with a party in some programs, and with a person there in others.
CONTACT_WORDS = frozenset({"contact", "contactname"})

#: Columns with a code of the party, not its name.
CODE_WORDS = frozenset(_CODE.split())

_PARTY = """
    party partyname payee contact contactname customer customername client clientname
    vendor vendorname supplier suppliername company companyname name billto
    cliente nomecliente ragionesociale denominazione intestatario fornitore
    nomefornitore
    kunde kundenname firma lieferant lieferantenname
    nomclient nomduclient raisonsociale fournisseur nomfournisseur
    nombre nombrecliente nombredelcliente razonsocial proveedor nombreproveedor
"""

_ISSUED = """
    issued issuedon issuedate dateissued date invoicedate dateofinvoice billdate
    documentdate docdate
    data datafattura datadocumento dataemissione datadiemissione emessail
    datum rechnungsdatum belegdatum ausstellungsdatum
    datefacture datedefacture datedefacturation dateemission datedemission
    fecha fechafactura fechadefactura fechaemision fechadeemision
"""

_DUE = """
    due dueon duedate datedue paymentdue paymentduedate payby
    scadenza datascadenza datadiscadenza scade scadeil
    fallig falligkeit falligam falligkeitsdatum faellig faelligkeit faelligam
    faelligkeitsdatum zahlbarbis
    echeance dateecheance datedecheance
    vencimiento fechavencimiento fechadevencimiento vence
"""

_AMOUNT = """
    amount total invoiceamount invoicetotal billamount totalamount grandtotal gross
    grossamount
    importo totale importototale importofattura totalefattura totaledocumento lordo
    betrag rechnungsbetrag gesamtbetrag bruttobetrag brutto summe gesamt endbetrag
    montant montanttotal montantttc totalttc montantfacture
    importe importetotal importefactura totalfactura monto montototal
"""

_SETTLED = """
    settled settledon settleddate settlementdate dateofsettlement paidon paiddate
    datepaid paymentdate dateofpayment
    pagatoil datapagamento datadipagamento saldatoil datasaldo incassatoil dataincasso
    bezahltam zahlungsdatum zahldatum bezahldatum beglichenam zahlungam
    payele datepaiement datedepaiement reglele datereglement datedereglement
    pagadoel fechapago fechadepago cobradoel fechacobro fechadecobro
"""

_PAID = """
    paidamount amountpaid paymentamount invoiceamountpaid totalpaid
    importopagato importoincassato
    bezahlterbetrag zahlbetrag gezahlterbetrag
    montantpaye montantregle
    importepagado importecobrado
"""

_OPEN = """
    open openbalance openamount amountopen balance balancedue balanceowed
    balanceamount amountdue dueamount outstanding outstandingamount
    amountoutstanding outstandingbalance unpaid unpaidamount remaining amountremaining
    remainingamount remainingbalance invoiceamountdue osamount
    saldo saldoaperto residuo importoresiduo saldoresiduo residuodapagare dapagare
    daincassare importodovuto insoluto
    offen offenerbetrag offenersaldo offenerposten restbetrag nochoffen
    solde soldedu soldeouvert resteapayer restedu montantdu
    saldopendiente importependiente pendiente saldoabierto
    openstaand openstaandbedrag openbedrag restbelopp dozaplaty
"""

_TYPE = """
    type transactiontype documenttype invoicetype doctype txntype trxtype vouchertype
    kind recordtype movetype
    tipo tipodocumento tipofattura tipodifattura tipodidocumento
    typ belegart belegtyp dokumentart dokumenttyp rechnungsart rechnungstyp vorgangsart
    typedocument typededocument typepiece typedepiece typefacture typedefacture
    tipofactura tipodedocumento tipodefactura
    soort documentsoort
"""

_STATUS = """
    status invoicestatus documentstatus paymentstatus billstatus
    stato statofattura statodocumento statopagamento
    rechnungsstatus belegstatus zahlungsstatus zahlstatus zustand
    statut etat statutfacture statutpaiement statutdelafacture
    estado estadofactura estadodelafactura estadodepago
"""

_CURRENCY = """
    currency currencycode ccy invoicecurrency
    valuta codicevaluta
    wahrung wahrungscode waehrung
    devise
    moneda divisa
"""

_TEXT = """
    text description memo subject narration
    descrizione causale oggetto
    beschreibung betreff verwendungszweck bezeichnung
    libelle objet designation
    descripcion concepto asunto
"""

#: By field; if two words compete, a person must decide.
DOCUMENT_WORDS: Mapping[str, Sequence[str]] = {
    "number": _NUMBER.split(),
    "party": (_PARTY + _CODE).split(),
    "issued": _ISSUED.split(),
    "due": _DUE.split(),
    "amount": _AMOUNT.split(),
    "settled": _SETTLED.split(),
    "paid": _PAID.split(),
    "open": _OPEN.split(),
    "type": _TYPE.split(),
    "status": _STATUS.split(),
    "currency": _CURRENCY.split(),
    "text": _TEXT.split(),
}

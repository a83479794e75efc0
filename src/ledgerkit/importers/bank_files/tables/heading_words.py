"""The banks' column names, in the languages we read, as `compact` leaves them.

Of two columns with words for one field, the one whose word comes first here is taken: a
booking date before the date of a purchase. A currency at a heading's end is removed
before. Whole headings only: anything not here is not guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_EN = {
    "date": "bookingdate postingdate posteddate postdate dateposted datebooked"
    " bookedon dateprocessed entrydate transactiondate transactionon date"
    " datecompleted completeddate finishedon settlementdate dateoftransaction"
    " transactiontime datetime timestamp createdutc createdon createdat created",
    "value-date": "valuedate effectivedate interestdate availableon availabledate"
    " dateeffective valuta",
    "amount": "transactionamount netamount net amount value sum total totalamount"
    " amounttotal paymentamount billingamount",
    "money-in": "moneyin paidin creditamount creditsum credit credits deposits deposit"
    " depositamount amountin inflow income received receipts paymentin in",
    "money-out": "moneyout paidout debitamount debitsum debit debits withdrawals"
    " withdrawal withdrawalamount amountout outflow expenses spent paymentout out",
    "sign": "debitcredit creditdebit dc drcr crdr debitorcredit creditordebit"
    " debitcreditindicator creditdebitindicator direction transactiontype type"
    " transaction",
    "fee": "fee fees feeamount transactionfee",
    "gross": "gross grossamount",
    "balance": "runningbalance runningbal balanceafter balanceaftertransaction"
    " resultingbalance accountbalance balanceafterbooking balance bal ledgerbalance"
    " currentbalance cashbalance",
    "currency": "currency currencycode ccy accountcurrency transactioncurrency cur"
    " billingcurrency",
    "name": "partnername counterpartyname counterparty counteraccountname payee"
    " payeename payername beneficiaryname beneficiary recipient sender merchant"
    " merchantname name nameofcounterparty remitter",
    "iban": "counterpartyiban partneriban beneficiaryiban counteraccount"
    " counterpartyaccount counterpartyaccountnumber beneficiaryaccount"
    " beneficiaryaccountnumber payeeaccountnumber toaccount bankaccount",
    "text": "paymentreference reference transactionreference referencenumber"
    " remittanceinformation description transactiondescription"
    " details transactiondetails narrative narration particulars memo message"
    " messageforme messageforpayee notes note label communication information"
    " extendeddetails originaldescription statementdescription remarks bankdescription"
    " desc bankdesc detail reason purpose purposeofpayment paymentpurpose"
    " paymentdetails paymentdescription transactiontext transactionnarrative"
    " subject comment comments"
    " remark additionalinformation ref transaction",
    "reference": "transactionid transactionreferencenumber transactionrefno"
    " bankreference balancetransactionid id entryreference transactionnumber uniqueid"
    " operationnumber",
    "end-to-end": "endtoendid endtoendreference endtoend",
    "kind": "bookingtype transactioncode code category type transactiontype",
    "status": "status state transactionstatus",
    "account": "accountiban accountnumber account accountno ouraccount youraccount",
}
_DE = {
    "date": "buchungstag buchungsdatum buchung datum buchungsdat umsatzdatum"
    " transaktionsdatum belegdatum",
    "value-date": "valutadatum wertstellung wertstellungsdatum valuta wert werttag",
    "amount": "buchungsbetrag betrag umsatz betragineuro umsatzbetrag netto"
    " transaktionsbetrag",
    "money-in": "haben gutschrift eingang einnahmen einzahlung gutschriften",
    "money-out": "soll lastschrift ausgang ausgaben auszahlung belastung"
    " belastungen lastschriften",
    "sign": "sollhaben sollhabenkennzeichen sh umsatztyp",
    "fee": "gebuhr gebuhren entgelt",
    "gross": "brutto",
    "balance": "saldonachbuchung saldo kontostand kontostandnachbuchung guthaben",
    "currency": "buchungswahrung wahrung waehrung whrg",
    "name": "namezahlungsbeteiligter auftraggeberempfanger"
    " beguenstigterzahlungspflichtiger begunstigterzahlungspflichtiger"
    " begunstigterauftraggeber auftraggeberbegunstigter empfanger zahlungsempfanger"
    " begunstigter beguenstigter zahlungspflichtiger auftraggeber"
    " empfangerauftraggeber partner partnername gegenkontoname",
    "iban": "ibanzahlungsbeteiligter kontonummeriban ibankontonummer iban gegenkonto"
    " kontonummer partneriban gegeniban",
    "text": "verwendungszweck buchungstext buchungsdetails transaktionsbeschreibung"
    " beschreibung vorgangverwendungszweck avisierungstext mitteilung vwz zweck"
    " zahlungszweck zahlungsgrund umsatztext buchungsinformation betreff bemerkung"
    " bemerkungen notiz notizen text",
    "reference": "buchungsreferenz transaktionscode transaktionsid umsatzid",
    "end-to-end": "kundenreferenz kundenreferenzendtoend",
    "kind": "umsatzart transaktionstyp kategorie buchungsart vorgang",
    "status": "status info",
    "account": "auftragskonto ibanauftragskonto ibanauftraggeberkonto"
    " ibankontoinhaber auftraggeberkonto konto eigeneiban",
}
_IT = {
    "date": "datacontabile dataregistrazione dataoperazione data datamovimento",
    "value-date": "datavaluta valuta",
    "amount": "importo importoeuro ammontare",
    "money-in": "entrate accrediti accredito avere importoavere",
    "money-out": "uscite addebiti addebito dare importodare",
    "sign": "segno dareavere da",
    "fee": "commissione commissioni",
    "balance": "saldo saldocontabile saldodopo",
    "currency": "divisa valutaimporto",
    "name": "controparte beneficiario ordinante beneficiarioordinante nome",
    "iban": "ibancontroparte ibanbeneficiario",
    "text": "descrizionecompleta descrizione dettagli causale descrizioneoperazione"
    " operazione note motivo oggetto riferimento descrizioneestesa"
    " informazioniaggiuntive",
    "reference": "idtransazione numerooperazione",
    "kind": "tipologia tipooperazione categoria causaleabi",
    "status": "stato",
    "account": "contocorrente contoocarta conto rapporto",
}
_FR = {
    "date": "datedecomptabilisation datecomptable dateop dateoperation datedoperation"
    " datedeloperation date",
    "value-date": "datevaleur datedevaleur dateval valeur",
    "amount": "montant montanteneuros montanteuros montantdeloperation",
    "money-in": "credit crediteuros crediteneuros encaissement",
    "money-out": "debit debiteuros debiteneuros decaissement",
    "sign": "sens",
    "fee": "frais commission",
    "balance": "solde soldeapresoperation",
    "currency": "devise",
    "name": "contrepartie nomdelacontrepartie beneficiaire tiers fournisseur"
    " nombeneficiaire emetteur",
    "iban": "ibancontrepartie comptecontrepartie",
    "text": "libelle libelleoperation libellesimplifie libellecomplet communication"
    " informationscomplementaires details motif detail detaildelecriture"
    " libelledeloperation natureoperation naturedeloperation objet commentaire"
    " reference description",
    "reference": "identifiantdetransaction numerodeloperation",
    "kind": "typeoperation typedoperation categorie",
    "status": "statut",
    "account": "compte numerodecompte accountnum",
}
_ES = {
    "date": "fechacontable fechaoperacion fechadeoperacion fecha foperacion"
    " fmovimiento",
    "value-date": "fechavalor fechadevalor fvalor",
    "amount": "importe importeeuros monto cantidad",
    "money-in": "ingresos abonos abono haber ingreso",
    "money-out": "gastos cargos cargo debe gasto",
    "fee": "comision",
    "balance": "saldo saldodisponible saldotras",
    "currency": "divisa moneda",
    "name": "ordenante beneficiario contraparte nombre",
    "iban": "cuentadestino",
    "text": "concepto descripcion movimiento detalle detalles observaciones masdatos"
    " conceptoampliado motivo referencia informacionadicional comentario",
    "reference": "numerodeoperacion",
    "kind": "tipo categoria",
    "status": "estado",
    "account": "cuenta numerodecuenta",
}
_NL = {
    "date": "boekdatum boekingsdatum transactiedatum datumverrekening datum"
    " datumverrichting uitvoeringsdatum",
    "value-date": "rentedatum valutadatum valuta",
    "amount": "bedrag bedrageur bedragineuro transactiebedrag",
    "money-in": "credit bij bijschrijving ontvangen",
    "money-out": "debet af afschrijving uitgegeven",
    "sign": "afbij bijaf debetcredit",
    "fee": "kosten kostenopverrichting",
    "balance": "saldonamutatie saldonatrn saldo saldonaboeking",
    "currency": "munt muntsoort valutacode",
    "name": "naamtegenpartij naamtegenrekening naam naamomschrijving begunstigde"
    " tegenpartij handelaar",
    "iban": "tegenrekening tegenrekeningibanbban rekeningnummertegenpartij"
    " ibantegenpartij tegenrekeningnummer",
    "text": "omschrijving mededelingen mededeling vrijemededeling omschrijving1"
    " details toelichting bericht opmerking opmerkingen",
    "reference": "transactiereferentie volgnr",
    "creditor-reference": "gestructureerdemededeling betalingskenmerk",
    "kind": "mutatiesoort transactietype code",
    "account": "ibanbban rekeningnummer rekening ibanrekening",
}
_PT = {
    "date": "datalancamento datalanc datamov datamovimento data datadaoperacao",
    "value-date": "datavalor",
    "amount": "montante valor importancia",
    "money-in": "creditos credito entradas",
    "money-out": "debitos debito saidas",
    "balance": "saldocontabilistico saldo saldoapos",
    "currency": "moeda",
    "name": "beneficiario nome contraparte titulo",
    "text": "descricao historico descritivo lancamento detalhe detalhes observacao"
    " observacoes referencia",
    "reference": "identificador",
    "kind": "tipo categoria",
    "account": "conta",
}
_CS = {
    "date": "datumzauctovani datumprovedeni datumtransakce datum",
    "value-date": "datumodepsani",
    "amount": "zauctovanacastka castka objem",
    "balance": "zustatek",
    "currency": "menauctu mena",
    "name": "nazevprotiuctu nazevprotistrany",
    "iban": "cisloprotiuctu protiucet bankovnispojeni",
    "text": "zpravapromne zprava poznamka zpravaproprijemce popis",
    "reference": "idtransakce referencnicislotransakce idoperace",
    "kind": "typtransakce",
    "account": "cislouctu",
}
_HU = {
    "date": "konyvelesdatuma konyvelesnapja tranzakciodatuma datum",
    "value-date": "erteknap",
    "amount": "tranzakcioosszege osszeg",
    "balance": "egyenleg",
    "currency": "devizanem tranzakciodevizaneme",
    "name": "partnerneve partner",
    "iban": "partnerszamlaszama",
    "text": "kozlemeny reszletek",
    "reference": "megbizasazonosito",
    "kind": "tranzakciotipusa",
    "account": "szamlaszam",
}
_PL = {
    "date": "dataksiegowania dataoperacji datatransakcji data",
    "value-date": "datawaluty",
    "amount": "kwota kwotaoperacji kwotatransakcji",
    "balance": "saldopooperacji saldo",
    "currency": "waluta",
    "name": "nadawcaodbiorca odbiorca nadawca",
    "iban": "numerkonta rachunek",
    "text": "tytul opisoperacji opis tytulem opistransakcji szczegoly",
    "kind": "rodzajtransakcji typoperacji",
}
_SV = {
    "date": "bokforingsdag bokforingsdatum bokfordatum transaktionsdag datum dato",
    "value-date": "valutadag valutadatum",
    "amount": "belopp belob belop",
    "balance": "saldo",
    "currency": "valuta",
    "name": "mottagare avsandare namn modtager",
    "text": "beskrivning rubrik text meddelande beskrivelse tekst forklaring",
    "reference": "referens",
}

_ANY_ACCOUNT = """
    kontonummer iban kontonummeriban ibankontonummer bankaccount numerkonta rachunek
    bankovnispojeni
"""
#: Headings of the other party's account, or of ours where all rows have one number.
ANY_ACCOUNT = frozenset(_ANY_ACCOUNT.split())

#: Every known word for a field, by language; the surest first.
BANK_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    language: {field: tuple(words.split()) for field, words in table.items()}
    for language, table in (
        ("en", _EN),
        ("de", _DE),
        ("it", _IT),
        ("fr", _FR),
        ("es", _ES),
        ("nl", _NL),
        ("pt", _PT),
        ("cs", _CS),
        ("hu", _HU),
        ("pl", _PL),
        ("sv", _SV),
    )
}

_TYPOGRAPHY = (
    "€£§°—“”„«»…·µ²³½¼\N{EN DASH}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
)
#: The letters beyond ASCII of each language, and the symbols its banks use.
LETTERS: Mapping[str, str] = {
    "de": "äöüÄÖÜßéèàç" + _TYPOGRAPHY,
    "it": "àèéìíòóùúÀÈÉÌÒÙ" + _TYPOGRAPHY,
    "fr": "àâæçèéêëîïôœùûüÿÀÂÆÇÈÉÊËÎÏÔŒÙÛÜ" + _TYPOGRAPHY,
    "es": "áéíóúüñÁÉÍÓÚÜÑ¿¡ªºç" + _TYPOGRAPHY,
    "nl": "áàäâéèëêíïîóöôúüûçÁÉËÏÓÖÜ" + _TYPOGRAPHY,
    "pt": "áâãàçéêíóôõúüÁÂÃÀÇÉÊÍÓÔÕÚªº" + _TYPOGRAPHY,
    "cs": "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽľĺŕôäĽ" + _TYPOGRAPHY,
    "hu": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ" + _TYPOGRAPHY,
    "pl": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ" + _TYPOGRAPHY,
    "sv": "åäöæøéüÅÄÖÆØÉÜ" + _TYPOGRAPHY,
}

#: Languages whose countries put the day before the month, or the year first.
DAY_FIRST = frozenset({"de", "it", "fr", "es", "nl", "pt", "cs", "hu", "pl", "sv"})

_IN = """
    credit cr c in bij haben h avere a crédit crédito abono haber eingang gutschrift
    inflow moneyin + ingreso entrata entrate incoming deposit
"""
_OUT = """
    debit dr d out af soll s dare débit débito cargo debe ausgang lastschrift outflow
    moneyout - gasto uscita uscite outgoing withdrawal
"""
#: The words in a column of signs for money in, and for money out.
IN_WORDS, OUT_WORDS = frozenset(_IN.split()), frozenset(_OUT.split())

_PENDING = """
    pending vorgemerkt umsatzvorgemerkt ausstehend inattesa enattente pendiente pendente
    gereserveerd reserviert reserved processing authorised authorized hold onhold held
    scheduled offen nichtgebucht noncontabilizzato noncontabilizzata
"""
_CANCELLED = """
    cancelled canceled storniert abgebrochen annule annulee annullato annullata
    cancelado cancelada declined abgelehnt rejected failed fehlgeschlagen reverted
    expired denied voided void removed
"""
_TOTALS = """
balance total totals saldo saldi totale totali solde soldes somme summe kontostand
totaal subtotal subtotals subtotale subtotaal zwischensumme saldot loppusaldo zustatek
zůstatek bilans suma sumy ukupno egyenleg
"""
#: The words in a status, or in place of a date, for a line that the bank only
#: announces.
PENDING_WORDS = frozenset(_PENDING.split())
#: Its words for a cancelled line.
CANCELLED_WORDS = frozenset(_CANCELLED.split())
#: The words in place of a date in a row with a balance or a total.
TOTAL_WORDS = frozenset(_TOTALS.split())
_CARDS = """
    merchant merchantname merchantcategory merchantcategorycode merchantcity mcc
    card cardnumber cardno cardholder cardholdername cardmember cardlast4 cardtype
    cardname last4 creditcard handler haendler handlername karte kartennummer
    kartennr kartenkonto karteninhaber kreditkarte branche commercant marchand carte
    numerodecarte titulairedelacarte esercente esercenti carta numerocarta
    titolarecarta comercio comerciante establecimiento tarjeta numerodetarjeta
    estabelecimento cartao numerodocartao handelaar winkelier kaart kaartnummer
    kaarthouder kredietkaart obchodnik karta cislokarty numerkarty kereskedo kartya
    kartyaszam kort kortnummer butik 商户名称 交易商户 卡号 卡号末四位
"""
#: Headings of a card's transactions, where a positive amount is often a purchase.
CARD_HEADINGS = frozenset(_CARDS.split())

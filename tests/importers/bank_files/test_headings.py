"""A currency at the end of a heading, and words that only end like one."""

from decimal import Decimal

import pytest

from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.importers.bank_files.tables.headings import heading_parts


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("Betrag (EUR)", ("betrag", "EUR")),
        ("Betrag in EUR", ("betrag", "EUR")),
        ("Amount-GBP", ("amount", "GBP")),
        ("Montant EUR", ("montant", "EUR")),
        ("Montant en euro", ("montanten", "EUR")),
        ("Betrag€", ("betrag", "EUR")),
        ("Betrag (€)", ("betrag", "EUR")),
        ("amount_usd", ("amountusd", "")),
        ("Date de valeur", ("datedevaleur", "")),
        ("Créditeur", ("crediteur", "")),
        ("Émetteur", ("emetteur", "")),
        ("DATE OF ENTRY", ("dateofentry", "")),
        ("VALEUR", ("valeur", "")),
        ("EUR", ("eur", "")),
    ],
)
def test_a_currency_is_cut_only_behind_a_blank_bracket_or_hyphen(heading, parts):
    assert heading_parts(heading) == parts


def test_debtor_and_creditor_are_no_money_columns():
    data = (
        "Date;Débiteur;Créditeur;Libellé;Montant\n"
        "31.03.2026;Acme;Nous;Facture 17;10,00\n01.04.2026;Nous;Bob;x;-3,00\n"
    ).encode()
    [statement] = read_bank_file(data, "debiteur.csv")
    amounts = [line.amount for line in statement.lines]
    assert amounts == [Decimal("10.00"), Decimal("-3.00")]


def test_a_value_date_in_french_is_a_date():
    data = (
        "Produit;Date de valeur;Description;Débit;Crédit;Solde\n"
        "A;31.03.2026;Frais;10.00;;90.00\n"
    ).encode()
    [statement] = read_bank_file(data, "valeur.csv")
    assert [line.amount for line in statement.lines] == [Decimal("-10.00")]
    assert statement.closing == Decimal("90.00")


@pytest.mark.parametrize(
    ("header", "row", "amount", "currency"),
    [
        (
            "Date de l'opération;Libellé;Montant de l'opération;Devise",
            "18/02/2026;COTISATION;-8,10;EUR",
            "-8.10",
            "EUR",
        ),
        (
            "Date,Description,Billing amount,Billing currency,Balance,Balance currency",
            '24/03/2026,POS,"-1.00",HKD,"3,612.17",HKD',
            "-1.00",
            "HKD",
        ),
    ],
)
def test_columns_of_other_banks_are_known(header, row, amount, currency):
    [statement] = read_bank_file(f"{header}\n{row}\n".encode(), "bank.csv")
    [line] = statement.lines
    assert (line.amount, line.currency) == (Decimal(amount), currency)


def the_statement(text):
    [statement] = read_bank_file(text.encode(), "bank.csv")
    return statement


def unread(text):
    notes = the_statement(text).notes
    return [n.removeprefix("not read: ") for n in notes if n.startswith("not read: ")]


VWZ = (
    "Kontonummer;Buchungstag;Auftraggeber/Empfänger;Buchungstext;VWZ1;VWZ2;VWZ14;"
    "Betrag;Kontostand;Währung\n"
    "777;13.10.2026;Muster GmbH;Überweisung;Rechnung INV-2026-017;vom 1.10.;;"
    "1198,76;2234,56;EUR\n"
    "777;14.10.2026;Strom AG;Lastschrift;Kunde 88;;x;-98,76;2135,80;EUR\n"
)


def test_numbered_columns_are_one_text():
    statement = the_statement(VWZ)
    assert [line.text for line in statement.lines] == [
        "Überweisung Rechnung INV-2026-017 vom 1.10.",
        "Lastschrift Kunde 88 x",
    ]
    assert unread(VWZ) == []


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("date,desc,amount", "Invoice 17 Acme"),
        ("date,bank_desc,amount", "Invoice 17 Acme"),
        ("Date,Reason,Amount", "Invoice 17 Acme"),
        ("Date,Transaction,Amount", "Invoice 17 Acme"),
        ("Date,Narrative 1,Amount", "Invoice 17 Acme"),
        ("Datum;Zahlungsgrund;Betrag", "Rechnung 17"),
        ("Date;Détail de l'écriture;Montant", "Facture 17"),
        ("Data;Oggetto;Importo", "Fattura 17"),
        ("Fecha;Concepto ampliado;Importe", "Factura 17"),
        ("Datum;Toelichting;Bedrag", "Factuur 17"),
        ("Data;Observações;Valor", "Fatura 17"),
    ],
)
def test_what_a_payment_is_for_is_known_by_many_headings(header, text):
    delimiter = ";" if ";" in header else ","
    row = delimiter.join(["2026-01-13", text, "-5"])
    assert [line.text for line in the_statement(f"{header}\n{row}\n").lines] == [text]


def test_the_account_of_all_rows_is_ours():
    statement = the_statement(VWZ)
    assert statement.account == "777"
    assert {line.iban for line in statement.lines} == {""}
    theirs = VWZ.replace("777;14", "778;14")
    assert the_statement(theirs).account == ""
    assert [line.iban for line in the_statement(theirs).lines] == ["777", "778"]


def test_the_account_of_a_single_row_is_ours_where_it_leads():
    one = "IBAN;Datum;Betrag\nDE02;13.01.2026;-5,00\n"
    assert the_statement(one).account == "DE02"
    behind = "Datum;Betrag;IBAN\n13.01.2026;-5,00;DE02\n"
    assert [line.iban for line in the_statement(behind).lines] == ["DE02"]


def test_a_heading_that_says_whose_account_it_is_is_believed():
    text = "Datum;Betrag;Gegenkonto\n13.01.2026;-5,00;7\n14.01.2026;-5,00;7\n"
    assert the_statement(text).account == ""


def test_columns_of_which_nothing_is_read_are_named():
    text = (
        "Date,Description,Colour,Amount,Mood,Empty,Colour\n"
        "2026-01-13,Ink,red,-5.00,,,\n2026-01-14,Ink,,-5.00,glad,,,extra\n"
    )
    assert unread(text) == ["#3, Mood, #8"]


def test_columns_that_a_profile_leaves_are_named_too():
    text = (
        "Date,Description,Original Description,Amount,Transaction Type,Category,"
        "Account Name,Labels,Notes\n"
        "06/13/2026,Shop,SHOP,1.00,debit,Food,Savings,summer,\n"
    )
    assert unread(text) == ["Labels"]

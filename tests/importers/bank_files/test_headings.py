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

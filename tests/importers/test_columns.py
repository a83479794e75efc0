"""Which column is which, in five languages, and never by a guess."""

from __future__ import annotations

from collections import Counter

import pytest

from ledgerkit.errors import UnreadableFileError, UsageError
from ledgerkit.importers.documents.fields import Field, find_columns, parse_mapping
from ledgerkit.importers.documents.heading_words import DOCUMENT_WORDS
from ledgerkit.importers.tables.headings import compact


def places(header: str, **given: str) -> dict[str, int]:
    named = {Field(name): column for name, column in given.items()}
    found = find_columns(header.split(","), named, name="a.csv")
    return {field.value: place for field, place in found.places.items()}


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (
            (
                "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,"
                "InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate"
            ),
            "number=3 party=1 issued=4 due=5 amount=6 settled=8",
        ),
        (
            "Invoice No,Customer,Invoice Date,Due Date,Total,Paid on,Currency",
            "number=0 party=1 issued=2 due=3 amount=4 settled=5 currency=6",
        ),
        (
            "N° Fattura,Cliente,Data Fattura,Scadenza,Importo,Data pagamento,Causale",
            "number=0 party=1 issued=2 due=3 amount=4 settled=5 text=6",
        ),
        (
            "Rechnungs-Nr.,Kunden-Nr.,Kunde,Rechnungsdatum,Fälligkeit,Betrag,Währung",
            "number=0 party=1 party-name=2 issued=3 due=4 amount=5 currency=6",
        ),
        (
            "Numéro de facture,Client,Date de facture,Échéance,Montant TTC,Réglé le",
            "number=0 party=1 issued=2 due=3 amount=4 settled=5",
        ),
        (
            "Nº factura,Proveedor,Fecha,Vencimiento,Importe,Fecha de pago",
            "number=0 party=1 issued=2 due=3 amount=4 settled=5",
        ),
    ],
)
def test_usual_column_names_are_recognised(header: str, wanted: str):
    found = " ".join(f"{field}={place}" for field, place in places(header).items())
    assert found == wanted


def test_no_word_stands_for_two_fields():
    counts = Counter(word for words in DOCUMENT_WORDS.values() for word in words)
    assert [word for word, count in counts.items() if count > 1] == []
    assert [word for word in counts if word != compact(word)] == []


def test_two_columns_that_could_be_one_field_are_named():
    with pytest.raises(
        UnreadableFileError, match=r"a\.csv:1: is amount 'Amount' or 'Total'\?"
    ):
        places("No,Number,Client,Date,Amount,Total")


def test_a_given_column_ends_the_doubt_and_may_be_a_place():
    header = "Number,Client,Date,Amount,Total"
    assert places(header, amount="total")["amount"] == 4
    assert places(header, amount="#4")["amount"] == 3


def test_a_field_mapped_to_nothing_is_not_read():
    header = "Number,Client,Date,Due date,Amount"
    assert "due" in places(header)
    assert "due" not in places(header, due="")


def test_a_missing_column_is_asked_for():
    with pytest.raises(
        UnreadableFileError, match=r"which column is number and which is amount\?"
    ):
        places("Client,Date")


def test_a_column_that_is_not_there_brings_the_nearest():
    with pytest.raises(UsageError, match="no column 'Invoce'; did you mean \"Invoice"):
        places("Invoice,Client,Date,Amount", number="Invoce")
    with pytest.raises(UsageError, match="2 columns are named 'Date'; write #3"):
        places("Invoice,Client,Date,Date,Amount", issued="Date")


def test_a_mapping_may_have_commas_in_names():
    assert parse_mapping(["number=No., new,party=Client", "due=Due = date"]) == {
        Field.NUMBER: "No., new",
        Field.PARTY: "Client",
        Field.DUE: "Due = date",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("numbr=No", 'did you mean "number"\\?'),
        ("number", "write each field once"),
        ("due=A,due=B", "write each field once"),
    ],
)
def test_a_mapping_that_means_nothing_is_named(text: str, message: str):
    with pytest.raises(UsageError, match=message):
        parse_mapping([text])


def test_a_contact_is_the_party_only_where_nothing_else_is():
    header = ["Number", "ContactName", "Date", "Amount"]
    places = find_columns(header, {}, name="a.csv").places
    assert places[Field.PARTY] == 1
    header = ["Number", "Contact", "Date", "Amount", "Customer"]
    columns = find_columns(header, {}, name="a.csv")
    assert (columns.places[Field.PARTY], columns.unused()) == (4, ["Contact"])

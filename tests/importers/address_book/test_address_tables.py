"""Tables of clients and people, as address books and CRMs export them."""

from datetime import date

import pytest
from beancount.core.amount import Amount
from beancount.core.number import D

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.address_book.columns import parse_columns
from ledgerkit.importers.address_book.read import (
    AddressReading,
    read_address_book,
)


def read(text, **how):
    data = text if isinstance(text, bytes) else text.encode()
    return read_address_book(data, "list.csv", AddressReading(**how))


def entries(text, **how):
    return [
        (e.is_person, e.name, e.company, e.facts, e.company_facts)
        for e in read(text, **how).entries
    ]


def test_a_row_with_a_person_and_a_company():
    text = (
        "First Name,Last Name,Company,Job Title,E-mail Address,Business Phone,"
        "Business Street,Business City,Business Country/Region,Birthday\n"
        "Anna,Bianchi,Rossi,COO,a@rossi.example,02 555,Via Roma 1,Milano,Italy,"
        "1980-02-03\n"
    )
    assert entries(text) == [
        (
            True,
            "Anna Bianchi",
            "Rossi",
            {
                "email": "a@rossi.example",
                "tel-work": "02 555",
                "title": "COO",
                "bday": date(1980, 2, 3),
            },
            {"street": "Via Roma 1", "locality": "Milano", "country": "IT"},
        )
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name;Vorname;Firma;Telefon", "Müller;Jörg;Acme;1"),
        ("Cognome;Nome;Azienda;Telefono", "Müller;Jörg;Acme;1"),
        ("Nome completo;Cliente;Tel.", "Jörg Müller;Acme;1"),
        ("Ansprechpartner;Kunde;Telefon", "Jörg Müller;Acme;1"),
        ("Name,Organization 1 - Name,Phone 1 - Value", "Jörg Müller,Acme,1"),
        ("First Name;Last Name;Organization Name;Phone", "Jörg;Müller;Acme;1"),
    ],
)
def test_headings_are_recognised_in_several_languages(header, row):
    assert entries(f"{header}\n{row}\n") == [
        (True, "Jörg Müller", "Acme", {"tel": "1"}, {})
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Name,VAT", "Acme,IT00743110157"),
        ("Ragione sociale;Partita IVA;Nazione", "Acme;00743110157;Italia"),
        ("Firma;USt-IdNr.", "Acme;IT 00743110157"),
        ("Nome,P. IVA,Paese", "Acme,00743110157,it"),
        ("First name,Last name,Company,VAT number", ",,Acme,IT00743110157"),
        ("Name,Company,VAT number", "Acme,Acme,IT00743110157"),
    ],
)
def test_a_row_that_names_no_person_is_of_a_client(header, row):
    ((is_person, name, company, facts, _),) = entries(f"{header}\n{row}\n")
    assert (is_person, name, company) == (False, "Acme", "")
    assert facts["vat-id"] == "IT00743110157"


def test_columns_that_arent_recognised_are_told_and_can_be_named():
    text = "Name,Favourite tea,Reachable at\nAcme,Assam,02 555\nNord,,\n"
    assert read(text).unread == {
        'column "Favourite tea"': 1,
        'column "Reachable at"': 1,
    }
    book = read(text, columns=parse_columns(["tel=reachable at"]))
    assert book.entries[0].facts == {"tel": "02 555"}
    assert book.unread == {'column "Favourite tea"': 1}


def test_of_two_columns_that_could_be_one_field_the_surer_is_taken():
    book = read("Name,Title,Job Title,Company\nAnna,Dr.,COO,Rossi\n")
    assert book.entries[0].facts == {"title": "COO"}
    assert book.unread == {'column "Title"': 1}


def test_our_own_keys_are_headings_with_their_types():
    text = (
        "kind,id,name,client,credit-limit,bday,tel\n"
        "client,rossi,Rossi,,20000 EUR,,'+39 02\n"
        "contact,anna,Anna,rossi,,1980-02-03,\n"
    )
    client, person = read(text).entries
    assert (client.id, client.facts) == (
        "rossi",
        {"tel": "+39 02", "credit-limit": Amount(D(20000), "EUR")},
    )
    assert (person.id, person.company, person.facts) == (
        "anna",
        "rossi",
        {"bday": date(1980, 2, 3)},
    )


def test_values_that_cant_be_read_are_told_with_their_row():
    book = read("name,country,credit-limit\nRossi,Atlantis,much\n")
    assert [(p.line, p.reason.partition(":")[0]) for p in book.problems] == [
        (2, "country"),
        (2, "credit-limit"),
    ]


def test_dates_that_can_be_read_in_two_ways_are_asked_for():
    text = "name,company,bday\nAnna,Rossi,03/02/1980\n"
    with pytest.raises(UnreadableFileError, match="--date-format"):
        read(text)
    book = read(text, date_format="%d/%m/%Y")
    assert book.entries[0].facts["bday"] == date(1980, 2, 3)


def test_a_list_of_names_has_one_column():
    assert [e.name for e in read("Company\nRossi\nNord\n").entries] == ["Rossi", "Nord"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Foo;Bar\n1;2\n", "which column is the name"),
        ("Name;Città\nM\xfcller;Forl\xec\n".encode("latin-1"), "--encoding"),
        ("", "no rows"),
        (b"PK\x03\x04spreadsheet", "save it as CSV"),
        ("BEGIN:VCALENDAR\r\n", "is a calendar"),
        ("<html>", "neither vCards nor CSV"),
    ],
)
def test_no_table_of_clients(text, says):
    with pytest.raises(UnreadableFileError, match=says):
        read(text)


def test_google_says_in_a_column_of_labels_what_a_number_is():
    text = (
        "First Name,Last Name,Organization Name,Birthday,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Label,"
        "Address 1 - Street\n"
        "Anna,Bianchi,Rossi,--02-03,* myContacts,* Work,a@rossi.example,Home,"
        "anna@mail.example,Mobile,+39 333 1 ::: +39 333 2,Work Fax,02 555,Home,Via 1\n"
        ",,Nord,,Key ::: * myContacts,* Work,info@nord.example,,,Work,02 777,,,Work,"
        "Via 2\n"
    )
    book = read(text)
    assert [(e.name, e.facts, e.company_facts) for e in book.entries] == [
        (
            "Anna Bianchi",
            {
                "email": "anna@mail.example",
                "email-work": "a@rossi.example",
                "tel": "+39 333 2",
                "tel-cell": "+39 333 1",
            },
            {},
        ),
        (
            "Nord",
            {
                "email": "info@nord.example",
                "tel": "02 777",
                "street": "Via 2",
                "tags": "Key",
            },
            {},
        ),
    ]
    assert book.unread == {
        "another phone": 1,
        "birthday without a year": 1,
        "street at home": 1,
    }


def test_outlook_writes_zeros_where_there_is_no_day():
    book = read("First Name,Company,Birthday\nAnna,Rossi,0/0/00\n")
    assert (book.entries[0].facts, book.problems) == ({}, [])


#: A client Acme with Ann Bee there, as the programs of neighbours write it.
PROGRAMS = {
    "Xero": (
        "*ContactName,EmailAddress,FirstName,LastName,POAddressLine1,POCity,PhoneNumber",
        "Acme,a@acme.example,Ann,Bee,1 Main St,Springfield,555",
    ),
    "QuickBooks": (
        "Customer full name,Phone numbers,Email,Full name,Billing address",
        "Acme,Phone:555,a@acme.example,Ann Bee,1 Main St",
    ),
    "Zoho": (
        "Display Name,Company Name,First Name,Last Name,EmailID,Phone,Billing Address",
        "Acme,,Ann,Bee,a@acme.example,555,1 Main St",
    ),
    "FreshBooks": (
        "Organization,First Name,Last Name,Email,Phone,Address Line 1",
        "Acme,Ann,Bee,a@acme.example,555,1 Main St",
    ),
    "Sage 50": (
        "Account Name,Street 1,Contact Name,Telephone Number,Email",
        "Acme,1 Main St,Ann Bee,555,a@acme.example",
    ),
    "Sage": (
        "Name,Contact Name,Email,Telephone,Address Line 1",
        "Acme,Ann Bee,a@acme.example,555,1 Main St",
    ),
    "Wave": (
        "customer_name,email,contact_first_name,contact_last_name,phone,address_line_1",
        "Acme,a@acme.example,Ann,Bee,555,1 Main St",
    ),
    "WooCommerce": (
        (
            "billing_company,billing_first_name,billing_last_name,billing_email,"
            "billing_phone,billing_address_1"
        ),
        "Acme,Ann,Bee,a@acme.example,555,1 Main St",
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_customer_list_tells_the_company_and_the_person_there(program):
    header, row = PROGRAMS[program]
    book = read(f"{header}\n{row}\n")
    [entry] = book.entries
    assert (entry.is_person, entry.name, entry.company) == (True, "Ann Bee", "Acme")
    assert entry.facts["email"] == "a@acme.example"
    assert entry.facts["tel"] == "555"
    assert entry.company_facts["street"] == "1 Main St"
    assert (book.problems, book.unread) == ([], {})


@pytest.mark.parametrize("name", ["Ann Bee", "Bee, Ann", "Dr. Ann Bee"])
def test_a_customer_that_is_a_person_is_a_client_without_a_contact(name):
    text = f'Display Name,First Name,Last Name,Email\n"{name}",Ann,Bee,a@b.example\n'
    assert entries(text) == [(False, "Ann Bee", "", {"email": "a@b.example"}, {})]


def test_a_customers_name_beside_another_company_is_told():
    text = "Display Name,Company Name,First Name,Last Name\nAcme North,Acme,Ann,Bee\n"
    book = read(text)
    assert [(e.name, e.company) for e in book.entries] == [("Ann Bee", "Acme")]
    assert book.unread == {"another name of a customer": 1}


def test_several_numbers_in_one_cell_go_by_their_labels():
    text = (
        "Customer full name,Full name,Phone numbers\n"
        "Acme,Ann Bee,Phone:+1 555 0100 Mobile:+1 555 0101 Fax:+1 555 0102\n"
    )
    book = read(text)
    assert book.entries[0].facts == {"tel": "+1 555 0100", "tel-cell": "+1 555 0101"}
    assert book.unread == {"another phone": 1}


def limits(text, **how):
    return [entry.facts.get("credit-limit") for entry in read(text, **how).entries]


def test_an_amount_without_a_currency_is_in_that_of_its_row_else_the_books():
    text = "Name,Credit Limit,Currency\nA,5000,\nB,5000,USD\nC,$5000,USD\nD,€5000,USD\n"
    assert limits(text, currency="EUR") == [
        Amount(D("5000"), "EUR"),
        Amount(D("5000"), "USD"),
        Amount(D("5000"), "USD"),
        Amount(D("5000"), "EUR"),
    ]


@pytest.mark.parametrize("cell", ["5000", "$5000"])
def test_an_amount_whose_currency_nothing_says_is_a_problem(cell):
    [problem] = read(f"Name,Credit Limit\nA,{cell}\n").problems
    assert "doesn't say in which currency it is" in problem.reason


def test_the_decimal_mark_of_amounts_is_found_or_asked_for():
    assert limits("Name;Credit Limit\nA;5.000,50\n", currency="EUR") == [
        Amount(D("5000.50"), "EUR")
    ]
    unclear = "Name;Credit Limit\nA;5.000\n"
    with pytest.raises(UnreadableFileError, match="write --decimal-mark"):
        read(unclear, currency="EUR")
    assert limits(unclear, currency="EUR", decimal_mark=",") == [Amount(D(5000), "EUR")]


def test_terms_that_are_none_are_a_problem():
    [problem] = read("Name,Payment Terms\nA,soon\nB,Net 30\n").problems
    assert problem.reason.startswith("payment-terms: 'soon' are no payment terms")

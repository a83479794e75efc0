"""An address book against the books: who is there already, and what is new."""

from datetime import date

import pytest
from beancount.core.amount import Amount
from beancount.core.number import D

from ledgerkit.clients.records.address_entry import AddressEntry
from ledgerkit.entries.clients.address_book import plan_address_book
from ledgerkit.language.word import On

DAY = date(2026, 1, 15)


def company(name, line=1, **more):
    return AddressEntry(file="a.vcf", line=line, is_person=False, name=name, **more)


def person(name, company="", line=1, **more):
    return AddressEntry(
        file="a.vcf", line=line, is_person=True, name=name, company=company, **more
    )


def plan(books, *entries, update=False):
    return plan_address_book(books, entries, day=DAY, update=update)


def written(planned):
    """Values and keys of each directive."""
    return [
        (d.type, *(v.value for v in d.values), dict(d.meta)) for d in planned.directives
    ]


def test_a_person_brings_a_new_client_along(books):
    """
    option "title" "Nobody yet"
    """
    entry = person(
        "Anna Bianchi",
        "Rossi S.p.A.",
        facts={"tel": "1"},
        company_facts={"country": "IT"},
    )
    assert written(plan(books, entry)) == [
        ("client", "rossi-spa", "Rossi S.p.A.", {"country": "IT"}),
        (
            "contact",
            "anna-bianchi",
            "Anna Bianchi",
            {"client": "rossi-spa", "tel": "1"},
        ),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        company("ROSSI MACCHINE SPA"),
        company("Rossi"),
        company("Anything", facts={"vat-id": "it 00743110157"}),
        company("Macchine Rossi", facts={"email": "INFO@rossi.example"}),
        company("Rossi Macchine Italia", facts={"tel": "0039 02 5551234"}),
    ],
)
def test_a_client_is_recognised(books, entry):
    """
    2025-01-01 custom "client" "rossi" "Rossi Macchine S.p.A."
      aliases: "Rossi"
      vat-id: "IT00743110157"
      email: "info@rossi.example"
      tel: "+39 02 5551234"
    """
    assert plan(books, entry).new == {}


def test_colleagues_share_a_telephone(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-01 custom "contact" "anna" "Anna Bianchi"
      client: "rossi"
      tel-work: "02 5551234"
    """
    other = person("Luca Neri", "Rossi", facts={"tel-work": "02 5551234"})
    assert plan(books, other).new == {On.CONTACT: 1}
    namesake = person("Anna Neri", "Rossi", facts={"tel-work": "02 5551234"})
    assert plan(books, namesake).new == {On.CONTACT: 1}
    same = person("A. Bianchi", "Rossi", facts={"tel-work": "+39 02 5551234"})
    assert plan(books, same).new == {}


def test_what_is_there_changes_only_if_that_is_wanted(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
      email: "old@rossi.example"
    """
    entry = company(
        "Rossi", facts={"email": "new@rossi.example", "url": "rossi.example"}
    )
    planned = plan(books, entry)
    assert planned.directives == []
    assert [str(one) for one in planned.differences] == [
        "a.vcf:1: client rossi: email new@rossi.example, url rossi.example"
    ]
    assert written(plan(books, entry, update=True)) == [
        ("client", "rossi", {"email": "new@rossi.example", "url": "rossi.example"})
    ]


def test_a_persons_card_never_changes_what_is_known_of_the_client(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
      street: "Via Roma 1"
    """
    entry = person(
        "Anna", "Rossi", company_facts={"street": "Elsewhere 2", "country": "IT"}
    )
    planned = plan(books, entry, update=True)
    assert written(planned)[0] == ("client", "rossi", {"country": "IT"})


def test_one_name_at_two_companies_is_two_people(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-01 custom "client" "nord" "Nord"
    2025-01-01 custom "contact" "anna" "Anna Bianchi"
      client: "rossi"
    """
    planned = plan(books, person("Anna Bianchi", "Nord"))
    assert written(planned)[0][1] == "anna-bianchi"


def test_where_one_side_names_no_client_the_name_tells(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-01 custom "contact" "anna" "Anna Bianchi"
    2025-01-01 custom "contact" "luca" "Luca Neri"
      client: "rossi"
    """
    entries = (person("Anna Bianchi", "Rossi"), person("Luca Neri"))
    planned = plan(books, *entries, update=True)
    assert written(planned) == [("contact", "anna", {"client": "rossi"})]


def test_what_stands_in_a_file_twice_is_one(books):
    """
    option "title" "Nobody yet"
    """
    planned = plan(
        books,
        company("Rossi", facts={"country": "IT"}),
        company("ROSSI", line=2, facts={"country": "DE", "url": "rossi.example"}),
    )
    assert written(planned) == [
        ("client", "rossi", "Rossi", {"country": "IT", "url": "rossi.example"})
    ]
    assert [str(d) for d in planned.differences] == [
        "a.vcf:2: client rossi: country DE"
    ]


def test_what_cant_be_right_is_told_and_left_out(books):
    """
    option "title" "Nobody yet"
    """
    planned = plan(
        books,
        company("Rossi", line=7, facts={"vat-id": "IT00743110158", "country": "IT"}),
        company("", line=9),
        company("Neri", line=12, facts={"payment-terms": "soon"}),
    )
    assert [p.line for p in planned.problems] == [7, 9, 12]
    assert "VIES" in str(planned.problems[0])
    assert written(planned) == [
        ("client", "rossi", "Rossi", {"country": "IT"}),
        ("client", "neri", "Neri", {}),
    ]


def test_a_record_may_name_one_further_down(books):
    """
    option "title" "Nobody yet"
    """
    planned = plan(
        books,
        company("Rossi USA", facts={"parent": "rossi"}),
        company("Rossi", line=2),
        company("Neri", line=3, facts={"parent": "gone"}),
    )
    assert written(planned)[0] == (
        "client",
        "rossi-usa",
        "Rossi USA",
        {"parent": "rossi"},
    )
    assert [p.line for p in planned.problems] == [3]


def test_a_name_may_lack_its_legal_form_where_only_one_is_meant(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi Macchine S.p.A."
    2025-01-01 custom "client" "n-1" "Nord S.r.l."
    2025-01-01 custom "client" "n-2" "Nord S.p.A."
    """
    entries = (
        company("Rossi Macchine"),
        company("Nord"),
        company("Rossi Macchine SRL"),
    )
    planned = plan(books, *entries)
    assert [d.values[1].value for d in planned.directives] == [
        "Nord",
        "Rossi Macchine SRL",
    ]


def test_spellings_of_one_number_or_name_are_no_difference(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
      vat-id: "IT00743110157"
    2025-01-01 custom "contact" "anna" "Anna Bianchi"
      client: "rossi"
      tel: "+39 02 5551234"
      email: "a@rossi.example"
    """
    planned = plan(
        books,
        company("ROSSI", facts={"vat-id": "it 00743110157"}),
        person(
            "Bianchi, Anna",
            "Rossi",
            facts={"tel": "0039 02/5551234", "email": "A@rossi.example"},
        ),
    )
    assert (planned.there, planned.differences, planned.directives) == (2, [], [])


def test_a_value_of_the_wrong_kind_in_the_books_is_another_value(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
      credit-limit: "20000"
    """
    limit = Amount(D(20000), "EUR")
    planned = plan(books, company("Rossi", facts={"credit-limit": limit}), update=True)
    assert written(planned) == [("client", "rossi", {"credit-limit": limit})]


def test_somebody_who_is_said_to_have_moved_makes_no_client_by_that(books):
    """
    2025-01-01 custom "client" "rossi" "Rossi"
    2025-01-01 custom "contact" "anna" "Anna Bianchi"
      client: "rossi"
      email: "anna@mail.example"
    """
    entry = person("Anna Bianchi", "Nord", facts={"email": "anna@mail.example"})
    planned = plan(books, entry)
    assert planned.directives == []
    assert str(planned.differences[0]) == "a.vcf:1: contact anna: client Nord"
    assert written(plan(books, entry, update=True)) == [
        ("client", "nord", "Nord", {}),
        ("contact", "anna", {"client": "nord"}),
    ]

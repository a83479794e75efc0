"""Every figure leads on: to the journal of a document, and to its source line."""

from urllib.parse import parse_qs, urlsplit

import pytest


def asked_of(address):
    """The path of an address after the ledger's name, and what it asks for."""
    parts = urlsplit(address)
    query = {key: value for key, [value] in parse_qs(parts.query).items()}
    return parts.path.split("/", 2)[2], query


LINKED_AND_NAMED = """
2024-01-10 * "Acme" "By link" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services

2024-02-10 * "Acme" "By link, too" ^INV-1
  Assets:Bank          60.00 EUR
  Assets:Receivable

2024-03-10 * "Acme" "Settled by a key" ^INV-2
  Assets:Receivable    50.00 EUR
  Income:Services

2024-04-10 * "Acme" "Two in one"
  Assets:Bank          30.00 EUR
  Assets:Receivable   -20.00 EUR
    invoice: "INV-2"
  Assets:Receivable   -10.00 EUR
    invoice: "INV-1.b"

2024-04-11 * "Acme" "Named by a key only"
  invoice: "INV (3)"
  Assets:Receivable     5.00 EUR
  Income:Services

2024-04-12 * "Acme" "A number that no filter can hold"
  invoice: "INV \\"4\\""
  Assets:Receivable     6.00 EUR
  Income:Services
"""


@pytest.fixture
def shared(reader_of):
    return reader_of(LINKED_AND_NAMED)


def narrations(reader, address):
    """What the journal shows under an address."""
    _path, query = asked_of(address)
    response = reader.client.get(
        f"/{reader.slug}/api/journal_page",
        query_string={**query, "page": 1, "order": "asc"},
    )
    return response.json["data"]["journal"]


def document_page(reader, number, **filters):
    """The page that a number leads to from its client's card."""
    address = reader.receivables(party="Acme", **filters).links[number]
    path, query = asked_of(address)
    assert (path, query["document"]) == ("extension/Receivables/", number)
    return reader.get(path, **query)


def test_a_document_leads_to_its_page_and_on_to_the_journal_of_its_link(shared):
    address = document_page(shared, "INV-1").links["Journal"]
    path, query = asked_of(address)
    assert (path, query) == ("journal/", {"filter": "^INV-1"})
    journal = narrations(shared, address)
    assert "By link, too" in journal
    assert "Settled by a key" not in journal


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("INV-2", ["Settled by a key", "Two in one"]),
        ("INV (3)", ["Named by a key only"]),
    ],
)
def test_a_document_named_by_a_key_leads_to_all_that_names_it(shared, number, found):
    journal = narrations(shared, document_page(shared, number).links["Journal"])
    others = {"By link", "Settled by a key", "Two in one", "Named by a key only"}
    assert [text for text in found if text not in journal] == []
    assert [text for text in others - {*found} if text in journal] == []


def test_a_number_with_a_quote_has_a_page_but_no_filter_for_the_journal(shared):
    page = document_page(shared, 'INV "4"')
    assert 'INV "4", invoice, Acme' in page.text
    assert "Journal" not in page.links


def test_the_journal_of_an_old_document_is_whole_under_a_time_filter(shared):
    filters = {"time": "2024-03", "account": "Assets:Receivable"}
    address = document_page(shared, "INV-1", **filters).links["Journal"]
    path, query = asked_of(address)
    assert path == "journal/"
    assert query == {"filter": "^INV-1", "time": "1970-01-01 - 2024-03-31"}
    assert "By link, too" in narrations(shared, address)


def test_a_date_leads_to_the_line_in_the_editor(shared):
    page = shared.receivables(party="Acme", time="2024")
    path, query = asked_of(page.links["2024-03-10"])
    assert path == "editor/"
    lines = shared.ledger.join_path(query["file_path"]).read_text().splitlines()
    assert lines[int(query["line"]) - 1] == "  Assets:Receivable    50.00 EUR"
    assert query["time"] == "2024"
    source = shared.client.get(
        f"/{shared.slug}/api/source", query_string={"filename": query["file_path"]}
    )
    assert source.status_code == 200


def test_a_reader_with_an_editor_of_their_own_is_led_there(reader):
    """
    1970-01-01 custom "fava-option" "use-external-editor" "true"

    2024-03-10 * "Acme" "One" ^INV-1
      Assets:Receivable    50.00 EUR
      Income:Services
    """
    address = reader.receivables(party="Acme").links["2024-03-10"]
    assert address.startswith("beancount:///")
    assert address.endswith("main.beancount?lineno=12")

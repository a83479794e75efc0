"""One page for a party, whatever it is to us; every place that names it leads there."""

import re
from datetime import date

import pytest
from tests.conftest import SAMPLE_BOOKS

PAGE = "extension/Clients/"
DAY, LAST = "2025", date(2025, 12, 31)

VIEWS = [
    *[(PAGE, view) for view in ("", "vendors", "risk", "renewals", "cases", "surveys")],
    *[("extension/Receivables/", view) for view in ("", "documents", "reminders")],
    *[("extension/Payables/", view) for view in ("", "documents")],
    ("extension/Overview/", ""),
]


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_every_place_that_names_a_party_leads_to_its_page(agency_reader, page, view):
    shown = agency_reader.get(page, time=DAY, view=view)
    addresses = re.findall(r'href="([^"]*[?&;]party=[^"]*)"', shown.html)
    assert addresses
    assert {a for a in addresses if "/extension/Clients/" not in a} == set()


def test_a_party_that_is_both_has_both_sides_on_one_page(agency_reader):
    page = agency_reader.get(PAGE, time=DAY, party="serra")
    assert "We owe 2,915.80 EUR 1,781.20 EUR overdue, up to 42 days" in page.text
    assert "IT92C0999920500000000310077" in page.text
    assert "Receivables" in page.links["What it owes"]
    assert "Payables" in page.links["What we owe"]
    assert "Payables" in page.links["SERRA-25-0742"]
    assert "Receivables" in page.links["INV-2025-050"]


def test_a_vendor_alone_has_no_plan_and_no_health(agency, agency_reader):
    rows = agency.vendor_balances(as_of=LAST).rows
    clients = set(agency.directory.ids("client"))
    vendor = next(r.cells["party"] for r in rows if r.cells["party"] not in clients)
    for view in ("", "money", "timeline", "plan"):
        page = agency_reader.get(PAGE, time=DAY, party=vendor, view=view)
        assert page.status == 200
        assert "Plan" not in page.links
        assert "Health" not in page.text


def test_health_has_its_colour_and_its_first_reason(agency_reader):
    page = agency_reader.get(PAGE, time=DAY, party="vallescura")
    assert 'class="tile amber"' in page.html
    assert "Health 58 of 100, amber overdue for 82 days" in page.text


def test_what_a_party_is_called_is_never_run(reader_of):
    evil = "<script>alert(1)</script>"
    reader = reader_of(f"""
2025-01-01 custom "vendor" "evil" "{evil}"
  iban: "{evil}"
2025-01-10 * "{evil}" "{evil}" ^B-1
  Liabilities:Payable  -5.00 EUR
  Expenses:Purchases
""")
    for view in ("", "money", "timeline"):
        page = reader.get(PAGE, time="2025", party="evil", view=view)
        assert page.status == 200
        assert "<script>alert" not in page.html


def test_surveys_say_the_companys_nps_with_how_many_answered(agency, agency_reader):
    page = agency_reader.get(PAGE, time=DAY, view="surveys")
    table, _answers = page.tables
    company = agency.satisfaction(as_of=LAST).rows[0].cells
    assert table[1][0] == "The company"
    assert table[1][1:3] == [str(company["nps"]), str(company["nps_answers"])]


@pytest.mark.browser
def test_the_first_screen_has_what_is_asked_first(visit, serve):
    address = serve(SAMPLE_BOOKS / "agency" / "main.beancount")
    page = visit(address, viewport={"width": 1400, "height": 900})
    base = re.match(r"(http://[^/]+/[^/]+)/", page.url)[1]
    page.goto(f"{base}/extension/Clients/?party=vallescura&time=2025")
    for heading in ("Terms", "Open invoices", "Relation and work under way"):
        box = page.get_by_role("heading", name=heading).bounding_box()
        assert box["y"] + box["height"] < 900
    last = page.locator("section", has_text="What happened with").last
    box = last.bounding_box()
    assert box["y"] + box["height"] <= 900

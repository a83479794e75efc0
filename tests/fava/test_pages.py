"""The two pages say what the reports say, as at the day that Fava's filter says."""

from datetime import date
from decimal import Decimal

import pytest
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import build_app

from ledgerkit.api import load
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.fava import ledger as read_ledger
from ledgerkit.fava.charts.age import by_size
from ledgerkit.open_items.side import Side
from ledgerkit.reports.documents.ageing import aging

TWO_CLIENTS = """
2020-03-01 * "Acme" "Old and never paid" ^INV-1
  due: 2020-03-31
  Assets:Receivable   100.00 EUR
  Income:Services

2025-06-10 * "Bolt" "New" ^INV-2
  due: 2025-07-10
  Assets:Receivable   40.00 EUR
  Income:Services

2025-07-01 * "Bolt" "Paid after the month" ^INV-2
  Assets:Bank   40.00 EUR
  Assets:Receivable
"""


def table_of(page, label):
    """The table that has a column of this label, as rows by column."""
    [table] = [t for t in page.tables if label in t[0]]
    return [dict(zip(table[0], line, strict=True)) for line in table[1:]]


def in_fava(cell):
    """A value as a page shows it: the agency's books ask for thousands."""
    return f"{cell:,}" if isinstance(cell, Decimal) else str(cell)


@pytest.mark.parametrize("side", list(Side))
def test_the_figures_are_those_of_the_report(agency, agency_reader, side):
    page = agency_reader.get(
        f"extension/{'Receivables' if side is Side.RECEIVABLE else 'Payables'}/",
        time="2025",
    )
    report = by_size(aging(agency, as_of=date(2025, 12, 31), side=side))
    labels = {c.label: c.key for c in report.shown_columns if c.key != "party"}
    rows = [
        {
            label: in_fava(row.cells[key]) if row.cells[key] else ""
            for label, key in labels.items()
        }
        for row in report.rows
    ]
    shown = table_of(page, "Not due")
    assert shown[: len(rows)] == rows
    assert len(shown) == len(rows) + 1


def test_the_agency_is_owed_what_its_readme_says(agency_reader):
    page = agency_reader.receivables(time="2025-12-31")
    assert page.status == 200
    assert "Receivables by age, as at 2025-12-31" in page.text
    assert page.tables[0][-1] == [
        "Total", "EUR", "30,625.60", "8,039.80", "6,991.20", "2,379.00", "3,100.00",
        "-122.00", "51,013.60", "1,900.00",
    ]  # fmt: skip
    assert "Assets:Receivable: 51,013.60 EUR agrees with the open items." in page.text


def test_currencies_are_totalled_apart(existing_reader):
    totals = existing_reader.receivables(time="2025").tables[0][-2:]
    assert [(line[1], line[-1]) for line in totals] == [
        ("EUR", "4740.00"),
        ("USD", "1950.00"),
    ]


def test_a_time_filter_ends_the_day_that_counts_and_hides_no_older_debt(reader_of):
    page = reader_of(TWO_CLIENTS).receivables(time="2025-06")
    assert "as at 2025-06-30" in page.text
    assert table_of(page, "Not due") == [
        {"Name": "Acme", "Currency": "EUR", "Not due": "", "1-30": "", "31-60": "",
         "61-90": "", "Over 90": "100.00", "Unapplied": "", "Balance": "100.00"},
        {"Name": "Bolt", "Currency": "EUR", "Not due": "40.00", "1-30": "",
         "31-60": "", "61-90": "", "Over 90": "", "Unapplied": "",
         "Balance": "40.00"},
        {"Name": "Total", "Currency": "EUR", "Not due": "40.00", "1-30": "",
         "31-60": "", "61-90": "", "Over 90": "100.00", "Unapplied": "",
         "Balance": "140.00"},
    ]  # fmt: skip


def test_without_a_time_filter_the_day_is_today(reader_of):
    page = reader_of(TWO_CLIENTS).receivables()
    assert f"as at {date.today()}" in page.text
    assert [row["Name"] for row in table_of(page, "Not due")] == ["Acme", "Total"]


def test_a_day_to_come_is_named(reader_of):
    reader = reader_of(TWO_CLIENTS)
    assert "yet to come" in reader.receivables(time="2999").text
    assert "yet to come" not in reader.receivables(time="2020").text


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"time": "whenever"}, "Failed to parse date: whenever"),
        ({"time": "2025 - 2020"}, "Failed to parse date: 2025 - 2020"),
        ({"account": "((("}, "Failed to parse account: ((("),
        ({"filter": "any("}, "Failed to parse filter: any("),
    ],
)
def test_a_filter_that_fava_cannot_read_gets_favas_own_page(
    reader_of, filters, message
):
    assert message in reader_of(TWO_CLIENTS).receivables(**filters).text


def test_a_page_of_a_party_has_its_ages_its_open_documents_and_its_card(reader):
    """
    2024-01-01 custom "client" "acme" "Acme S.r.l."

    2024-01-10 * "Acme S.r.l." "First" ^INV-1
      due: 2024-01-31
      Assets:Receivable   100.00 EUR
      Income:Services

    2024-02-05 * "Acme S.r.l." "Transfer" ^INV-1
      Assets:Bank         60.00 EUR
      Assets:Receivable

    2024-03-01 * "Bolt" "Somebody else's" ^INV-2
      Assets:Receivable   7.00 EUR
      Income:Services
    """
    page = reader.receivables(party="acme", time="2024-03-31")
    assert "Acme S.r.l., as at 2024-03-31" in page.text
    ages, items, card = page.tables
    assert ages[1:] == [["EUR", "", "", "40.00", "", "", "", "40.00"]]
    assert items[1:] == [
        ["INV-1", "invoice", "2024-01-10", "2024-01-31", "EUR", "100.00", "60.00",
         "40.00", "60"],
        ["Total", "", "", "", "EUR", "100.00", "60.00", "40.00", ""],
    ]  # fmt: skip
    assert card[1:] == [
        ["2024-01-10", "invoice", "INV-1", "", "2024-01-31", "First", "EUR",
         "100.00", "100.00"],
        ["2024-02-05", "payment", "", "INV-1", "", "Transfer", "EUR", "-60.00",
         "40.00"],
        ["Total", "", "", "", "", "", "EUR", "", "40.00"],
    ]  # fmt: skip


def test_each_party_leads_to_its_page_under_the_same_filters(agency_reader):
    page = agency_reader.receivables(time="2025")
    address = page.links["Zefiro Mobilità"]
    assert address == ("/studio-aurora-srl/extension/Clients/?party=zefiro&time=2025")


def test_a_party_on_both_sides_has_a_way_across(agency_reader):
    page = agency_reader.receivables(party="serra", time="2025-06-09")
    assert "/extension/Payables/?party=serra" in page.links["Also a vendor"]
    assert "Also a vendor" not in agency_reader.receivables(party="zefiro").links


def test_a_party_is_found_by_an_alias(reader):
    """
    2024-01-01 custom "client" "acme" "Acme S.r.l."
      aliases: "Acme Holding, ACM"
    """
    assert "Acme S.r.l., as at" in reader.receivables(party="acm").text


def test_an_unknown_party_is_said_to_be_none_with_the_nearest(agency_reader):
    page = agency_reader.receivables(party="zefir")
    assert page.status == 200
    assert 'There is no client "zefir"; did you mean "zefiro"?' in page.text
    assert page.links["All receivables"].endswith("/extension/Receivables/")


def test_a_vendor_is_no_client(agency_reader):
    assert 'There is no client "olmo"' in agency_reader.receivables(party="olmo").text


def test_books_that_owe_nothing_say_so(reader):
    """
    2024-01-10 * "Acme" "Paid at once" ^INV-1
      Assets:Receivable   100.00 EUR
      Income:Services
    2024-01-10 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable
    """
    assert "Nobody owes us anything as at 2024-12-31." in (
        reader.receivables(time="2024").text
    )
    assert "Nothing was ever posted to a payable account" in reader.payables().text


def test_advice_is_counted_and_does_not_alarm(agency_reader):
    page = agency_reader.receivables()
    assert "2 pieces of advice on these books." in page.text
    assert "view=findings" in page.links["Read them"]
    assert "untrustworthy" not in page.text


def test_errors_are_named_above_the_figures(reader):
    """
    2024-01-10 * "Acme" "Two links, no number" ^INV-1 ^ORDER-1
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    page = reader.receivables()
    assert "1 error makes some figure untrustworthy." in page.text
    assert "view=findings" in page.links["See what and where"]


def test_new_text_gives_new_figures(reader, ledger_file, wait_for):
    """
    2024-01-10 * "Acme" "One" ^INV-1
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    assert reader.receivables().tables[0][-1][-1] == "100.00"
    ledger_file.write_text(ledger_file.read_text().replace("100.00", "250.00"))
    wait_for(lambda: reader.receivables().tables[0][-1][-1] == "250.00")


def test_both_pages_read_the_books_once(reader):
    """
    2024-01-10 * "Acme" "One" ^INV-1
      Assets:Receivable   100.00 EUR
      Income:Services
    """
    first = read_ledger.read(reader.ledger)
    reader.receivables()
    reader.payables()
    assert read_ledger.read(reader.ledger) is first
    reader.ledger.load_file()
    assert read_ledger.read(reader.ledger) is not first


def test_a_document_has_a_page_with_what_settled_it_and_why_it_is_due(agency_reader):
    page = agency_reader.receivables(document="INV-2025-040", time="2025")
    assert "INV-2025-040, invoice, Zefiro Mobilità" in page.text
    [standing] = table_of(page, "Status")
    assert (standing["Status"], standing["Open"]) == ("overdue", "3,100.00")
    steps = table_of(page, "Known by")
    assert [(s["Kind"], s["Known by"], s["Amount"], s["Open"]) for s in steps] == [
        ("invoice", "", "6,100.00", "6,100.00"),
        ("payment", "linked", "-3,000.00", "3,100.00"),
    ]
    assert "Due 2025-09-04" in page.text
    assert set(page.links) >= {"All receivables", "Zefiro Mobilità", "Source"}


def test_a_document_issued_after_the_day_is_not_there_yet(agency_reader):
    page = agency_reader.receivables(document="INV-2025-040", time="2025-07")
    assert page.status == 200
    assert "No such invoice" in page.text


def test_the_view_of_documents_has_them_all_with_their_status_the_newest_first(
    agency_reader,
):
    page = agency_reader.receivables(view="documents", time="2025")
    after = agency_reader.receivables(view="documents", time="2025", part="1")
    rows = [*table_of(page, "Status")[:-1], *table_of(after, "Status")]
    assert (rows[0]["Number"], rows[-2]["Number"]) == ("INV-2025-068", "INV-2023-118")
    assert {row["Status"] for row in rows[:-1]} == {
        "open", "overdue", "part-paid", "settled",
    }  # fmt: skip
    assert page.links["By age"].startswith("/studio-aurora-srl/extension/Receivables/")
    assert "time=2025" in page.links["By age"]


def test_a_view_that_does_not_exist_is_the_first_one(agency_reader):
    page = agency_reader.receivables(view="__class__", time="2025")
    assert "Receivables by age" in page.text


def test_the_view_of_collection_shows_the_trend_and_the_use_of_credit(reader_of):
    text = """
2025-01-01 custom "client" "acme" "Acme"
  credit-limit: 200.00 EUR
""" + "".join(
        f'2025-{month:02}-10 * "Acme" "Work" ^INV-{month}\n'
        f"  Assets:Receivable 100.00 EUR\n  Income:Services\n\n"
        for month in range(1, 4)
    )
    page = reader_of(text).receivables(view="collection", time="2025-03")
    [use] = [row for row in table_of(page, "Limit") if row["Name"] == "Acme"]
    assert (use["Limit"], use["Owed"], use["Used %"]) == ("200.00", "300.00", "150.0")
    assert "days sales outstanding" in page.text
    # All that was sold since the first invoice, 81 days ago, is still owed.
    assert table_of(page, "DSO")[-1]["DSO"] == "81.0"


def test_the_page_of_an_invoice_shows_it_as_it_is_sent_in_a_closed_frame(reader_of):
    page = reader_of(
        """
2025-01-10 * "Acme" "<script>alert(1)</script>" ^INV-1
  Assets:Receivable 100.00 EUR
  Income:Services
"""
    ).receivables(document="INV-1", time="2025")
    attributes = dict(page.attributes)
    assert attributes["sandbox"] is None  # It allows nothing.
    assert attributes["srcdoc"].startswith("<!doctype html>")
    assert "<script>alert" not in attributes["srcdoc"]
    assert "<script>alert" not in page.html


def test_a_bill_is_the_vendors_to_print(agency_reader):
    page = agency_reader.payables(document="OLMO-1409", time="2025")
    assert "OLMO-1409, bill" in page.text
    assert "srcdoc" not in dict(page.attributes)


def test_the_view_of_reminders_says_whom_to_remind_and_why(agency, agency_reader):
    page = agency_reader.receivables(view="reminders", time="2025-12-31")
    report = agency.reminders(as_of=date(2025, 12, 31))
    shown = table_of(page, "Why")
    assert [(row["Number"], row["Why"]) for row in shown[: len(report.rows)]] == [
        (row.cells["number"], row.cells["why"]) for row in report.rows
    ]
    assert "No letter is written here. Write the letters" in page.text


@pytest.fixture(scope="module")
def shop():
    """The shop, which pays its bills in runs."""
    return load(SAMPLE_BOOKS / "shop" / "main.beancount")


@pytest.fixture
def shop_reader(open_app):
    return open_app(build_app(SAMPLE_BOOKS / "shop" / "main.beancount"))


def test_the_views_of_payables_are_the_reports(shop, shop_reader):
    day, bank = date(2025, 12, 31), "Assets:Bank:Volksbank"
    request = RunRequest(until=day, account=bank, made_on=day)
    run = shop.payment_run(shop.payment_run_plan(request))
    for view, report, label, key in (
        ("approvals", shop.approvals(as_of=day), "What is missing", "missing"),
        ("cash", shop.cash_required(as_of=day), "Week", "week"),
        ("run", run, "Number", "number"),
    ):
        page = shop_reader.payables(view=view, time="2025")
        shown = [row[label] for row in table_of(page, label)]
        wanted = [str(row.cells[key] or "") for row in report.rows]
        assert shown[: len(wanted)] == wanted, view
    assert "Nothing is paid or written here" in page.text


def test_a_payment_run_without_a_bank_says_what_to_write(tmp_path, open_app):
    path = tmp_path / "main.beancount"
    path.write_text("1970-01-01 open Liabilities:Payable\n", encoding="utf-8")
    page = open_app(build_app(path)).payables(view="run")
    assert "No account of these books is a bank account" in page.text

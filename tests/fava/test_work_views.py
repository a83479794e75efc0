"""Quotes as a board, the time sheet, the outbox, and a vendor's orders on the pages."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.conftest import ACCOUNTS
from tests.fava.conftest import DIRECTIVE, Reader, build_app, stop_watching

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.cli.commands import DONE

PAGE = "extension/Clients/"
BOOK = """
1970-01-01 custom "company" "Studio <b>Aurora"
  email: "conti@aurora.example"
1970-01-01 custom "client" "acme" "Acme"
  email: "office@acme.example"
  hourly-rate: 80.00 EUR
1970-01-01 custom "manager" "gv" "Giulia"
1970-01-01 custom "vendor" "rossi" "Rossi"
2026-01-10 custom "order" "PO-7" "rossi"
2026-01-10 custom "order-line" "PO-7" "paper"
  account: Expenses:Purchases
  quantity: 60
  unit-price: 4.00 EUR
2026-01-05 custom "quote" "Q-1" "Site <script>"
  client: "acme"
  valid-until: 2026-01-31
2026-01-05 custom "quote-line" "Q-1" "design"
  account: "Income:Services"
  amount: 1900.00 EUR
2026-01-05 custom "quote" "Q-2" "Logo"
  client: "acme"
2026-01-05 custom "quote-line" "Q-2" "logo"
  account: "Income:Services"
  amount: 400.00 EUR
2026-01-06 custom "quote" "Q-2"
  status: "accepted"
2026-01-05 custom "time" "h-1" "gv" "acme" 3.5 "Workshop"
2026-01-05 custom "time" "h-2" "gv" "acme" 1.5 "Notes"
2026-01-07 custom "time" "h-3" "gv" "acme" 2 "Call"
  billable: FALSE
2026-01-13 custom "time" "h-4" "gv" "acme" 4 "Next week"
2026-01-20 * "Acme" "Logo, first part" ^INV-1
  client: "acme"
  quote: "Q-2"
  Assets:Receivable   150.00 EUR
  Income:Services    -150.00 EUR
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("work") / "main.beancount"
    path.write_text(f"{DIRECTIVE}{ACCOUNTS}{BOOK}", encoding="utf-8")
    arguments = ["send", "INV-1", "-f", str(path), "--as", "html", "--yes"]
    done = CliRunner().invoke(main, [*arguments, "--date", "2026-01-21"])
    assert done.exit_code == DONE, done.output
    return path


@pytest.fixture(scope="module")
def reader(book):
    yield (opened := Reader(build_app(book)))
    stop_watching([opened])


@pytest.fixture(scope="module")
def books(book):
    return load(book)


def test_the_quotes_stand_on_a_board_by_their_status(reader):
    page = reader.get(PAGE, view="quotes", time="2026-01")
    assert "draft 1 1900.00 EUR" in page.text
    assert "accepted 1 400.00 EUR" in page.text
    assert "to invoice 250.00 EUR" in page.text
    assert "Q-1 Site <script>" in page.text
    assert "<script>" not in page.html.partition('class="board"')[2]


def test_the_time_sheet_is_the_reports_week_by_week(reader, books):
    table = books.time_sheet(as_of=date(2026, 1, 11))
    [row] = table.to_dicts()
    assert (row["mon"], row["wed"], row["hours"]) == (
        Decimal("5.0"),
        Decimal(2),
        Decimal("7.0"),
    )
    assert row["not_charged"] == 2
    page = reader.get(PAGE, view="time", time="2026-01", week="2026-01-05")
    assert "Time sheet, week 2 of 2026" in page.text
    head, line = page.tables[0][:2]
    shown = dict(zip(head, line, strict=True))
    assert (shown["Name"], shown["Mon"], shown["Hours"]) == ("Acme", "5.0", "7.0")
    assert "week=2026-01-04" in page.links["Week before"]
    after = reader.get(PAGE, view="time", time="2026-01", week="2026-01-18")
    assert "week 3 of 2026" in after.text


def test_the_outbox_shows_a_message_as_text_and_nothing_of_it_runs(reader, books):
    page = reader.get(PAGE, view="outbox", time="2026-01")
    assert "office@acme.example" in page.text
    [sent] = books.sent_mail(as_of=date(2026, 1, 31)).to_dicts()
    assert sent["state"] == "in the outbox"
    shown = reader.get(PAGE, view="outbox", time="2026-01", message=sent["digest"])
    assert "SubjectInvoice INV-1" in shown.text
    assert "please find attached our invoice INV-1" in shown.text
    assert "AttachedINV-1.html" in shown.text
    assert "<b>Aurora" not in shown.html


def test_a_message_that_was_changed_since_is_not_shown(reader, book, books):
    [sent] = books.sent_mail(as_of=date(2026, 1, 31)).to_dicts()
    path = book.parent / sent["file"]
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Invoice", b"Offence"))
    try:
        page = reader.get(PAGE, view="outbox", time="2026-01", message=sent["digest"])
    finally:
        path.write_bytes(content)
    assert "not the message that was written" in page.text
    unknown = reader.get(PAGE, view="outbox", time="2026-01", message="../../main")
    assert "The books know of no such message." in unknown.text


def test_a_vendors_page_has_what_is_ordered_from_it(reader):
    page = reader.get(PAGE, party="rossi", time="2026-01")
    assert "PO-7" in page.text
    assert "240.00" in page.text

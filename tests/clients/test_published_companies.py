"""Two published companies, with not one directive about their clients.

Figures are reckoned here from the source data alone, by SQL and from the CSV.
"""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.clients.back_tested import back_tested

import ledgerkit
from ledgerkit.clients.health.back_test import FEW

D = Decimal
CHINOOK = (
    "company-chinook/lerocha__chinook-database/ChinookDatabase/DataSources"
    "/Chinook_Sqlite.sqlite"
)
ACCOUNTS = """\
option "operating_currency" "USD"
2000-01-01 open Assets:Receivable
2000-01-01 open Assets:Bank
2000-01-01 open Income:Sales
"""
INVOICE = """
{day} * "{payee}" "Invoice" ^{number}
  due: {due}
  Assets:Receivable  {amount} USD
  Income:Sales
"""
PAYMENT = """
{day} * "{payee}" "Payment" ^{number}
  Assets:Bank  {amount} USD
  Assets:Receivable
"""


@pytest.fixture
def chinook(shared_data):
    path = shared_data / CHINOOK
    if not path.is_file():
        pytest.skip("Chinook is not among the published data files")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        yield database


@pytest.fixture
def record_shop(chinook, tmp_path):
    """Its 412 invoices as a person would write them."""
    rows = chinook.execute(
        "SELECT InvoiceId, date(InvoiceDate), FirstName || ' ' || LastName,"
        " printf('%.2f', Total) FROM Invoice JOIN Customer USING (CustomerId)"
    )
    text = "".join(
        INVOICE.format(day=day, payee=name, number=number, due=day, amount=total)
        for number, day, name, total in rows
    )
    file = tmp_path / "main.beancount"
    file.write_text(ACCOUNTS + text)
    return ledgerkit.load(file)


def test_revenue_of_every_client_equals_sql(record_shop, chinook):
    as_of = date(2025, 12, 31)
    rows = record_shop.client_measures(as_of=as_of).to_dicts()
    for column, year in (("revenue", "2025"), ("revenue_before", "2024")):
        wanted = dict(
            chinook.execute(
                "SELECT FirstName || ' ' || LastName, printf('%.2f', SUM(Total))"
                " FROM Invoice JOIN Customer USING (CustomerId)"
                " WHERE strftime('%Y', InvoiceDate) = ? GROUP BY CustomerId",
                (year,),
            ).fetchall()
        )
        got = {row["name"]: f"{row[column]:.2f}" for row in rows if row[column]}
        assert got == wanted
    assert len(rows) == 59


def test_recency_and_frequency_equal_sql(record_shop, chinook):
    as_of = date(2025, 12, 31)
    rows = {r["name"]: r for r in record_shop.rfm(as_of=as_of).to_dicts()}
    for name, last, days in chinook.execute(
        "SELECT FirstName || ' ' || LastName, max(date(InvoiceDate)),"
        " count(DISTINCT CASE WHEN InvoiceDate >= '2025-01-01' THEN date(InvoiceDate)"
        " END) FROM Invoice JOIN Customer USING (CustomerId) GROUP BY CustomerId"
    ):
        row = rows[name]
        assert row["silent_days"] == (as_of - date.fromisoformat(last)).days
        assert row["invoices"] == days


#: A fifth is where the middle of all equals' ranks falls; money by its cents.
FIFTHS = """
WITH bought AS (
  SELECT FirstName || ' ' || LastName AS name, max(date(InvoiceDate)) AS last,
    count(DISTINCT CASE WHEN InvoiceDate >= '2025-01-01' THEN date(InvoiceDate) END)
      AS often,
    sum(CASE WHEN InvoiceDate >= '2025-01-01' THEN round(Total * 100) ELSE 0 END)
      AS cents
  FROM Invoice JOIN Customer USING (CustomerId) GROUP BY CustomerId)
SELECT name,
  min(5, (2 * rank() OVER (ORDER BY last) - 2 + count() OVER (PARTITION BY last))
    * 5 / (2 * count() OVER ()) + 1),
  min(5, (2 * rank() OVER (ORDER BY often) - 2 + count() OVER (PARTITION BY often))
    * 5 / (2 * count() OVER ()) + 1),
  min(5, (2 * rank() OVER (ORDER BY cents) - 2 + count() OVER (PARTITION BY cents))
    * 5 / (2 * count() OVER ()) + 1)
FROM bought
"""


def test_scores_of_recency_frequency_and_money_equal_sql(record_shop, chinook):
    rows = record_shop.rfm(as_of=date(2025, 12, 31)).to_dicts()
    scores = "recency", "frequency", "money"
    got = {row["name"]: tuple(row[score] for score in scores) for row in rows}
    assert got == {name: tuple(of) for name, *of in chinook.execute(FIFTHS)}


def test_the_list_of_clients_equals_sql(record_shop, chinook):
    rows = record_shop.client_list(as_of=date(2025, 12, 31)).to_dicts()
    got = {
        row["name"]: (str(row["last_invoice"]), f"{row['balance']:.2f}") for row in rows
    }
    # Nothing was paid: the sample has no payments.
    wanted = chinook.execute(
        "SELECT FirstName || ' ' || LastName, max(date(InvoiceDate)),"
        " printf('%.2f', sum(Total))"
        " FROM Invoice JOIN Customer USING (CustomerId) GROUP BY CustomerId"
    )
    assert got == {name: (last, owed) for name, last, owed in wanted}


def test_concentration_and_retention_equal_sql(record_shop, chinook):
    as_of = date(2025, 12, 31)
    by_year = defaultdict(dict)
    for client, year, total in chinook.execute(
        "SELECT CustomerId, strftime('%Y', InvoiceDate), printf('%.2f', SUM(Total))"
        " FROM Invoice GROUP BY 1, 2"
    ):
        by_year[year][client] = D(total)
    now, before = by_year["2025"], by_year["2024"]
    all_ = sum(now.values())
    index = sum((r * 100 / all_) ** 2 for r in now.values())
    note = record_shop.concentration(as_of=as_of).notes[0]
    assert note.startswith(f"Herfindahl-Hirschman index: {index:.0f} of")
    row = record_shop.retention(as_of=as_of).to_dicts()[0]
    kept = sum(min(now.get(c, D(0)), r) for c, r in before.items())
    assert row["start"] == sum(before.values())
    assert row["gross"] == (kept * 100 / sum(before.values())).quantize(D("0.1"))
    assert row["lost"] == len(before.keys() - now.keys())
    stayed = sum(now.get(client, D(0)) for client in before)
    assert row["net"] == (stayed * 100 / sum(before.values())).quantize(D("0.1"))
    still = len(before.keys() & now.keys())
    assert row["logo"] == (D(still * 100) / len(before)).quantize(D("0.1"))


def day_of(text):
    return datetime.strptime(text, "%m/%d/%Y").date()


@pytest.fixture
def late_payments(shared_data):
    folder = shared_data / "ar" / "ibm-late-payments"
    if not folder.is_dir():
        pytest.skip("the late payments are not among the published data files")
    with next(folder.glob("*.csv")).open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def late_payers(late_payments, tmp_path):
    """The list of invoices and their payments as a person would write them."""
    text = ""
    for row in late_payments:
        facts = {
            "payee": row["customerID"],
            "number": row["invoiceNumber"],
            "amount": row["InvoiceAmount"],
        }
        due = day_of(row["DueDate"])
        text += INVOICE.format(day=day_of(row["InvoiceDate"]), due=due, **facts)
        text += PAYMENT.format(day=day_of(row["SettledDate"]), **facts)
    file = tmp_path / "main.beancount"
    file.write_text(ACCOUNTS + text)
    return ledgerkit.load(file)


def mean_days_late(payments):
    """Weighed by amount: the sum of amount times days, over that of amounts."""
    total = sum(amount for _paid, amount, _late in payments)
    return sum(amount * late for _paid, amount, late in payments) / total


def test_days_late_and_their_change_equal_the_list(late_payers, late_payments):
    as_of = max(day_of(row["SettledDate"]) for row in late_payments)
    paid = defaultdict(list)
    for row in late_payments:
        day, due = day_of(row["SettledDate"]), day_of(row["DueDate"])
        if day > as_of - timedelta(days=365):
            of_row = day, due, row["invoiceNumber"], D(row["InvoiceAmount"])
            paid[row["customerID"]].append(of_row)
    rows = {r["name"]: r for r in late_payers.client_measures(as_of=as_of).to_dicts()}
    assert len(rows) == 100
    changed = 0
    for client, payments in paid.items():
        by_day = [(d, a, (d - due).days) for d, due, _n, a in sorted(payments)]
        row = rows[client]
        assert abs(row["days_late"] - mean_days_late(by_day)) <= D("0.05")
        if len(by_day) > 3:
            change = mean_days_late(by_day[-3:]) - mean_days_late(by_day[:-3])
            assert abs(row["change"] - change) <= D("0.05")
            changed += 1
    assert changed > 90


def test_health_of_a_year_ago_against_who_was_lost_is_told(
    late_payers, record_shop, late_payments
):
    ended = max(day_of(row["InvoiceDate"]) for row in late_payments)
    for books, as_of in ((late_payers, ended), (record_shop, date(2025, 12, 31))):
        told = back_tested(books, as_of)
        # So few were lost that the figure is no more than told.
        assert 1 <= told["lost"] < FEW
        assert "too few to tell" in books.health_back_test(as_of=as_of).notes[-1]

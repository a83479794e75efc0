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

import ledgerkit

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


def day_of(text):
    return datetime.strptime(text, "%m/%d/%Y").date()


@pytest.fixture
def late_payments(shared_data):
    folder = shared_data / "ar" / "ibm-late-payments"
    if not folder.is_dir():
        pytest.skip("the late payments are not among the published data files")
    with next(folder.glob("*.csv")).open(newline="") as file:
        return list(csv.DictReader(file))


def test_days_late_of_every_client_equal_the_list(late_payments, tmp_path):
    as_of = max(day_of(row["SettledDate"]) for row in late_payments)
    text, late = "", defaultdict(list)
    for row in late_payments:
        due, paid = day_of(row["DueDate"]), day_of(row["SettledDate"])
        facts = {
            "payee": row["customerID"],
            "number": row["invoiceNumber"],
            "amount": row["InvoiceAmount"],
        }
        text += INVOICE.format(day=day_of(row["InvoiceDate"]), due=due, **facts)
        text += PAYMENT.format(day=paid, **facts)
        if paid > as_of - timedelta(days=365):
            amount = D(row["InvoiceAmount"])
            late[row["customerID"]].append((amount, (paid - due).days))
    file = tmp_path / "main.beancount"
    file.write_text(ACCOUNTS + text)
    books = ledgerkit.load(file)
    rows = {r["name"]: r for r in books.client_measures(as_of=as_of).to_dicts()}
    assert len(rows) == 100
    for client, payments in late.items():
        total = sum(amount for amount, _days in payments)
        mean = sum(amount * days for amount, days in payments) / total
        assert abs(rows[client]["days_late"] - mean) <= D("0.05")

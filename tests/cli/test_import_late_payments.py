"""A published list of 2,466 invoices and their payments, from CSV to aged balances.

What is owed is computed here from the CSV alone, in plain Python, and compared with
what ``ledgerkit aging`` says of the books.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from pathlib import Path

BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")
COLUMNS = (
    "number=invoiceNumber,party=customerID,issued=InvoiceDate,due=DueDate,"
    "amount=InvoiceAmount,settled=SettledDate"
)
#: Days, and what all clients owe on them.
DAYS = {
    date(2012, 6, 30): Decimal("5504.09"),
    date(2013, 1, 31): Decimal("5846.87"),
    date(2013, 12, 31): Decimal("761.90"),
}


@pytest.fixture
def late_payments(shared_data: Path) -> Path:
    path = shared_data / "ar" / "ibm-late-payments"
    if not path.is_dir():
        pytest.skip("the late payments are not among the published data files")
    return next(path.glob("*.csv"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "main.beancount"
    path.write_text(
        'option "operating_currency" "USD"\nplugin "ledgerkit.plugins.all"\n'
    )
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def american(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()


def aged(rows: list[dict[str, str]], as_of: date) -> dict[str, list[Decimal]]:
    """What each client owes on a day, by the days since the due date."""
    owed: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 5)
    for row in rows:
        is_open = american(row["InvoiceDate"]) <= as_of < american(row["SettledDate"])
        late = (as_of - american(row["DueDate"])).days
        bucket = sum(late > last for last in (0, 30, 60, 90))
        if is_open:
            owed[row["customerID"]][bucket] += Decimal(row["InvoiceAmount"])
    return owed


def aged_by_ledgerkit(book: Path, as_of: date) -> dict[str, list[Decimal]]:
    result = run("aging", book, "--as-of", as_of, "--format", "json")
    assert result.exit_code == 0, result.stderr
    table = json.loads(result.stdout)
    for row in table["rows"]:
        assert Decimal(row["unapplied"]) == 0
    return {
        row["name"]: [Decimal(row[key]) for key in BUCKETS]
        for row in table["rows"]
        if Decimal(row["balance"])
    }


def test_a_published_list_of_invoices_ages_to_the_cent(late_payments: Path, book: Path):
    result = run(
        *("import", "documents", late_payments, "--into", book),
        *("--kind", "invoice", "--map", COLUMNS, "--yes"),
    )
    assert (result.exit_code, result.stderr.count("1/2/2013 is 2013-01-02")) == (0, 1)
    assert result.stdout == (
        "2466 new, 0 already there: 2466 invoices, 2466 settlements,"
        " 100 new clients, 3 new accounts\n"
    )

    books = ledgerkit.load(book)
    documents = books.subledger(Side.RECEIVABLE, date.max).documents
    assert books.findings() == []
    assert len(documents) == 2466
    assert sum(d.open for d in documents) == 0

    rows = rows_of(late_payments)
    for as_of, total in DAYS.items():
        wanted = aged(rows, as_of)
        assert sum(map(sum, wanted.values())) == total
        assert aged_by_ledgerkit(book, as_of) == wanted

    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", str(book)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")

    text = book.read_bytes()
    again = run("import", "documents", late_payments, "--into", book, "--kind=invoice")
    assert (again.exit_code, again.stdout) == (0, "0 new, 2466 already there\n")
    assert book.read_bytes() == text


def test_new_payments_of_a_known_list_are_added_alone(
    late_payments: Path, book: Path, tmp_path: Path
):
    rows = rows_of(late_payments)
    by_june = [
        {**row, "SettledDate": row["SettledDate"] if paid else ""}
        for row in rows
        for paid in [american(row["SettledDate"]) <= date(2012, 6, 30)]
    ]
    first, paid = tmp_path / "june.csv", sum(bool(r["SettledDate"]) for r in by_june)
    write_rows(first, by_june)
    command = ("import", "documents", "--into", book, "--kind", "invoice", "--yes")
    assert run(*command, first).stdout.startswith("2466 new, 0 already there")
    result = run(*command, late_payments)
    assert result.stdout == (
        f"0 new, {paid} already there, {2466 - paid} newly settled: 0 invoices,"
        f" {2466 - paid} settlements, 0 new clients, 0 new accounts\n"
    )
    assert 0 < paid < 2466
    for as_of in DAYS:
        assert aged_by_ledgerkit(book, as_of) == aged(rows, as_of)


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def dirtied(rows: list[dict[str, str]], path: Path) -> tuple[list[int], list[int]]:
    """Write the rows as a careless export would; the lines that are broken, and which.

    Amounts are a hundredfold, with thousands set apart and dollar signs here and
    there; blank lines and rows of empty cells stand between; some rows are broken.
    """
    broken = {
        100: ("InvoiceDate", "13/45/2012"),
        101: ("SettledDate", "soon"),
        777: ("DueDate", "2/30/2013"),
        1500: ("InvoiceAmount", "n/a"),
        2000: ("invoiceNumber", ""),
        2465: ("customerID", "evil\N{RIGHT-TO-LEFT OVERRIDE}"),
    }
    lines: list[int] = []
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        line = 2
        for place, row in enumerate(rows):
            if place % 50 == 0:
                file.write("\r\n" if place % 100 else f"{',' * (len(row) - 1)}\r\n")
                line += 1
            amount = f"{Decimal(row['InvoiceAmount']) * 100:,.2f}"
            cells = {**row, "InvoiceAmount": f"${amount}" if place % 3 else amount}
            if place % 7 == 0:
                cells["PaperlessBill"] = "two\nlines"
            if place in broken:
                column, text = broken[place]
                cells[column] = text
                lines.append(line)
            writer.writerow(cells.values())
            line += 1 + (place % 7 == 0)
    return lines, sorted(broken)


def test_a_careless_export_is_read_but_for_the_rows_that_are_broken(
    late_payments: Path, book: Path, tmp_path: Path
):
    rows, path = rows_of(late_payments), tmp_path / "dirty.csv"
    lines, broken = dirtied(rows, path)
    text = book.read_bytes()
    command = ("import", "documents", path, "--into", book, "--kind", "invoice")

    refused = run(*command, "--yes")
    assert (refused.exit_code, refused.stdout, book.read_bytes()) == (2, "", text)
    *found, last = refused.stderr.splitlines()
    assert [line.partition(": ")[0] for line in found] == [f"{path}:{n}" for n in lines]
    assert [line.partition(": ")[2] for line in found] == [
        "issued: '13/45/2012' is no date in the form %m/%d/%Y",
        "settled: 'soon' is no date in the form %m/%d/%Y",
        "due: '2/30/2013' is no date in the form %m/%d/%Y",
        "amount: 'n/a' is no amount",
        "has no number",
        "the party holds U+202E (right-to-left override), which can't be seen",
    ]
    assert last == (
        "Error: 6 of 2466 rows can't be imported, so nothing was written; correct"
        " them, or leave them out with --skip-bad"
    )

    done = run(*command, "--yes", "--skip-bad")
    assert done.exit_code == 0
    assert done.stdout.startswith("2460 new, 0 already there: 2460 invoices")
    assert done.stderr.splitlines()[: len(found)] == found
    assert "left out  6 rows" in done.stderr
    kept = [row for place, row in enumerate(rows) if place not in broken]
    for as_of in DAYS:
        wanted = aged(kept, as_of)
        hundredfold = {name: [n * 100 for n in line] for name, line in wanted.items()}
        assert aged_by_ledgerkit(book, as_of) == hundredfold

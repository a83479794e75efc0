"""The file for the French tax office, its figures worked out by hand."""

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.conftest import SAMPLE_BOOKS, SHARED_DATA

from ledgerkit.api import load
from ledgerkit.books.general_ledger.booked.entries import BookedEntries
from ledgerkit.cli import main
from ledgerkit.errors import UsageError
from ledgerkit.exporters.adviser.fec import siren_of
from ledgerkit.general_ledger.period import Period

BOOK = """
option "operating_currency" "EUR"
2024-01-01 custom "company" "Atelier Bleu"
  tax-id: "732 829 320"
2024-01-01 open Assets:Receivable
  number: "411000"
2024-01-01 open Assets:Bank EUR
  number: "512000"
2024-01-01 open Liabilities:Payable
  number: "401000"
2024-01-01 open Liabilities:VAT EUR
  number: "445710"
2024-01-01 open Income:Services EUR
  number: "706000"
2024-01-01 open Income:Services:Web EUR
2024-01-01 open Income:Exchange EUR
  number: "766000"
2024-01-01 open Expenses:Rent EUR
  number: "613200"
2024-01-01 open Equity:Capital EUR
  number: "101000"
2024-01-01 open Equity:Retained EUR
  number: "110000"
  role: "retained-earnings"
2024-01-01 * "Capital"
  Assets:Bank 1000.00 EUR
  Equity:Capital
2024-11-01 * "Acme" "Site" ^F-1
  Assets:Receivable 1200.00 EUR
  Income:Services:Web -1000.00 EUR
  Liabilities:VAT -200.00 EUR
2024-12-01 * "Beta" "Plan" ^F-2
  Assets:Receivable 100.00 USD @ 0.92 EUR
  Income:Services:Web -92.00 EUR
2025-01-10 * "Acme" "Virement" ^F-1
  Assets:Bank 1200.00 EUR
  Assets:Receivable
2025-02-10 * "Beta" "Virement" ^F-2
  Assets:Bank 94.00 EUR
  Income:Exchange -2.00 EUR
  Assets:Receivable -100.00 USD @ 0.92 EUR
2025-03-01 * "Bailleur" "Loyer\tmars\u202e 東" ^B-7
  Expenses:Rent 300.00 EUR
  Liabilities:Payable
2025-12-31 * "Résultat"
  closing: TRUE
  Income:Exchange 2.00 EUR
  Expenses:Rent -300.00 EUR
  Equity:Retained
"""
NAME = "732829320FEC20251231.txt"


@pytest.fixture
def run(tmp_path):
    def run(text, *options, period="2025"):
        path = tmp_path / "main.beancount"
        path.write_text(text, encoding="utf-8")
        arguments = ["export", "fec", period, str(path), "-o", str(tmp_path / "out")]
        return CliRunner().invoke(main, [*arguments, *options])

    return run


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content), delimiter="\t"))


@pytest.fixture
def rows(run, tmp_path):
    result = run(BOOK)
    assert result.exit_code == 0, result.output
    return rows_of((tmp_path / "out" / NAME).read_bytes().decode())


def test_it_opens_with_balances_and_has_no_result_of_earlier_years(rows):
    opening = [row for row in rows if row["JournalCode"] == "AN"]
    assert rows[: len(opening)] == opening
    assert [
        (row["CompteNum"], row["CompAuxNum"], row["Debit"], row["Credit"])
        for row in opening
    ] == [
        ("512000", "", "1000,00", "0,00"),
        ("411000", "Acme", "1200,00", "0,00"),
        ("411000", "Beta", "92,00", "0,00"),
        ("101000", "", "0,00", "1000,00"),
        ("445710", "", "0,00", "200,00"),
        ("110000", "", "0,00", "1092,00"),
    ]


def test_what_is_settled_has_one_letter(rows):
    lettered = [
        (row["EcritureNum"], row["EcritureLet"], row["DateLet"], row["PieceRef"])
        for row in rows
        if row["EcritureLet"]
    ]
    assert lettered == [
        ("1", "A", "20250110", "F-1"),
        ("1", "B", "20250210", "F-2"),
        ("2", "A", "20250110", "F-1"),
        ("3", "B", "20250210", "F-2"),
    ]


def test_payments_after_the_year_letter_up_to_a_day(run, tmp_path):
    paid = (
        BOOK
        + """
2026-01-15 * "Bailleur" "Virement" ^B-7
  Liabilities:Payable 300.00 EUR
  Assets:Bank
"""
    )
    file = tmp_path / "out" / NAME
    assert run(paid).exit_code == 0
    assert "20260115" not in file.read_text()
    assert run(paid, "--force", "--settled-until", "2026-01-31").exit_code == 0
    row = rows_of(file.read_text())[-1]
    assert (row["CompteNum"], row["DateLet"]) == ("401000", "20260115")
    early = run(paid, "--settled-until", "2025-06-30")
    assert (early.exit_code, "shorter period" in early.output) == (2, True)


def test_what_is_brought_forward_keeps_its_day_and_its_currency(rows):
    row = next(row for row in rows if row["CompAuxNum"] == "Beta")
    assert (row["PieceDate"], row["Montantdevise"], row["Idevise"]) == (
        "20241201", "100,00", "USD",
    )  # fmt: skip


def test_text_is_one_line_without_hidden_characters(rows):
    assert rows[-1]["EcritureLib"] == "Bailleur Loyer mars 東"
    assert [row["EcritureNum"] for row in rows[-2:]] == ["4", "4"]


def test_a_closing_of_income_and_expenses_is_left_out(rows):
    assert "Résultat" not in {row["EcritureLib"] for row in rows}


def test_an_account_without_a_number_and_nothing_is_written(run, tmp_path):
    result = run(BOOK.replace('  number: "512000"\n', ""))
    assert result.exit_code == 2
    assert "Assets:Bank has no number" in result.output
    assert 'number: "512000"' in result.output
    assert not (tmp_path / "out").exists()
    wrong = run(BOOK.replace('number: "512000"', 'number: "Bank"'))
    assert 'Assets:Bank has the number "Bank"' in wrong.output


def test_latin_9_says_what_it_lacks(run, tmp_path):
    result = run(BOOK, "--encoding", "iso-8859-15")
    assert '1 text, e.g. "Bailleur Loyer mars 東": written without' in result.output
    assert "Loyer mars ?" in (tmp_path / "out" / NAME).read_bytes().decode("latin9")


def test_other_content_is_not_overwritten(run, tmp_path):
    assert run(BOOK).exit_code == 0
    assert "there already" in run(BOOK).output
    file = tmp_path / "out" / NAME
    assert file.stat().st_mode & 0o777 == 0o600
    changed = BOOK.replace("300.00", "301.00")
    refused = run(changed)
    assert (refused.exit_code, "--force" in refused.output) == (2, True)
    assert "301,00" not in file.read_text()
    assert run(changed, "--force").exit_code == 0
    assert "301,00" in file.read_text()


@pytest.mark.parametrize(
    ("wrong", "period", "said"),
    [
        (("@ 0.92 EUR", ""), "2025", "has no rate to EUR"),
        (('option "operating_currency" "EUR"', ""), "2025", "operating_currency"),
        (('  role: "retained-earnings"\n', ""), "2025", 'role: "retained-earnings"'),
        (("732 829 320", "732 829 321"), "2025", "SIREN"),
        (("", ""), "2025-Q2", "begins with the fiscal year"),
        (("", ""), "2024-06-01..2025-06-01", "more than one fiscal year"),
    ],
)  # fmt: skip
def test_what_is_missing_is_one_sentence(run, tmp_path, wrong, period, said):
    text = BOOK.replace(*wrong) if wrong[0] else BOOK
    text = text.replace("Web -92.00 EUR", "Web")
    if said == "has no rate to EUR":
        text = text.replace("  Income:Exchange -2.00 EUR\n", "").replace(
            "Assets:Bank 94.00 EUR", "Assets:Bank 100.00 USD"
        )
        text = text.replace(" EUR\n  number", "\n  number").replace("Web EUR", "Web")
        text = text[: text.index("2025-12-31")]
    result = run(text, period=period)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_siren_is_in_the_tax_id_or_the_vat_id():
    assert siren_of("732829320 00074", "") == "732829320"
    assert siren_of("", "FR44 732 829 320") == "732829320"
    with pytest.raises(UsageError):
        siren_of("12345678903", "IT12345678903")


def xml_of(rows):
    """As the tax office's own tool hands a file to its schema."""
    root = etree.Element("comptabilite")
    year = etree.SubElement(root, "exercice")
    etree.SubElement(year, "DateCloture").text = "2025-12-31"
    journals = {}
    for row in rows:
        code = row["JournalCode"]
        if code not in journals:
            journal = etree.SubElement(year, "journal")
            for name in ("JournalCode", "JournalLib"):
                etree.SubElement(journal, name).text = row[name]
            journals[code] = journal, {}
        journal, entries = journals[code]
        number = row["EcritureNum"]
        if number not in entries:
            entries[number] = etree.SubElement(journal, "ecriture")
            for name in ("EcritureNum", "EcritureDate", "EcritureLib", "PieceRef",
                         "PieceDate", "ValidDate"):  # fmt: skip
                text = row[name]
                if "Date" in name:
                    text = date.fromisoformat(text).isoformat()
                etree.SubElement(entries[number], name).text = text
        line = etree.SubElement(entries[number], "ligne")
        side = "Debit" if row["Debit"] != "0,00" else "Credit"
        for name in ("CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
                     "Montantdevise", "Idevise", side):  # fmt: skip
            if row[name]:
                etree.SubElement(line, name).text = row[name].replace(",", ".")
    return root


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="no published files here")
@pytest.mark.parametrize("article", ["VII-1", "VIII-3", "VIII-5", "VIII-7"])
def test_what_the_schemas_ask_for_is_there(rows, article):
    """VIII-5 and VIII-7 are for books of receipts and payments alone.

    They ask for the day and the manner of each payment, which books of debts have not.
    """
    folder = SHARED_DATA / "exports-fec"
    schema = etree.XMLSchema(etree.parse(folder / f"formatA47A-I-{article}.xsd"))
    asks_for_payments = article in {"VIII-5", "VIII-7"}
    assert schema.validate(xml_of(rows)) is not asks_for_payments
    messages = {error.message.partition(":")[2] for error in schema.error_log}
    if asks_for_payments:
        assert all("Expected is ( DateRglt )" in message for message in messages)
    else:
        assert messages == set()


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="no published files here")
def test_it_is_valid_by_the_published_schema_and_table(rows):
    folder = SHARED_DATA / "exports-fec"
    schema = etree.XMLSchema(etree.parse(folder / "formatA47A-I-VII-1.xsd"))
    schema.assertValid(xml_of(rows))
    table = (folder / "fmt_arrete.latin1.txt").read_text("latin1").splitlines()
    assert list(rows[0]) == [line.partition(";")[0] for line in table[:18]]
    never_empty = [*range(6), 8, 9, 10, 15]
    for row in rows:
        cells = list(row.values())
        assert all(cells[place] for place in never_empty)
        assert [row["Debit"], row["Credit"]].count("0,00") == 1


@pytest.mark.parametrize("name", ["agency", "shop"])
def test_entries_have_the_turnover_of_the_trial_balance(name):
    books = load(SAMPLE_BOOKS / name / "main.beancount")
    year = Period(date(2025, 1, 1), date(2025, 12, 31), "2025")
    reader = BookedEntries(books.source, books.general_ledger, year.last)
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for entry in reader.entries(year):
        assert sum(line.amount for line in entry.lines) == 0
        for line in entry.lines:
            sums[line.account.account][line.amount < 0] += abs(line.amount)
    expected = {
        row["account"]: [row["debit"] or 0, row["credit"] or 0]
        for row in books.trial_balance(period="2025").to_dicts()
        if row["currency"] == reader.currency and (row["debit"] or row["credit"])
    }
    assert dict(sums) == expected
    assert reader.notes == []


@pytest.mark.parametrize("has_account", [True, False])
def test_parts_of_a_coin_never_change_a_debt(run, tmp_path, has_account):
    """100.00 and 100.00 against 200.01: a cent is missing."""
    text = BOOK.replace(
        "  Expenses:Rent 300.00 EUR\n  Liabilities:Payable\n",
        "  Expenses:Rent 100.004 EUR\n  Income:Exchange 100.004 EUR\n"
        "  Liabilities:Payable -200.008 EUR\n",
    )
    text = text[: text.index("2025-12-31")]
    if has_account:
        text += '2024-01-01 open Expenses:Cents\n  number: "658"\n  role: "rounding"\n'
    result = run(text)
    to = "Expenses:Cents" if has_account else "their largest line"
    assert f"1 entry of fractions of a coin: 0.01 EUR in all went to {to}" in (
        result.output
    )
    rows = rows_of((tmp_path / "out" / NAME).read_bytes().decode())
    assert [(r["CompteNum"], r["Debit"], r["Credit"]) for r in rows[-4:]][
        0 if has_account else 1 :
    ] == (
        [("613200", "100,00", "0,00"), ("766000", "100,00", "0,00"),
         ("401000", "0,00", "200,01"), ("658", "0,01", "0,00")]
        if has_account
        else [("613200", "100,01", "0,00"), ("766000", "100,00", "0,00"),
              ("401000", "0,00", "200,01")]
    )  # fmt: skip

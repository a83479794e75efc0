"""Books of a country: they load, nothing is wrong with them, and their return works."""

from decimal import Decimal

import pytest
from click.testing import CliRunner

import ledgerkit
from ledgerkit.books.taxes.country_codes import CODES_BY_COUNTRY, codes_of, codes_text
from ledgerkit.books.taxes.forms import form_of
from ledgerkit.cli import main
from ledgerkit.taxes.share import parse_shares

#: Made on this day, the examples are of the first quarter; theirs is the second.
APRIL = "2026-04-01"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGERKIT_FILE", raising=False)

    def run(*args):
        done = CliRunner().invoke(main, args)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def boxes(books, period, form=None):
    rows = books.tax_return(period, form=form).to_dicts()
    return {row["box"]: row["amount"] for row in rows if row["amount"]}


EXAMPLES = {
    "IT": {"VP2": 1800, "VP4": 396, "VP3": 150, "VP5": 33},
    "DE": {"81": 1800, "81-tax": 342, "66": Decimal("28.50")},
    "GB": {"1": 360, "4": 30, "6": 1800, "7": 150, "5": 330},
    "FR": {"A1": 1800, "08": 1800, "08-tax": 360, "20": 30, "32": 330},
    "US": {"California": 108, "County": Decimal("4.50"), "Local": 18},
}
#: An invoice of 1,000.00 and a bill of 100.00 by command.
WRITTEN = {
    "IT": {"VP2": 1000, "VP4": 220, "VP3": 100, "VP5": 22},
    "DE": {"81": 1000, "81-tax": 190, "66": 19, "83": 171},
    "GB": {"1": 200, "4": 20, "5": 180, "6": 1000, "7": 100},
    "FR": {"A1": 1000, "08": 1000, "08-tax": 200, "20": 20, "32": 180},
    "US": {"California": 60, "County": Decimal("2.50"), "Local": 10},
}


@pytest.mark.parametrize("country", CODES_BY_COUNTRY)
def test_a_country_has_its_return_at_once(run, tmp_path, monkeypatch, country):
    said = run("init", "new", "--country", country.lower(), "--on", APRIL)
    assert "ledgerkit tax return 2026-Q1" in said
    main_file = tmp_path / "new" / "main.beancount"
    books = ledgerkit.load(main_file)
    assert books.findings() == []
    assert books.options["operating_currency"] == [CODES_BY_COUNTRY[country].currency]
    found = boxes(books, "2026-Q1")
    assert EXAMPLES[country].items() <= found.items()

    monkeypatch.chdir(tmp_path / "new")
    codes = CODES_BY_COUNTRY[country]
    new = ("--date", "2026-04-15", "--yes")
    line = "Income:Sales; Brochure; 1000.00"
    run(
        "invoice",
        "new",
        "--client",
        "harbour",
        "--line",
        line,
        "--tax",
        codes.sale,
        *new,
    )
    line = "Expenses:Supplies; Paper; 100.00"
    tax = codes.purchase or "none"
    run(
        "bill", "new", "--vendor", "quill", "--number", "QP-2", "--line", line,
        "--tax", tax, *new,
    )  # fmt: skip
    books = ledgerkit.load(main_file)
    assert books.findings() == []
    found = boxes(books, "2026-Q2")
    assert WRITTEN[country].items() <= found.items()


@pytest.mark.parametrize("country", CODES_BY_COUNTRY)
def test_every_code_of_a_country_has_its_law_and_boxes_that_exist(country):
    assert codes_text(country).count("  source: ") == len(
        list(codes_of(country).declared)
    )
    form = form_of(country)
    for code in codes_of(country).declared:
        for text in (code.base_box, code.tax_box, code.reverse_charge_box):
            assert all(form.box_id(share.box) for share in parse_shares(text))


def test_books_that_exist_get_the_codes_in_a_file_of_their_own(run, tmp_path):
    book = tmp_path / "main.beancount"
    book.write_text(
        'option "operating_currency" "EUR"\n'
        'plugin "ledgerkit.plugins.all"\n'
        "2020-01-01 open Assets:VAT\n"
        '2020-01-01 custom "company" "Us"\n'
        '  country: "FR"\n'
        '2020-01-01 custom "tax-code" "fr20" 0.20\n',
        encoding="utf-8",
    )
    said = run("tax-codes", "fr", "--dry-run")
    assert not (tmp_path / "tax-codes-fr.beancount").exists()
    assert 'custom "tax-code" "fr10" 0.10' in said
    said = run("tax-codes", "FR", "--yes")
    assert "the code fr20 is declared already" in said
    assert "Wrote 20 tax codes of FR to tax-codes-fr.beancount." in said
    assert book.read_text("utf-8").endswith('include "tax-codes-fr.beancount"\n')
    books = ledgerkit.load(book)
    assert books.findings() == []
    assert books.tax_codes.ids == codes_of("FR").ids
    assert "The books have the codes of FR." in run("tax-codes", "FR", "--yes")


def test_the_country_to_write_is_said(run, tmp_path):
    book = tmp_path / "main.beancount"
    book.write_text('option "operating_currency" "EUR"\n', encoding="utf-8")
    said = run("tax-codes", "IT", "--yes")
    assert 'write country: "IT" on custom "company"' in said


def test_codes_of_another_country_say_so_and_serve_the_one_stop_shop(run, tmp_path):
    run("init", "new", "--country", "DE", "--on", APRIL)
    book = tmp_path / "new" / "main.beancount"
    said = run("tax-codes", "FR", "--file", str(book), "--yes")
    assert "your country is DE" in said
    text = book.read_text("utf-8")
    book.write_text(
        text + '2026-02-01 * "Client" "Sold to Lyon" ^FR-1\n'
        "  Assets:Receivable  120.00 EUR\n"
        '  Income:Sales  -100.00 EUR\n    tax: "fr20"\n'
        '  Liabilities:VAT  -20.00 EUR\n    tax: "fr20"\n',
        encoding="utf-8",
    )
    books = ledgerkit.load(book)
    assert boxes(books, "2026-Q1")["81"] == 1800
    assert boxes(books, "2026-Q1", "oss") == {"FR 20% goods from DE": 20}

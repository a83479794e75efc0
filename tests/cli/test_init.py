"""``ledgerkit init``: the starting book, and what it refuses."""

import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from beancount import loader
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.cli.init import starting_book
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

MARCH = date(2026, 3, 31)
#: Made on this day, the examples begin with the year.
APRIL = date(2026, 4, 1)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``ledgerkit`` from a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGERKIT_FILE", raising=False)
    return lambda *args: CliRunner().invoke(main, args)


@pytest.fixture
def new_books(run, tmp_path):
    assert run("init", "new", "--on", "2026-04-01").exit_code == 0
    return ledgerkit.load(tmp_path / "new" / "main.beancount")


def test_the_starting_book_has_nothing_to_look_at(new_books):
    assert list(new_books.findings()) == []
    assert list(new_books.errors) == []


@given(st.dates(date(1999, 12, 1), date(2099, 12, 31)))
def test_whenever_it_is_made_nothing_lies_in_the_future_or_is_to_be_looked_at(day):
    text = starting_book(name="My business", currency="EUR", day=day)
    directives, errors, options = loader.load_string(text)
    assert errors == []
    books = ledgerkit.LedgerBooks(directives, errors, options)
    assert books.findings() == []
    dated = [entry.date for entry in directives if entry.date.year > 1970]
    assert min(dated).day == 1
    assert max(dated) <= day
    assert (day - min(dated)).days >= 89
    invoices = books.subledger(Side.RECEIVABLE, date.max).documents
    by_year = Counter(document.issued.year for document in invoices)
    assert sorted(document.number for document in invoices) == [
        f"INV-{year}-{number:03}"
        for year, count in sorted(by_year.items())
        for number in range(1, count + 1)
    ]


#: What a bank's file of the first month may hold, without a word on its currency.
STATEMENT = """\
Date,Description,Amount
2026-01-05,Rent of the first month,-500.00
2026-02-16,HARBOUR STUDIO LTD,700.00
2026-03-30,HARBOUR STUDIO LTD INV-2026-001,520.00
"""


def test_the_first_bank_file_can_be_imported(run, tmp_path, monkeypatch):
    assert run("init", "new", "--on", "2026-04-01").exit_code == 0
    monkeypatch.chdir(tmp_path / "new")
    (tmp_path / "new" / "january.csv").write_text(STATEMENT, "utf-8")
    done = run("bank", "import", "january.csv", "--account", "Bank:Main", "--yes")
    assert done.exit_code == 0, done.output
    books = ledgerkit.load(tmp_path / "new" / "main.beancount")
    assert [found for found in books.findings() if not found.advice] == []
    assert books.open_items(as_of=APRIL).rows == []


def test_books_begin_in_this_directory_and_the_account_to_import_to_is_named(
    run, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run("init", "--on", "2026-04-01").exit_code == 0
    assert ledgerkit.load(tmp_path / "main.beancount").findings() == []
    (tmp_path / "january.csv").write_text(STATEMENT, "utf-8")
    refused = run("bank", "import", "january.csv", "--dry-run")
    assert "say it: --account Assets:Bank:Main" in refused.stderr


def test_money_goes_to_the_account_that_has_movements(run, tmp_path, monkeypatch):
    """Not to the heading above it; and to the only open invoice that it fits."""
    assert run("init", "new", "--on", "2026-04-01").exit_code == 0
    monkeypatch.chdir(tmp_path / "new")
    paid = run(
        "receipt", "--client", "harbour", "--amount", "520", "--date", "2026-03-31",
        "--dry-run",
    )  # fmt: skip
    assert paid.exit_code == 0
    assert '2026-03-31 * "Harbour Studio" "Payment" ^INV-2026-001\n' in paid.stdout
    assert "Assets:Bank:Main " in paid.stdout


def test_a_new_invoice_asks_for_its_tax_and_follows_the_series(
    run, tmp_path, monkeypatch
):
    assert run("init", "new", "--on", "2026-04-01").exit_code == 0
    monkeypatch.chdir(tmp_path / "new")
    new = ["invoice", "new", "--client", "linden", "--line", "Sales; Sign; 100"]
    words = [*new, "--date", "2026-04-01", "--dry-run"]
    assert "has no tax code; write tax=CODE, one of sales" in run(*words).output
    taxed = run(*words, "--tax", "sales")
    assert "^INV-2026-004\n" in taxed.stdout
    assert "Assets:Receivable           122.00 EUR" in taxed.stdout


def test_bean_check_has_nothing_against_it(run, tmp_path):
    run("init", "new")
    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", "new/main.beancount"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_its_examples_show_what_is_owed_on_both_sides(new_books):
    owed_to_us = new_books.open_items(as_of=MARCH).to_dicts()
    assert [(r["number"], r["open"], r["days_late"]) for r in owed_to_us] == [
        ("INV-2026-001", Decimal("520.00"), 45)
    ]
    owed_by_us = new_books.open_items(as_of=MARCH, side=Side.PAYABLE).to_dicts()
    assert [(r["number"], r["open"]) for r in owed_by_us] == [
        ("QP-1187", Decimal("183.00"))
    ]


def test_the_book_still_works_when_the_examples_are_deleted(tmp_path):
    text = starting_book(name="My business", currency="EUR", day=APRIL)
    before, examples, _rest = text.partition(";; ---- Examples")
    assert examples
    path = tmp_path / "main.beancount"
    path.write_text(before, "utf-8")
    assert list(ledgerkit.load(path).findings()) == []


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "VEF.2"])
def test_the_book_is_sound_in_any_currency(currency, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(
        starting_book(name="My business", currency=currency, day=APRIL), "utf-8"
    )
    books = ledgerkit.load(path)
    assert list(books.findings()) == []
    assert books.options["operating_currency"] == [currency]
    assert {t["currency"] for t in books.aging(as_of=MARCH).totals} == {currency}


@pytest.mark.parametrize(
    "name", ["Böhm & Söhne", 'Say "cheese"', "C:\\Books", "\\", '"', "東京", "a\n  b"]
)
def test_any_name_reads_as_it_was_meant(name, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(starting_book(name=name, currency="EUR", day=APRIL), "utf-8")
    _directives, errors, options = loader.load_file(str(path))
    assert errors == []
    assert options["title"] == " ".join(name.split())


def test_old_documents_in_any_currency_can_be_entered(tmp_path):
    path = tmp_path / "main.beancount"
    old = """
    1999-12-31 * "Harbour Studio" "From the attic" ^A-1
      Assets:Receivable   100.00 XAU
      Income:Sales       -100.00 XAU
    2000-01-10 * "Harbour Studio" "Transfer" ^A-1
      Assets:Cash         100.00 XAU
      Assets:Receivable  -100.00 XAU
    """.replace("\n    ", "\n")
    path.write_text(starting_book(name="B", currency="EUR", day=APRIL) + old, "utf-8")
    assert list(ledgerkit.load(path).findings()) == []


@pytest.mark.parametrize("currency", ["eur", "EURO€", "NULL", "TRUE", "E R", "", "É"])
def test_what_is_no_currency_is_refused(currency):
    with pytest.raises(UsageError, match="is no currency code; write capitals"):
        starting_book(name="My business", currency=currency, day=APRIL)


@pytest.mark.parametrize("name", ["", "  ", "Acme\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_a_name_that_cant_be_seen_is_refused(name):
    with pytest.raises(UsageError, match="empty or can't be shown"):
        starting_book(name=name, currency="EUR", day=APRIL)


def test_books_that_are_there_are_not_touched(run, tmp_path):
    run("init", "new")
    path = tmp_path / "new" / "main.beancount"
    path.write_text("; mine\n", "utf-8")
    again = run("init", "new")
    assert again.exit_code == 2
    assert again.output == (
        "Error: new/main.beancount exists already; name another directory\n"
    )
    assert path.read_text("utf-8") == "; mine\n"


def test_a_link_that_leads_nowhere_is_not_followed(run, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "main.beancount").symlink_to(tmp_path / "elsewhere")
    assert run("init", "new").exit_code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_in_the_place_of_the_folder_is_named(run, tmp_path):
    (tmp_path / "new").write_text("")
    result = run("init", "new")
    assert (result.exit_code, result.output) == (
        2,
        "Error: new is a file; name a directory\n",
    )


def test_a_gitignore_is_written_once_and_never_changed(run, tmp_path):
    run("init", "first")
    ignored = (tmp_path / "first" / ".gitignore").read_text("utf-8").splitlines()
    assert {"*.picklecache", ".ledgerkit.lock"} <= set(ignored)
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / ".gitignore").write_text("mine\n")
    run("init", "second")
    assert (tmp_path / "second" / ".gitignore").read_text() == "mine\n"
    assert (tmp_path / "second" / "main.beancount").exists()


def test_folders_are_made_on_the_way(run, tmp_path):
    assert run("init", "a/b/c").exit_code == 0
    assert (tmp_path / "a" / "b" / "c" / "main.beancount").exists()


def test_no_half_written_file_stays_behind(run, tmp_path):
    run("init", "new")
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {"main.beancount", ".gitignore", ".ledgerkit.lock"}


def test_every_command_that_it_proposes_works(run, tmp_path, monkeypatch):
    output = run("init", "new").output
    monkeypatch.chdir(tmp_path / "new")
    proposed = [
        line.split()[1:]
        for line in output.splitlines()
        if line.startswith("  ledgerkit") and "serve" not in line
    ]
    assert len(proposed) == 5
    for args in proposed:
        assert run(*args).exit_code == 0

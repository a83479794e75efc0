"""``ledgerkit init``: the starting book, and what it refuses."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from beancount import loader
from click.testing import CliRunner

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.cli.init import starting_book
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

MARCH = date(2026, 3, 31)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``ledgerkit`` from a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LEDGERKIT_FILE", raising=False)
    return lambda *args: CliRunner().invoke(main, args)


@pytest.fixture
def new_books(run, tmp_path):
    assert run("init", "new").exit_code == 0
    return ledgerkit.load(tmp_path / "new" / "main.beancount")


def test_the_starting_book_has_nothing_to_look_at(new_books):
    assert list(new_books.findings()) == []
    assert list(new_books.errors) == []


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
    text = starting_book(name="My business", currency="EUR")
    before, examples, _rest = text.partition(";; ---- Examples")
    assert examples
    path = tmp_path / "main.beancount"
    path.write_text(before, "utf-8")
    assert list(ledgerkit.load(path).findings()) == []


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "VEF.2"])
def test_the_book_is_sound_in_any_currency(currency, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(starting_book(name="My business", currency=currency), "utf-8")
    books = ledgerkit.load(path)
    assert list(books.findings()) == []
    assert books.options["operating_currency"] == [currency]
    assert {t["currency"] for t in books.aging(as_of=MARCH).totals} == {currency}


@pytest.mark.parametrize(
    "name", ["Böhm & Söhne", 'Say "cheese"', "C:\\Books", "\\", '"', "東京", "a\n  b"]
)
def test_any_name_reads_as_it_was_meant(name, tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(starting_book(name=name, currency="EUR"), "utf-8")
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
      Assets:Bank:Main    100.00 XAU
      Assets:Receivable  -100.00 XAU
    """.replace("\n    ", "\n")
    path.write_text(starting_book(name="B", currency="EUR") + old, "utf-8")
    assert list(ledgerkit.load(path).findings()) == []


@pytest.mark.parametrize("currency", ["eur", "EURO€", "NULL", "TRUE", "E R", "", "É"])
def test_what_is_no_currency_is_refused(currency):
    with pytest.raises(UsageError, match="is no currency code; write capitals"):
        starting_book(name="My business", currency=currency)


@pytest.mark.parametrize("name", ["", "  ", "Acme\N{RIGHT-TO-LEFT OVERRIDE}"])
def test_a_name_that_cant_be_seen_is_refused(name):
    with pytest.raises(UsageError, match="empty or can't be shown"):
        starting_book(name=name, currency="EUR")


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
    assert len(proposed) == 4
    for args in proposed:
        assert run(*args).exit_code == 0

"""Nothing is written, paid or numbered on books from which an error took entries."""

import shutil
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.errors import LedgerkitError


@pytest.fixture
def shop(tmp_path):
    shutil.copytree(SAMPLE_BOOKS / "shop", tmp_path / "shop")
    return tmp_path / "shop"


@pytest.fixture
def torn(shop):
    """The shop with one payment that Beancount can't read, and so leaves out."""
    path = shop / "2025.beancount"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = max(i for i, x in enumerate(lines) if "Assets:Bank:Volksbank" in x)
    lines[place] = lines[place].replace("EUR", "EUR x")
    path.write_text("".join(lines), "utf-8")
    return shop


def run(folder, *arguments):
    result = CliRunner().invoke(
        main, [*arguments, "-f", str(folder / "main.beancount")]
    )
    return result.exit_code, result.output


def snapshot(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


WRITES = {
    "payment run": (
        "payment-run", "--from", "Volksbank", "--as-of", "2026-01-05",
        "--write", "payments", "--yes",
    ),
    "invoice": (
        "invoice", "new", "--client", "x", "--date", "2026-01-05",
        "--line", "Sales; x; 10", "--yes",
    ),
    "note": ("log", "note", "amsel", "called", "--yes"),
    "next number": ("next-number",),
}  # fmt: skip


@pytest.mark.parametrize("arguments", WRITES.values(), ids=WRITES.keys())
def test_no_command_writes_or_numbers_on_books_that_lack_entries(torn, arguments):
    before = snapshot(torn)
    status, output = run(torn, *arguments)
    assert status == 2
    assert "2025.beancount:" in output
    assert "--despite-errors" in output
    assert snapshot(torn) == before


def test_the_error_is_named_and_may_be_overlooked(torn):
    status, output = run(torn, "next-number", "--despite-errors")
    assert status == 0
    assert "Overlooked: 2025.beancount:" in output


def test_a_report_says_first_that_the_books_are_not_whole(torn):
    status, output = run(torn, "aging", "--as-of", "2026-01-05")
    assert status == 1
    assert output.startswith("Not whole: Beancount has left out what it can't read")


def test_python_refuses_as_the_terminal_does(torn):
    before = snapshot(torn)
    books = ledgerkit.load(torn / "main.beancount")
    draft = ledgerkit.Receipt(
        day=books.directives[-1].date, client="waldrast", amount=Decimal(5)
    )
    with pytest.raises(LedgerkitError, match="left out"):
        books.record(draft)
    assert snapshot(torn) == before


LEDGER = """\
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Assets:Other
1970-01-01 open Income:Work
1970-01-01 custom "client" "acme" "Acme"
2026-01-02 * "Acme" "Work" ^INV-1
  Assets:Receivable  100.00 EUR
  Income:Work
2026-02-01 balance {account}  7.00 EUR
"""


@pytest.mark.parametrize(
    ("account", "status"), [("Assets:Other", 0), ("Assets:Bank", 2)]
)
def test_a_failed_balance_stops_only_what_touches_its_account(
    tmp_path, account, status
):
    path = tmp_path / "main.beancount"
    path.write_text(LEDGER.format(account=account), "utf-8")
    arguments = (
        "receipt",
        "--invoice",
        "INV-1",
        "--amount",
        "100",
        "--to",
        "Assets:Bank",
    )
    found, output = run(tmp_path, *arguments, "--date", "2026-03-01", "--yes")
    assert found == status, output
    if status:
        assert "casts doubt on the accounts" in output
        assert "main.beancount:9" in output
        again = run(
            tmp_path, *arguments, "--date", "2026-03-01", "--yes", "--despite-errors"
        )
        assert again[0] == 0

"""Past settlements are written as they should be: only those lines, and their gains."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.general_ledger.test_exchange import HEAD, base_of, found, loaded

import ledgerkit
from ledgerkit.cli import main
from ledgerkit.entries.currencies.settlements import correct_settlements
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import Period

D = Decimal
BOOK = """\
2026-01-15 * "Acme" "Website" ^INV-1
  Assets:Receivable  1000 USD @ 0.90 EUR
  Income:Services  -900.00 EUR
2026-02-15 * "Acme" "Half" ^INV-1   ; the first
  Assets:Bank  460.00 EUR
  Assets:Receivable    -500 USD @ 0.92 EUR   ; as the bank says
    bank-ref: "1"

2026-03-15 * "Acme" "Half" ^INV-1
  ! Assets:Receivable  -500 USD @ 0.95 EUR
  Assets:Bank
; the end
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "main.beancount"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_each_takes_off_what_its_document_is_carried_at_and_the_gain_is_booked(path):
    loaded(path, BOOK)
    done = run("exchange-results", path, "--yes")
    assert done.output == (
        "Corrected 2 settlements; each takes off what its document is carried at.\n"
    )
    text = path.read_text().removeprefix(HEAD)
    assert text == BOOK.replace(
        """\
  Assets:Receivable    -500 USD @ 0.92 EUR   ; as the bank says
    bank-ref: "1"
""",
        """\
  Assets:Receivable    -500 USD @ 0.90 EUR   ; as the bank says
    bank-ref: "1"
  Income:Exchange  -10.00 EUR
""",
    ).replace(
        "  ! Assets:Receivable  -500 USD @ 0.95 EUR\n",
        "  ! Assets:Receivable  -500 USD @ 0.90 EUR\n  Income:Exchange  -25.00 EUR\n",
    )
    books = loaded(path, text)
    assert found(books) == []
    assert base_of(books, "Assets:Receivable") == 0
    assert base_of(books, "Income:Exchange") == D("-35.00")
    again = run("exchange-results", path, "--yes")
    assert again.output == "No settlement is to be corrected; nothing was written.\n"


def test_a_total_of_many_digits_is_written_as_the_total(path):
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  300 USD @@ 100.00 EUR\n  Income:Services\n"
        '2026-02-15 * "Acme" "All" ^INV-1\n'
        "  Assets:Bank  110.00 EUR\n  Assets:Receivable  -300 USD @@ 110.00 EUR\n"
    )
    loaded(path, text)
    assert run("exchange-results", path, "--yes").exit_code == 0
    assert "-300 USD @@ 100.00 EUR\n  Income:Exchange  -10.00 EUR" in path.read_text()
    assert found(loaded(path, path.read_text().removeprefix(HEAD))) == []


def test_only_those_of_a_period_are_corrected_if_one_is_named(path):
    loaded(path, BOOK)
    done = run("exchange-results", path, "--write", "--dry-run", "--period", "2026-02")
    assert done.exit_code == 0
    assert "+  Income:Exchange  -10.00 EUR" in done.output
    assert "-25.00" not in done.output
    assert path.read_text() == HEAD + BOOK


def test_without_an_account_of_gains_it_is_said_how_to_name_one(path):
    path.write_text(HEAD.replace('  role: "exchange-gain"\n', "") + BOOK)
    done = run("exchange-results", path, "--yes")
    assert done.exit_code == 2
    assert 'write role: "exchange-gain" below' in done.output
    with pytest.raises(UsageError, match="no account takes gains"):
        correct_settlements(ledgerkit.load(path), None)


def test_what_has_no_rate_is_left_to_a_person(path):
    text = (
        '2026-01-15 * "Acme" "Website" ^INV-1\n'
        "  Assets:Receivable  100 USD @ 0.90 EUR\n  Income:Services\n"
        '2026-02-15 * "Acme" "All" ^INV-1\n'
        "  Assets:Bank  100 USD\n  Assets:Receivable  -100 USD\n"
    )
    books = loaded(path, text)
    corrected = correct_settlements(books, None)
    assert corrected.change is None
    [left] = corrected.left
    assert left.startswith("INV-1: the settlement of 2026-02-15 states no rate in EUR")
    none = correct_settlements(
        books, Period(date(2026, 1, 1), date(2026, 1, 31), "2026-01")
    )
    assert none.left == []

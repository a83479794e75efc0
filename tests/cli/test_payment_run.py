"""The file first, the ledger last: what an interruption leaves can be gone on from."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import ACCOUNTS
from tests.payables.shop import BANK

from ledgerkit.cli import main

BILL = """\
2026-02-01 * "Rossi" "Bill" ^R-1
  Liabilities:Payable  -300.00 EUR
  Expenses:Purchases
"""
RUN = ("--pay-from", "Main", "--as-of", "2026-03-05", "--until", "2026-03-06")


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + BANK + BILL, encoding="utf-8")
    return path


def run(ledger: Path, *more: str):
    folder = str(ledger.parent / "bank")
    command = ["payment-run", str(ledger), *RUN, "--write", folder, "--yes", *more]
    return CliRunner().invoke(main, command)


def test_the_same_run_makes_the_same_file(ledger):
    before = ledger.read_bytes()
    assert run(ledger).exit_code == 0
    file = ledger.parent / "bank" / "PR-2026-03-05-1.xml"
    content, after = file.read_bytes(), ledger.read_bytes()
    # The file was written, and then the machine died.
    ledger.write_bytes(before)
    assert run(ledger).exit_code == 0
    assert (file.read_bytes(), ledger.read_bytes()) == (content, after)
    # Once more, and nothing changes.
    assert run(ledger).output == "Nothing to pay.\n"
    assert ledger.read_bytes() == after


def test_books_that_refuse_the_payments_leave_no_file_for_the_bank(ledger):
    asserted = "2026-12-31 balance Assets:Bank:Main  0.00 EUR\n"
    ledger.write_text(ledger.read_text() + asserted, encoding="utf-8")
    before = ledger.read_bytes()
    refused = run(ledger)
    assert refused.exit_code == 2
    assert "Balance failed for 'Assets:Bank:Main'" in refused.output
    assert not (ledger.parent / "bank").exists()
    assert ledger.read_bytes() == before


def test_a_file_of_other_content_is_never_overwritten(ledger):
    before = ledger.read_bytes()
    assert run(ledger, "--version", "03").exit_code == 0
    file = ledger.parent / "bank" / "PR-2026-03-05-1.xml"
    content = file.read_bytes()
    ledger.write_bytes(before)
    refused = run(ledger)
    assert refused.exit_code == 2
    assert "it may" not in refused.output
    assert "delete it if the bank never got it" in refused.output
    assert (file.read_bytes(), ledger.read_bytes()) == (content, before)


def test_a_vendor_with_a_new_account_is_paid_once_it_is_confirmed(ledger):
    text = ledger.read_text(encoding="utf-8")
    assert run(ledger).exit_code == 0
    new = "FR1420041010050500013M02606"
    text = ledger.read_text(encoding="utf-8").replace("DE89370400440532013000", new, 1)
    later = BILL.replace("R-1", "R-2").replace("02-01", "03-04")
    ledger.write_text(f"{text}\n{later}", encoding="utf-8")
    held = CliRunner().invoke(main, ["payment-run", str(ledger), *RUN])
    assert "it was DE89370400440532013000 in the last run" in held.output
    record = '2026-03-05 custom "vendor" "rossi"\n  iban-confirmed: 2026-03-05\n'
    with ledger.open("a", encoding="utf-8") as file:
        file.write(record)
    assert run(ledger).output.startswith("PR-2026-03-05-2: 300.00 EUR")

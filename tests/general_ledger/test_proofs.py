"""What a statement proves of itself; a proof that fails is a finding with its place."""

import json
from textwrap import dedent

import pytest
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli import main

ACCOUNTS = """\
option "operating_currency" "EUR"
2024-01-01 open Assets:Bank
2024-01-01 open Income:Services
2024-01-01 open Equity:Retained
2024-01-01 open Equity:Closing
"""
#: 100.00 are earned, and 40.00 paid out by the entry that closes the year.
CLOSE = """\
2025-03-01 * "Work"
  Assets:Bank        100.00 EUR
  Income:Services   -100.00 EUR
2025-12-31 * "The result, and a dividend"
  closing: TRUE
  Income:Services    100.00 EUR
  Assets:Bank        -40.00 EUR
  Equity:Retained    -60.00 EUR
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(ACCOUNTS + CLOSE)
    return path


def test_cash_that_no_line_explains_is_a_finding_at_the_entry_that_moved_it(path):
    table = load(path).cash_flow(period="2025")
    [found] = table.findings
    assert (found.kind, found.line) == ("cash-flow-differs", 9)
    assert found.message == ("cash changed by 40.00 EUR in 2025 that no line explains")
    assert (
        "Not proven [cash-flow-differs]: cash changed by 40.00 EUR in 2025 that no line"
        " explains (main.beancount:9)."
    ) in map(str, table.notes)
    assert not any(str(note).startswith("Proven") for note in table.notes)


def test_each_column_has_its_own_finding(path):
    found = load(path).cash_flow(period="2026", compare="2025").findings
    assert [each.message for each in found] == [
        "cash changed by -40.00 EUR in 2026 that no line explains",
        "cash changed by 40.00 EUR in 2025 that no line explains",
    ]


def test_the_command_names_it_as_editors_jump_to_it_and_ends_with_status_1(path):
    done = CliRunner().invoke(main, ["cash-flow", str(path), "--period", "2025"])
    assert done.exit_code == 1
    assert "main.beancount:9: cash changed by 40.00 EUR" in done.output
    assert "[cash-flow-differs]" in done.output
    words = ["cash-flow", str(path), "--period", "2025", "--format", "json"]
    [found] = json.loads(CliRunner().invoke(main, words).stdout)["findings"]
    assert (found["kind"], found["line"]) == ("cash-flow-differs", 9)


def test_a_statement_that_is_proven_has_no_findings(path):
    path.write_text(ACCOUNTS)
    words = ["cash-flow", str(path), "--period", "2025", "--format", "json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    assert "findings" not in json.loads(done.stdout)


def test_changes_in_equity_that_dont_lead_to_the_balance_sheet(path):
    """Over two years the payment counts in the balance sheet, and in no movement."""
    table = load(path).equity_changes(period="2025-01-01..2026-06-30")
    [found] = table.findings
    assert (found.kind, found.line) == ("equity-differs", 9)
    assert found.message == (
        "the changes lead to 100.00 EUR, and the balance sheet has 60.00"
    )


def test_closing_every_account_and_opening_it_again_moves_nothing(path):
    path.write_text(
        ACCOUNTS
        + dedent("""\
        2025-03-01 * "Work"
          Assets:Bank        100.00 EUR
          Income:Services   -100.00 EUR
        2025-12-31 * "Everything is closed"
          closing: TRUE
          Income:Services    100.00 EUR
          Assets:Bank       -100.00 EUR
        2026-01-01 * "And opened again"
          closing: TRUE
          Assets:Bank        100.00 EUR
          Equity:Retained   -100.00 EUR
        """)
    )
    books = load(path)
    assert [
        f for f in books.findings() if f.kind.name == "closing-moves-balances"
    ] == []

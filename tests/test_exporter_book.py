"""The exporter's year: what its README says, reckoned without ledgerkit's reports."""

from collections import defaultdict
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.api import load
from tests.conftest import SAMPLE_BOOKS

MAIN = SAMPLE_BOOKS / "exporter" / "main.beancount"


@pytest.fixture(scope="module")
def balances():
    """The year's sums in euros, as Beancount alone reads it."""
    entries, _errors, _options = loader.load_file(str(MAIN))
    sums = defaultdict(Decimal)
    for txn in entries:
        if isinstance(txn, Transaction) and txn.date.year == 2025:
            for posting in txn.postings:
                weight = get_weight(posting)
                assert weight.currency == "EUR"
                sums[posting.account] += weight.number
    return sums


def test_the_only_thing_to_look_at_is_the_change_of_a_closed_quarter():
    [found] = load(MAIN).findings()
    assert found.kind.name == "closed-period"
    assert "Expenses:Freight 402.75 EUR was there" in found.message


def test_the_years_figures_are_those_of_the_entries(balances):
    assert -balances["Income:Tiles"] == Decimal("75043.20")
    assert -balances["Income:Exchange-Gain"] == Decimal("-1687.80")
    assert -balances["Income:Unrealised-Gain"] == Decimal("-385.55")
    spent = sum(n for a, n in balances.items() if a.startswith("Expenses"))
    assert spent == Decimal("54727.95")
    owned = sum(n for a, n in balances.items() if a.startswith("Assets"))
    owed = -sum(n for a, n in balances.items() if a.startswith("Liabilities"))
    assert (owned, owed) == (Decimal("72288.47"), Decimal("11546.57"))


def test_the_hotel_order_earns_the_advance_at_its_own_rate():
    """5,000 at 0.9700 and 7,000 at 0.9250, as IFRIC 22 has it."""
    assert Decimal(5000) * Decimal("0.97") + Decimal(7000) * Decimal("0.925") == 11325
    rows = load(MAIN).income_statement_line(explain="Income:Tiles", period="2025-03")
    assert Decimal("11325.00") in [row.cells["amount"] for row in rows.rows]

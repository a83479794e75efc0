"""Fixtures that every test may use: books from the test's own docstring."""

import inspect
import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browser import chromium, serve, visit  # noqa: F401 - fixtures

# Before Beancount is imported: its cache would keep yesterday's findings.
os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"

# An answer that was kept would hide what a command does now.
os.environ["LEDGERKIT_CACHE"] = "no"

from ledgerkit.api import LedgerBooks, load
from ledgerkit.ledger.trust import forbid_all

# `make fuzz` asks for more; a landing is the same each time.
settings.register_profile(
    "ledgerkit",
    max_examples=int(os.environ.get("LEDGERKIT_EXAMPLES", "60")),
    deadline=None,
    derandomize="CI" in os.environ,
)
settings.load_profile("ledgerkit")


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory):
    """Tests neither read nor write the settings of whoever runs them."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))


def pytest_runtest_setup():
    """What one test has trusted, the next has not."""
    forbid_all()


ROOT = Path(__file__).resolve().parent.parent
SAMPLE_BOOKS = ROOT / "sample_books"
#: Files that nobody here wrote; beside the checkout where there are any.
SHARED_DATA = ROOT.parent / "shared" / "data"

#: What the ledgers of most tests have in common.
ACCOUNTS = """\
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Liabilities:Payable
1970-01-01 open Income:Services
1970-01-01 open Expenses:Purchases
1970-01-01 open Expenses:Bad-Debt
1970-01-01 open Equity:Opening-Balances
"""


@pytest.fixture
def ledger_file(request, tmp_path):
    """The test's docstring as a ledger file, with the usual accounts opened."""
    text = inspect.cleandoc(request.function.__doc__)
    path = tmp_path / "main.beancount"
    path.write_text(f"{ACCOUNTS}\n{text}\n", encoding="utf-8")
    return path


@pytest.fixture
def books(ledger_file) -> LedgerBooks:
    """The test's docstring as books that Beancount has nothing against."""
    loaded = load(ledger_file)
    assert [e.message for e in loaded.errors] == []
    return loaded


@pytest.fixture
def agency() -> LedgerBooks:
    """The design studio of the sample books."""
    return load(SAMPLE_BOOKS / "agency" / "main.beancount")


@pytest.fixture
def shared_data() -> Path:
    """The published files to run against."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the published data files are not beside this checkout")
    return SHARED_DATA

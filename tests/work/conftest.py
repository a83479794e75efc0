"""Books written in the test, with the accounts of an agency."""

import pytest

import ledgerkit

ACCOUNTS = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Bank
1970-01-01 open Liabilities:Payable
1970-01-01 open Income:Sales
1970-01-01 open Income:Other
1970-01-01 open Expenses:Travel
"""


@pytest.fixture
def load(tmp_path):
    """From a text to books that nothing is wrong with."""

    def load(text, *, with_errors=False):
        path = tmp_path / "main.beancount"
        path.write_text(f"{ACCOUNTS}{text}", encoding="utf-8")
        books = ledgerkit.load(path)
        assert with_errors or [e.message for e in books.errors] == []
        return books

    return load

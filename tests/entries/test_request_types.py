"""What a program asks for, in types that hold no money or no day."""

from datetime import date
from decimal import Decimal

import pytest

import ledgerkit
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.request import plan_request
from ledgerkit.errors import UsageError

DAY = date(2026, 2, 1)
BOOK = """
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Receivable
2020-01-01 open Income:Services
2020-01-01 custom "client" "acme" "Acme"
2026-01-20 * "Acme" "Work" ^INV-1
  Assets:Receivable    520.00 EUR
  Income:Services
"""


@pytest.fixture
def books(tmp_path):
    (tmp_path / "main.beancount").write_text(BOOK)
    return ledgerkit.load(tmp_path / "main.beancount")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": 520.5}, r"amount: 520.5 is a float; write Decimal\('520.5'\)"),
        ({"amount": "1.220"}, r"amount: '1.220' is a text; write Decimal\('1.220'\)"),
        ({"fee": 1.5}, r"fee: 1.5 is a float"),
        ({"day": "2026-02-01"}, r"day: '2026-02-01' is a text; write date\(2026, 2, 1"),
        ({"day": "1/2/2026"}, r"day: '1/2/2026' is a text; write a date"),
    ],
)
def test_a_text_or_float_is_no_money_and_no_day(books, facts, said):
    right = {"day": DAY, "client": "acme", "amount": Decimal(5)}
    with pytest.raises(UsageError, match=said):
        plan_request(books, ledgerkit.Receipt(**{**right, **facts}))


def test_the_lines_of_an_invoice_are_looked_at_as_well(books):
    line = NewLine(account="Income:Services", description="Work", amount=9.99)
    draft = InvoiceDraft(party="acme", issued=DAY, lines=(line,))
    with pytest.raises(UsageError, match=r"amount: 9.99 is a float"):
        plan_request(books, draft)

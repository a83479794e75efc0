"""Trial balance, cash flow, changes in equity, cards and journal in another currency.

The figures are worked out by hand from `SUBSIDIARY`: 1,000 USD of capital at 0.90, 300
earned and 100 spent in June at 0.88, and 0.85 at the end.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.general_ledger.test_currencies import HEAD, POSTED, QUOTED, SUBSIDIARY
from tests.general_ledger.test_statements import amounts

from ledgerkit.api import load
from ledgerkit.errors import UsageError

D = Decimal
EUR = {"period": "2025", "in_currency": "EUR"}
POUNDS = (
    '2025-07-01 * "In pounds"\n  Assets:Bank    50.00 GBP\n  Income:Sales  -50.00 GBP\n'
)


@pytest.fixture
def book(tmp_path):
    def write(text):
        path = tmp_path / "main.beancount"
        path.write_text(HEAD + text, encoding="utf-8")
        books = load(path)
        assert [e.message for e in books.errors] == []
        return books

    return write


@pytest.fixture
def subsidiary(book):
    return book(SUBSIDIARY)


def by_account(table):
    return {row.cells["account"]: row.cells for row in table.rows}


def test_a_trial_balance_says_what_rates_made_of_each_account(subsidiary):
    """Bank: 900.00 + 264.00 - 88.00 are 1,076.00, and 1,200 at 0.85 are 1,020.00."""
    table = subsidiary.trial_balance(**EUR)
    found = by_account(table)
    bank = found["Assets:Bank"]
    assert (bank["debit"], bank["credit"]) == (D("1164.00"), D("88.00"))
    assert (bank["exchange"], bank["closing_debit"]) == (D("-56.00"), D("1020.00"))
    assert found["Equity:Capital"]["closing_credit"] == D("900.00")
    assert found["Income:Sales"]["closing_credit"] == D("264.00")
    difference = found["Translation difference"]
    assert (difference["exchange"], difference["closing_debit"]) == (D(56), D(56))
    [total] = table.totals
    assert total["debit"] == total["credit"] == D("1252.00")
    assert total["closing_debit"] == total["closing_credit"] == D("1164.00")
    assert total["exchange"] == 0
    assert any("USD at closing rates: 2025-12-31 0.85 EUR" in n for n in table.notes)


def test_the_year_after_opens_with_what_this_one_closes_with(book):
    later = "2026-12-31 price USD 0.80 EUR\n"
    table = book(SUBSIDIARY + later).trial_balance(period="2026", in_currency="EUR")
    found = by_account(table)
    assert found["Assets:Bank"]["opening_debit"] == D("1020.00")
    assert found["Translation difference"]["opening_debit"] == D("56.00")
    assert found["Translation difference"]["closing_debit"] == D("116.00")
    assert found["Result of earlier years, not closed"]["opening_credit"] == D(176)
    [total] = table.totals
    assert total["opening_debit"] == total["opening_credit"]
    assert total["closing_debit"] == total["closing_credit"]


def test_a_trial_balance_without_a_rate_has_no_totals(book):
    table = book(SUBSIDIARY + POUNDS).trial_balance(**EUR)
    assert not table.is_whole
    assert not table.totals
    rows = [(r.cells["account"], r.cells["currency"]) for r in table.rows]
    assert ("Assets:Bank", "EUR") in rows
    [pounds] = [
        r.cells
        for r in table.rows
        if r.cells["currency"] == "GBP" and r.cells["account"] == "Assets:Bank"
    ]
    assert pounds["closing_debit"] == D("50.00")
    assert any("[missing-rate]" in note for note in table.notes)


def test_changes_in_equity_have_a_line_for_the_translation(subsidiary):
    table = subsidiary.equity_changes(**EUR)
    found = by_account(table)
    assert found["Equity:Capital"]["contributions"] == D("900.00")
    assert found["Result of the year"]["result"] == D("176.00")
    assert found["Translation difference"]["translation"] == D("-56.00")
    [total] = table.totals
    assert total["closing"] == D("1020.00")
    assert any(note.startswith("Proven:") for note in table.notes)


def test_changes_in_equity_without_a_rate_have_no_total(book):
    table = book(SUBSIDIARY.replace("2025-12-31 price USD", "2025-12-31 price CHF"))
    found = table.equity_changes(**EUR)
    assert not found.is_whole
    assert not found.totals
    assert not any(note.startswith("Proven:") for note in found.notes)


@pytest.mark.parametrize("method", ["direct", "indirect"])
def test_a_cash_flow_says_what_rates_made_of_cash(subsidiary, method):
    """900.00 + 264.00 - 88.00 flowed, and 1,020.00 are there: -56.00 (IAS 7.28)."""
    table = subsidiary.cash_flow(**EUR, method=method)
    found = amounts(table)
    assert found["change"] == D("1076.00")
    assert found["exchange-effect"] == D("-56.00")
    assert found["closing"] == D("1020.00")
    assert found["total-operating"] == D("176.00")
    assert "unexplained" not in found
    assert any(note.startswith("Proven:") for note in table.notes)


def test_a_cash_flow_without_a_rate_has_no_totals(book):
    table = book(SUBSIDIARY + POUNDS).cash_flow(**EUR)
    assert not table.is_whole
    assert all(row.cells["2025"] is None for row in table.rows if row.cells["total"])
    own = [r.cells for r in table.rows if r.cells["currency"] == "GBP"]
    assert [(cells["line"], cells["2025"]) for cells in own] == [
        ("Income:Sales", D("50.00"))
    ]


def test_a_card_ends_at_the_trial_balance(subsidiary):
    table = subsidiary.account_card("Assets:Bank", **EUR)
    rows = [(r.cells["text"], r.cells["debit"], r.cells["balance"]) for r in table.rows]
    assert rows == [
        ("Opening balance", None, D(0)),
        ("Capital", D("900.00"), D("900.00")),
        ("Sale", D("264.00"), D("1164.00")),
        ("Rent", None, D("1076.00")),
        ("Exchange difference", None, D("1020.00")),
    ]
    assert table.rows[1].cells["original"] == "1000.00 USD"
    [total] = table.totals
    assert (total["debit"], total["balance"]) == (D("1164.00"), D("1020.00"))


def test_a_card_without_a_rate_has_no_balance(book):
    table = book(SUBSIDIARY + POUNDS).account_card("Assets:Bank", **EUR)
    assert not table.is_whole
    balances = {row.cells["balance"] for row in table.rows}
    assert balances == {None}
    pounds = [r.cells["debit"] for r in table.rows if r.cells["currency"] == "GBP"]
    assert pounds == [None, D("50.00")]


def test_a_partys_card_is_of_documents_and_in_no_other_currency(books):
    """
    2025-01-02 * "Acme" "Work" ^INV-1
      Assets:Receivable  100.00 EUR
      Income:Services
    """
    with pytest.raises(UsageError, match="--in goes with an account"):
        books.cards("Acme", as_of=date(2025, 12, 31), in_currency="USD")


def test_the_journals_totals_are_those_of_the_trial_balance(subsidiary):
    table = subsidiary.journal(**EUR)
    [total] = table.totals
    assert total["debit"] == total["credit"] == D("1252.00")
    assert table.rows[0].cells["original"] == "1000.00 USD"
    assert {row.cells["currency"] for row in table.rows} == {"EUR"}


def test_a_line_of_the_income_statement_is_explained_in_the_same_currency(subsidiary):
    table = subsidiary.income_statement_line(explain="Income:Sales", **EUR)
    assert [row.cells["amount"] for row in table.rows] == [D("264.00")]
    assert table.totals == [{"currency": "EUR", "amount": D("264.00")}]
    closing = subsidiary.income_statement_line(
        explain="Income:Sales", rate="closing", **EUR
    )
    assert closing.totals == [{"currency": "EUR", "amount": D("255.00")}]
    assert [row.cells["amount"] for row in closing.rows] == [D("255.00")]


def test_a_line_of_the_balance_sheet_is_explained_with_its_exchange_difference(
    subsidiary,
):
    table = subsidiary.balance_sheet_line(explain="Assets:Bank", **EUR)
    rows = [(row.cells["text"], row.cells["amount"]) for row in table.rows]
    assert rows == [
        ("Capital", D("900.00")),
        ("Sale", D("264.00")),
        ("Rent", D("-88.00")),
        ("Exchange difference", D("-56.00")),
    ]
    assert table.totals == [{"currency": "EUR", "amount": D("1020.00")}]
    equity = subsidiary.balance_sheet_line(explain="Equity:Capital", **EUR)
    assert [row.cells["amount"] for row in equity.rows] == [D("900.00")]


def test_a_line_without_a_rate_is_explained_in_its_own_currency(book):
    books = book(SUBSIDIARY + POUNDS)
    table = books.balance_sheet_line(explain="Assets:Bank", **EUR)
    assert not table.is_whole
    assert not table.totals
    own = [r.cells for r in table.rows if r.cells["currency"] == "GBP"]
    assert [cells["amount"] for cells in own] == [D("50.00")]


def test_a_line_of_the_cash_flow_is_explained_in_the_same_currency(subsidiary):
    table = subsidiary.cash_flow_line(explain="operating", **EUR)
    assert [row.cells["amount"] for row in table.rows] == [D("264.00"), D("-88.00")]
    assert table.totals == [{"currency": "EUR", "amount": D("176.00")}]


@settings(max_examples=40, deadline=None)
@given(posted=POSTED, quoted=QUOTED)
def test_in_any_book_all_reports_agree_in_another_currency(
    tmp_path_factory, posted, quoted
):
    start = date(2024, 1, 1)
    lines = [
        f"{date(2024 + n // 12, n % 12 + 1, 1)} price USD 0.{number:03} EUR"
        for n, number in enumerate(quoted)
    ]
    for days, account, cents in posted:
        amount = D(cents) / 100
        lines += [
            f'{start + timedelta(days=days)} * "x"',
            f"  {account}  {amount} USD",
            f"  Assets:Bank  {-amount} USD",
        ]
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    setting = '2020-01-01 custom "ledgerkit" "rate-stale-after" 40\n'
    path.write_text(HEAD + setting + "\n".join(lines) + "\n")
    books = load(path)
    cent = D("0.01")
    for word in ("2025", "2025-Q2", "2024-11-10..2025-01-20"):
        asked = {"period": word, "in_currency": "EUR"}
        balance = books.trial_balance(**asked)
        assert balance.is_whole
        for total in balance.totals:
            for pair in ("opening_{}", "{}", "closing_{}"):
                debit, credit = (total[pair.format(side)] for side in SIDES)
                assert abs(debit - credit) <= cent
            assert abs(total["exchange"]) <= cent
        sheet = amounts(books.balance_sheet(**asked), word)
        bank = by_account(balance).get("Assets:Bank")
        if bank is not None:
            closing = (bank["closing_debit"] or 0) - (bank["closing_credit"] or 0)
            assert abs(closing - sheet.get("Assets:Bank", 0)) <= cent
            card = books.account_card("Assets:Bank", **asked)
            assert card.totals[0]["balance"] == closing
        for table in (
            books.cash_flow(**asked),
            books.cash_flow(**asked, method="indirect"),
            books.equity_changes(**asked),
        ):
            assert not [n for n in table.notes if str(n).startswith("Not proven")]


SIDES = ("debit", "credit")

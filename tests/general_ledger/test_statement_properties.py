"""What holds of statements on all books."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from beancount.core.convert import get_weight
from beancount.core.data import Transaction
from beanquery.query import run_query
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.general_ledger.period import Period

START = date(2024, 1, 1)
ACCOUNTS = (
    "Assets:Bank",
    "Assets:Cash:Till",
    "Assets:Receivable",
    "Assets:Equipment",
    "Liabilities:Payable",
    "Liabilities:Loan",
    "Equity:Capital",
    "Income:Sales",
    "Income:Services",
    "Expenses:Rent",
    "Expenses:Depreciation",
)
accounts = st.sampled_from(ACCOUNTS)
entries = st.lists(
    st.tuples(
        st.integers(0, 800),
        accounts,
        accounts,
        st.integers(1, 10**7),
        st.sampled_from(["EUR", "USD"]),
    ),
    min_size=1,
    max_size=15,
)
days = st.integers(-40, 850).map(lambda days: START + timedelta(days=days))


def written(made):
    text = 'option "operating_currency" "EUR"\n'
    text += "".join(f"2024-01-01 open {account}\n" for account in ACCOUNTS)
    for offset, debit, credit, cents, currency in made:
        amount = Decimal(cents) / 100
        day = START + timedelta(days=offset)
        if currency == "EUR":
            legs = f"  {debit}  {amount} EUR\n  {credit}  -{amount} EUR\n"
        else:
            euros = (amount * Decimal("0.9137")).quantize(Decimal("0.01"))
            legs = f"  {debit}  {amount} USD @@ {euros} EUR\n  {credit}  -{euros} EUR\n"
        text += f'{day} * "x" "y" ^D-{cents % 4}\n{legs}'
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("books")


def books_of(folder, made):
    path = folder / "main.beancount"
    path.write_text(written(made))
    return load(path)


def by_line(table, column):
    return {
        (row.cells.get("activity"), row.cells["line"]): row.cells[column]
        for row in table.rows
        if row.cells[column] is not None
    }


@settings(max_examples=60)
@given(entries, days, days)
def test_columns_of_debit_and_credit_balance(folder, made, one, other):
    books = books_of(folder, made)
    period = f"{min(one, other)}..{max(one, other)}"
    for total in books.trial_balance(period=period).totals:
        for pair in ("opening_{}", "{}", "closing_{}"):
            assert total[pair.format("debit")] == total[pair.format("credit")]


@settings(max_examples=60)
@given(entries, days)
def test_assets_equal_liabilities_and_equity(folder, made, day):
    books = books_of(folder, made)
    label = f"{books.general_ledger.fiscal.year_of(day).first}..{day}"
    table = books.balance_sheet(as_of=day)
    column = table.columns[-1].key
    found = by_line(table, column)
    assert column in {label, str(day.year)}
    assets = found.get((None, "total-assets"), 0)
    assert assets == found.get((None, "total-liabilities-and-equity"), 0)


@settings(max_examples=60)
@given(entries, st.lists(days, min_size=3, max_size=3, unique=True))
def test_two_periods_sum_to_the_whole(folder, made, some):
    first, middle, last = sorted(some)
    ledger = books_of(folder, made).general_ledger
    parts = [Period(first, middle), Period(middle + timedelta(days=1), last)]
    whole = Period(first, last)
    sums = defaultdict(Decimal)
    flows = defaultdict(Decimal)
    for part in parts:
        for key, turnover in ledger.ledger.turnovers(part).items():
            sums[key] += turnover.net
        for line, amount in (
            ledger.cash_flow(part.first, part.last).direct("EUR").items()
        ):
            flows[line] += amount
    assert sums == {k: t.net for k, t in ledger.ledger.turnovers(whole).items()}
    direct = ledger.cash_flow(first, last).direct("EUR")
    for line in flows.keys() | direct.keys():
        assert abs(flows[line] - direct.get(line, 0)) < Decimal("1e-9")


@settings(max_examples=60)
@given(entries, days, days, st.sampled_from(["direct", "indirect"]))
def test_the_lines_of_a_cash_flow_sum_to_the_change_of_cash(
    folder, made, one, other, method
):
    books = books_of(folder, made)
    period = f"{min(one, other)}..{max(one, other)}"
    table = books.cash_flow(period=period, method=method)
    column = table.columns[-1].key
    found = by_line(table, column)
    if not found:
        return
    assert (None, "unexplained") not in found
    blocks = [v for (a, line), v in found.items() if a and line == f"total-{a}"]
    assert abs(sum(blocks) - found[None, "change"]) <= Decimal("0.03")


@settings(max_examples=40)
@given(entries, st.integers(2024, 2026))
def test_statements_are_the_same_with_and_without_a_booked_close(folder, made, year):
    books = books_of(folder, made)
    results = books.general_ledger.ledger.results(
        Period(date(year, 1, 1), date(year, 12, 31))
    )
    legs = [
        f"  {account}  {-amount} {currency}\n"
        for (account, currency), amount in results.items()
        if currency == "EUR"
    ]
    if not legs:
        return
    closed = folder / "closed.beancount"
    text = f'{year}-12-31 * "Close"\n{"".join(legs)}  Equity:Capital\n'
    closed.write_text(written(made) + text)
    booked = load(closed)
    period = str(year)
    for name in ("income_statement", "balance_sheet", "cash_flow"):
        virtual, real = (
            getattr(each, name)(period=period).rows for each in (books, booked)
        )
        assert [row.cells for row in virtual] == [row.cells for row in real]


@pytest.mark.parametrize("sample", ["agency", "shop"])
def test_trial_balances_equal_a_sum_of_weights_that_knows_nothing_of_them(sample):
    """As ``sum(weight)`` of beanquery has it, for each account."""
    books = load(SAMPLE_BOOKS / sample / "main.beancount")
    sums = defaultdict(Decimal)
    for entry in books.directives:
        if isinstance(entry, Transaction) and entry.date <= date(2025, 12, 31):
            for posting in entry.postings:
                weight = get_weight(posting)
                sums[posting.account, weight.currency] += weight.number
    for row in books.trial_balance(period="2025").rows:
        account = row.cells["account"]
        if account.startswith(("Assets", "Liabilities", "Equity")):
            closing = (row.cells["closing_debit"] or 0) - (
                row.cells["closing_credit"] or 0
            )
            assert closing == sums[account, row.cells["currency"]]


@pytest.mark.parametrize("sample", ["agency", "shop"])
def test_balances_equal_those_of_beanquery(sample):
    books = load(SAMPLE_BOOKS / sample / "main.beancount")
    _types, rows = run_query(
        books.directives,
        books.options,
        "SELECT account, sum(weight) AS s FROM CLOSE ON 2026-01-01"
        " WHERE account ~ '^(Assets|Liabilities)' GROUP BY account",
    )
    theirs = {
        row[0]: {p.units.currency: p.units.number for p in row[1]} for row in rows
    }
    for row in books.trial_balance(period="2025").rows:
        if row.cells["account"] in theirs:
            closing = (row.cells["closing_debit"] or 0) - (
                row.cells["closing_credit"] or 0
            )
            found = theirs[row.cells["account"]].get(row.cells["currency"], 0)
            assert closing == found


def test_the_illustration_of_ias_7(tmp_path):
    """Receipts 30,150, paid 27,600, interest 270, tax 900: operating 1,380."""
    text = 'option "operating_currency" "EUR"\n'
    for account in (
        *("Assets:Bank", "Assets:Receivable", "Income:Sales", "Income:Investment"),
        *("Liabilities:Payable", "Expenses:Goods", "Expenses:Interest"),
        *("Expenses:Tax", "Expenses:Depreciation", "Assets:Equipment"),
        *("Liabilities:Loan", "Equity:Capital", "Equity:Dividends"),
    ):
        text += f"2025-01-01 open {account}\n"
    for debit, credit, amount in (
        ("Assets:Receivable", "Income:Sales", "30650"),
        ("Assets:Bank", "Assets:Receivable", "30150"),
        ("Expenses:Goods", "Liabilities:Payable", "26910"),
        ("Liabilities:Payable", "Assets:Bank", "27600"),
        ("Expenses:Interest", "Assets:Bank", "270"),
        ("Expenses:Tax", "Assets:Bank", "900"),
        ("Expenses:Depreciation", "Assets:Equipment", "450"),
        ("Assets:Equipment", "Assets:Bank", "900"),
        ("Assets:Bank", "Liabilities:Loan", "250"),
        ("Assets:Bank", "Equity:Capital", "250"),
        ("Equity:Dividends", "Assets:Bank", "1290"),
    ):
        text += (
            f'2025-06-01 * "x"\n  {debit}  {amount} EUR\n  {credit}  -{amount} EUR\n'
        )
    path = tmp_path / "main.beancount"
    path.write_text(text)
    books = load(path)
    for method in ("direct", "indirect"):
        found = by_line(books.cash_flow(period="2025", method=method), "2025")
        assert found["operating", "total-operating"] == 1380
        assert found["investing", "total-investing"] == -900
        assert found["financing", "total-financing"] == 250 + 250 - 1290

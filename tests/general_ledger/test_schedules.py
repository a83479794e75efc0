"""Schedules: what they come to, what is written once, and what differs."""

from datetime import date
from decimal import Decimal
from textwrap import dedent

import pytest
from click.testing import CliRunner

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.errors import UsageError

HEAD = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
2020-01-01 open Assets:Bank
2020-01-01 open Assets:Equipment
2020-01-01 open Assets:Accumulated
2020-01-01 open Assets:Prepaid
2020-01-01 open Assets:Accrued-Income
2020-01-01 open Assets:Lent
2020-01-01 open Liabilities:Loan
2020-01-01 open Liabilities:Accruals
2020-01-01 open Liabilities:Deferred
2020-01-01 open Expenses:Depreciation
2020-01-01 open Expenses:Interest
2020-01-01 open Expenses:Insurance
2020-01-01 open Expenses:Disposals
2020-01-01 open Income:Disposals
2020-01-01 open Income:Services
2020-01-01 open Equity:Opening-Balances
"""
ASSET = """\
  account: Assets:Equipment
  contra-account: Assets:Accumulated
  expense-account: Expenses:Depreciation
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "main.beancount"


@pytest.fixture
def book(path):
    def write(text):
        path.write_text(HEAD + dedent(text))
        books = load(path)
        assert [e.message for e in books.errors] == []
        return books

    return write


def run(*arguments):
    result = CliRunner().invoke(main, [str(word) for word in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def plan(books, schedule, column="change"):
    table = books.schedule_plan(schedule=schedule)
    return [(str(r.cells["date"]), r.cells[column]) for r in table.rows]


def amounts(text):
    return [Decimal(word) for word in text.split()]


def totals(books, period):
    """By account: what its schedules come to, and its balance."""
    table = books.schedules(period=period)
    return {
        row.cells["account"]: (row.cells["closing"], row.cells["balance"])
        for row in table.rows
        if row.is_total
    }


def german(day, more=""):
    return f"""
{day} custom "schedule" "press" "asset"
  cost: 100000.00 EUR
{ASSET}  method: "declining"
  class: "germany"
  life: "5 years"
{more}"""


def test_the_german_example(book):
    books = book(german("2025-07-01"))
    assert [n for _day, n in plan(books, "press")] == amounts(
        "100000 -15000 -25500 -17850 -16660 -16660 -8330"
    )
    title = books.schedule_plan(schedule="press").title
    assert "30 percent" in title
    assert "EStG" in title


def test_the_italian_example_by_its_class(book):
    books = book(
        f"""
2025-11-03 custom "schedule" "pc" "asset"
  cost: 1000.00 EUR
{ASSET}  method: "italian"
  class: "computers"
"""
    )
    assert [n for _day, n in plan(books, "pc")] == amounts(
        "1000 -100 -200 -200 -200 -200 -100"
    )


def laptop(more=""):
    return f"""
2022-04-10 custom "schedule" "laptop" "asset"
  cost: 1000.00 EUR
{ASSET}  life: "36 months"
{more}
2022-04-10 * "Laptop"
  Assets:Equipment  1000.00 EUR
  Assets:Bank      -1000.00 EUR
"""


def test_months_of_a_life_sum_to_its_years(book):
    by_year = plan(book(laptop()), "laptop")
    assert [n for _day, n in by_year] == amounts("1000 -250.00 -333.33 -333.34 -83.33")
    by_month = plan(book(laptop('  every: "monthly"')), "laptop")
    assert len(by_month) == 37
    for year in ("2022", "2023", "2024", "2025"):
        wanted = sum(n for day, n in by_year[1:] if day.startswith(year))
        assert sum(n for day, n in by_month[1:] if day.startswith(year)) == wanted


def test_depreciation_follows_the_fiscal_year(book):
    books = book(
        '1970-01-01 custom "fava-option" "fiscal-year-end" "06-30"\n' + laptop()
    )
    assert plan(books, "laptop") == [
        ("2022-04-10", Decimal("1000.00")),
        ("2022-06-30", Decimal("-83.33")),
        ("2023-06-30", Decimal("-333.34")),
        ("2024-06-30", Decimal("-333.33")),
        ("2025-06-30", Decimal("-250.00")),
    ]


DISPOSED = """\
  disposed: 2024-06-30
  proceeds: {proceeds} EUR
  proceeds-account: Assets:Bank
  gain-account: Income:Disposals
  loss-account: Expenses:Disposals
"""


@pytest.mark.parametrize(
    ("proceeds", "account", "number"),
    [
        ("300.00", "Income:Disposals", "-50.00"),
        ("200.00", "Expenses:Disposals", "50.00"),
    ],
)
def test_a_disposal_takes_cost_and_accumulated_out(
    book, path, proceeds, account, number
):
    book(laptop(DISPOSED.format(proceeds=proceeds)))
    assert run("schedules", "--yes", "--until", "2024-12-31", path).exit_code == 0
    books = load(path)
    [last] = [
        d
        for d in books.directives
        if "Disposal".lower() in (getattr(d, "narration", "") or "")
    ]
    found = {p.account: p.units.number for p in last.postings}
    assert found == {
        "Assets:Accumulated": Decimal("750.00"),
        "Assets:Equipment": Decimal("-1000.00"),
        "Assets:Bank": Decimal(proceeds),
        account: Decimal(number),
    }
    # 250.00, 333.33 and six months of 2024.
    assert totals(books, "2023")["Assets:Accumulated"] == (
        Decimal("-583.33"),
        Decimal("-583.33"),
    )
    assert "Proven" in " ".join(map(str, books.schedules(period="2024").notes))


def test_a_macrs_asset_sold_has_half_of_its_last_year(book):
    text = """
2024-02-01 custom "schedule" "van" "asset"
  cost: 10000.00 USD
{asset}  method: "macrs"
  class: "5-year"
  disposed: 2026-03-31
  gain-account: Income:Disposals
"""
    books = book(text.format(asset=ASSET))
    # 20 and 32 percent, half of 19.2, and the rest is lost.
    assert [n for _day, n in plan(books, "van")] == amounts(
        "10000 -2000 -3200 -960 -3840"
    )


POOL = """
2025-11-20 custom "schedule" "tools" "asset"
  cost: 1000.00 USD
{asset}  method: "german"
  class: "pool"
"""


def test_a_german_pool_loses_a_fifth_in_each_of_five_years(book, path):
    """However late in the year it was bought, and whatever of it was sold."""
    books = book(POOL.format(asset=ASSET))
    assert [n for _day, n in plan(books, "tools")] == amounts(
        "1000 -200 -200 -200 -200 -200"
    )
    sold = POOL.format(asset=ASSET) + "  disposed: 2026-03-31\n"
    path.write_text(HEAD + sold + "  gain-account: Income:Disposals\n")
    found = load(path).findings()
    [message] = [f.message for f in found if f.kind.name == "bad-schedule"]
    assert 'class "pool" goes on as it is, whatever leaves it' in message


ANNUITY = """
2025-01-01 custom "schedule" "van" "loan"
  amount: 10000.00 EUR
  account: Liabilities:Loan
  expense-account: Expenses:Interest
  payment-account: Assets:Bank
  rate: 6
  payments: 36
2025-01-01 * "Loan"
  Assets:Bank       10000.00 EUR
  Liabilities:Loan -10000.00 EUR
"""


def test_an_annuity_is_written_once_and_ties(book, path):
    book(ANNUITY)
    assert run("schedules", "--yes", "--until", "2025-12-31", path).exit_code == 0
    text = path.read_text()
    again = run("schedules", "--yes", "--until", "2025-12-31", path)
    assert "No entry of a schedule is due" in again.output
    assert path.read_text() == text
    books = load(path)
    assert books.errors == []
    assert text.count('schedule: "van"') == 11
    closing, balance = totals(books, "2025")["Liabilities:Loan"]
    assert closing == balance
    interest = [n or 0 for _day, n in plan(books, "van", "result")]
    assert interest[1:3] == amounts("50.00 48.73")
    assert sum(interest) == Decimal("951.88")
    paid = [n for _day, n in plan(books, "van", "paid")]
    assert paid[1] == Decimal("304.22")
    assert paid[-1] == Decimal("304.18")


def test_an_entry_moved_by_a_few_days_is_not_written_again(book, path):
    book(ANNUITY)
    run("schedules", "--yes", "--until", "2025-03-31", path)
    path.write_text(path.read_text().replace("2025-02-01 *", "2025-02-04 *"))
    again = run("schedules", "--dry-run", "--until", "2025-03-31", path)
    assert "No entry of a schedule is due" in again.output


def test_what_is_prepaid_is_used_by_days_or_months(book):
    text = """
2025-03-15 custom "schedule" "insurance" "prepaid"
  amount: 1200.00 EUR
  account: Assets:Prepaid
  expense-account: Expenses:Insurance
  until: 2026-03-14
  every: "quarterly"
"""
    # 17, 108, 200, 292 and 365 of 365 days.
    assert [n for _day, n in plan(book(text), "insurance")] == amounts(
        "1200 -55.89 -299.18 -302.46 -302.47 -240.00"
    )
    months = book(text + '  basis: "months"\n')
    assert [n for _day, n in plan(months, "insurance")] == amounts(
        "1200 -100 -300 -300 -300 -200"
    )


def test_what_is_received_in_advance_is_a_liability_that_becomes_income(book, path):
    book(
        """
2025-01-01 custom "schedule" "support" "prepaid"
  amount: 1200.00 EUR
  account: Liabilities:Deferred
  expense-account: Income:Services
  until: 2025-12-31
  basis: "months"
2025-01-01 * "Support"
  Assets:Bank           1200.00 EUR
  Liabilities:Deferred -1200.00 EUR
"""
    )
    run("schedules", "--yes", "--until", "2025-03-31", path)
    books = load(path)
    assert totals(books, "2025-Q1")["Liabilities:Deferred"] == (900, 900)
    found = books.income_statement(period="2025-Q1").to_dicts()
    assert [r["2025-Q1"] for r in found if r["line"] == "result"] == [300]


def accrual(account, result):
    return f"""
2025-12-31 custom "schedule" "audit" "accrual"
  amount: 3000.00 EUR
  account: {account}
  expense-account: {result}
"""


@pytest.mark.parametrize(
    ("account", "result", "effect"),
    [
        ("Liabilities:Accruals", "Expenses:Insurance", -3000),
        ("Assets:Accrued-Income", "Income:Services", 3000),
    ],
)
def test_an_accrual_is_taken_back_on_the_next_day(book, path, account, result, effect):
    book(accrual(account, result))
    run("schedules", "--yes", "--until", "2026-01-31", path)
    assert path.read_text().count("^audit-2025-12-31") == 2
    books = load(path)
    for period, wanted in (("2025", effect), ("2026", -effect)):
        found = books.income_statement(period=period).to_dicts()
        assert [r[period] for r in found if r["line"] == "result"] == [wanted]
    assert totals(books, "2025")[account] == (3000, 3000)
    [row] = [r for r in books.schedules(period="2026").rows if not r.is_total]
    assert (row.cells["opening"], row.cells["reversed"]) == (3000, -3000)


def test_an_accrual_of_every_quarter(book):
    books = book(
        accrual("Liabilities:Accruals", "Expenses:Insurance").replace(
            "2025-12-31", "2025-01-01"
        )
        + '  every: "quarterly"\n  until: 2025-09-30\n'
    )
    assert [day for day, _n in plan(books, "audit")] == [
        "2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01", "2025-09-30",
        "2025-10-01",
    ]  # fmt: skip


def test_what_came_with_opening_balances_is_not_written(book, path):
    book(
        f"""
2022-04-10 custom "schedule" "laptop" "asset"
  cost: 1000.00 EUR
{ASSET}  life: "36 months"
  booked-until: 2023-12-31
2024-01-01 * "Opening balances"
  Assets:Equipment         1000.00 EUR
  Assets:Accumulated       -583.33 EUR
  Equity:Opening-Balances  -416.67 EUR
"""
    )
    run("schedules", "--yes", "--until", "2024-12-31", path)
    books = load(path)
    assert path.read_text().count('schedule: "laptop"') == 1
    assert totals(books, "2024")["Assets:Accumulated"] == (
        Decimal("-916.67"),
        Decimal("-916.67"),
    )


def test_a_difference_is_named_with_what_explains_it(book):
    books = book(
        laptop()
        + """
2022-12-01 * "A desk that no schedule has"
  Assets:Equipment  80.00 EUR
  Assets:Bank      -80.00 EUR
"""
    )
    notes = " ".join(map(str, books.schedules(period="2022").notes))
    assert "Assets:Equipment differs from its schedules by 80.00 EUR" in notes
    assert (
        "Assets:Accumulated differs from its schedules by 250.00 EUR, which is what"
        " is due and not in the books" in notes
    )
    assert "Proven" not in notes


def test_a_schedule_that_nobody_declared_is_named(book):
    books = book(laptop())
    with pytest.raises(UsageError, match='did you mean "laptop"'):
        books.schedule_plan(schedule="labtop")
    assert books.schedules(as_of=date(2021, 1, 1)).rows == []


def test_a_loan_paid_on_the_30th_is_paid_on_the_30th(book):
    text = ANNUITY.replace("2025-01-01 custom", "2025-01-30 custom")
    days = [day for day, _n in plan(book(text), "van")]
    assert days[1:4] == ["2025-02-28", "2025-03-30", "2025-04-30"]


@pytest.mark.parametrize(
    "text",
    [
        ANNUITY.replace("2025-01-01 custom", "9998-12-31 custom"),
        ANNUITY.replace("  rate: 6\n", "  rate: 6\n  from: 0001-01-01\n"),
        ANNUITY.replace("  rate: 6\n", "  rate: 6\n  from: 2526-01-01\n"),
    ],
)
def test_days_of_another_century_are_named_and_end_nothing(path, text):
    path.write_text(HEAD + text)
    books = load(path)
    assert [f.kind.name for f in books.findings()] == ["bad-schedule"]
    assert "can't be read: van" in " ".join(
        map(str, books.schedules(period="2025").notes)
    )


def test_a_schedule_of_years_of_months_is_matched_at_once(book, path):
    book(ANNUITY.replace("payments: 36", "payments: 360"))
    run("schedules", "--yes", "--until", "2055-01-01", path)
    books = load(path)
    assert path.read_text().count('schedule: "van"') == 360
    assert books.general_ledger.schedules.written["van"].missing(date.max) == []
    assert books.findings() == []

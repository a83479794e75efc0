"""Layouts: each balance in exactly one line, by line, number, role or name."""

from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.layout import LAYOUT_NAMES, SHIPPED, parse_layout

#: The line of the result in each layout.
RESULTS = {
    "plain": "result",
    "ifrs": "profit",
    "italian": "21",
    "italian-short": "21",
    "german-small-skr03": "17",
    "german-small-skr04": "17",
    "french-2033": "310",
}


@pytest.fixture(scope="module", params=["agency", "shop"])
def sample(request):
    return load(SAMPLE_BOOKS / request.param / "main.beancount")


@pytest.fixture
def book(tmp_path):
    def write(text):
        path = tmp_path / "main.beancount"
        path.write_text(dedent(text))
        return load(path)

    return write


def by_line(table, column="2025"):
    return {
        row.cells["line"]: row.cells[column]
        for row in table.rows
        if row.cells[column] is not None
    }


def unmapped(found):
    return found.get("unmapped", Decimal(0))


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_every_layout_has_the_same_result_but_for_what_it_names(sample, layout):
    plain = by_line(sample.income_statement(period="2025"))
    found = by_line(sample.income_statement(period="2025", layout=layout))
    result = found.get(RESULTS[layout], Decimal(0))
    assert result - unmapped(found) == plain["result"]


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_every_balance_sheet_balances_but_for_what_it_names(sample, layout):
    table = sample.balance_sheet(period="2025", layout=layout)
    found = by_line(table)
    totals = [
        row.cells["2025"]
        for row in table.rows
        if row.level == 0 and row.is_total and row.cells["2025"] is not None
    ]
    # The last total is of liabilities and equity; that of assets stands before it.
    assets = found.get("total-assets", totals[0])
    assert assets + unmapped(found) == totals[-1]


@pytest.mark.parametrize("layout", ["italian", "german-small-skr03", "ifrs"])
def test_the_sample_books_stand_in_the_usual_layouts_whole(sample, layout):
    for statement in (sample.balance_sheet, sample.income_statement):
        found = by_line(statement(period="2025", layout=layout))
        # Cash differences are a name that nobody has heard of.
        assert abs(unmapped(found)) in {Decimal(0), Decimal("3.50")}


NUMBERED = """\
    option "operating_currency" "EUR"
    2025-01-01 open Assets:Bank
      number: "1200"
    2025-01-01 open Assets:VAT
      number: "1576"
    2025-01-01 open Assets:Debtors
      number: "1400"
      role: "receivable"
    2025-01-01 open Assets:Van
      number: "0320"
    2025-01-01 open Equity:Capital
      number: "0800"
    2025-01-01 open Income:Sales
      number: "8400"
    2025-01-01 open Expenses:Staff
      number: "4120"
    2025-01-02 * "Capital"
      Assets:Bank       20000.00 EUR
      Equity:Capital
    2025-01-03 * "A van"
      Assets:Van        10000.00 EUR
      Assets:VAT         1900.00 EUR
      Assets:Bank
    2025-02-01 * "Acme" "Work" ^INV-1
      due: 2027-03-01
      Assets:Debtors     4000.00 EUR
      Income:Sales
    2025-02-02 * "Beta" "Paid by mistake"
      Assets:Bank         500.00 EUR
      Assets:Debtors     -500.00 EUR
    2025-03-01 * "Wages"
      Expenses:Staff     1000.00 EUR
      Assets:Bank
"""


def test_numbers_of_skr03_find_their_lines(book):
    books = book(NUMBERED)
    sheet = by_line(books.balance_sheet(period="2025", layout="german-small-skr03"))
    assert sheet["A.II"] == Decimal("10000.00")
    assert sheet["B.IV"] == Decimal("7600.00")
    assert sheet["A.passiv.I"] == Decimal("20000.00")
    income = by_line(books.income_statement(period="2025", layout="german-small-skr03"))
    assert (income["1"], income["6"]) == (Decimal("4000.00"), Decimal("1000.00"))
    assert income["17"] == Decimal("3000.00")


def test_what_a_client_is_owed_is_a_debt_and_is_not_set_off(book):
    """Acme owes 4,000.00 and Beta is owed 500.00: 3,500.00 would hide both."""
    sheet = by_line(book(NUMBERED).balance_sheet(period="2025", layout="ifrs"))
    assert sheet["trade-receivables"] == Decimal("4000.00")
    assert sheet["trade-payables"] == Decimal("500.00")


def test_a_debt_due_after_a_year_has_a_line_of_its_own(book):
    sheet = by_line(book(NUMBERED).balance_sheet(period="2025", layout="italian"))
    assert sheet["att.C.II.1.oltre"] == Decimal("4000.00")
    assert "att.C.II.1.entro" not in sheet


def test_a_balance_stands_on_the_side_that_it_has(book):
    """An overdrawn bank account is a debt."""
    books = book(
        NUMBERED
        + """\
    2025-04-01 * "Paid out"
      Equity:Capital    10000.00 EUR
      Assets:Bank
"""
    )
    sheet = by_line(books.balance_sheet(period="2025", layout="ifrs"))
    assert sheet["short-term-borrowings"] == Decimal("2400.00")
    assert "cash" not in sheet


def test_line_goes_before_number_and_is_inherited(book):
    books = book(
        NUMBERED.replace(
            "2025-01-01 open Assets:Van\n",
            '2025-01-01 open Assets:Van\n      line: "A.III"\n',
        )
    )
    sheet = by_line(books.balance_sheet(period="2025", layout="german-small-skr03"))
    assert sheet["A.III"] == Decimal("10000.00")


def test_an_account_in_no_line_is_named_and_the_sums_show_it(book):
    books = book(
        NUMBERED.replace('      number: "0320"\n', "")
        + '    2025-01-01 custom "ledgerkit" "layout" "german-small-skr03"\n'
    )
    table = books.balance_sheet(period="2025")
    assert by_line(table)["unmapped"] == Decimal("10000.00")
    assert any("Assets:Van" in note for note in table.notes)
    [found] = [f for f in books.findings() if f.kind.name == "unmapped-account"]
    assert "Assets:Van" in found.message


def test_a_line_that_the_layout_lacks_is_named(book):
    books = book(
        NUMBERED.replace('number: "0320"', 'line: "A.IX"')
        + '    2025-01-01 custom "ledgerkit" "layout" "german-small-skr03"\n'
    )
    [found] = [f for f in books.findings() if f.kind.name == "unknown-line"]
    assert '"A.IX"' in found.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "no TOML file"),
        ("title = 1", "title is no text"),
        ("", "no [[balance-sheet]]"),
        ('[[balance-sheet]]\nlabel = "x"', "has no id"),
        ('[[balance-sheet]]\nid = "a"\nside = "left"', "wrong word"),
        ('[[balance-sheet]]\nid = "a"\nparent = "b"\nside = "debit"', "not above"),
        (
            (
                '[[balance-sheet]]\nid = "a"\nside = "debit"\nsum = ["b"]\n'
                '[[balance-sheet]]\nid = "b"\nside = "debit"\nsum = ["a"]'
            ),
            "sums itself",
        ),
        (
            (
                '[[balance-sheet]]\nid = "a"\nside = "debit"\nsum = ["b"]\n'
                '[[balance-sheet]]\nid = "b"\nside = "debit"\nsum = ["c"]\n'
                '[[balance-sheet]]\nid = "c"\nside = "debit"\nsum = ["b"]'
            ),
            "circle|sums itself",
        ),
        (
            '[[balance-sheet]]\nid = "a"\nside = "debit"\nnumber = ["1"]',
            "nothing reads",
        ),
        ('[[balance-sheet]]\nid = "a"\nside = "debit"\nsum = ["x"]', "no line"),
        (
            '[[balance-sheet]]\nid = "a"\nside = "debit"\n' * 2,
            "stands there twice",
        ),
    ],
)
def test_a_layout_that_is_wrong_is_refused_in_a_sentence(text, says):
    with pytest.raises(UsageError, match=says.replace("[[", r"\[\[")):
        parse_layout(text, "mine")


def test_a_name_that_is_none_is_refused_with_those_there_are(sample):
    with pytest.raises(UsageError, match="ifrs, italian"):
        sample.balance_sheet(period="2025", layout="swiss")


components = st.sampled_from(
    ["Bank", "Receivable", "Payable", "VAT", "Loan", "Van", "Equipment", "Rent", "X"]
)
roots = st.sampled_from(["Assets", "Liabilities", "Equity", "Income", "Expenses"])
entries = st.lists(
    st.tuples(roots, components, roots, components, st.integers(1, 10**6)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(entries, st.sampled_from(sorted(SHIPPED)))
def test_each_account_with_a_balance_is_in_exactly_one_line(
    tmp_path_factory, made, name
):
    """Whatever the accounts: leaves and what is named sum to all balances."""
    accounts = {f"{a}:{b}" for a, b, *_ in made} | {
        f"{c}:{d}" for _, _, c, d, _ in made
    }
    text = 'option "operating_currency" "EUR"\n'
    text += "".join(f"2025-01-01 open {account}\n" for account in sorted(accounts))
    for a, b, c, d, cents in made:
        amount = Decimal(cents) / 100
        text += f'2025-02-01 * "x"\n  {a}:{b}  {amount} EUR\n  {c}:{d}  -{amount} EUR\n'
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    path.write_text(text)
    books = load(path)
    sheet = by_line(books.balance_sheet(period="2025", layout=name))
    income = by_line(books.income_statement(period="2025", layout=name))
    plain = by_line(books.income_statement(period="2025"))
    assert income.get(RESULTS[name], 0) - unmapped(income) == plain.get("result", 0)
    totals = {
        "ifrs": ("total-assets", "total-equity-and-liabilities"),
        "french-2033": ("110", "180"),
    }.get(name, ("totale-attivo", "totale-passivo"))
    if name.startswith("german"):
        totals = ("summe-aktiva", "summe-passiva")
    assets, rest = (sheet.get(line, Decimal(0)) for line in totals)
    assert assets + unmapped(sheet) == rest

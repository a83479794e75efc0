"""The page *Statements* says what its reports say, and leads to the postings."""

import pytest

PAGE = "extension/Statements/"


def cell(page, label, column):
    [table] = page.tables
    place = table[0].index(column)
    [row] = [row for row in table if row[0] == label]
    return row[place]


def test_the_time_filter_is_the_period(agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    assert page.status == 200
    assert cell(page, "Result", "2025") == "33,350.80"


def test_a_book_that_ended_shows_its_last_fiscal_year(agency_reader):
    page = agency_reader.get(PAGE)
    assert cell(page, "Total income", "2025") == "169,422.25"


@pytest.mark.parametrize(
    ("view", "label", "amount"),
    [
        ("balance", "Total assets", "109,681.57"),
        ("cash", "Branding", "40,540.03"),
        ("indirect", "Change of cash", "10,372.73"),
    ],
)
def test_each_view_is_its_report(agency_reader, view, label, amount):
    page = agency_reader.get(PAGE, view=view, period="2025")
    assert cell(page, label, "2025") == amount


def test_equity_trial_balance_and_journal_have_their_totals(agency_reader):
    for view, amount in {
        "equity": "74,286.09",
        "trial": "257,753.02",
        "journal": "670,610.11",
    }.items():
        page = agency_reader.get(PAGE, view=view, period="2025")
        assert amount in page.tables[0][-1]


def test_the_income_statement_is_also_by_payment(agency_reader):
    page = agency_reader.get(PAGE, period="2025", basis="cash")
    assert cell(page, "Result", "2025") == "13,921.16"
    assert "basis=cash" in page.links["Total income"]
    line = agency_reader.get(PAGE, period="2025", basis="cash", line="total-income")
    assert "143,820.45" in line.tables[0][-1]


def test_periods_stand_side_by_side(agency_reader):
    page = agency_reader.get(
        PAGE, view="balance", period="2025", compare="year-before", layout="italian"
    )
    assert cell(page, "Totale attivo", "2025") == "110,977.57"
    assert cell(page, "Totale attivo", "2024") == "70,806.24"


def test_a_total_leads_to_its_postings_and_an_account_to_its_card(agency_reader):
    page = agency_reader.get(PAGE, period="2025")
    assert "line=total-income" in page.links["Total income"]
    assert "card=Income%3ABranding" in page.links["Branding"].replace(":", "%3A")
    postings = agency_reader.get(PAGE, period="2025", line="total-income")
    assert "169,422.25" in postings.tables[0][-1]
    card = agency_reader.get(PAGE, period="2025", card="Income:Branding")
    assert "53,522.25" in card.tables[0][-1]


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "2025-Q9"},
        {"line": "nothing"},
        {"card": "Assets:Nowhere"},
        {"layout": "swiss"},
        {"compare": "next"},
        {"by": "week"},
    ],
)
def test_what_is_not_there_is_said_on_the_page(agency_reader, asked):
    page = agency_reader.get(PAGE, **{"time": "2025", **asked})
    assert page.status == 200
    assert not page.tables


def test_statements_stay_in_their_order_and_plain_lists_can_be_sorted(agency_reader):
    """A total that is sorted away from its lines sums nothing."""
    for view in ("", "balance", "cash"):
        text = agency_reader.get(PAGE, view=view, period="2025").html
        assert "<table" in text
        assert "&amp;sort=" not in text
    text = agency_reader.get(PAGE, view="trial", period="2025").html
    assert "&amp;sort=" in text


def test_schedules_and_budgets_have_a_tab_of_their_own(exporter_reader):
    page = exporter_reader.get(PAGE, view="schedules", period="2025")
    accounts = {row[0] for row in page.tables[0]}
    assert {"Assets:Kiln-Depreciation", "Liabilities:Loan"} <= accounts
    loan = next(label for label in page.links if label == "kiln-loan")
    assert "line=kiln-loan" in page.links[loan]
    plan = exporter_reader.get(PAGE, view="schedules", line="kiln-loan")
    assert "Back to the schedules" in plan.links
    assert len(plan.tables[0]) > 40
    budget = exporter_reader.get(PAGE, view="budget", period="2025")
    assert "Budget" in budget.tables[0][0]


@pytest.mark.parametrize(
    ("file", "name", "start"),
    [
        ("CSV", "balance-sheet-2025-2025-12-31.csv", b"label,line"),
        ("All statements as a workbook", "statements-2025.xlsx", b"PK"),
    ],
)
def test_statements_can_be_had_as_files(agency_reader, file, name, start):
    page = agency_reader.get(PAGE, view="balance", period="2025")
    answer = agency_reader.client.get(page.links[file])
    assert answer.status_code == 200
    assert name in answer.headers["Content-Disposition"]
    assert answer.data.startswith(start)


def test_what_a_file_asks_for_and_the_books_lack_is_said(agency_reader):
    answer = agency_reader.client.get(
        f"/{agency_reader.slug}/{PAGE}file?file=fec&period=2025"
    )
    assert answer.status_code == 400
    assert "SIREN, which the books don" in answer.text


def test_a_single_day_is_the_year_up_to_it(agency_reader):
    """Other pages are as at the day, and nobody wants a day's income statement."""
    ended = agency_reader.get(PAGE, time="2025-12-31")
    assert ended.text.count("Income statement, 2025, as at 2025-12-31") == 1
    begun = agency_reader.get(PAGE, time="2025-06-30", view="balance")
    assert "Balance sheet, 2025-01-01..2025-06-30, as at 2025-06-30" in begun.text

"""The page *Bank & cash* says what its reports say, for the day of Fava's filter."""

from datetime import date

from ledgerkit.fava.charts.band import band_chart
from ledgerkit.reports.bank.forecast import ForecastChoices, forecasts

PAGE = "extension/BankAndCash/"
STATED = """
2026-01-05 * "Acme" "Paid"
  Assets:Bank   100.00 EUR
    bank-ref: "1"
  Income:Services

2026-01-30 * "Rossi" "Cheque"
  Assets:Bank   -30.00 EUR
  Expenses:Purchases

2026-01-31 custom "statement" Assets:Bank "2026-01" 100.00 EUR
  opening: 0.00 EUR
  from: 2026-01-01
"""


def test_accounts_stand_with_their_details_and_lead_to_their_own_page(agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    assert page.status == 200
    [accounts] = page.tables
    assert accounts[0][:2] == ["Account", "Role"]
    assert accounts[1][0] == "Assets:Bank:Intesa"
    assert "bank=Assets%3ABank%3AIntesa" in page.links["Assets:Bank:Intesa"].replace(
        ":", "%3A"
    )


def test_the_forecast_is_that_of_the_report(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025", view="forecast")
    report = agency.forecast(as_of=date(2025, 12, 31))
    [table] = page.tables
    column = table[0].index("Closing")
    shown = [row[column] for row in table[1 : len(report.rows) + 1]]
    assert shown == [f"{row.cells['closing']:,}" for row in report.rows]


def test_each_week_has_its_place_in_the_band(agency):
    [found] = forecasts(agency, date(2025, 12, 31), ForecastChoices())
    chart = band_chart(found, lambda number, _currency: f"{number:.0f}")
    assert len(chart.points) == 13
    corners = [tuple(map(int, c.split(","))) for c in chart.band.split()]
    highs, lows = corners[:13], corners[13:][::-1]
    for point, high, low in zip(chart.points, highs, lows, strict=True):
        assert point.x == high[0] == low[0]
        # Further down is less.
        assert high[1] <= point.y <= low[1]
    assert [level.label for level in chart.levels if level.is_limit] == ["2000"]


def test_an_accounts_page_leads_from_the_books_to_the_bank(reader_of):
    page = reader_of(STATED).get(PAGE, time="2026-01", bank="Assets:Bank")
    rows = {row[0]: row for row in page.tables[0][1:]}
    assert "70.00" in rows["In the books"]
    assert "30.00" in rows["Outstanding payment"]
    assert "100.00" in rows["The bank has"]
    assert "the books and the bank agree" in page.text
    assert "statement=2026-01" in page.links["Statement 2026-01"]


def test_an_account_without_a_statement_says_where_one_comes_from(agency_reader):
    page = agency_reader.get(PAGE, time="2025", bank="Assets:Bank:Intesa")
    assert "view=import" in page.links["Import a file of the bank"]
    page = agency_reader.get(PAGE, time="2025", bank="Assets:Cash:Petty")
    assert "No bank states this account; it is counted." in page.text


def test_an_account_of_an_evil_name_stays_text(reader_of):
    page = reader_of(STATED).get(PAGE, bank="<script>alert(1)</script>")
    assert "<script>alert" not in page.html


def test_a_forecast_of_nothing_is_no_chart(reader_of):
    page = reader_of("").get(PAGE, time="2026")
    assert page.status == 200
    assert "<polygon" not in page.html


def test_the_kept_file_explains_a_difference_here_as_in_the_terminal(
    reader_of, tmp_path
):
    (tmp_path / "january.qif").write_text(
        "!Type:Bank\nD2026-01-05\nT100.00\nPAcme\n^\nD2026-01-20\nT-3.50\nPFee\n^\n"
    )
    text = STATED.replace('"2026-01" 100.00', '"2026-01" 96.50')
    page = reader_of(f'{text}  file: "january.qif"\n').get(
        PAGE, time="2026-01", bank="Assets:Bank"
    )
    assert "is on the statement, and not in the books" in page.text


def test_a_kept_file_that_is_gone_is_named(reader_of):
    text = STATED.replace('"2026-01" 100.00', '"2026-01" 96.50')
    page = reader_of(f'{text}  file: "january.qif"\n').get(
        PAGE, time="2026-01", bank="Assets:Bank"
    )
    assert "january.qif: No such file or directory; its lines are not" in page.text
    assert "-3.50 is not explained" in page.text


def test_the_reports_on_cash_and_transfers_have_views(agency_reader):
    for view in ("transit", "counts", "breaches"):
        assert agency_reader.get(PAGE, time="2025", view=view).status == 200

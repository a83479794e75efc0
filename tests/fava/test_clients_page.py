"""The page *Clients* says what its reports say, for the day of Fava's filter."""

from datetime import date

import pytest

PAGE = "extension/Clients/"
DAY = date(2025, 12, 31)


def column_of(table, label):
    place = table[0].index(label)
    return [row[place] for row in table[1:]]


def test_clients_stand_with_what_the_books_say(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025")
    report = agency.client_measures(as_of=DAY)
    _list, table = page.tables
    assert column_of(table, "Name")[:-1] == [r.cells["name"] for r in report.rows]
    shown = column_of(table, "Revenue")
    wanted = [
        f"{r.cells['revenue']:,}" if r.cells["revenue"] else "" for r in report.rows
    ]
    assert shown[:-1] == wanted
    assert "party=zefiro" in page.links["Zefiro Mobilità"]
    assert "extension/Clients" in page.links["Zefiro Mobilità"]


@pytest.mark.parametrize(
    "view", ["risk", "agenda", "pipeline", "targets", "plans", "renewals"]
)
def test_every_view_can_be_shown(agency_reader, view):
    assert agency_reader.get(PAGE, time="2025", view=view).status == 200


def test_the_portfolio_is_five_reports(agency_reader):
    page = agency_reader.get(PAGE, time="2025", view="portfolio")
    assert len(page.tables) == 6  # With the grid.
    assert "Herfindahl-Hirschman index: 1037 of 10,000" in page.text


def test_a_client_has_its_money_and_what_happened_on_one_page(agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura")
    assert "Cantine Vallescura, as at 2025-12-31" in page.text
    assert "116.2 % used" in page.text
    assert "INV-2025-057" in page.links
    assert "Receivables" in page.links["What it owes"]
    assert "Revenue by month, EUR" in page.text


def test_how_a_client_pays_is_a_strip_of_its_invoices(agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura")
    assert "+82 INV-2025-044" in page.text
    assert "document=INV-2025-044" in page.links["+82 INV-2025-044"]
    assert 'class="overdue"' in page.html
    assert "INV-2025-035, due 2025-08-09, paid 2025-10-14, late: 66 days" in page.html


def test_a_client_page_has_directives_to_copy(agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura")
    assert 'custom "activity" "vallescura" "call" "<what was said>"' in page.text
    assert 'manager: "gverdi"' in page.text


def test_money_of_a_client_is_told_by_income_account(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura", view="money")
    report = agency.client_revenue("vallescura", as_of=DAY)
    [table] = [t for t in page.tables if "Retainers" in t[0]]
    assert table[-1][-1] == f"{report.totals[0]['year_before']:,}"
    assert "Packaging" in page.text


def test_the_list_is_narrowed_to_a_manager_and_a_cell_of_the_grid(agency_reader):
    page = agency_reader.get(PAGE, time="2025", manager="gverdi", rfm="55")
    [table] = page.tables
    assert column_of(table, "Name")[:-1] == ["Arredi Solari"]
    assert "manager=gverdi" in page.links["At risk"]
    assert "rfm" not in page.links["At risk"]
    assert ("name", "manager") in page.attributes


def test_each_cell_of_the_grid_leads_to_its_clients(agency_reader):
    page = agency_reader.get(PAGE, time="2025", view="portfolio")
    assert "rfm=44" in page.links["1 Zefiro Mobilità"]


def test_the_list_can_be_had_as_a_file(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025", manager="gverdi")
    response = agency_reader.client.get(page.links["CSV"])
    report = agency.client_list(as_of=DAY, manager="gverdi")
    assert response.data.decode() == report.to_csv()
    said = response.headers["Content-Disposition"]
    assert said == 'attachment; filename="clients-2025-12-31.csv"'


def test_a_board_has_the_opportunities_by_stage(agency_reader):
    page = agency_reader.get(PAGE, time="2025", view="pipeline")
    assert "proposal 1 9,000.00 EUR weighted 4,500.00 EUR" in page.text
    assert "moved later once, by 92 days" in page.text
    mine = agency_reader.get(PAGE, time="2025", view="pipeline", manager="gverdi")
    assert "proposal 0" in mine.text


def test_a_plan_has_both_goals_beside_each_other_and_is_escaped(reader_of):
    reader = reader_of("""
2025-01-01 custom "client" "acme" "Acme"
2025-01-01 custom "plan" "p" "<script>alert(1)</script>"
  client: "acme"
  client-goal: "<script>alert(2)</script>"
  strengths: "Old friends"
2025-01-01 custom "milestone" "m-1" "<script>alert(3)</script>"
  plan: "p"
  benefits: "client"
  due: 2025-02-01
  percent-complete: 40
""")
    page = reader.get(PAGE, time="2025", party="acme", view="plan")
    assert "<script>alert" not in page.html
    assert "What they want <script>alert(2)</script>" in page.text
    assert "What we want Nobody said." in page.text
    assert '<progress max="100" value="40.0"' in page.html
    assert "late, due 2025-02-01" in page.text
    assert "Strengths Old friends" in page.text


def test_a_parent_can_have_the_sums_of_its_group(reader_of):
    reader = reader_of("""
2025-01-01 custom "client" "acme" "Acme"
  tags: "steel"
2025-01-01 custom "client" "acme-usa" "Acme USA"
  parent: "acme"
2025-12-01 * "Acme USA" "Invoice" ^i-1
  Assets:Receivable  50 EUR
  Income:Services
""")
    assert "with subsidiaries" in reader.get(PAGE, time="2025").text
    [table] = reader.get(PAGE, time="2025", roll_up="1").tables
    assert [row[0] for row in table[1:-1]] == ["Acme"]
    assert "50" in table[1]
    [table] = reader.get(PAGE, time="2025", tag="steel").tables
    assert [row[0] for row in table[1:]] == ["Acme"]


def test_whatever_a_payee_is_called_no_view_runs_it(reader_of):
    evil = '<img src=x onerror=\\"alert(1)\\">'
    reader = reader_of(f"""
2025-01-10 * "{evil}" "<script>alert(1)</script>" ^I-1
  Assets:Receivable   5.00 EUR
  Income:Services
""")
    name = evil.replace("\\", "")
    for view in ("", "money", "timeline", "plan"):
        page = reader.get(PAGE, time="2025", party=name, view=view)
        assert "No such client" not in page.text
        assert "<img" not in page.html
        assert "<script>alert" not in page.html
    for view in ("", "risk", "portfolio"):
        page = reader.get(PAGE, time="2025", view=view, manager='"><script>', tag="'\"")
        assert "<img" not in page.html
        assert '"><script>' not in page.html


def test_an_unknown_client_is_named(agency_reader):
    page = agency_reader.get(PAGE, party="<script>alert(1)</script>")
    assert "No such client" in page.text
    assert "<script>alert" not in page.html


def test_filters_that_do_not_narrow_it_are_told(agency_reader):
    page = agency_reader.get(PAGE, time="2025", filter="#web")
    assert "don't narrow this page" in page.text


def test_books_without_clients_have_a_button_for_the_first(reader_of):
    page = reader_of("").get(PAGE, time="2026")
    assert "do=new-client" in page.links["Add a client"]


def test_a_clients_page_has_its_health_and_leads_to_its_plan(agency, agency_reader):
    page = agency_reader.get(PAGE, time="2025", party="vallescura")
    health = agency.health_of("vallescura", as_of=DAY)
    assert health.rows[0].cells["component"] in page.text
    assert "Open invoices" in page.text
    assert "view=plan" in page.links["Plan"]
    assert "parties.beancount" in page.links["Source"]


def test_a_client_that_bought_nothing_yet_is_there_all_the_same(reader_of):
    reader = reader_of('2025-01-01 custom "client" "new" "<script>alert(1)</script>"')
    for args in ({}, {"party": "new"}, {"party": "new", "view": "plan"}):
        page = reader.get(PAGE, time="2025", **args)
        assert page.status == 200
        assert "no client is declared" not in page.text
        assert "<script>alert" not in page.html
        assert "<script>alert(1)</script>" in page.text


def test_revenue_hides_behind_incognito(fava):
    """
    2025-01-10 * "Acme" "One" ^INV-1
      Assets:Receivable   4711.25 EUR
      Income:Services

    2025-03-10 * "Acme" "Two" ^INV-2
      Assets:Receivable   4711.25 EUR
      Income:Services
    """
    reader = fava(incognito=True)
    for view in ("", "money", "timeline", "plan"):
        page = reader.get(PAGE, time="2025", party="Acme", view=view)
        assert "4711" not in page.html
    assert reader.get(f"{PAGE}csv", time="2025").status == 403
    assert "CSV" not in reader.get(PAGE, time="2025").text
    page = reader.get(PAGE, time="2025", party="Acme")
    assert "2025-02 X, 2025-03 XXXX" in page.html


@pytest.mark.parametrize("time", ["0001-01", "9999-12"])
def test_no_day_is_too_early_or_too_late(agency_reader, time):
    page = agency_reader.get(PAGE, time=time, party="vallescura")
    assert page.status == 200

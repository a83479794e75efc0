"""``ledgerkit query``: our tables beside beanquery's own."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import beanquery
import pytest
from beanquery.sources import beancount as beanquery_source
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.cli import main
from ledgerkit.errors import UsageError
from ledgerkit.exporters.query import QueryResult, connect
from ledgerkit.open_items.side import Side

AGENCY = str(SAMPLE_BOOKS / "agency")
NEW_YEAR = date(2025, 12, 31)


def ask(query, *options, books=AGENCY):
    args = ["query", query, books, "--as-of", "2025-12-31", *options]
    return CliRunner().invoke(main, args)


def rows_of(query, **kwargs):
    result = ask(query, "--format", "csv", **kwargs)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_what_is_long_overdue_is_a_question_of_one_line():
    rows = rows_of("SELECT number, open FROM #open_items WHERE days_late > 60")
    assert [(row["number"], row["open"]) for row in rows] == [
        ("INV-2025-040", "3100.00"),
        ("INV-2025-044", "2379.00"),
        ("OLMO-1466", "1073.60"),
        ("LENZI-17-2025", "802.00"),
    ]


def test_the_open_items_of_each_side_sum_to_its_control_account():
    rows = rows_of("SELECT side, sum(open) AS open FROM #open_items GROUP BY side")
    assert {row["side"]: row["open"] for row in rows} == {
        "receivable": "51013.60",
        "payable": "11387.56",
    }


def test_documents_are_counted_by_client():
    rows = rows_of("SELECT party, count(1) AS n FROM #invoices GROUP BY party")
    counts = {row["party"]: row["n"] for row in rows}
    assert (counts["solari"], counts["zefiro"]) == ("25", "5")


def test_one_total_needs_no_grouping():
    assert rows_of("SELECT count(1) AS n, sum(open) AS open FROM #bills") == [
        {"n": "63", "open": "12683.56"}
    ]


def test_a_column_that_is_not_shown_can_set_the_order():
    """beanquery takes two columns of one type for the same, if it is let."""
    by_due = rows_of("SELECT issued FROM #open_items WHERE open > 2500 ORDER BY due")
    by_issue = sorted(row["issued"] for row in by_due)
    assert [row["issued"] for row in by_due] != by_issue
    assert by_due[-1]["issued"] == "2025-11-24"


def test_clients_and_vendors_are_there_with_what_is_owed():
    assert rows_of("SELECT name FROM #clients WHERE overdue > 9000") == [
        {"name": "Cantine Vallescura"}
    ]
    assert rows_of("SELECT count(1) AS n FROM #vendors") == [{"n": "8"}]


def test_tax_can_be_summed_by_box():
    rows = rows_of(
        "SELECT boxes, sum(amount) AS amount FROM #tax WHERE due >= 2025-07-01"
        " AND due <= 2025-09-30 GROUP BY boxes ORDER BY boxes"
    )
    # The boxes of the third quarter's return.
    assert [tuple(row.values()) for row in rows] == [
        ("VP2", "36162.25"),
        ("VP3", "10379.35"),
        ("VP4", "7051.94"),
        ("VP5", "1655.58"),
    ]


def test_the_tables_are_as_at_the_day_asked_for():
    query = ["query", "SELECT count(1) AS n FROM #invoices", AGENCY, "--format", "csv"]
    then = CliRunner().invoke(main, [*query, "--as-of", "2024-01-31"])
    assert then.stdout_bytes == b"n\r\n7\r\n"


def test_postings_can_be_queried_as_ever():
    rows = rows_of(
        "SELECT account, sum(position) AS p WHERE account ~ 'Petty' GROUP BY account"
    )
    assert rows == [{"account": "Assets:Cash:Petty", "p": "77.00 EUR"}]


def test_what_the_plugin_added_is_visible():
    rows = rows_of(
        "SELECT entry_meta('invoice') AS i, any_meta('client') AS c"
        " WHERE account ~ '^Assets:Rec' AND 'INV-2025-068' IN links"
    )
    assert rows == [{"i": "INV-2025-068", "c": "medilario"}]


def test_amounts_and_days_are_numbers_and_dates_in_json():
    result = ask("SELECT number, due, open, days_late FROM #open_items LIMIT 1",
                 "--format", "json")  # fmt: skip
    assert json.loads(result.stdout)["rows"] == [
        {"number": "INV-2025-040", "due": "2025-09-04", "open": "3100.00",
         "days_late": 118}
    ]  # fmt: skip


def test_two_columns_of_one_name_are_both_kept():
    result = ask("SELECT number, number FROM #bills LIMIT 1", "--format", "json")
    assert list(json.loads(result.stdout)["rows"][0]) == ["number", "number_2"]


def test_print_shows_directives_in_any_format():
    for format_ in ("text", "csv"):
        result = ask("PRINT FROM 'INV-2025-044' IN links", "--format", format_)
        assert result.stdout.startswith('2025-09-10 * "Cantine Vallescura" ')
        assert '  invoice: "INV-2025-044"\n' in result.stdout


def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text('2026-01-01 event "=1+1" "x"\n')
    rows = rows_of("SELECT type, description FROM #events", books=str(path))
    assert rows == [{"type": "'=1+1", "description": "x"}]


def test_what_could_deceive_on_a_terminal_is_shown_as_its_code(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text('2026-01-01 event "a" "b\N{RIGHT-TO-LEFT OVERRIDE}c"\n', "utf-8")
    result = ask("SELECT description FROM #events", books=str(path))
    assert "b\\u202ec" in result.stdout


def test_books_with_errors_are_queried_all_the_same_and_say_so(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text('2026-01-01 balance Assets:Bank 1 EUR\n2026-01-02 event "a" "b"\n')
    result = ask("SELECT type FROM #events", "--format", "csv", books=str(path))
    assert result.exit_code == 1
    assert result.stdout_bytes == b"type\r\na\r\n"
    assert "main.beancount:1: account Assets:Bank is not opened" in result.stderr


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT numbr FROM #bills", '#bills has no column "numbr"; did you mean'),
        ("SELECT a FROM #bill", 'there is no table #bill; did you mean "#bills"?'),
        ("SELECT a FROM #xyz", "there is no table #xyz; there are #accounts, #act"),
        ("SELECT zzz", '#postings has no column "zzz"; it has type, id, date,'),
        ("SELEC 1", 'the query has a syntax error at "SELEC 1"'),
        ("SELECT", "the query has a syntax error at its end"),
        ("SELECT sum(sum(open)) FROM #bills", "the query can't be run: aggregates of"),
        ("SELECT %s", "the query can't be run: query parameters"),
        ("SELECT account WHERE account ~ '['", "the query can't be run: unterminated"),
        ("SELECT " + "(" * 3000 + "1" + ")" * 3000, "the query is nested too deeply"),
        ("  ", "the query is empty"),
    ],
)
def test_a_query_that_cant_be_run_is_one_clear_line(query, message):
    result = ask(query)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {message}")
    assert result.output.count("\n") == 1


def test_every_table_and_column_is_named_in_the_help(agency):
    help_ = CliRunner().invoke(main, ["query", "--help"]).output
    for name, make in {
        "invoices": partial(agency.documents, side=Side.RECEIVABLE),
        "bills": partial(agency.documents, side=Side.PAYABLE),
        "open_items": agency.open_items,
        "clients": agency.client_balances,
        "vendors": agency.vendor_balances,
    }.items():
        assert f"#{name}" in help_
        for column in make(as_of=NEW_YEAR).columns:
            assert column.key in help_


def test_a_table_is_added_to_one_connection_only(agency):
    before = list(beanquery_source._TABLES)
    report = partial(agency.documents, as_of=NEW_YEAR)
    ours = connect(agency, {"invoices": report})
    assert (
        QueryResult(ours, "SELECT count(1) FROM #invoices").to_csv().endswith("129\r\n")
    )
    others = beanquery.connect(
        "beancount:", entries=agency.directives, errors=[], options=agency.options
    )
    assert "invoices" not in others.tables
    assert before == beanquery_source._TABLES


def test_a_report_is_made_only_if_it_is_asked_for(agency):
    def never():
        pytest.fail("nobody asked for it")

    ours = connect(agency, {"invoices": never})
    result = QueryResult(ours, "SELECT count(1) FROM #accounts")
    assert result.to_table(NEW_YEAR).rows[0].cells != {}


def test_amounts_divide_into_numbers_by_currency(agency):
    result = QueryResult(
        connect(agency, {}), "SELECT sum(position) WHERE account ~ 'Petty'"
    )
    result.numberify()
    assert list(result.to_table(NEW_YEAR).rows[0].cells.values()) == [Decimal("77.00")]


def test_a_query_of_a_broken_connection_is_our_own_error(agency):
    with pytest.raises(UsageError, match="there is no table #nothing"):
        QueryResult(connect(agency, {}), "SELECT a FROM #nothing")


def test_without_a_query_a_terminal_opens_the_shell(tmp_path):
    ours, theirs = pty.openpty()
    command = Path(sys.executable).parent / "ledgerkit"
    shell = subprocess.Popen(
        [command, "query", AGENCY, "--as-of", "2025-12-31"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "HOME": str(tmp_path), "TERM": "dumb"},
    )
    os.close(theirs)
    lines = ("SELECT count(1) AS n FROM #invoices", "SELECT x FROM #bills", ".exit")
    os.write(ours, "\n".join([*lines, ""]).encode())
    output, _ = shell.communicate(timeout=60)
    os.close(ours)
    assert shell.returncode == 0
    assert "\n129\n" in output
    assert 'column "x" not found in table "bills"' in output
    assert "Traceback" not in output

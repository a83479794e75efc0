"""Columns read back by DuckDB give the figures of the reports, to the cent."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from click.testing import CliRunner
from tests.conftest import SAMPLE_BOOKS

from ledgerkit.api import load
from ledgerkit.cli import main
from ledgerkit.exporters.columns.duckdb_files import column_files
from ledgerkit.exporters.columns.tables import column_tables
from ledgerkit.open_items.side import Side

DAY = date(2025, 12, 31)

AGED = """
    SELECT party, currency, sum(CASE WHEN NOT is_credit AND late BETWEEN {} AND {}
                                THEN open ELSE 0 END) FROM (
        SELECT p.party, p.currency, p.open, DATE '2025-12-31' - p.due AS late,
               d.kind IN ('credit note', 'vendor credit') OR d.open < 0 AS is_credit
        FROM open_parts p JOIN documents d USING (document) WHERE p.side = '{}'
    ) GROUP BY party, currency
"""
BUCKETS = [(-99999, 0), (1, 30), (31, 60), (61, 90), (91, 99999)]


@pytest.fixture(scope="module")
def agency():
    return load(SAMPLE_BOOKS / "agency" / "main.beancount")


@pytest.fixture(scope="module")
def files(agency):
    return {
        as_: column_files(column_tables(agency, DAY), as_)
        for as_ in ("parquet", "duckdb")
    }


@pytest.fixture(scope="module", params=["parquet", "duckdb"])
def read(request, files, tmp_path_factory):
    """Asks DuckDB, of its own database or of the Parquet files."""
    folder = tmp_path_factory.mktemp(request.param)
    for name, content in files[request.param].items():
        (folder / name).write_bytes(content)
    if request.param == "duckdb":
        connection = duckdb.connect(str(folder / "books.duckdb"), read_only=True)
    else:
        connection = duckdb.connect()
        for path in folder.iterdir():
            connection.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
    with connection:
        yield lambda query: connection.execute(query).fetchall()


def test_the_trial_balance_is_that_of_the_report(read, agency):
    posted = read(
        "SELECT account, weight_currency, sum(greatest(weight, 0)),"
        " sum(greatest(-weight, 0)) FROM postings"
        " WHERE day >= '2025-10-01' GROUP BY ALL"
    )
    table = agency.trial_balance(period="2025-10-01..2025-12-31")
    keys = "account", "currency", "debit", "credit"
    shown = {tuple(row.cells[key] or 0 for key in keys) for row in table.rows}
    shown = {row for row in shown if row[2] or row[3]}
    assert len(shown) > 10
    assert {row for row in posted if row[2] or row[3]} == shown
    balances = read(
        "SELECT account, sum(weight) FROM postings WHERE account ^@ 'Assets' GROUP BY 1"
    )
    closing = {
        row.cells["account"]: (row.cells["closing_debit"] or 0)
        - (row.cells["closing_credit"] or 0)
        for row in table.rows
    }
    assert all(closing.get(account, 0) == total for account, total in balances)


@pytest.mark.parametrize("side", Side)
def test_the_ageing_is_that_of_the_report(read, agency, side):
    found = defaultdict(list)
    for first, last in BUCKETS:
        for party, currency, total in read(AGED.format(first, last, side.value)):
            found[party, currency].append(total)
    aged = agency.aging(as_of=DAY, side=side)
    keys = [c.key for c in aged.columns if c.key[-1].isdigit() or c.key == "not_due"]
    assert len(keys) == len(BUCKETS)
    shown = {
        (row.cells["party"], row.cells["currency"]): [row.cells[k] for k in keys]
        for row in aged.rows
    }
    assert {k: v for k, v in found.items() if any(v)} == {
        k: v for k, v in shown.items() if any(v)
    }
    ((on_account,),) = read(
        f"SELECT coalesce(sum(amount), 0) FROM on_account WHERE side = '{side.value}'"
    )
    ((open_,),) = read(
        f"SELECT coalesce(sum(open), 0) FROM documents WHERE side = '{side.value}'"
    )
    assert on_account + open_ == sum(row.cells["balance"] for row in aged.rows)


def test_amounts_are_exact_and_their_column_has_the_decimals_of_the_longest(
    tmp_path, ledger_file
):
    """
    2025-10-01 * "Acme, \\"the\\" bank" "one
    two"
      Assets:Bank      1234567890123456789.123456789 EUR
      Income:Services
    2025-10-02 * "" ""
      Assets:Bank      0.10 EUR
      Income:Services
    """
    files = column_files(column_tables(load(ledger_file), DAY), "parquet")
    (tmp_path / "p.parquet").write_bytes(files["postings.parquet"])
    rows = duckdb.sql(
        f"SELECT payee, narration, number FROM '{tmp_path}/p.parquet'"
        " WHERE account = 'Assets:Bank'"
    )
    assert rows.types[2] == "DECIMAL(38,9)"
    assert rows.fetchall() == [
        ('Acme, "the" bank', "one\ntwo", Decimal("1234567890123456789.123456789")),
        ("", "", Decimal("0.10")),
    ]


def test_a_number_with_too_many_digits_is_named(ledger_file):
    """
    2025-10-01 * "Acme" "Much"
      Assets:Bank      1234567890123456789012345 EUR
      Income:Services
    2025-10-01 * "Acme" "Little"
      Assets:Bank      0.12345678901234567890 EUR
      Income:Services
    """
    result = CliRunner().invoke(
        main, ["export", "--as", "duckdb", str(ledger_file), "-o", "nowhere"]
    )
    assert result.exit_code == 2
    assert "number of postings needs 25 digits before the point and 20" in result.stderr


def test_the_same_books_give_the_same_files(agency, files):
    again = column_files(column_tables(agency, DAY), "parquet")
    assert again == files["parquet"]


def test_later_postings_are_left_out(ledger_file):
    """
    2026-04-01 * "Acme" "Later" ^INV-1
      Assets:Receivable      10.00 EUR
      Income:Services
    """
    tables = column_tables(load(ledger_file), DAY)
    assert [list(table.rows()) for table in tables[:5]] == [[]] * 5

"""A spreadsheet shows what the books say and runs none of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.exporters.formats import render_csv
from ledgerkit.table import Column, ColumnType, Row, Table


def one_row(payee: str, amount: Decimal) -> Table:
    return Table(
        title="Payments",
        as_of=date(2026, 1, 31),
        columns=[Column("payee", "Payee"), Column("paid", "Paid", ColumnType.AMOUNT)],
        rows=[Row(cells={"payee": payee, "paid": amount})],
    )


def test_rows_follow_a_header_of_keys_without_totals_or_notes(ageing):
    assert render_csv(ageing) == (
        "client,currency,not_due,late_1,balance\r\n"
        "Acme S.r.l.,EUR,1220,500,1720\r\n"
        "Globex,EUR,0,80.25,80.25\r\n"
    )


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("https://example.com","Acme")',
        "+39 02 1234567",
        "-x",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\N{FULLWIDTH EQUALS SIGN}1+1",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(formula):
    read = list(csv.reader(io.StringIO(render_csv(one_row(formula, Decimal(1))), "")))
    assert read[1] == [f"'{formula}", "1"]


def test_a_negative_amount_is_a_number_and_not_led_by_anything():
    text = render_csv(one_row("Acme", Decimal("-1234.50")))
    assert text.splitlines()[1] == "Acme,-1234.50"


def test_amounts_are_plain_and_missing_values_empty(ageing):
    cells = {**ageing.rows[0].cells, "not_due": Decimal("1E+6"), "late_1": None}
    text = render_csv(replace(ageing, rows=[Row(cells=cells)]))
    assert text.splitlines()[1] == "Acme S.r.l.,EUR,1000000,,1720"


def test_an_empty_table_is_its_header(empty):
    assert render_csv(empty) == "vendor,due\r\n"


def test_hostile_text_stays_in_its_cell(hostile):
    read = list(csv.reader(io.StringIO(render_csv(hostile), "")))
    assert len(read) == 2
    assert read[1][0].removeprefix("'") == hostile.rows[0].cells["payee"]
    assert read[1][1] == "3"

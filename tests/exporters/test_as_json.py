"""A program reads back exactly what the table holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.exporters.as_json import json_object, json_text, render_json
from ledgerkit.table import Column, ColumnType, Row, Table

ONE_BILL = """\
{
  "title": "Bills",
  "as_of": "2026-01-31",
  "columns": [
    {
      "key": "vendor",
      "label": "Vendor",
      "type": "text"
    },
    {
      "key": "due",
      "label": "Due",
      "type": "date"
    },
    {
      "key": "days",
      "label": "Days",
      "type": "integer"
    },
    {
      "key": "open",
      "label": "Open",
      "type": "amount"
    }
  ],
  "rows": [
    {
      "vendor": "Zoë & 東京 🍕",
      "due": "2026-02-14",
      "days": -14,
      "open": "1000000"
    },
    {
      "vendor": null,
      "due": null,
      "days": null,
      "open": "-0.10"
    }
  ],
  "totals": [
    {
      "open": "999999.90"
    }
  ],
  "notes": [
    "In euros."
  ]
}
"""


def test_a_table_is_an_object_in_a_stable_order():
    table = Table(
        title="Bills",
        as_of=date(2026, 1, 31),
        columns=[
            Column("vendor", "Vendor"),
            Column("due", "Due", ColumnType.DATE),
            Column("days", "Days", ColumnType.INTEGER),
            Column("open", "Open", ColumnType.AMOUNT),
        ],
        rows=[
            Row(
                cells={
                    "open": Decimal("1E+6"),
                    "days": -14,
                    "due": date(2026, 2, 14),
                    "vendor": "Zoë & 東京 🍕",
                }
            ),
            Row(
                cells={
                    "vendor": None,
                    "due": None,
                    "days": None,
                    "open": Decimal("-0.10"),
                }
            ),
        ],
        totals=[{"open": Decimal("999999.90")}],
        notes=["In euros."],
    )
    assert render_json(table) == ONE_BILL


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\x1b[31m", r'"\u001b[31m"'),
        ("\x9b", r'"\u009b"'),
        ("a\nb", r'"a\nb"'),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", r'"\u202e"'),
        ("\N{ZERO WIDTH SPACE}", r'"\u200b"'),
        ("\N{LINE SEPARATOR}", r'"\u2028"'),
        ("\ud800", r'"\ud800"'),
        ("\U000e0041", r'"\udb40\udc41"'),
        ("Zoë\N{NO-BREAK SPACE}東京", '"Zoë\N{NO-BREAK SPACE}東京"'),
    ],
)
def test_only_characters_that_disturb_are_escaped(empty, text, written):
    rendered = render_json(replace(empty, notes=[text]))
    assert f"    {written}\n" in rendered
    assert json.loads(rendered)["notes"] == [text]


def test_an_empty_table_has_columns_and_no_rows(empty):
    read = json.loads(render_json(empty))
    assert read["rows"] == []
    assert [column["key"] for column in read["columns"]] == ["vendor", "due"]


def test_hostile_text_reads_back_and_leaves_the_terminal_alone(hostile):
    rendered = render_json(hostile)
    payee = hostile.rows[0].cells["payee"]
    assert json.loads(rendered)["title"] == payee
    assert json.loads(rendered)["rows"] == [{"payee": payee, "n": 3}]
    assert rendered.replace("\n", "").isprintable()


@given(
    st.dictionaries(
        st.sampled_from(["date", "amount", "text", "pending"]),
        st.none() | st.booleans() | st.integers() | st.text(),
        min_size=1,
    )
)
def test_an_object_alone_is_written_as_in_a_document(record):
    assert json_object(record) == json_text(record)

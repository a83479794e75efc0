"""What a row says of a document, and every reason for which it can't be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.importers.documents.fields import find_columns
from ledgerkit.importers.documents.rows import RowReader
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.open_items.side import Side

HEADER = "number,party,party-name,issued,due,amount,settled,paid,currency,text"
GOOD = {
    "number": "INV-1",
    "party": "C1",
    "party-name": "Acme",
    "issued": "2026-01-15",
    "due": "2026-02-14",
    "amount": "1,220.00",
    "settled": "2026-03-01",
    "paid": "",
    "currency": "EUR",
    "text": "Website",
}


def read(*rows: dict[str, str], side: Side = Side.RECEIVABLE):
    lines = [HEADER]
    for row in rows:
        cells = [({**GOOD, **row})[name] for name in HEADER.split(",")]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    table = read_csv_table("\n".join(lines), name="a.csv")
    given = {field: field for field in HEADER.split(",")}
    columns = find_columns(table.header, given, name="a.csv")
    reader = RowReader(columns, side=side, date_format="%Y-%m-%d", decimal_mark=".")
    documents, left_out, bad_rows = reader.read(table.rows)
    assert left_out == []
    return documents, bad_rows


def only(**cells: str):
    [row], bad = read({name.replace("_", "-"): cell for name, cell in cells.items()})
    assert bad == []
    return row


def test_a_row_says_everything_of_a_document():
    row = only()
    assert (row.line, row.number, row.party, row.name) == (2, "INV-1", "C1", "Acme")
    assert (row.issued, row.due) == (date(2026, 1, 15), date(2026, 2, 14))
    assert (row.amount, row.currencies) == (Decimal("1220.00"), {"EUR"})
    assert (row.settled, row.paid) == (date(2026, 3, 1), Decimal("1220.00"))
    assert row.text == "Website"


def test_what_a_row_leaves_out_stays_out():
    row = only(due="", settled="NULL", text="", currency="", party_name="")
    assert (row.due, row.settled, row.paid) == (None, None, 0)
    assert (row.currencies, row.text, row.name) == (frozenset(), "", "")


def test_a_part_paid_is_what_the_row_says():
    assert only(paid="700").paid == 700
    assert only(amount="-50", paid="-20").paid == -20


def test_a_payment_before_the_document_is_a_deposit():
    assert only(settled="2025-12-01").settled == date(2025, 12, 1)


def test_line_breaks_in_texts_are_blanks():
    assert only(text="Website\r\n  and logo").text == "Website and logo"


def test_a_currency_sign_that_means_several_is_narrowed_by_the_column():
    assert only(amount="$5.00", currency="CAD").currencies == {"CAD"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"number": ""}, "has no number"),
        ({"party": " "}, "has no party"),
        ({"issued": ""}, "has no date"),
        ({"issued": "-"}, "has no date"),
        ({"amount": ""}, "has no amount"),
        ({"issued": "15/01/2026"}, "issued: '15/01/2026' is no date in the form"),
        ({"issued": "0226-01-15"}, "issued: '0226-01-15' is not of our time"),
        ({"due": "soon"}, "due: 'soon' is no date"),
        ({"settled": "yes"}, "settled: 'yes' is no date"),
        ({"due": "2026-01-14"}, "is due on 2026-01-14, before its date 2026-01-15"),
        ({"amount": "12,34"}, "amount: '12,34' is not an amount with decimal mark"),
        ({"amount": "0.00"}, "the amount is zero"),
        ({"amount": "1000000000000000"}, "not an amount that books can hold"),
        ({"amount": "USD 5"}, "the amount is in USD and the currency is EUR"),
        ({"currency": "Eurones"}, "'Eurones' is no currency that is known"),
        ({"paid": "5", "settled": ""}, "5 of it is paid, and no date says when"),
        ({"paid": "0"}, "is paid on 2026-03-01, and all of it is open"),
        ({"paid": "1300"}, "1300 is paid of 1220.00; enter by hand"),
        ({"paid": "-5"}, "-5 is paid of 1220.00"),
        ({"number": "1.23457E+11"}, "the number 1.23457E+11 was cut by a spreadsheet"),
        ({"party": "#REF!"}, "the party is a spreadsheet's error, #REF!"),
        ({"number": "INV\n1"}, r"the number holds U+000A"),
        ({"party": "Ac\tme"}, r"the party holds U+0009"),
        ({"party": "Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S"}, "the party holds U+202E"),
        ({"text": "a\x1b[31mb"}, "the text holds U+001B"),
        ({"party-name": "a\N{ZERO WIDTH SPACE}b"}, "the party-name holds U+200B"),
        ({"number": "9" * 101}, "the number has 101 characters"),
    ],
)
def test_a_row_that_cannot_be_read_is_bad_for_a_reason(
    cells: dict[str, str], reason: str
):
    rows, [bad] = read(cells)
    assert rows == []
    assert bad.line == 2
    assert reason in bad.reason


def test_a_number_may_stand_once_in_a_file_of_invoices():
    rows, bad = read({}, {"party": "C2"}, {"number": "INV-2"})
    assert [row.line for row in rows] == [2, 4]
    assert [(b.line, b.reason) for b in bad] == [
        (3, "number INV-1 stands on line 2 already")
    ]


def test_a_number_may_stand_once_for_each_vendor_in_a_file_of_bills():
    rows, bad = read({}, {"party": "C2"}, {"party": "c1"}, side=Side.PAYABLE)
    assert [row.line for row in rows] == [2, 3]
    assert [b.line for b in bad] == [4]


def test_a_bad_row_takes_no_number():
    rows, bad = read({"amount": "x"}, {})
    assert ([row.line for row in rows], [b.line for b in bad]) == ([3], [2])

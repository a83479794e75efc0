"""Type, status and open balance in a list of documents: what is owed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.documents.fields import Field, find_columns
from ledgerkit.importers.documents.rows import PAID_SOMETIME, RowReader
from ledgerkit.importers.documents.states import (
    Paid,
    RowState,
    RowType,
    paid_part,
    state_of,
    type_of,
)
from ledgerkit.importers.documents.vendor_statement import StatementReader
from ledgerkit.importers.tables.csv_table import read_csv_table
from ledgerkit.open_items.side import Side

D = Decimal


def read(text: str, side: Side = Side.RECEIVABLE, settled_on: date | None = None):
    table = read_csv_table(text, name="a.csv")
    columns = find_columns(table.header, {}, name="a.csv")
    reader = RowReader(
        columns,
        side=side,
        date_format="%Y-%m-%d",
        decimal_mark=".",
        settled_on=settled_on,
    )
    return reader.read(table.rows)


def rows(header: str, *lines: str, **options):
    """What rows of an invoice over 100.00 say further: documents, left out, bad."""
    text = [f"Number,Customer,Date,Amount,{header}"]
    text += [f"A-{n},Acme,2026-01-05,100.00,{line}" for n, line in enumerate(lines, 1)]
    return read("\n".join(text), **options)


def open_of(header: str, line: str, **options) -> Decimal:
    [row], left_out, bad = rows(header, line, **options)
    assert (left_out, bad) == ([], [])
    return row.amount - row.paid


def reason(header: str, line: str, **options) -> str:
    documents, left_out, [bad] = rows(header, line, **options)
    assert (documents, left_out) == ([], [])
    return bad.reason


@pytest.mark.parametrize(
    ("header", "line", "open_"),
    [
        ("Status", "Sent", "100.00"),
        ("Status", "Overdue by 12 days", "100.00"),
        ("Stato", "Da pagare", "100.00"),
        ("Status", "Überfällig", "100.00"),
        ("Statut", "Impayée", "100.00"),
        ("Estado", "Vencida", "100.00"),
        ("Type", "Credit Note", "-100.00"),
        ("Type", "Credit memo", "-100.00"),
        ("Tipo documento", "Nota di credito", "-100.00"),
        ("Belegart", "Gutschrift", "-100.00"),
        ("Type de document", "Avoir", "-100.00"),
        ("Tipo", "Factura rectificativa", "-100.00"),
        ("Open balance", "100.00", "100.00"),
        ("Amount Due,Amount Paid", "100.00,0.00", "100.00"),
        ("Type,Open balance", "Credit memo,100.00", "-100.00"),
    ],
)
def test_what_is_open_of_a_row(header, line, open_):
    assert open_of(header, line) == D(open_)


@pytest.mark.parametrize(
    ("header", "line", "open_"),
    [
        ("Open balance", "30.00", "30.00"),
        ("Open balance", "0.00", "0.00"),
        ("Balance Due", "0", "0.00"),
        ("Restbetrag,Status", "30.00,Teilbezahlt", "30.00"),
        ("Status", "Paid", "0.00"),
        ("Stato", "Saldata", "0.00"),
        ("Amount paid", "70.00", "30.00"),
        ("Type,Open balance", "Credit memo,30.00", "-30.00"),
        ("Type,Status", "Credit memo,Paid", "0.00"),
    ],
)
def test_what_is_paid_without_a_date_is_paid_on_the_day_that_a_person_says(
    header, line, open_
):
    assert open_of(header, line, settled_on=date(2026, 2, 1)) == D(open_)


def test_a_date_of_its_own_comes_before_the_one_that_a_person_says():
    [row], _left_out, _bad = rows(
        "Status,Paid on", "Paid,2026-01-20", settled_on=date(2026, 2, 1)
    )
    assert row.settled == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("header", "line", "why"),
    [
        ("Status", "Draft", "draft"),
        ("Status", "Entwurf", "draft"),
        ("Status", "Awaiting approval", "draft"),
        ("Status", "VOID", "void"),
        ("Status", "Storniert", "void"),
        ("Stato", "Annullata", "void"),
        ("Status", "Voided on 2026-01-09", "void"),
        ("Type", "Payment", "payment"),
        ("Type", "Estimate", "no document"),
        ("Typ", "Angebot", "no document"),
        ("Type", "Bill", "purchase document"),
        ("Status", "Paid", PAID_SOMETIME),
        ("Open balance", "0.00", PAID_SOMETIME),
        ("Amount paid", "100.00", PAID_SOMETIME),
    ],
)
def test_a_row_that_is_no_open_document_is_left_out_by_its_number(header, line, why):
    documents, [left_out], bad = rows(header, line)
    assert (documents, bad) == ([], [])
    assert (left_out.line, left_out.number, left_out.reason) == (2, "A-1", why)


def test_a_draft_may_lack_everything_else():
    text = "Number,Customer,Date,Amount,Status\n,,,,Draft\nA-1,,,,Void\n"
    documents, left_out, bad = read(text)
    assert (documents, bad) == ([], [])
    assert [(row.number, row.reason) for row in left_out] == [
        ("", "draft"),
        ("A-1", "void"),
    ]


def test_a_sale_in_a_list_of_bills_is_left_out_and_a_bill_is_none():
    documents, [left_out], bad = rows(
        "Type", "Bill", "Sales invoice", side=Side.PAYABLE
    )
    assert (len(documents), bad) == (1, [])
    assert (left_out.number, left_out.reason) == ("A-2", "sales document")


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("Status", "Pending", "the status 'Pending' is none that is known"),
        ("Status", "Paid in part", "the status 'Paid in part' is none that is known"),
        ("Type", "Refund", "the type 'Refund' is none that is known"),
        ("Status", "Partially paid", "is paid in part, and no column says how much"),
        ("Status", "Uncollectible", "is written off; enter it by hand"),
        ("Open balance", "30.00", "70.00 of it is paid, and no date says when"),
        ("Open balance", "350.00", "350.00 is open of 100.00; if the column is a"),
        ("Open balance", "-20.00", "-20.00 is open of 100.00"),
        (
            "Amount paid,Amount due",
            "100.00,100.00",
            "100.00 is paid and 100.00 open, which don't sum to 100.00; correct one",
        ),
        ("Status,Open balance", "Paid,100.00", "is paid by its status, and 100.00 of"),
        ("Status,Open balance", "Sent,0.00", "is open by its status, and all of it is"),
        (
            "Open balance,Paid on",
            "100.00,2026-01-20",
            "is paid on 2026-01-20, and all of it is open",
        ),
    ],
)
def test_a_row_that_contradicts_itself_or_is_not_understood_is_bad(
    header, line, message
):
    assert reason(header, line).startswith(message)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Payment state status", "status"),
        ("Document type (internal)", "type"),
        ("Customer balance", "open"),
        ("Offener Rest", "open"),
        ("Paid", "paid"),
        ("Bezahlt", "paid"),
        ("Is void", "status"),
    ],
)
def test_a_column_that_may_say_what_is_owed_asks(heading, field):
    header = ["Number", "Customer", "Date", "Amount", heading]
    with pytest.raises(UnreadableFileError) as refused:
        find_columns(header, {}, name="a.csv")
    assert f"a.csv:1: does {heading!r} say what is owed?" in str(refused.value)
    assert f"--map {field}= to leave it out" in str(refused.value)
    left_out = find_columns(header, {Field(field): ""}, name="a.csv")
    assert left_out.unused() == [heading]


def test_a_column_of_yes_and_no_is_about_its_heading():
    table = "Number,Customer,Date,Amount,Paid\nA-1,Acme,2026-01-05,100.00,{}\n"
    for cell, paid in (("Yes", 100), ("no", 0)):
        parsed = read_csv_table(table.format(cell), name="a.csv")
        columns = find_columns(parsed.header, {Field.STATUS: "Paid"}, name="a.csv")
        reader = RowReader(
            columns,
            side=Side.RECEIVABLE,
            date_format="%Y-%m-%d",
            decimal_mark=".",
            settled_on=date(2026, 2, 1),
        )
        [row], _left_out, _bad = reader.read(parsed.rows)
        assert row.paid == paid


def test_an_empty_type_or_status_says_nothing():
    assert type_of("") is RowType.DOCUMENT
    assert state_of(" - ") is None


def test_a_vendors_payments_and_credits_are_taken_off_by_their_type():
    text = """\
Number,Date,Type,Amount
B-1,2026-01-05,Invoice,100.00
P-1,2026-01-06,Payment,60.00
C-1,2026-01-07,Credit note,10.00
P-2,2026-01-08,Payment,-5.00
X-1,2026-01-09,Balance forward,7.00
"""
    table = read_csv_table(text, name="a.csv")
    columns = find_columns(
        table.header, {}, name="a.csv", required=(), read=tuple(Field)
    )
    reader = StatementReader(
        columns, date_format="%Y-%m-%d", decimal_mark=".", currency="EUR"
    )
    lines, bad = reader.read(table.rows)
    assert bad == []
    assert [line.amount for line in lines] == [100, -60, -10, -5, 7]


_AMOUNTS = st.decimals("-999", "999", places=2).filter(bool)
_MAYBE = st.none() | st.decimals("-999", "999", places=2)


@given(
    _AMOUNTS,
    _MAYBE,
    _MAYBE,
    st.sampled_from([None, *RowState]),
    st.none() | st.just(date(2026, 1, 5)),
)
def test_what_is_paid_lies_between_nothing_and_all(amount, paid, open_, state, day):
    said = Paid(paid=paid, open=open_, state=state, day=day)
    try:
        part = paid_part(amount, said)
    except ValueError:
        return
    assert min(amount, 0) <= part <= max(amount, 0)
    assert open_ is None or amount - part == open_
    assert paid is None or part == paid
    assert state is not RowState.PAID or part == amount

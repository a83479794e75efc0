"""A whole company's invoices, out of its database and into the books."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import ledgerkit
from ledgerkit.entries.documents.document import NewDocument, NewLine
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import identifier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "company-chinook/lerocha__chinook-database/ChinookDatabase/DataSources"
BOOK = """\
option "title" "A record shop"
option "operating_currency" "USD"
plugin "ledgerkit.plugins.all"

2021-01-01 open Assets:Receivable   USD
2021-01-01 open Income:Music        USD
"""
LAST = date(2025, 12, 31)


@pytest.fixture
def database(shared_data: Path) -> Iterator[sqlite3.Connection]:
    path = shared_data / DATABASE / "Chinook_Sqlite.sqlite"
    if not path.is_file():
        pytest.skip(f"{path.name} is not among the published data files")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield connection


def cents(number: object) -> Decimal:
    """The exact amount behind SQLite's binary number."""
    return Decimal(str(number)).quantize(Decimal("0.01"))


def invoices(database: sqlite3.Connection) -> Iterator[NewDocument]:
    lines: dict[int, list[NewLine]] = {}
    for invoice, quantity, price, track in database.execute(
        "SELECT InvoiceId, Quantity, InvoiceLine.UnitPrice, Name"
        " FROM InvoiceLine JOIN Track USING (TrackId) ORDER BY InvoiceLineId"
    ):
        line = NewLine(
            account="Income:Music",
            amount=quantity * cents(price),
            description=track,
            quantity=Decimal(quantity),
            unit_price=cents(price),
        )
        lines.setdefault(invoice, []).append(line)
    for number, day, name in database.execute(
        "SELECT InvoiceId, date(InvoiceDate), FirstName || ' ' || LastName"
        " FROM Invoice JOIN Customer USING (CustomerId)"
    ):
        yield NewDocument(
            side=Side.RECEIVABLE,
            number=str(number),
            party=identifier(name),
            payee=name,
            issued=date.fromisoformat(day),
            due=None,
            currency="USD",
            lines=tuple(lines[number]),
            control_account="Assets:Receivable",
            text="",
        )


def test_a_companys_invoices_come_in_with_every_line(
    database: sqlite3.Connection, tmp_path: Path
):
    main = tmp_path / "main.beancount"
    main.write_text(BOOK)
    planned = ledgerkit.load(main).add_documents(invoices(database))

    assert (planned.new, planned.settlements, len(planned.declared)) == (412, 0, 59)
    books = ledgerkit.load(main)
    documents = books.subledger(Side.RECEIVABLE, LAST).documents
    assert len(documents) == 412
    sold = [p for d in books.directives for p in getattr(d, "postings", ())]
    assert sum(p.account == "Income:Music" for p in sold) == 2240
    assert all(p.meta["description"] for p in sold if p.account == "Income:Music")

    owed = {row["name"]: row["balance"] for row in books.aging(as_of=LAST).to_dicts()}
    assert owed == {
        name: cents(total)
        for name, total in database.execute(
            "SELECT FirstName || ' ' || LastName, SUM(Quantity * UnitPrice)"
            " FROM InvoiceLine JOIN Invoice USING (InvoiceId)"
            " JOIN Customer USING (CustomerId) GROUP BY CustomerId"
        )
    }
    assert sum(owed.values()) == Decimal("2328.60")
    assert {str(d.number): d.amount for d in documents} == {
        str(number): cents(total)
        for number, total in database.execute("SELECT InvoiceId, Total FROM Invoice")
    }

    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", str(main)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert books.add_documents(invoices(database)).there == 412

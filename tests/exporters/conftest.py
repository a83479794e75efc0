"""Tables that the tests of every exporter share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.table import Column, ColumnType, Row, Table

#: Payees as an attacker would put them into a bank transfer.
HOSTILE_PAYEES = {
    "script": "<script>alert(1)</script>",
    "template": "{{7*7}}{% raw %}",
    "markup": "[bold red]x[/]",
    "terminal": "\x1b[31mred\x1b]0;title\x07",
    "direction": "Acme\N{RIGHT-TO-LEFT OVERRIDE}.l.r.S",
    "formula": '=HYPERLINK("https://example.com","x")',
    "line": "one\r\ntwo\N{LINE SEPARATOR}three",
    "attribute": "\" onmouseover='alert(1)'",
}


def amounts(**numbers: str) -> dict[str, Decimal]:
    return {key: Decimal(number) for key, number in numbers.items()}


@pytest.fixture
def ageing() -> Table:
    """Two clients in euros, one of them late with one figure."""
    amount = ColumnType.AMOUNT
    return Table(
        title="Receivables by age",
        as_of=date(2025, 12, 31),
        columns=[
            Column("client", "Client"),
            Column("currency", "Currency"),
            Column("not_due", "Not due", amount),
            Column("late_1", "1-30", amount),
            Column("balance", "Balance", amount),
        ],
        rows=[
            Row(
                cells={
                    "client": "Acme S.r.l.",
                    "currency": "EUR",
                    **amounts(not_due="1220", late_1="500", balance="1720"),
                },
                late=frozenset({"late_1"}),
            ),
            Row(
                cells={
                    "client": "Globex",
                    "currency": "EUR",
                    **amounts(not_due="0", late_1="80.25", balance="80.25"),
                }
            ),
        ],
        totals=[
            {
                "currency": "EUR",
                **amounts(not_due="1220", late_1="580.25", balance="1800.25"),
            }
        ],
        notes=["Days count from the due date."],
    )


@pytest.fixture
def empty() -> Table:
    return Table(
        title="Bills to pay",
        as_of=date(2026, 1, 31),
        columns=[Column("vendor", "Vendor"), Column("due", "Due", ColumnType.DATE)],
        rows=[],
        notes=["Bills due within 30 days."],
    )


@pytest.fixture(params=HOSTILE_PAYEES.values(), ids=HOSTILE_PAYEES.keys())
def hostile(request: pytest.FixtureRequest) -> Table:
    """A table whose title, only cell and note an attacker wrote."""
    return Table(
        title=request.param,
        as_of=date(2026, 1, 31),
        columns=[Column("payee", "Payee"), Column("n", "Times", ColumnType.INTEGER)],
        rows=[Row(cells={"payee": request.param, "n": 3})],
        notes=[request.param],
    )

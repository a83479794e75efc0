"""Bars are as long as what they stand for."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.fava.charts.age import age_charts, by_size, marks
from ledgerkit.fava.table import Rendering
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

AMOUNTS = ("not_due", "1_30", "over_30", "unapplied", "balance")
COLUMNS = [
    Column("party", "Party"),
    Column("name", "Name"),
    Column("currency", "Currency"),
    *(Column(key, key.replace("_", " "), ColumnType.AMOUNT) for key in AMOUNTS),
]


def row(name, currency, *amounts):
    numbers = [Decimal(amount) for amount in amounts]
    return Row(
        cells={
            "party": name.lower(),
            "name": name,
            "currency": currency,
            **dict(zip(AMOUNTS, [*numbers, sum(numbers)], strict=True)),
        },
        links={"name": Link(LinkKind.PARTY, name.lower())},
    )


def charts(*rows):
    table = Table(
        title="Ageing", as_of=date(2024, 1, 31), columns=COLUMNS, rows=list(rows)
    )
    rendering = Rendering(
        amount=lambda number, currency: f"{number} {currency}",
        address=lambda link: f"/{link.target}",
    )
    return age_charts(by_size(table), rendering)


def test_what_is_owed_stands_right_of_nothing_and_what_takes_from_it_left():
    [chart] = charts(row("Acme", "EUR", 100, 200, 0, -100))
    [bar] = chart.bars
    assert chart.zero == "25.000%"
    assert [(p.mark, p.start, p.length) for p in bar.parts] == [
        ("age-0", "25.000%", "25.000%"),
        ("age-1", "50.000%", "50.000%"),
        ("unapplied", "0.000%", "25.000%"),
    ]
    assert [p.label for p in bar.parts] == [
        "not due: 100 EUR",
        "1 30: 200 EUR",
        "unapplied: -100 EUR",
    ]
    assert (bar.name, bar.address, bar.amount) == ("Acme", "/acme", "200 EUR")


def test_all_bars_of_a_currency_share_a_scale_and_the_longest_comes_first():
    [chart] = charts(
        row("Acme", "EUR", 50, 0, 0, 0),
        row("Bolt", "EUR", 0, 0, 200, 0),
    )
    assert [(b.name, b.parts[0].length) for b in chart.bars] == [
        ("Bolt", "100.000%"),
        ("Acme", "25.000%"),
    ]


def test_currencies_have_charts_of_their_own():
    euros, dollars = charts(
        row("Acme", "USD", 1, 0, 0, 0), row("Acme", "EUR", 1000, 0, 0, 0)
    )
    assert (euros.currency, dollars.currency) == ("EUR", "USD")
    assert dollars.bars[0].parts[0].length == "100.000%"


def test_two_parts_against_the_debt_lie_side_by_side():
    [chart] = charts(row("Acme", "EUR", -30, 0, 60, -10))
    assert [(p.mark, p.start, p.length) for p in chart.bars[0].parts] == [
        ("age-0", "10.000%", "30.000%"),
        ("age-2", "40.000%", "60.000%"),
        ("unapplied", "0.000%", "10.000%"),
    ]


def test_the_legend_names_what_is_there():
    [chart] = charts(row("Acme", "EUR", 100, 0, 5, 0))
    assert [mark.label for mark in chart.legend] == ["not due", "over 30"]


def test_a_party_that_owes_nothing_in_sum_breaks_nothing():
    [chart] = charts(row("Acme", "EUR", 0, 0, 100, -100))
    assert chart.bars[0].amount == "0 EUR"


def test_more_than_fifteen_parties_are_shown_in_part():
    [chart] = charts(*(row(f"Party {n}", "EUR", n, 0, 0, 0) for n in range(1, 21)))
    assert [bar.name for bar in chart.bars][::14] == ["Party 20", "Party 6"]
    assert (len(chart.bars), chart.parties) == (15, 20)


@pytest.mark.parametrize(
    ("keys", "lateness"),
    [
        (("not_due", "1_30", "31_60", "61_90", "over_90"), [None, 0, 33, 66, 100]),
        (("not_due", "1_30", "over_30"), [None, 0, 100]),
    ],
)
def test_colours_go_from_barely_late_to_latest(keys, lateness):
    columns = [Column(key, key, ColumnType.AMOUNT) for key in keys]
    assert [mark.lateness for mark in marks(columns)] == lateness

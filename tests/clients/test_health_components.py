"""Every line of the table of health: 100 points, 0 points, and half-way, by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ledgerkit.clients.health.components import Debt, HealthFacts, component_points
from ledgerkit.clients.health.health import score_health
from ledgerkit.clients.health.weights import Component, HealthWeights
from ledgerkit.clients.measures.measures import ClientMeasures
from ledgerkit.clients.measures.payment_behaviour import PaymentBehaviour
from ledgerkit.clients.measures.rhythm import Rhythm
from ledgerkit.clients.records.case import OpenCase
from ledgerkit.clients.records.contact import freshness
from ledgerkit.clients.records.record import Record, RecordKind, Survey
from ledgerkit.errors import Place

D = Decimal
DAY = date(2025, 12, 31)
PLACE = Place("book", 1)
PAYS = PaymentBehaviour(
    payments=1, days_late=D(0), on_time=D(1), latest=D(0), earlier=None
)
BUYS = Rhythm(invoices=9, first=DAY, last=DAY, gap=D(40), silent_days=40)
GOOD = ClientMeasures(
    client="a",
    currency="EUR",
    revenue=D(1100),
    revenue_before=D(1000),
    margin=None,
    gross=D(1100),
    credited=D(0),
    rhythm=BUYS,
    payments=PAYS,
    lost=False,
)


def points(component, **known):
    facts = HealthFacts(client="a", as_of=DAY, **known)
    return component_points(facts)[component].points


@pytest.mark.parametrize(("late", "wanted"), [(-9, 100), (0, 100), (9, 80), (45, 0)])
def test_payments_in_time_are_100_and_45_days_late_0(late, wanted):
    paid = replace(GOOD, payments=replace(PAYS, days_late=D(late)))
    assert points(Component.PAYMENTS, measures=paid) == wanted


@pytest.mark.parametrize(("overdue", "wanted"), [(0, 100), (125, 50), (250, 0)])
def test_nothing_overdue_is_100_and_half_of_what_is_open_0(overdue, wanted):
    debt = Debt(open=D(500), overdue=D(overdue))
    assert points(Component.OVERDUE, debt=debt) == wanted


@pytest.mark.parametrize(
    ("revenue", "wanted"), [(1500, 100), (1100, 100), (800, 50), (500, 0), (0, 0)]
)
def test_a_tenth_more_than_the_year_before_is_100_and_half_of_it_0(revenue, wanted):
    bought = replace(GOOD, revenue=D(revenue))
    assert points(Component.TREND, measures=bought) == wanted


@pytest.mark.parametrize(
    ("silent", "wanted"), [(10, 100), (40, 100), (80, 50), (120, 0)]
)
def test_silence_of_one_gap_is_100_and_of_three_0(silent, wanted):
    quiet = replace(GOOD, rhythm=replace(BUYS, silent_days=silent))
    assert points(Component.RHYTHM, measures=quiet) == wanted


@pytest.mark.parametrize(("credited", "wanted"), [(0, 100), (33, 70), (110, 0)])
def test_no_credit_note_is_100_and_a_tenth_of_what_was_invoiced_0(credited, wanted):
    disputed = replace(GOOD, credited=D(credited))
    assert points(Component.DISPUTES, measures=disputed) == wanted


@pytest.mark.parametrize(
    ("instrument", "score", "scale", "wanted"),
    [("nps", 10, 10, 100), ("nps", 0, 10, 0), ("nps", 7, 10, 70), ("csat", 4, 5, 75)],
)
def test_the_best_answer_is_100_and_the_worst_0(instrument, score, scale, wanted):
    answer = Survey(
        day=DAY,
        client="a",
        instrument=instrument,
        score=D(score),
        scale=D(scale),
        contact="",
        comment="",
        place=PLACE,
    )
    assert points(Component.SATISFACTION, survey=answer) == wanted


@pytest.mark.parametrize(("days", "wanted"), [(0, 100), (30, 100), (60, 50), (90, 0)])
def test_spoken_with_within_the_cadence_is_100_and_three_of_them_ago_0(days, wanted):
    spoken = freshness(DAY - timedelta(days), "P30D", since=DAY, as_of=DAY)
    assert points(Component.FRESHNESS, freshness=spoken) == wanted


def case(kind, **facts):
    record = Record(
        kind=RecordKind.CASE,
        id="c",
        title="Late",
        facts=facts,
        since={},
        declared=DAY,
        changed=DAY,
        place=PLACE,
    )
    return OpenCase(record=record, client="a", kind=kind, days=1)


@pytest.mark.parametrize(
    ("cases", "wanted"),
    [
        ([], 100),
        ([case("request")], 100),
        ([case("complaint")], 50),
        ([case("complaint"), case("dispute")], 0),
        ([case("complaint", priority=D(1))], 0),
    ],
)
def test_no_complaint_is_100_and_two_or_an_urgent_one_0(cases, wanted):
    assert points(Component.CASES, cases=cases) == wanted


def test_75_of_100_points_rest_on_the_books():
    facts = HealthFacts(
        client="a", as_of=DAY, measures=GOOD, debt=Debt(open=D(500), overdue=D(250))
    )
    found = score_health(facts, HealthWeights())
    # Payments 20, trend 20, rhythm 15 and disputes 10 in full; overdue, 10, nothing.
    assert found.coverage == D("0.75")
    assert found.score == D(100) * 65 / 75

"""Health against examples worked by hand, and what holds on all books."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ACCOUNTS

import ledgerkit
from ledgerkit.clients.health.back_test import ScoresOnADay, back_test_health
from ledgerkit.clients.health.components import Debt, HealthFacts, between
from ledgerkit.clients.health.health import Band, score_health
from ledgerkit.clients.health.weights import (
    Component,
    HealthWeights,
    parse_health_weights,
)
from ledgerkit.clients.records.record import Survey
from ledgerkit.errors import Place

D = Decimal
DAY = date(2025, 12, 31)
SCORES = st.lists(st.decimals(0, 100, places=1), max_size=12)


def survey(score, day=DAY, instrument="nps", scale=10):
    return Survey(
        day=day,
        client="a",
        instrument=instrument,
        score=D(score),
        scale=D(scale),
        contact="",
        comment="",
        place=Place("book", 1),
    )


def facts(**known):
    return HealthFacts(client="a", as_of=DAY, **known)


@given(st.decimals(-1000, 1000, places=2))
def test_points_stay_between_0_and_100(number):
    assert 0 <= between(number, best=D(0), worst=D(45)) <= 100
    assert 0 <= between(number, best=D("1.1"), worst=D("0.5")) <= 100


def test_who_is_unknown_has_no_score_rather_than_0_or_100():
    found = score_health(facts(), HealthWeights())
    assert (found.score, found.band, found.coverage) == (None, None, 0)
    assert found.drivers == found.triggers == []


def test_the_score_is_the_weighted_mean_of_what_is_known():
    # A quarter of the debt is overdue: 50 points at 10; nps 8: 80 points at 10.
    known = facts(debt=Debt(open=D(400), overdue=D(100), oldest_days=5))
    assert score_health(known, HealthWeights()).score == 50
    both = facts(debt=known.debt, survey=survey(8))
    found = score_health(both, HealthWeights())
    assert (found.score, found.coverage, found.band) == (65, D("0.2"), Band.AMBER)
    assert found.drivers == [
        "25 % of what it owes is overdue, by up to 5 days",
        "answered 8 of 10 on 2025-12-31",
    ]


def test_an_answer_weighs_half_after_twelve_months():
    old = facts(
        debt=Debt(open=D(400), overdue=D(100), oldest_days=5),
        survey=survey(8, day=date(2024, 12, 31)),
    )
    # (10 x 50 + 5 x 80) / 15
    found = score_health(old, HealthWeights())
    assert found.score == D(900) / 15
    assert found.coverage == D("0.15")


def test_a_score_of_75_in_print_is_green():
    weights = HealthWeights(weights={Component.OVERDUE: D(1)})
    almost = facts(debt=Debt(open=D(1000), overdue=D(127), oldest_days=1))
    found = score_health(almost, weights)
    assert (found.score, found.points, found.band) == (D("74.6"), 75, Band.GREEN)


def test_60_days_overdue_are_no_trigger_and_61_are():
    def triggers(days):
        debt = Debt(open=D(1), overdue=D(1), oldest_days=days)
        found = score_health(facts(debt=debt), HealthWeights()).triggers
        return [trigger.words for trigger in found]

    assert triggers(60) == []
    assert triggers(61) == ["overdue for 61 days"]


def test_a_bad_answer_is_a_trigger_until_somebody_spoke_with_the_client():
    assert score_health(facts(survey=survey(7)), HealthWeights()).triggers == []
    bad = survey(6)
    assert len(score_health(facts(survey=bad), HealthWeights()).triggers) == 1
    answered = facts(survey=bad, spoken_since_survey=True)
    assert score_health(answered, HealthWeights()).triggers == []


@pytest.mark.parametrize(
    "text", ["", "payments", "payments:x", "mood:5", "payments:-1", "payments:0"]
)
def test_weights_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError, match="write"):
        parse_health_weights(text)


def test_the_area_is_counted_by_hand():
    # Pairs: 1<2, 1<3, 2=2, 2<3: 3.5 of 4; a day without kept ones says nothing.
    days = [
        ScoresOnADay(lost=[D(1), D(2)], kept=[D(2), D(3)]),
        ScoresOnADay(lost=[D(1)], kept=[]),
    ]
    found = back_test_health(days)
    assert (found.auc, found.lost, found.pairs) == (Fraction(7, 8), 2, 4)
    assert back_test_health([]).auc is None


@given(SCORES, SCORES)
def test_turning_scores_upside_down_turns_the_area(lost, kept):
    straight = back_test_health([ScoresOnADay(lost=lost, kept=kept)])
    flipped = back_test_health(
        [ScoresOnADay(lost=[-s for s in lost], kept=[-s for s in kept])]
    )
    if straight.auc is None:
        assert not (lost and kept)
    else:
        assert straight.auc + flipped.auc == 1


SALES = st.lists(
    st.tuples(
        st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        st.sampled_from(["Anna", "Bruno"]),
        st.integers(-50, 500),
        st.integers(0, 90),
    ),
    min_size=1,
    max_size=12,
)


def book(sales, folder):
    text = ['option "operating_currency" "EUR"', ACCOUNTS]
    for number, (day, client, amount, _days) in sales:
        text.append(
            f'{day} * "{client}" "Invoice" ^inv-{number}\n'
            f"  due: {day}\n"
            f"  Assets:Receivable  {amount or 1} EUR\n  Income:Services\n"
        )
    file = folder / "main.beancount"
    file.write_text("\n".join(text))
    return ledgerkit.load(file)


@settings(max_examples=3)
@given(sales=SALES, data=st.data())
def test_scores_know_no_order_and_nothing_of_the_future(sales, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    numbered = list(enumerate(sales))
    as_of = date(2024, 12, 31)
    scores = book(numbered, folder).health_read.all(as_of)
    shuffled = data.draw(st.permutations(numbered))
    assert book(shuffled, folder).health_read.all(as_of) == scores
    past = [sale for sale in numbered if sale[1][0] <= as_of]
    assert book(past, folder).health_read.all(as_of) == scores

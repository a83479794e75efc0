"""Would health have told? In firms made up by dice, of which the truth is known."""

from decimal import Decimal
from fractions import Fraction

from tests.clients.back_tested import back_tested
from tests.clients.worlds import END, made_up

from ledgerkit.clients.health.back_test import ScoresOnADay, back_test_health

D = Decimal
#: 30 of 70 leave: without any signal, 19 times in 20 it is 0.36 to 0.64.
CHANCE = D("0.36"), D("0.64")


def test_who_declines_for_years_before_leaving_is_told_a_year_ahead():
    told = back_tested(made_up(1, lost=30, kept=40, decline=913), END)
    assert told["lost"] == 30
    assert told["auc"] > CHANCE[1]


def test_where_leaving_does_not_show_before_health_tells_nothing():
    told = back_tested(made_up(1, lost=30, kept=40, decline=0), END)
    assert CHANCE[0] <= told["auc"] <= CHANCE[1]


def test_the_area_of_a_published_example():
    """scikit-learn, roc_auc_score: 0.1 and 0.4 against 0.35 and 0.8 give 0.75."""
    day = ScoresOnADay(lost=[D("0.1"), D("0.4")], kept=[D("0.35"), D("0.8")])
    assert back_test_health([day]).auc == Fraction(3, 4)


def test_equal_scores_are_half_of_what_is_told():
    # 5<6, 5=5, 6=6, 6>5: a half of four.
    scores = [D(5), D(6)]
    assert back_test_health([ScoresOnADay(lost=scores, kept=scores)]).auc == Fraction(
        1, 2
    )


def test_what_chance_alone_gives_is_known_from_the_numbers():
    # The root of 71 / 14,400 is 0.0702; times 1.96, 0.138.
    thirty = ScoresOnADay(lost=[D(1)] * 30, kept=[D(1)] * 40)
    low, high = back_test_health([thirty]).by_chance
    assert (round(low, 3), round(high, 3)) == (D("0.362"), D("0.638"))
    # Of one against one it is anything.
    one = ScoresOnADay(lost=[D(1)], kept=[D(2)])
    assert back_test_health([one]).by_chance == (0, 1)
    assert back_test_health([]).by_chance is None

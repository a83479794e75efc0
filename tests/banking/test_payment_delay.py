"""How late clients pay: the figures are reckoned by hand, as fractions."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.banking.forecast.delay import (
    DelayCurve,
    ObservedPart,
    PaymentDelays,
    PaymentOdds,
)

D = Decimal
DUE = date(2026, 3, 1)
SHARES = (D("0.1"), D("0.5"), D("0.9"))


def part(party, days, *, paid=True, share="1", due=DUE):
    return ObservedPart(party, due, days, paid, D(share))


def close(numbers):
    return pytest.approx([float(number) for number in numbers], abs=1e-5)


def curve(parts, party="", as_of=DUE):
    found = PaymentDelays(parts, as_of).of(party)
    return found.days, [float(share) for share in found.unpaid]


def test_what_is_unpaid_counts_as_at_least_so_late():
    """Paid after 2 and 5 days, open after 3: at 2 one of three, at 5 one of one."""
    days, unpaid = curve([part("a", 2), part("b", 5), part("c", 3, paid=False)])
    assert days == (2, 5)
    assert unpaid == close([2 / 3, 0])


def test_an_old_open_invoice_keeps_the_curve_from_falling_to_nothing():
    days, unpaid = curve([part("a", 2), part("a", 2), part("b", 400, paid=False)])
    assert (days, unpaid) == ((2,), close([1 / 3]))


def test_a_client_is_what_it_does_itself_and_what_all_do_weighed_n_to_4():
    """Of all, half pay on day 0 and the rest on day 10.

    The client's two invoices were paid on day 10: on day 0 its own chance is 0 of 2,
    and all clients' 2 of 4, so (4 * 1/2 + 0) / (4 + 2) = 1/3.
    """
    parts = [part("a", 10), part("a", 10), part("b", 0), part("b", 0)]
    assert curve(parts, "a") == ((0, 10), close([2 / 3, 0]))
    assert curve(parts, "b") == ((0, 10), close([1 - (4 / 2 + 2) / (4 + 2), 0]))
    assert curve(parts, "nobody") == ((0, 10), close([1 / 2, 0]))


def test_an_invoice_counts_half_after_half_a_year():
    parts = [part("a", 0), part("b", 10, due=DUE + timedelta(days=180))]
    assert curve(parts, as_of=DUE + timedelta(days=180))[1] == close([2 / 3, 0])


def test_a_part_payment_counts_by_its_share():
    parts = [part("a", 0, share="0.25"), part("a", 10, share="0.75")]
    assert curve(parts)[1] == close([3 / 4, 0])
    assert PaymentDelays(parts, DUE).of("a").invoices == 1


HABIT = DelayCurve(days=(0, 10, 20), unpaid=(D("0.6"), D("0.2"), D("0.1")))


def test_quantiles_are_the_first_day_by_which_so_many_have_paid():
    assert [HABIT.quantile(share) for share in SHARES] == [0, 10, 20]


def test_one_in_ten_that_never_pays_has_no_day():
    assert HABIT.quantile(D("0.95")) is None


def test_who_is_late_already_is_judged_by_those_who_were_so_late():
    """After day 5, 6 of 10 are left; half of them, 3, have paid by day 10."""
    assert HABIT.quantile(D("0.5"), after=5) == 10
    assert HABIT.quantile(D("0.9"), after=5) is None
    assert HABIT.quantile(D("0.1"), after=20) is None
    assert HABIT.quantile(D("0.1"), after=-40) == 0


def test_odds_are_of_days_and_a_scenario_moves_them():
    odds = PaymentOdds(curve=HABIT, due=DUE, unpaid_on=date(2026, 3, 6))
    assert odds.day(D("0.5")) == date(2026, 3, 11)
    assert odds.chance_by(date(2026, 3, 10)) == 0
    assert odds.chance_by(date(2026, 3, 11)) == 1 - D("0.2") / D("0.6")
    later = PaymentOdds(curve=HABIT, due=DUE, unpaid_on=date(2026, 3, 6), moved=7)
    assert later.day(D("0.5")) == date(2026, 3, 18)
    assert later.chance_by(date(2026, 3, 17)) == 0


parts = st.lists(
    st.builds(
        part,
        st.sampled_from(["a", "b", "c"]),
        st.integers(-40, 90),
        paid=st.booleans(),
        share=st.sampled_from(["1", "0.5", "0.25"]),
        due=st.integers(0, 900).map(lambda n: DUE - timedelta(days=n)),
    ),
    max_size=30,
)


@given(parts, st.sampled_from(["a", "b", "d"]), st.integers(-60, 100), st.randoms())
def test_curves_fall_and_quantiles_rise_in_whatever_order(seen, party, after, random):
    found = PaymentDelays(seen, DUE).of(party)
    assert list(found.unpaid) == sorted(found.unpaid, reverse=True)
    assert all(0 <= share <= 1 for share in found.unpaid)
    days = [found.quantile(share, after=after) for share in SHARES]
    known = [day for day in days if day is not None]
    assert days[: len(known)] == known == sorted(known)
    assert all(day > after for day in known)
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert PaymentDelays(shuffled, DUE).of(party) == found

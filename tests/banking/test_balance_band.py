"""Quantiles of a sum, beside every combination reckoned by hand."""

from decimal import Decimal
from itertools import product
from statistics import NormalDist

from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.banking.forecast.band import at_one_pace, quantiles_of_sum

D = Decimal
SHARES = (D("0.1"), D("0.5"), D("0.9"))


def client(amount, chance):
    return at_one_pace([(D(amount), D(chance))])


def test_two_clients_that_may_pay_or_not():
    """Of 0, 50, 100 and 150, each is as likely."""
    clients = [client(100, "0.5"), client(50, "0.5")]
    assert quantiles_of_sum(clients, SHARES) == [0, 50, 150]


def test_the_band_of_a_sum_is_narrower_than_the_sum_of_bands():
    """Each of ten pays 0 or 1, so the bands sum to 0 and 10; their sum is 3 to 7."""
    clients = [client(1, "0.5")] * 10
    assert quantiles_of_sum(clients, SHARES) == [3, 5, 7]


def test_what_a_client_owes_comes_the_likeliest_first():
    assert at_one_pace([(D(100), D("0.5")), (D(30), D("0.8"))]) == {
        D(0): D("0.2"),
        D(30): D("0.3"),
        D(130): D("0.5"),
    }


def test_nothing_is_expected_of_nobody():
    assert quantiles_of_sum([], SHARES) == [0, 0, 0]


def test_many_small_clients_are_nearly_normal():
    """1,000 with a chance of 0.3: mean 300, variance 210."""
    normal = NormalDist(300, 210**0.5)
    found = quantiles_of_sum([client(1, "0.3")] * 1000, SHARES)
    for share, amount in zip(SHARES, found, strict=True):
        assert abs(float(amount) - normal.inv_cdf(float(share))) < 2


def test_one_large_client_among_many_is_not_smoothed_away():
    clients = [client(100_000, "0.5"), *[client(1, "0.5")] * 1000]
    low, _middle, high = quantiles_of_sum(clients, SHARES)
    assert low < 600
    assert high > 100_000


amounts = st.tuples(
    st.integers(1, 5000).map(D), st.sampled_from([D(n) / 20 for n in range(1, 20)])
)
several = st.lists(st.lists(amounts, min_size=1, max_size=3), max_size=4)


@settings(max_examples=50)
@given(several)
def test_few_clients_are_reckoned_exactly(owed):
    clients = [at_one_pace(each) for each in owed]
    sums = {}
    for combination in product(*(outcomes.items() for outcomes in clients)):
        total, chance = D(0), D(1)
        for amount, its_chance in combination:
            total, chance = total + amount, chance * its_chance
        sums[total] = sums.get(total, D(0)) + chance
    found = quantiles_of_sum(clients, SHARES)
    for share, amount in zip(SHARES, found, strict=True):
        at_most = sum(chance for total, chance in sums.items() if total <= amount)
        less = sum(chance for total, chance in sums.items() if total < amount)
        assert less < share <= at_most + D("1E-9")

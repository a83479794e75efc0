"""Twice the book takes about twice the time."""

import pytest

from tests.benchmarks.growth import GROWTHS, measure

#: A square would be four times as long.
DOUBLING_MAX = 2.4


@pytest.mark.parametrize("what", GROWTHS)
def test_time_grows_with_the_book_and_not_with_its_square(what, tmp_path):
    """Guards against a slip; `make bench` measures, at three times the size."""
    measure(what, 100, tmp_path)  # What is imported on first use.
    small, large = (
        min(measure(what, count, tmp_path) for _attempt in range(2))
        for count in (3_000, 12_000)
    )
    assert large / small < DOUBLING_MAX**2

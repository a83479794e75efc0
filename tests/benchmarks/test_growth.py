"""Twice the book takes about twice the time."""

import pytest

from tests.benchmarks.growth import GROWTHS, measure

#: A square would be four times as long.
DOUBLING_MAX = 2.4
#: A busy processor makes one measurement longer, and never shorter: what grows with
#: the square is too long each time.
ATTEMPTS = 5


@pytest.mark.parametrize("what", GROWTHS)
def test_time_grows_with_the_book_and_not_with_its_square(what, tmp_path):
    """Guards against a slip; `make bench` measures, at three times the size."""
    measure(what, 100, tmp_path)  # What is imported on first use.
    small, large = [], []
    for _attempt in range(ATTEMPTS):
        small.append(measure(what, 3_000, tmp_path))
        large.append(measure(what, 12_000, tmp_path))
        if min(large) / min(small) < DOUBLING_MAX**2:
            return
    pytest.fail(f"four times the book: {min(large) / min(small):.1f} times as long")

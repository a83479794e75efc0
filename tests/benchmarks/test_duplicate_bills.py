"""The time to find bills that are there twice grows with them, not their square."""

from __future__ import annotations

import random
import time

from ledgerkit.payables.duplicates import find_duplicates
from tests.payables.test_duplicate_bills import a_year_of_bills


def test_a_large_book_takes_one_pass():
    """Four times the bills take about four times as long, rents and all."""
    chance = random.Random(1)
    times = []
    for count in (2000, 8000):
        bills = a_year_of_bills(chance, count)
        begun = time.process_time()
        find_duplicates(bills)
        times.append(time.process_time() - begun)
    print(f"\n8,000 bills in {times[1]:.2f} s, 2,000 in {times[0]:.2f} s")
    assert times[1] < 12 * times[0] + 0.2

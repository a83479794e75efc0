"""How much of the campaign is run: seconds of it in the suite, all by `make safe`.

The whole takes hours. It can be run piece by piece: a shard of it, up to a time limit,
by another seed; and what was tried is counted and printed at the end.
"""

from __future__ import annotations

import os
import time
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    Each = TypeVar("Each")

#: Whether everything is tried.
WHOLE = bool(os.environ.get("LEDGERKIT_SAFE_WHOLE"))
#: What is drawn by chance is drawn by this; the same seed draws the same.
SEED = int(os.environ.get("LEDGERKIT_SAFE_SEED", "1"))
#: Which shard, of how many.
SHARD, SHARDS = map(int, os.environ.get("LEDGERKIT_SAFE_SHARD", "1/1").split("/"))
#: After so many seconds nothing more is begun; 0 for no limit.
SECONDS = int(os.environ.get("LEDGERKIT_SAFE_SECONDS", "0"))
_BEGAN = time.monotonic()


def is_time_left() -> bool:
    """Whether something more may be begun."""
    return not SECONDS or time.monotonic() - _BEGAN < SECONDS


def share(everything: Sequence[Each], one_in: int = 1) -> Iterator[Each]:
    """What is tried of everything: this shard's, until the time is up.

    The whole is shuffled by the seed, so that what the time allows is a fair sample.

    Args:
        everything: In an order that is the same each time.
        one_in: Outside the whole campaign, one in so many is tried, which the seed
            chooses.
    """
    step, first = (SHARDS, SHARD - 1) if WHOLE else (one_in, SEED % one_in)
    if WHOLE:
        everything = Random(SEED).sample(everything, len(everything))
    for each in everything[first::step]:
        if not is_time_left():
            return
        yield each


class Counts:
    """What was tried, by name, told to whoever runs the tests."""

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record

    def add(self, name: str, count: int = 1) -> None:
        """Count so many more."""
        self._record(f"tried: {name}", count)

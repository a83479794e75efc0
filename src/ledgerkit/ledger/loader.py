"""Work without the garbage collector, where only its absence is wanted."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def garbage_collection_off() -> Iterator[None]:
    """Make a million objects without looking for cycles among them.

    A load makes that many and keeps them; the collector would go through all of
    them again and again, for a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

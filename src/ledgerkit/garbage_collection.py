"""Work without the garbage collector, for the few places that need it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def garbage_collection_off() -> Iterator[None]:
    """Create a million objects without looking for cycles among them.

    A load creates and keeps that many; the collector would go through them again and
    again, taking a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

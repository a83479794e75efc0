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
            _keep_made()
            gc.enable()


def _keep_made() -> None:
    """Let all objects count as old, so that the collector does not begin with them.

    Freezing, and unfreezing at once, moves them without looking at any. What another
    program has frozen stays so.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()

"""Work without the garbage collector, for the few places that need it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: So many new objects are gone through in a few milliseconds.
_FEW = 20_000


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
    # To ask what is frozen counts it object by object, so it is not asked for a few.
    if gc.get_count()[0] > _FEW and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()

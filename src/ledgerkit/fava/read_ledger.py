"""The books of each ledger that Fava has loaded, read when a page first asks."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from ledgerkit.api import LedgerBooks
from ledgerkit.ledger.loader import garbage_collection_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fava.core import FavaLedger
    from fava.core.extensions import ExtensionModule

    from ledgerkit.errors import Finding


class ReadLedger:
    """One load of one ledger.

    Attributes:
        entries: The list that Fava loaded; by its identity we know it again.
        books: Read from all of these entries, never from what a filter left.
    """

    def __init__(self, ledger: FavaLedger) -> None:
        """Read the ledger as it is loaded now."""
        self.entries = ledger.all_entries
        with garbage_collection_off():
            self.books = LedgerBooks(
                cast("Any", self.entries),
                ledger.load_errors,
                cast("Any", ledger.options),
            )

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """Everything that a person should look at."""
        return self.books.findings()


#: A ledger takes no weak references; its extension module lives as long.
_READ: WeakKeyDictionary[ExtensionModule, ReadLedger] = WeakKeyDictionary()
_LOCK = Lock()


def read(ledger: FavaLedger) -> ReadLedger:
    """What the ledger says, read once for each time that Fava loads it.

    A request can be under way while another one loads the ledger anew, so what
    is kept counts only for the very entries it was read from.
    """
    with _LOCK:
        found = _READ.get(ledger.extensions)
        if found is None or found.entries is not ledger.all_entries:
            found = _READ[ledger.extensions] = ReadLedger(ledger)
        return found


def forget(ledger: FavaLedger) -> None:
    """Let go of what was read, so that old and new books need no room together."""
    with _LOCK:
        _READ.pop(ledger.extensions, None)

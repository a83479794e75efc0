"""What Fava's three filters mean for a list of what is owed.

The time filter's end is the day as at which we answer. The account filter and the
text filter choose transactions, and so the documents that these transactions make;
what settles a document counts whether or not it passes a filter itself.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from beancount.core.data import Transaction
from fava.core.filters import FilterError, TimeFilter, TimeFilterParseError
from fava.util.date import InvalidDateRangeError, local_today
from flask import current_app

from ledgerkit.api import LedgerBooks
from ledgerkit.books.books import Books
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.ledger.place import place_in
from ledgerkit.open_items.subledger import Subledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from fava.core import FavaLedger
    from fava.core.extensions import ExtensionModule

    from ledgerkit.errors import Finding, Place
    from ledgerkit.general_ledger.control_accounts import ControlAccountProof
    from ledgerkit.open_items.side import Side


def as_of(ledger: FavaLedger, args: Mapping[str, str]) -> date:
    """The last day of Fava's time filter; today without one.

    Raises:
        FilterError: If it names no time. Fava shows a page that says so.
    """
    time = args.get("time")
    if not time:
        return local_today()
    try:
        chosen = TimeFilter(ledger.options, ledger.fava_options, time)
    except InvalidDateRangeError:
        raise TimeFilterParseError(time) from None
    return chosen.date_range.end_inclusive


def words(args: Mapping[str, str]) -> Sequence[str]:
    """The filters that narrow a list, as they stand in Fava's header."""
    return [
        text for key in ("account", "filter") if (text := args.get(key, "").strip())
    ]


def narrowed(books: Books, ledger: FavaLedger, args: Mapping[str, str]) -> Books:
    """The books with the documents that pass Fava's account and text filters.

    Raises:
        FilterError: If a filter can't be read. Fava shows a page that says so.
    """
    if not words(args):
        return books
    account, text = args.get("account", ""), args.get("filter", "")
    try:
        passing = ledger.get_filtered(account=account, filter=text, time="")
    except re.error:
        raise FilterError("account", f"Failed to parse account: {account}") from None
    return NarrowedBooks(books, frozenset(_places(passing.entries)))


class NarrowedBooks(Books):
    """The same books, less the documents that a filter keeps out."""

    def __init__(self, books: Books, passing: frozenset[Place]) -> None:
        """Share everything that was read from the books.

        Args:
            books: The whole books.
            passing: Places of the postings that a filter lets through.
        """
        self.__dict__.update(books.__dict__)
        self._whole = books
        self._passing = passing
        self.subledger = lru_cache(maxsize=4)(self._narrow)

    def _narrow(self, side: Side, as_of: date) -> Subledger:
        whole, passing = self._whole.subledger(side, as_of), self._passing
        return Subledger(
            side=side,
            as_of=as_of,
            items=[d for d in whole.items if d.first.place in passing],
            unapplied=[i for i in whole.unapplied if i.posting.place in passing],
            unassigned=[i for i in whole.unassigned if i.posting.place in passing],
        )

    def control_account_proofs(
        self,
        side: Side,  # noqa: ARG002
        as_of: date,  # noqa: ARG002
    ) -> Sequence[ControlAccountProof]:
        """None: a part of the documents can't make up the account's balance."""
        return ()


def _places(entries: Iterable[object]) -> Iterator[Place]:
    for entry in entries:
        if isinstance(entry, Transaction):
            yield place_in(entry.meta)
            for posting in entry.postings:
                yield place_in(posting.meta)


def hides_figures() -> bool:
    """Whether to leave out what the filter ``incognito`` can't make unreadable."""
    return bool(current_app.config.get("INCOGNITO"))


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

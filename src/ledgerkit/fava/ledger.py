"""Fava's three filters, applied to open items; and the books as Fava loaded them.

The end of the time filter is the day as at which we report. The account and text
filters select transactions, and so the documents that these make; settlements count
whether or not they pass a filter themselves.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from beancount.core.data import Transaction
from fava.core.filters import FilterError, TimeFilter, TimeFilterParseError
from fava.util.date import InvalidDateRangeError, local_today
from flask import current_app

from ledgerkit.api import LedgerBooks
from ledgerkit.books.books import Books
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.ledger.place import place_in
from ledgerkit.open_items.subledger import MoneyOnAccount, Subledger

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from collections.abc import Set as AbstractSet
    from datetime import date

    from fava.core import FavaLedger
    from fava.core.extensions import ExtensionModule

    from ledgerkit.errors import Finding, Place
    from ledgerkit.general_ledger.control_accounts import ControlAccountProof
    from ledgerkit.open_items.document import Unapplied
    from ledgerkit.open_items.side import Side


def _those_passing(
    on_account: Iterable[Unapplied], places: AbstractSet[Place]
) -> list[Unapplied]:
    return [i for i in on_account if i.posting.place in places]


#: Where the application keeps the day that it takes for today; None for the real one.
DAY_KEY = "LEDGERKIT_DAY"


def today() -> date:
    """Today; or the day that ``serve --as-of`` takes for it."""
    chosen: date | None = current_app.config.get(DAY_KEY)
    return chosen or local_today()


def is_another_day() -> bool:
    """Whether another day is taken for today."""
    return today() != local_today()


def as_of(ledger: FavaLedger, args: Mapping[str, str]) -> date:
    """The last day of Fava's time filter; today without one.

    Raises:
        FilterError: If it names no time; Fava shows a page that says so.
    """
    time = args.get("time")
    if not time:
        return today()
    try:
        time_filter = TimeFilter(ledger.options, ledger.fava_options, time)
    except InvalidDateRangeError:
        raise TimeFilterParseError(time) from None
    return time_filter.date_range.end_inclusive


def words(args: Mapping[str, str]) -> Sequence[str]:
    """The filters that narrow a list, as in Fava's header."""
    return [
        text for key in ("account", "filter") if (text := args.get(key, "").strip())
    ]


def narrowed(books: Books, ledger: FavaLedger, args: Mapping[str, str]) -> Books:
    """The books with the documents that pass Fava's account and text filters.

    Raises:
        FilterError: If a filter can't be read; Fava shows a page that says so.
    """
    if not words(args):
        return books
    account, text = args.get("account", ""), args.get("filter", "")
    try:
        filtered = ledger.get_filtered(account=account, filter=text, time="")
    except re.error:
        raise FilterError("account", f"Failed to parse account: {account}") from None
    return NarrowedBooks(books, frozenset(_places(filtered.entries)))


class NarrowedBooks(Books):
    """The same books, without the documents that a filter excludes."""

    def __init__(self, books: Books, places: frozenset[Place]) -> None:
        """Share everything read from the books.

        Args:
            books: The whole books.
            places: The places of the postings that pass a filter.
        """
        self.__dict__.update(books.__dict__)
        self._whole = books
        self._passing = places
        self.subledger = lru_cache(maxsize=4)(self._narrow)

    def _narrow(self, side: Side, as_of: date) -> Subledger:
        subledger, places = self._whole.subledger(side, as_of), self._passing
        used_up = subledger.used_up
        return Subledger(
            side=side,
            as_of=as_of,
            items=[d for d in subledger.items if d.first.place in places],
            on_account=MoneyOnAccount(
                unapplied=_those_passing(subledger.unapplied, places),
                unassigned=_those_passing(subledger.unassigned, places),
                # What was used up and what used it stand side by side.
                used_up=[
                    unapplied
                    for used, by in zip(used_up[::2], used_up[1::2], strict=True)
                    if used.posting.place in places
                    for unapplied in (used, by)
                ],
            ),
            undoings=subledger.undoings,
        )

    def control_account_proofs(
        self,
        side: Side,  # noqa: ARG002
        as_of: date,  # noqa: ARG002
    ) -> Sequence[ControlAccountProof]:
        """None: some of the documents can't explain the account's balance."""
        return ()


def _places(entries: Iterable[object]) -> Iterator[Place]:
    for entry in entries:
        if isinstance(entry, Transaction):
            yield place_in(entry.meta)
            for posting in entry.postings:
                yield place_in(posting.meta)


def hides_figures() -> bool:
    """Whether to leave out anything that the filter ``incognito`` can't obscure."""
    return bool(current_app.config.get("INCOGNITO"))


_Made = TypeVar("_Made")
#: A long list of a large book is some 60 MB.
_KEPT_MAX = 10


class ReadLedger:
    """One load of one ledger.

    Attributes:
        entries: The list that Fava loaded, recognised by its identity.
        books: Read from all of these entries, never from filtered ones.
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

        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._keeping = Lock()

    def kept(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What was made for the same question before; the latest few are kept.

        Args:
            key: All that the answer depends on besides the books.
            make: Makes the answer.
        """
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: _Made = self._kept[key]
                return found
        # Made outside the lock: of two requests at once, each makes the same.
        made = make()
        with self._keeping:
            self._kept[key] = made
            while len(self._kept) > _KEPT_MAX:
                self._kept.popitem(last=False)
        return made

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """All findings in the books."""
        return self.books.findings()


#: A ledger allows no weak references; its extension module lives as long.
_READ: WeakKeyDictionary[ExtensionModule, ReadLedger] = WeakKeyDictionary()


_LOCK = Lock()


def read(ledger: FavaLedger) -> ReadLedger:
    """The ledger as read, once for each time that Fava loads it.

    One request may be running while another reloads the ledger, so the cached one is
    used only for the very entries it was read from.
    """
    with _LOCK:
        loaded = _READ.get(ledger.extensions)
        if loaded is None or loaded.entries is not ledger.all_entries:
            loaded = _READ[ledger.extensions] = ReadLedger(ledger)
        return loaded


def forget(ledger: FavaLedger) -> None:
    """Release the ledger as read, so that old and new books don't share memory."""
    with _LOCK:
        _READ.pop(ledger.extensions, None)

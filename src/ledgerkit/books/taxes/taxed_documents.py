"""The documents that taxed transactions make and settle."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.taxed_transactions import control_key
from ledgerkit.calendars import months_after
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting


class TaxedDocuments:
    """Finds the documents of some transactions, as at a day.

    Documents are found by the lines of their postings first: of a hundred thousand, few
    are asked for.
    """

    def __init__(
        self, source: Source, last: date, txns: Sequence[TaxedTransaction]
    ) -> None:
        """Take the book, the last day that is known, and the transactions."""
        self._source = source
        self._last = last
        self._txns = txns

    def made_by(self, control: ControlPosting) -> Sequence[SubledgerItem]:
        """The documents that a control posting makes, or adds to."""
        key = control_key(control)
        return [
            item
            for item in self._made.get(control.lineno, ())
            if any(control_key(posting) == key for posting in item.postings)
        ]

    def settled_by(self, control: ControlPosting) -> Sequence[SubledgerItem]:
        """The documents that a control posting settles."""
        key = control_key(control)
        return [
            item
            for item in self._settled.get(control.lineno, ())
            if any(control_key(part[0]) == key for part in item.settlements or ())
        ]

    def _items(self) -> Iterator[SubledgerItem]:
        for side in Side:
            yield from self._source.subledger(side, self._last).items

    @cached_property
    def _made(self) -> Mapping[int, Sequence[SubledgerItem]]:
        lines = {control.lineno for txn in self._txns for control in txn.controls}
        found: dict[int, list[SubledgerItem]] = defaultdict(list)
        for item in self._items():
            if item.more is not None or item.first.lineno in lines:
                for line in {posting.lineno for posting in item.postings}:
                    found[line].append(item)
        return found

    @cached_property
    def _settled(self) -> Mapping[int, Sequence[SubledgerItem]]:
        given_up = (txn for txn in self._txns if txn.is_bad_debt)
        lines = {control.lineno for txn in given_up for control in txn.controls}
        found: dict[int, list[SubledgerItem]] = defaultdict(list)
        for item in self._items():
            for line in {part[0].lineno for part in item.settlements or ()} & lines:
                found[line].append(item)
        return found


def wait_until(item: SubledgerItem, months: int) -> date:
    """The day from which the tax of an unpaid document may, or must, be put right.

    Args:
        item: The document.
        months: How many months after it was made out and fell due.
    """
    last_due = max(part.due for part in item.parts())
    return months_after(max(last_due, item.first.day), months)

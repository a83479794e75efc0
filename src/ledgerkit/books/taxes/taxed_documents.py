"""The documents that taxed transactions make and settle."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.books.taxes.taxed_transactions import control_key
from ledgerkit.calendars import months_after
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting


class TaxedDocuments:
    """Finds the documents of some transactions.

    Documents are found by the lines of their postings first: of a hundred thousand, few
    are asked for.
    """

    def __init__(
        self,
        items: Mapping[Side, Sequence[SubledgerItem]],
        txns: Sequence[TaxedTransaction],
    ) -> None:
        """Take the transactions, and the documents that they have to do with."""
        self._items = items
        self._txns = txns
        self._made: dict[Side, Mapping[int, Sequence[SubledgerItem]]] = {}

    def made_by(self, control: ControlPosting) -> Sequence[SubledgerItem]:
        """The documents that a control posting makes, or adds to."""
        key = control_key(control)
        if control.side not in self._made:
            # One side at a time: by document only one is ever asked about.
            self._made[control.side] = self._made_on(control.side)
        return [
            item
            for item in self._made[control.side].get(control.lineno, ())
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

    def _made_on(self, side: Side) -> Mapping[int, Sequence[SubledgerItem]]:
        lines = {control.lineno for txn in self._txns for control in txn.controls}
        found: dict[int, list[SubledgerItem]] = defaultdict(list)
        for item in self._items[side]:
            if item.more is not None or item.first.lineno in lines:
                for line in {posting.lineno for posting in item.postings}:
                    found[line].append(item)
        return found

    @cached_property
    def _settled(self) -> Mapping[int, Sequence[SubledgerItem]]:
        given_up = (txn for txn in self._txns if txn.is_bad_debt)
        lines = {control.lineno for txn in given_up for control in txn.controls}
        found: dict[int, list[SubledgerItem]] = defaultdict(list)
        for side in Side:
            for item in self._items[side]:
                for part in item.settlements or ():
                    if part[0].lineno in lines:
                        found[part[0].lineno].append(item)
        return found


def wait_until(item: SubledgerItem, months: int) -> date:
    """The day from which the tax of an unpaid document may, or must, be put right.

    Args:
        item: The document.
        months: How many months after it was made out and fell due.
    """
    last_due = max(part.due for part in item.parts())
    return months_after(max(last_due, item.first.day), months)

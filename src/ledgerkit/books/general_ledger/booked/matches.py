"""Control postings that belong together: documents with what settled them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.general_ledger.booked.entry import Match, match_code
from ledgerkit.money import ZERO
from ledgerkit.open_items.building import oldest_first
from ledgerkit.open_items.control_posting import by_content, until
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


class _Key(NamedTuple):
    """A control posting, whatever copies were made of its parts."""

    filename: str
    lineno: int
    account: str
    currency: str


class Matches:
    """Which control postings settle each other, and whose they are, as at a day."""

    def __init__(self, source: Source, as_of: date) -> None:
        """Take what was allocated by that day."""
        self._above: dict[_Key, _Key] = {}
        self._parties: dict[_Key, str] = {}
        self._documents: dict[_Key, str] = {}
        for side in Side:
            self._join(source.subledger(side, as_of))
        self._codes = self._coded(until(source.reading.control_postings, as_of))

    def group(self, posting: ControlPosting) -> tuple[str, int, str, str]:
        """What is the same for all that settle each other, and for nothing else."""
        return self._top(_key(posting))

    def match(self, posting: ControlPosting) -> Match | None:
        """The code of its group, if that is settled in full."""
        return self._codes.get(self._top(_key(posting)))

    def party(self, posting: ControlPosting) -> str:
        """Its party: that of the document that it makes or settles, if it does."""
        return self._parties.get(_key(posting), posting.party)

    def document(self, posting: ControlPosting) -> str:
        """The number of the document that it makes or settles first; else empty."""
        own = posting.credit or posting.number or ""
        return self._documents.get(_key(posting), own)

    def _join(self, subledger: Subledger) -> None:
        # Finished documents would take twice as long as all the rest.
        for item in sorted(subledger.items, key=oldest_first):
            own = sorted(item.postings, key=by_content) if item.more else [item.first]
            top = self._top(_key(own[0]))
            for posting in (*own, *(settled[0] for settled in item.settled_by_day())):
                key = _key(posting)
                self._parties.setdefault(key, item.party)
                if item.number is not None:
                    self._documents.setdefault(key, item.number)
                self._above[self._top(key)] = top = self._top(top)
        used_up: dict[tuple[str, str], _Key] = {}
        for on_account in subledger.ever_on_account:
            self._parties.setdefault(_key(on_account.posting), on_account.party)
        for unapplied in subledger.used_up:
            key = _key(unapplied.posting)
            one = used_up.setdefault((unapplied.party, unapplied.posting.currency), key)
            self._above[self._top(key)] = self._top(one)

    def _top(self, key: _Key) -> _Key:
        path = []
        while (above := self._above.get(key, key)) != key:
            path.append(key)
            key = above
        for below in path:
            self._above[below] = key
        return key

    def _coded(self, postings: Sequence[ControlPosting]) -> dict[_Key, Match]:
        """A code for each group that sums to zero, by its first posting."""
        groups: dict[_Key, list[ControlPosting]] = {}
        for posting in postings:
            groups.setdefault(self._top(_key(posting)), []).append(posting)
        return dict(self._settled(groups))

    @staticmethod
    def _settled(
        groups: dict[_Key, list[ControlPosting]],
    ) -> Iterator[tuple[_Key, Match]]:
        count = 0
        for top, postings in groups.items():
            sums: dict[tuple[Side, str], Decimal] = {}
            for posting in postings:
                of = posting.side, posting.currency
                sums[of] = sums.get(of, ZERO) + posting.amount
            if len(postings) > 1 and not any(sums.values()):
                yield top, Match(match_code(count), max(p.day for p in postings))
                count += 1


def controls_by_transaction(
    source: Source,
) -> Mapping[int, Sequence[ControlPosting]]:
    """The control postings of each transaction that has any, by its index."""
    reading = source.reading
    found: dict[int, list[ControlPosting]] = {}
    for posting, index in zip(reading.control_postings, reading.origins, strict=True):
        found.setdefault(index, []).append(posting)
    return found


def paired(
    txn: Transaction, controls: Sequence[ControlPosting], chart: ChartOfAccounts
) -> Iterator[tuple[Posting, ControlPosting | None]]:
    """Each posting of a transaction, with what it is as a control posting.

    Args:
        txn: The transaction.
        controls: Its control postings, in its order.
        chart: Which accounts are control accounts.
    """
    left = list(controls)
    for posting in txn.postings:
        role = chart.role(posting.account)
        is_control = role is not None and role.role.side is not None
        has_one = is_control and posting.units is not None and left
        yield posting, left.pop(0) if has_one else None


def _key(posting: ControlPosting) -> _Key:
    return _Key(posting.filename, posting.lineno, posting.account, posting.currency)

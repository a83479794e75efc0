"""A bank's statement as the books remember it, and which follow from none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedStatement:
    """What one ``custom "statement"`` says. Positive is money we have.

    Attributes:
        account: The bank account's name in the ledger.
        id: The statement's own number, or its month.
        day: Its last day; the closing balance is that at its end.
        closing: The balance.
        currency: Of both balances.
        opening: The balance before its first line; None if it doesn't say.
        since: First day that it covers; None likewise.
        file: Where its file is kept, from the ledger's folder; empty if nowhere.
        digest: SHA-256 of that file, in hexadecimal; empty likewise.
        reading: How that file has to be read, in the words of the command line; empty
            if the file says it itself.
        place: Where it stands.
    """

    account: str
    id: str
    day: date
    closing: Decimal
    currency: str
    opening: Decimal | None = None
    since: date | None = None
    file: str = ""
    digest: str = ""
    reading: str = ""
    place: Place


class StatementGap(NamedTuple):
    """Two statements of one account of which the second doesn't follow."""

    earlier: BookedStatement
    later: BookedStatement

    @property
    def difference(self) -> Decimal:
        """How much the later one begins with more than the earlier one ended with."""
        assert self.later.opening is not None
        return self.later.opening - self.earlier.closing


def statement_gaps(statements: Iterable[BookedStatement]) -> Iterator[StatementGap]:
    """Every statement that doesn't begin with what the one before it ended with.

    One that begins before the other has ended can't be compared: both may be right.
    """
    by_account = attrgetter("account", "currency")
    ordered = sorted(statements, key=attrgetter("account", "currency", "day", "place"))
    for _account, ones in groupby(ordered, key=by_account):
        for earlier, later in pairwise(ones):
            overlap = later.since is not None and later.since <= earlier.day
            if later.opening is None or overlap or later.day == earlier.day:
                continue
            if later.opening != earlier.closing:
                yield StatementGap(earlier, later)

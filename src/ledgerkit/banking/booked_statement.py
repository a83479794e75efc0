"""Bank statements as recorded in the books, and the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedStatement:
    """One ``custom "statement"`` directive. Positive is money we have.

    Attributes:
        account: The bank account's name in the ledger.
        id: The statement's own number, or its month.
        day: Its last day; the closing balance is that at its end.
        closing: The closing balance.
        currency: Of both balances.
        opening: The balance before its first line; None if it doesn't say.
        since: First day it covers; None likewise.
        file: Path of its file from the ledger's folder; empty if not kept.
        digest: SHA-256 of that file, in hexadecimal; empty likewise.
        reading: How to read that file, as command-line options; empty if the file
            says it itself.
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
    """Two consecutive statements whose balances don't join up."""

    earlier: BookedStatement
    later: BookedStatement

    @property
    def difference(self) -> Decimal:
        """The later opening balance less the earlier closing balance."""
        assert self.later.opening is not None
        return self.later.opening - self.earlier.closing


def statement_gaps(statements: Iterable[BookedStatement]) -> Iterator[StatementGap]:
    """Every statement whose opening balance is not the closing balance before it.

    Overlapping statements can't be compared: both may be right.
    """
    by_account = attrgetter("account", "currency")
    ordered = sorted(statements, key=attrgetter("account", "currency", "day", "place"))
    for _account, of_account in groupby(ordered, key=by_account):
        for earlier, later in pairwise(of_account):
            overlap = later.since is not None and later.since <= earlier.day
            if later.opening is None or overlap or later.day == earlier.day:
                continue
            if later.opening != earlier.closing:
                yield StatementGap(earlier, later)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPosting:
    """One posting to an account that holds money. Positive is money in.

    Attributes:
        day: Its transaction's date.
        amount: In its currency.
        currency: Of the amount.
        cleared: The day the bank booked it; None if it hasn't, or that is not recorded.
        reference: The bank's own id of the line; empty if the posting has none.
        pending: Whether its transaction is flagged ``!``.
        name: Payee, as written; empty if there is none.
        text: Narration, likewise.
        others: Our other money accounts in the same transaction.
        is_opening: Whether it brings in a balance from before the books, which the bank
            has had all along: it is no movement, and never outstanding.
        place: Where the posting stands.
    """

    day: date
    amount: Decimal
    currency: str
    cleared: date | None = None
    reference: str = ""
    pending: bool = False
    name: str = ""
    text: str = ""
    others: Sequence[str] = ()
    is_opening: bool = False
    place: Place

    def is_outstanding(self, day: date) -> bool:
        """Whether, at the end of a day, it is in the books but not at the bank."""
        return self.day <= day and (self.cleared is None or self.cleared > day)

    def is_early(self, day: date) -> bool:
        """Whether, at the end of a day, it is at the bank but not in the books."""
        return self.day > day and self.cleared is not None and self.cleared <= day

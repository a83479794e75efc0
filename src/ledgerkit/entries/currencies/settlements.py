"""Past settlements at another rate than their documents', written as they should be.

Each takes off what its documents are carried at, and what that leaves goes to the
account of exchange gains: only that posting is changed, and one is added below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Posting, Transaction

from ledgerkit.books.currencies.exchange import exchange_corrections
from ledgerkit.entries.rewrite_books import BooksRewrite
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.books.currencies.exchange import ExchangeCorrection
    from ledgerkit.general_ledger.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedSettlements:
    """What is to be changed.

    Attributes:
        change: The change of files; None if there is nothing to change.
        count: The number of settlements.
        left: Those that nobody but a person can correct, a sentence each.
    """

    change: BooksRewrite | None
    count: int
    left: Sequence[str]


def correct_settlements(books: Books, period: Period | None) -> CorrectedSettlements:
    """Plan to write every settlement as the finding on it proposes.

    Args:
        books: The books.
        period: Only settlements within it; None for all.

    Raises:
        UsageError: If no account takes gains of exchange.
        WriteRefusedError: If a text can't be edited.
    """
    found = [
        correction
        for side in Side
        for correction in exchange_corrections(
            books.source, books.subledger(side, date.max)
        )
        if period is None
        or period.first <= correction.difference.posting.day <= period.last
    ]
    known = [each for each in found if each.gain is not None]
    left = [_left(each) for each in found if each.gain is None]
    if not known:
        return CorrectedSettlements(change=None, count=0, left=left)
    if known[0].gain_account is None:
        raise UsageError(
            'no account takes gains of exchange; write role: "exchange-gain" below the'
            " open directive of one"
        )
    accounts = sorted({each.account for each in known})
    about = re.compile("|".join(map(re.escape, accounts)))
    change = BooksRewrite(books, _Corrected(known).changed, about=about)
    return CorrectedSettlements(change=change, count=len(known), left=left)


def _left(correction: ExchangeCorrection) -> str:
    posting = correction.difference.posting
    names = ", ".join(item.label for item in correction.difference.documents)
    return (
        f"{names}: the settlement of {posting.day} states no rate in"
        f" {correction.difference.currency}, so ledgerkit check says what to write"
    )


class _Corrected:
    """Changes the transactions that have a correction, by the line of its posting."""

    def __init__(self, corrections: Sequence[ExchangeCorrection]) -> None:
        self._by_place: Mapping[tuple[Path, int], ExchangeCorrection] = {
            (Path(place.filename).resolve(), place.lineno): each
            for each in corrections
            for place in (each.difference.posting.place,)
        }

    def changed(self, directive: Directive) -> Directive:
        if not isinstance(directive, Transaction):
            return directive
        file = Path(directive.meta["filename"]).resolve()
        postings: list[Posting] = []
        for posting in directive.postings:
            line = (posting.meta or {}).get("lineno", 0)
            correction = self._by_place.get((file, line))
            if correction is None or not _is_of(posting, correction):
                postings.append(posting)
            else:
                postings += _corrected(posting, correction)
        if postings == directive.postings:
            return directive
        return directive._replace(postings=postings)


def _is_of(posting: Posting, correction: ExchangeCorrection) -> bool:
    """Whether a posting is still the one that a correction was made for."""
    units = posting.units
    return (
        posting.account == correction.account
        and isinstance(units, Amount)
        and units.number == correction.units
    )


def _corrected(posting: Posting, correction: ExchangeCorrection) -> Sequence[Posting]:
    """A posting at what its documents are carried at, and the gain below it."""
    assert correction.gain is not None
    assert correction.gain_account is not None
    currency = correction.difference.currency
    price = Amount(correction.total / abs(correction.units), currency)
    changed = posting._replace(price=price)
    if not correction.gain:
        return [changed]
    gain = Amount(correction.gain, currency)
    return [
        changed,
        Posting(correction.gain_account, gain, None, None, None, None),
    ]

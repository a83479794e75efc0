"""Revaluations that are written: what each item was valued at more or less."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

#: By valuation account and what it revalues: an amount in the ledger's signs.
Gains: TypeAlias = "Mapping[tuple[str, str], Decimal]"

#: The key of the entry with the day, and that of a posting with what it values.
REVALUED, REVALUES = "revalued", "revalues"


def written_gains(directives: Iterable[Directive], day: date) -> tuple[Gains, Gains]:
    """What revaluations of a day have posted that day, and what after it."""
    there: dict[tuple[str, str], Decimal] = {}
    back: dict[tuple[str, str], Decimal] = {}
    for txn in _of_day(directives, day):
        sums = there if txn.date == day else back
        for posting in txn.postings:
            name = (posting.meta or {}).get(REVALUES)
            if isinstance(name, str) and posting.units is not None:
                number, _currency = weight_of(posting)
                key = posting.account, name
                sums[key] = sums.get(key, ZERO) + number
    return there, back


def _of_day(directives: Iterable[Directive], day: date) -> Iterator[Transaction]:
    for each in directives:
        if isinstance(each, Transaction) and each.meta.get(REVALUED) == day:
            yield each

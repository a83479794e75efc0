"""``project:`` and ``cost-center:`` -> what each of their values earned and spent.

A posting's own key counts before its transaction's; what has neither is undivided, and
is a value too, so that the values sum to the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import DatedPostings, turnovers_of
from ledgerkit.general_ledger.balances import Ledger
from ledgerkit.general_ledger.movements import Movements
from ledgerkit.ledger.place import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive, Posting

DIMENSIONS = ("project", "cost-center")
#: The value of what has none.
UNDIVIDED = "none"


def value_of(txn: Transaction, posting: Posting, dimension: str) -> str:
    """A posting's value of a dimension; `UNDIVIDED` if it has none."""
    for meta in (posting.meta, txn.meta):
        value = written(meta, dimension)
        if value is not None and str(value).strip():
            return str(value).strip()
    return UNDIVIDED


def divided(
    directives: Sequence[Directive],
    ledger: Ledger,
    dimension: str,
    only: Mapping[str, str] | None = None,
) -> Mapping[str, Ledger]:
    """The income and expenses of each value of a dimension, in alphabetical order.

    Args:
        directives: Of the book, in Beancount's order.
        ledger: Of the whole book; what closes a year in it is left out.
        dimension: The key.
        only: Values of dimensions that alone count.
    """
    closings = {(each.filename, each.lineno) for each in ledger.movements.closings}
    found: dict[str, list[DatedPostings]] = {}
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        if (txn.meta.get("filename"), txn.meta.get("lineno")) in closings:
            continue
        for value, postings in _by_value(txn, ledger, dimension, only or {}).items():
            found.setdefault(value, []).append(DatedPostings(txn.date, postings))
    return {
        value: Ledger(
            Movements(by_account=turnovers_of(found[value]), closings=()),
            ledger.fiscal,
            ledger.root_of,
        )
        for value in sorted(found)
    }


def _by_value(
    txn: Transaction, ledger: Ledger, dimension: str, only: Mapping[str, str]
) -> Mapping[str, list[Posting]]:
    by_value: dict[str, list[Posting]] = {}
    for posting in txn.postings:
        if not ledger.is_result(posting.account):
            continue
        if all(value_of(txn, posting, key) == value for key, value in only.items()):
            value = value_of(txn, posting, dimension)
            by_value.setdefault(value, []).append(posting)
    return by_value

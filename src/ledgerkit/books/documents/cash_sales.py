"""Numbers of ours on sales that were paid at once, and so never were a debt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.invoices.numbering import UsedNumber, split_number
from ledgerkit.ledger.place import place_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.source import Source


def cash_sale_numbers(
    source: Source, numbers: Sequence[UsedNumber], as_of: date
) -> Iterator[UsedNumber]:
    """The numbers of our series that sales without a receivable carry.

    An ``invoice:`` or a link counts only if documents of ours have numbers of the same
    series: a link may join anything.

    Args:
        source: The book.
        numbers: Those of documents, and void ones.
        as_of: The last day that counts.
    """
    known = {used.number for used in numbers}
    series = {
        parts[0] for used in numbers if (parts := split_number(used.number, used.day))
    }
    owed, income = set(source.reading.origins), f"{source.options['name_income']}:"
    for index, txn in enumerate(source.directives if series else ()):
        if not isinstance(txn, Transaction) or index in owed or txn.date > as_of:
            continue
        stated = written(txn.meta, "invoice")
        names = (str(stated),) if stated else tuple(txn.links or ())
        if len(names) != 1 or names[0] in known:
            continue
        parts = split_number(names[0], txn.date)
        sells = any(posting.account.startswith(income) for posting in txn.postings)
        if parts is not None and parts[0] in series and sells:
            known.add(names[0])
            yield UsedNumber(number=names[0], day=txn.date, place=place_of(txn))

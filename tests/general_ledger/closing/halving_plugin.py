"""A plugin as others have it: each posting becomes two, and everything gets a tag."""

from decimal import Decimal

from beancount.core.amount import Amount
from beancount.core.data import Transaction

__plugins__ = ("halve",)


def halve(entries, _options):
    """Every transaction in halves, some on a day of their own."""
    return [_halved(entry) for entry in entries], []


def _halved(entry):
    if not isinstance(entry, Transaction):
        return entry
    postings = [
        posting._replace(units=Amount(posting.units.number * half, posting.units[1]))
        for posting in entry.postings
        for half in (Decimal("0.5"), Decimal("0.5"))
    ]
    return entry._replace(postings=postings, tags=frozenset({"halved"}))

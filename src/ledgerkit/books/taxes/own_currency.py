"""What taxed postings in other currencies are in that of the books."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.general_ledger.rates import read_rates
from ledgerkit.errors import finding
from ledgerkit.language.tax_kinds import TAX_WITHOUT_RATE
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.currencies.rates import Rate, Rates

#: Offices publish rates by the day or by the month; an older one says nothing.
DAYS_OF_A_RATE = 31


class OwnCurrency:
    """Says what amounts of a day are in the currency of the books, by its prices.

    The last rate known on the day counts, as art. 91 of Directive 2006/112/EC has it.
    """

    def __init__(self, directives: Sequence[Directive], currency: str) -> None:
        """Take the book's directives and its currency."""
        self._directives = directives
        self._currency = currency

    @cached_property
    def _rates(self) -> Rates:
        return read_rates(self._directives, self._currency)

    def rate(self, currency: str, day: date) -> Rate | None:
        """The rate of a day; None if the book has none, or only an old one."""
        found = self._rates.rate(currency, self._currency, day)
        return found if found is not None and found.age(day) <= DAYS_OF_A_RATE else None

    def amount(self, number: Decimal, currency: str, day: date) -> Decimal | None:
        """An amount in the currency of the books; None if no rate says."""
        rate = self.rate(currency, day)
        return None if rate is None else rounded(rate.of(number), self._currency)


def find_without_rate(source: Source) -> Iterator[Finding]:
    """Documents whose tax nothing converts, so that no return counts it."""
    operating: Sequence[str] = source.options["operating_currency"]
    if not operating:
        return
    own = operating[0]
    books = OwnCurrency(source.directives, own)
    for txn in source.reading.keyed:
        if isinstance(txn, Transaction):
            foreign = _foreign(txn, own)
            if (
                foreign is not None
                and books.rate(weight_of(foreign)[1], txn.date) is None
            ):
                yield _without_rate(txn, foreign, own)


def _foreign(txn: Transaction, own: str) -> Posting | None:
    """The first posting with a code that weighs in another currency; None without."""
    for posting in txn.postings:
        if (
            posting.meta
            and written(posting.meta, "tax") is not None
            and posting.units is not None
            and weight_of(posting)[1] != own
        ):
            return posting
    return None


def _without_rate(txn: Transaction, posting: Posting, own: str) -> Finding:
    currency = weight_of(posting)[1]
    message = (
        f"nothing says what {posting.units} on {txn.date} is in {own}, so that no tax"
        f" return counts it; write {txn.date} price {currency} 1.00 {own}, with the"
        " rate of that day"
    )
    return finding(
        TAX_WITHOUT_RATE,
        place_in(posting.meta),
        message,
        unfinished=txn.flag == "!",
    )

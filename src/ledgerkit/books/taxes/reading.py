"""A book's tax: its returns, of any form and period."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.taxes.due_amounts import DueReader
from ledgerkit.books.taxes.schemes import (
    read_figures,
    read_schemes,
    scheme_on,
    stated_in,
)
from ledgerkit.books.taxes.taxed_transactions import (
    read_taxed_transactions,
    taxed_currencies,
)
from ledgerkit.calendars import months_after
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import Period
from ledgerkit.taxes.tax_return import Circumstances, TaxReturn, fill_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart, TaxFigure
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.errors import Finding, Place
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm

_LENGTHS: Mapping[int, str] = {1: "month", 3: "quarter", 12: "year"}


class ReturnOfPeriod(NamedTuple):
    """A return, and what it can't say.

    Attributes:
        period: Its period.
        filled_in: The form, filled in.
        unreadable: Postings whose amount in the currency of the books isn't known.
    """

    period: Period
    filled_in: TaxReturn
    unreadable: Sequence[Place]


class TaxReading:
    """What tax returns need of a book; each part is read on first use."""

    def __init__(self, source: Source) -> None:
        """Take the book, and read nothing yet but its currency.

        Raises:
            UsageError: If nothing says which currency the books are in.
        """
        self._source = source
        self.currency = _currency_of(source)

    @cached_property
    def transactions(self) -> Sequence[TaxedTransaction]:
        """Every transaction with a tax code."""
        return read_taxed_transactions(self._source, self.currency)

    @cached_property
    def _schemes(self) -> tuple[Sequence[SchemeStart], Sequence[Finding]]:
        return read_schemes(self._source.reading.customs)

    @cached_property
    def _figures(self) -> tuple[Sequence[TaxFigure], Sequence[Finding]]:
        return read_figures(self._source.reading.customs)

    @property
    def schemes(self) -> Sequence[SchemeStart]:
        """From when on which scheme is used."""
        return self._schemes[0]

    @property
    def figures(self) -> Sequence[TaxFigure]:
        """The stated figures."""
        return self._figures[0]

    def amounts(self, form: TaxForm, period: Period) -> Iterator[DueAmount]:
        """The amounts that fall due in a period."""
        reader = DueReader(self._source, form, self.schemes, self.currency, period)
        for txn in self.transactions:
            if txn.day <= period.last or txn.tax_date is not None:
                yield from reader.read(txn)

    def amounts_by_period(
        self, form: TaxForm, periods: Sequence[Period]
    ) -> Mapping[Period, Sequence[DueAmount]]:
        """The amounts of each of some periods, which follow upon each other.

        In one pass, as what was paid by a day doesn't change later; but where payments
        without a name settle the oldest, one that comes with a name displaces them.
        """
        if self._source.settings.apply_oldest:
            return {period: list(self.amounts(form, period)) for period in periods}
        found: dict[Period, list[DueAmount]] = {period: [] for period in periods}
        if not found:
            return found
        days = sorted(found, key=lambda period: period.first)
        firsts = [period.first for period in days]
        for amount in self.amounts(form, Period(firsts[0], days[-1].last)):
            found[days[bisect_right(firsts, amount.due) - 1]].append(amount)
        return found

    def tax_return(
        self,
        form: TaxForm,
        period: Period,
        carried: Mapping[str, Decimal],
        amounts: Sequence[DueAmount] | None = None,
    ) -> ReturnOfPeriod:
        """A form filled in for a period.

        Args:
            form: The form.
            period: Its period.
            carried: Boxes of the return before.
            amounts: What falls due in it, if that is known.
        """
        scheme = scheme_on(self.schemes, period.last)
        of = Circumstances(
            length=length_of(period),
            stated=stated_in(self.figures, form.name, period.label),
            carried=carried,
            flat_rate=scheme.rate if scheme is not None else None,
        )
        unreadable = [
            place
            for txn in self.transactions
            for place in txn.unreadable
            if period.first <= txn.day <= period.last
        ]
        due = self.amounts(form, period) if amounts is None else amounts
        filled_in = fill_in(form, due, of)
        return ReturnOfPeriod(period, filled_in, unreadable)


def length_of(period: Period) -> str:
    """``month``, ``Q1`` to ``Q4`` of a calendar year, ``quarter`` or ``year``.

    Empty if it is none of these.
    """
    if period.first.day != 1:
        return ""
    for months, name in _LENGTHS.items():
        if months_after(period.first, months) - timedelta(days=1) == period.last:
            quarter, within = divmod(period.first.month - 1, 3)
            return f"Q{quarter + 1}" if name == "quarter" and not within else name
    return ""


def _currency_of(source: Source) -> str:
    """The first operating currency; else the only one that taxed postings have."""
    own: Sequence[str] = source.options["operating_currency"]
    if own:
        return own[0]
    found = set(taxed_currencies(source))
    if len(found) == 1:
        return found.pop()
    which = f"taxed postings are in {', '.join(sorted(found))}" if found else "none"
    raise UsageError(
        f"the books say no currency of their own ({which}); write"
        ' option "operating_currency" "EUR"'
    )

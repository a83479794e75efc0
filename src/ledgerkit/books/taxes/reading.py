"""A book's tax: its returns, of any form and period."""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ledgerkit.books.taxes.due_amounts import DueReader
from ledgerkit.books.taxes.due_transactions import DueTransactions
from ledgerkit.books.taxes.findings import find_in_declarations
from ledgerkit.books.taxes.schemes import (
    read_figures,
    read_pro_rata,
    read_schemes,
    stated_in,
)
from ledgerkit.books.taxes.taxed_transactions import (
    TaxedTransactions,
    taxed_currencies,
)
from ledgerkit.calendars import months_after
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.period import Period
from ledgerkit.general_ledger.schedules.months import months_between
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.taxes.deduction import deduction_of
from ledgerkit.taxes.tax_return import Circumstances, TaxReturn, fill_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import ProRata, SchemeStart, TaxFigure
    from ledgerkit.books.taxes.taxed_transactions import TaxedTransaction
    from ledgerkit.errors import Finding, Place
    from ledgerkit.taxes.deduction import Deduction
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.placing import BoxEntry

    #: What was read last of a form and period.
    _LastDue: TypeAlias = tuple[
        TaxForm, Period, Sequence[tuple[TaxedTransaction, Sequence[DueAmount]]]
    ]

#: Of a return, and of that of a year before.
_PERIODS_KEPT = 4
_LENGTHS: Mapping[int, str] = {1: "month", 3: "quarter", 12: "year"}


class ReturnOfPeriod(NamedTuple):
    """A return, and what it can't say.

    Attributes:
        period: Its period.
        filled_in: The form, filled in.
        unreadable: Postings whose amount in the currency of the books isn't known.
        converted: The currencies of which amounts count at prices of the book.
    """

    period: Period
    filled_in: TaxReturn
    unreadable: Sequence[Place]
    converted: Sequence[str] = ()


class TaxReading:
    """What tax returns need of a book; each part is read on first use."""

    def __init__(self, source: Source) -> None:
        """Take the book, and read nothing yet but its currency.

        Raises:
            UsageError: If nothing says which currency the books are in.
        """
        self._source = source
        self.currency = _currency_of(source)
        self._last_due: list[_LastDue] = []

    @cached_property
    def transactions(self) -> TaxedTransactions:
        """The transactions with a tax code."""
        return TaxedTransactions(self._source, self.currency)

    def of_period(self, period: Period) -> Iterator[TaxedTransaction]:
        """Those whose own tax, or document, is of a period."""
        found = set(self.transactions.between(period.first, period.last))
        found.update(self.transactions.dated_otherwise())
        for index in sorted(found):
            txn = self.transactions.at(index)
            day = (txn.tax_date or txn.day) if txn is not None else None
            if day is not None and period.first <= day <= period.last:
                assert txn is not None
                yield txn

    @cached_property
    def _schemes(self) -> tuple[Sequence[SchemeStart], Sequence[Finding]]:
        return read_schemes(self._source.reading.customs)

    @cached_property
    def _pro_rata(self) -> tuple[Sequence[ProRata], Sequence[Finding]]:
        return read_pro_rata(self._source.reading.customs)

    @cached_property
    def _figures(self) -> tuple[Sequence[TaxFigure], Sequence[Finding]]:
        return read_figures(self._source.reading.customs)

    @cached_property
    def problems(self) -> Sequence[Finding]:
        """What is wrong with schemes, figures and codes."""
        return list(find_in_declarations(self._source))

    @property
    def schemes(self) -> Sequence[SchemeStart]:
        """From when on which scheme is used."""
        return self._schemes[0]

    @property
    def figures(self) -> Sequence[TaxFigure]:
        """The stated figures."""
        return self._figures[0]

    def _due_reader(
        self, form: TaxForm, period: Period, txns: Sequence[TaxedTransaction]
    ) -> DueReader:
        """What says when each amount falls due, as known at a period's end.

        Args:
            form: The form.
            period: The period.
            txns: The transactions that it will be asked to read.
        """
        return DueReader(
            self._source,
            form,
            self.schemes,
            self.currency,
            period=period,
            txns=txns,
        )

    def due_in(
        self, form: TaxForm, period: Period
    ) -> Sequence[tuple[TaxedTransaction, Sequence[DueAmount]]]:
        """The transactions that are of a period or have tax due in it, and that tax.

        The last that were asked for are kept: a return is followed by its proof, and
        by the advance of a year before.
        """
        # Pages are read at the same time: another may put its own there meanwhile.
        known = self._last_due
        for last in known:
            if last[0] is form and last[1] == period:
                return last[2]
        found = list(self._read_due(form, period))
        self._last_due = [*known[1 - _PERIODS_KEPT :], (form, period, found)]
        return found

    def _read_due(
        self, form: TaxForm, period: Period
    ) -> Iterator[tuple[TaxedTransaction, Sequence[DueAmount]]]:
        due = DueTransactions(self._source, self.transactions, form, self.schemes)
        txns = list(due.of(period))
        reader = self._due_reader(form, period, txns)
        for txn in txns:
            amounts = reader.read(txn)
            yield txn, [a for a in amounts if period.first <= a.due <= period.last]

    def first_day(self) -> date | None:
        """The first day with anything taxed; None if there is none."""
        days = [txn.day for txn in islice(self.transactions, 1)]
        for index in self.transactions.dated_otherwise():
            txn = self.transactions.at(index)
            if txn is not None and txn.tax_date is not None:
                days.append(txn.tax_date)
        return min(days, default=None)

    def home(self, day: date) -> str:
        """The company's country on a day; empty if it isn't stated."""
        us = self._source.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
        return us.text("country").upper()

    def amounts(self, form: TaxForm, period: Period) -> Iterator[DueAmount]:
        """The amounts that fall due in a period.

        For the form of another country than the company's, of its own codes alone.
        """
        is_abroad = form.country and self.home(period.last) not in {"", form.country}
        for _txn, amounts in self.due_in(form, period):
            for amount in amounts:
                if not is_abroad or amount.code.country == form.country:
                    yield amount

    def amounts_by_period(
        self, form: TaxForm, periods: Sequence[Period]
    ) -> Mapping[Period, Sequence[DueAmount]]:
        """The amounts of several periods, as known at the end of each.

        In one pass, as what was paid by a day doesn't change later; but where payments
        without a name settle the oldest, one that comes with a name displaces them.

        Args:
            form: The form.
            periods: Of which no two have a day in common.
        """
        if self._source.settings.apply_oldest:
            return {period: list(self.amounts(form, period)) for period in periods}
        found: dict[Period, list[DueAmount]] = {period: [] for period in periods}
        if not found:
            return found
        by_day = sorted(periods, key=lambda period: period.first)
        firsts = [period.first for period in by_day]
        whole = Period(firsts[0], by_day[-1].last)
        for _txn, amounts in self.due_in(form, whole):
            for amount in amounts:
                period = by_day[bisect_right(firsts, amount.due) - 1]
                if period.first <= amount.due <= period.last:
                    found[period].append(amount)
        return found

    def circumstances(
        self,
        form: TaxForm,
        period: Period,
        amounts: Iterable[DueAmount],
        carried: Mapping[str, Decimal],
    ) -> Circumstances:
        """What a return depends on besides postings.

        Args:
            form: The form.
            period: Its period.
            amounts: What falls due in it.
            carried: By box, what is taken over from the return before.
        """
        return Circumstances(
            length=length_of(period),
            stated=_in_boxes(form, stated_in(self.figures, form.name, period.label)),
            carried=carried,
            flat_rates=[(start.day, start.rate) for start in self.schemes],
            deduction=self.deduction(form, period, amounts),
        )

    def tax_return(
        self,
        form: TaxForm,
        period: Period,
        carried: Mapping[str, Decimal],
        corrections: Iterable[tuple[str, BoxEntry]] = (),
        expected: Sequence[DueAmount] = (),
    ) -> ReturnOfPeriod:
        """A form filled in for a period.

        Args:
            form: The form.
            period: Its period.
            carried: By box, what is taken over from the return before.
            corrections: By box, what was wrong in earlier returns.
            expected: What will fall due in it besides.
        """
        txns = list(self.of_period(period))
        unreadable = [place for txn in txns for place in txn.unreadable]
        converted = sorted({each for txn in txns for each in txn.converted})
        due = [*self.amounts(form, period), *expected]
        of = self.circumstances(form, period, due, carried)
        filled_in = fill_in(form, due, of, corrections)
        return ReturnOfPeriod(period, filled_in, unreadable, converted)

    def deduction(
        self,
        form: TaxForm,
        period: Period,
        amounts: Iterable[DueAmount],
        *,
        is_final: bool = False,
    ) -> Deduction | None:
        """How much of a period's input tax may be deducted; None for all.

        Args:
            form: The form, with its country's rule.
            period: The period.
            amounts: What falls due in it.
            is_final: Whether the period's own sales count, not what is used until
                they are known.
        """
        known = (p for p in reversed(self._pro_rata[0]) if p.day <= period.last)
        stated = next(known, None)
        if stated is None or form.deduction is None:
            return None
        months = months_between(period.first, period.last)
        percent = None if is_final else stated.percent
        return deduction_of(amounts, form.deduction, months, percent)


def _in_boxes(form: TaxForm, figures: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Stated figures of the boxes that may have any, by id; findings name others."""
    may = {box.id for box in form.boxes if box.is_stated}
    named = ((form.box_id(name), amount) for name, amount in figures.items())
    return {id_: amount for id_, amount in named if id_ in may and id_ is not None}


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

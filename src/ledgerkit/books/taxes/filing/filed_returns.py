"""Returns beside what was filed: what was changed since, and where that goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.taxes.filing.filings import FilingLists, read_filings
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.books.taxes.reading import length_of
from ledgerkit.calendars import month_end, months_after
from ledgerkit.general_ledger.period import Period, years_before
from ledgerkit.general_ledger.schedules.months import months_between
from ledgerkit.money import ZERO
from ledgerkit.taxes.filing.changes import as_corrected, filed_changes
from ledgerkit.taxes.filing.filed_list import FiledBox, FiledList
from ledgerkit.taxes.filing.filed_posting import filed_posting
from ledgerkit.taxes.filing.filing import Filings, follows
from ledgerkit.taxes.filing.rules import Route, due_day
from ledgerkit.taxes.placing import BoxEntry
from ledgerkit.taxes.tax_return import Circumstances, fill_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.reading import ReturnOfPeriod, TaxReading
    from ledgerkit.errors import Finding
    from ledgerkit.taxes.filing.changes import FiledChange
    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.filing.filing import Filing
    from ledgerkit.taxes.form import TaxForm

_DAY = timedelta(days=1)
_RETURNS_KEPT = 64


class RoutedChange(NamedTuple):
    """A change of a filed return, and where it goes.

    Attributes:
        filing: The return.
        change: What was changed.
        route: Where the country wants it.
    """

    filing: Filing
    change: FiledChange
    route: Route


class Advance(NamedTuple):
    """What is to be paid on account of a year's last period.

    Attributes:
        due: By when.
        owed: What was owed for last year's last period.
        of: The label of that period.
        amount: The advance; zero if it is too little.
    """

    due: date
    owed: Decimal
    of: str
    amount: Decimal


class FiledReturns:
    """A book's returns, with what was filed of them.

    Attributes:
        filings: Every filed return.
        unreadable: Findings on those that can't be read.
        lists: What was filed.
    """

    def __init__(self, source: Source, reading: TaxReading) -> None:
        """Take the book and its tax; nothing is compared yet."""
        customs = source.reading.customs
        self._reading = reading
        self.filings: Filings
        self.filings, self.unreadable = read_filings(
            customs, read_fiscal_year_end(customs)
        )
        self.lists = FilingLists(source.options)
        self._own = lru_cache(maxsize=_RETURNS_KEPT)(self._fill_in)

    def filed_list(self, filing: Filing) -> FiledList | None:
        """What was filed; None if that can't be read."""
        found = self.lists.read(filing)
        return found if isinstance(found, FiledList) else None

    def tax_return(self, form: TaxForm, period: Period) -> ReturnOfPeriod:
        """A return as it is now, with what is carried over and what was wrong before.

        Args:
            form: The form.
            period: Its period.
        """
        corrections = self.corrections(form, period)
        return self._reading.tax_return(
            form, period, self.carried(form, period), list(self._entries(corrections))
        )

    def listed(self, form: TaxForm, made: ReturnOfPeriod) -> FiledList:
        """A return as its filing would keep it."""
        filled_in = made.filled_in
        own = [
            filed_posting(taxed, shares, self.lists.from_folder)
            for taxed, shares in filled_in.counted()
            if not taxed.earlier
        ]
        boxes = {
            id_: FiledBox(value.amount, value.exact)
            for id_, value in filled_in.boxes.items()
        }
        corrections = self.corrections(form, made.period)
        return FiledList(head={}, boxes=boxes, postings=[*own, *corrections])

    def corrections(self, form: TaxForm, period: Period) -> Sequence[FiledPosting]:
        """What a return counts for earlier periods: as filed, or as it would be."""
        filed = self.filings.filed(form.name, period)
        if filed is not None:
            listed = self.filed_list(filed)
            return [p for p in listed.postings if p.earlier] if listed else []
        if not self.filings.is_next(form.name, period):
            return []
        return [
            posting
            for routed in self._routed(form, period)
            if routed.route is Route.NEXT_RETURN
            for posting in routed.change.corrections(routed.filing.period.label)
        ]

    def carried(self, form: TaxForm, period: Period) -> Mapping[str, Decimal]:
        """By box, what is taken over from the filing of the period before."""
        before = self.filings.before(form.name, period)
        if before is None or not follows(period, before):
            return {}
        listed = self.filed_list(before)
        last, first = before.period.last, period.first
        return {
            box.id: box.carry.amount(listed.boxes[box.carry.box].amount, last, first)
            for box in form.boxes
            if listed and box.carry is not None and box.carry.box in listed.boxes
        }

    def gap(self, form: TaxForm, period: Period) -> Filing | None:
        """The latest filing before a period that it doesn't follow; None without."""
        before = self.filings.before(form.name, period)
        return before if before is not None and not follows(period, before) else None

    def advance(self, form: TaxForm, period: Period) -> Advance | None:
        """What is to be paid on account of a period, by what was owed a year before.

        None if it isn't the last of a year, or nothing was filed or posted then.
        """
        rule, last = form.filing.advance, period.last
        if rule is None or (last.month, last.day) != (12, 31):
            return None
        if length_of(period) not in {"month", "Q4"}:
            return None
        before = years_before(period, 1)
        owed = sum((self._amount(form, before, box) for box in rule.boxes), ZERO)
        due = date(last.year, rule.month, rule.day)
        return Advance(due, owed, before.label, rule.amount(owed)) if owed else None

    def _amount(self, form: TaxForm, period: Period, box: str) -> Decimal:
        """A box as it was filed, else as the books have it."""
        filing = self.filings.filed(form.name, period)
        listed = self.filed_list(filing) if filing is not None else None
        if listed is not None:
            return listed.boxes.get(box, _EMPTY).amount
        return self.tax_return(form, period).filled_in.boxes[box].amount

    def changes(self, filing: Filing) -> Sequence[FiledChange]:
        """What a filed return would count otherwise now, each posting once."""
        listed = self.filed_list(filing)
        if listed is None or filing.form not in FORM_NAMES:
            return []
        before = [posting for posting in listed.postings if not posting.earlier]
        later = [
            posting
            for other in self.filings.of(filing.form)
            if other.period.first > filing.period.last
            for posting in (self.filed_list(other) or _NOTHING).postings
            if posting.earlier == filing.period.label
        ]
        return filed_changes(
            as_corrected(before, later), self._own(filing.form, filing.period)
        )

    def boxes_changed(self, form: TaxForm, filing: Filing) -> bool:
        """Whether a filed return has other figures now, by whatever made them so."""
        listed = self.filed_list(filing)
        now = self.tax_return(form, filing.period).filled_in
        return listed is not None and any(
            value.amount != listed.boxes.get(id_, _EMPTY).amount
            for id_, value in now.boxes.items()
        )

    def _fill_in(self, form: str, period: Period) -> Sequence[FiledPosting]:
        """What a return counts of its own period."""
        made = self._reading.tax_return(shipped_form(form), period, {})
        return [
            filed_posting(taxed, shares, self.lists.from_folder)
            for taxed, shares in made.filled_in.counted()
        ]

    @cached_property
    def _changes_by_form(self) -> Mapping[str, Sequence[tuple[Filing, FiledChange]]]:
        return {
            form: [
                (f, change) for f in self.filings.of(form) for change in self.changes(f)
            ]
            for form in self.filings.forms
        }

    def _routed(self, form: TaxForm, period: Period) -> Iterator[RoutedChange]:
        """Every change of a form's filed returns, and where it goes.

        Args:
            form: The form.
            period: That of the return that would correct them.
        """
        changes = self._changes_by_form.get(form.name, ())
        route = self._route(form, period, [change for _filing, change in changes])
        for filing, change in changes:
            yield RoutedChange(filing, change, route)

    def _route(
        self, form: TaxForm, period: Period, changes: Iterable[FiledChange]
    ) -> Route:
        rule = form.filing.correction
        if rule.limit is None:
            return rule.route
        corrections = [p for change in changes for p in change.corrections("")]
        alone = fill_in(form, (), Circumstances(), self._entries(corrections)).result
        net, turnover = alone.exact if alone is not None else ZERO, ZERO
        if abs(net) > rule.limit and rule.of_box:
            own = self._reading.tax_return(form, period, {}).filled_in
            turnover = own.boxes[rule.of_box].amount
        return rule.route_of(net, turnover)

    def _entries(
        self, postings: Iterable[FiledPosting]
    ) -> Iterator[tuple[str, BoxEntry]]:
        """Corrections, by box."""
        for posting in postings:
            place = self.lists.whole(posting.place)
            taxed = replace(posting.taxed(), place=place)
            for share in posting.shares:
                yield share.box, BoxEntry(taxed, share.factor)

    @cached_property
    def routed(self) -> Sequence[RoutedChange]:
        """Every change of a filed return, and where its country wants it."""
        found: list[RoutedChange] = []
        for name in self.filings.forms:
            if name in FORM_NAMES:
                latest = self.filings.of(name)[-1].period
                found += self._routed(shipped_form(name), following(latest))
        return found

    def broken_lists(self) -> Iterator[Finding]:
        """What is wrong with lists of filings in force."""
        for name in self.filings.forms:
            for filing in self.filings.of(name):
                found = self.lists.read(filing)
                if not isinstance(found, FiledList):
                    yield found


_EMPTY = FiledBox(ZERO, ZERO)
_NOTHING = FiledList(head={}, boxes={}, postings=())


def following(period: Period) -> Period:
    """The period of as many months after one."""
    first = period.last + _DAY
    months = months_between(period.first, period.last)
    return Period(first, month_end(months_after(first, months - 1)))


def payment_day(form: TaxForm, period: Period) -> date:
    """The day by which a period's tax is paid."""
    stated = form.filing.payment_day(period.last, length_of(period))
    return stated or due_day(period, form.due_months, form.due_days)

"""Returns beside what was filed: what was changed since, and where that goes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.taxes.filing.filings import FilingLists, read_filings
from ledgerkit.books.taxes.filing.filler import ReturnFiller
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.books.taxes.reading import length_of
from ledgerkit.books.taxes.schemes import stated_in
from ledgerkit.calendars import month_end, months_after
from ledgerkit.general_ledger.period import Period, years_before
from ledgerkit.general_ledger.schedules.months import months_between
from ledgerkit.money import ZERO
from ledgerkit.parties.party import PartyRole
from ledgerkit.taxes.filing.changes import (
    as_corrected,
    filed_changes,
    without_renamed,
)
from ledgerkit.taxes.filing.filed_list import FiledBox, FiledList, summed
from ledgerkit.taxes.filing.filed_posting import filed_posting, print_of_party
from ledgerkit.taxes.filing.filing import Filings, follows
from ledgerkit.taxes.filing.rules import Route
from ledgerkit.taxes.filing.settlement import settle
from ledgerkit.taxes.tax_return import Circumstances, fill_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.reading import ReturnOfPeriod, TaxReading
    from ledgerkit.errors import Finding
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.filing.changes import FiledChange
    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.filing.filing import Filing
    from ledgerkit.taxes.form import TaxForm
    from ledgerkit.taxes.listed import TaxList
    from ledgerkit.taxes.tax_return import TaxReturn

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
        reading: The book's tax.
        filings: Every filed return.
        unreadable: Findings on those that can't be read.
        lists: What was filed.
    """

    def __init__(self, source: Source, reading: TaxReading) -> None:
        """Take the book and its tax; nothing is compared yet."""
        customs = source.reading.customs
        self.reading = reading
        self._directory = source.directory
        self.filings: Filings
        self.filings, self.unreadable = read_filings(
            customs, read_fiscal_year_end(customs)
        )
        self.lists = FilingLists(source.options)
        self._filler = ReturnFiller(source, reading, self.lists)
        self._latest = lru_cache(maxsize=None)(self._read_latest)
        self._corrected_later = lru_cache(maxsize=None)(self._collect_corrections)
        self._own = lru_cache(maxsize=_RETURNS_KEPT)(self._fill_in)

    def filed_list(self, filing: Filing) -> FiledList | None:
        """What was filed; None if that can't be read."""
        found = self.lists.read(filing)
        return found if isinstance(found, FiledList) else None

    def tax_return(
        self, form: TaxForm, period: Period, expected: Sequence[DueAmount] = ()
    ) -> ReturnOfPeriod:
        """A return as it is now, with what is carried over and what was wrong before.

        Args:
            form: The form.
            period: Its period.
            expected: What will fall due in it besides what is posted.
        """
        carried, wrong = self.carried(form, period), self.corrections(form, period)
        return self._filler.filled(form, period, carried, wrong, expected)

    def tax_list(self, form: TaxForm, period: Period) -> TaxList:
        """A return that is a list, as its rows."""
        return self._filler.tax_list(form, period, self.corrections(form, period))

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
        postings = [*own, *corrections]
        accounts = settle(form, boxes, postings).accounts
        return FiledList(head={}, boxes=boxes, accounts=accounts, given=postings)

    def corrections(self, form: TaxForm, period: Period) -> Sequence[FiledPosting]:
        """What a return counts for earlier periods: as filed, or as it would be."""
        filed = self.filings.filed(form.name, period)
        if filed is not None:
            listed = self.filed_list(filed)
            is_any = listed is not None and listed.has_corrections
            return (
                [p for p in listed.postings if p.earlier] if listed and is_any else []
            )
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
        owed = sum(self._amounts(form, before, rule.boxes), ZERO)
        on = date(last.year, rule.month, rule.day)
        due = form.filing.open_day(on, form.country)
        return Advance(due, owed, before.label, rule.amount(owed)) if owed else None

    def _amounts(
        self, form: TaxForm, period: Period, boxes: Sequence[str]
    ) -> Sequence[Decimal]:
        """Some boxes as they were filed, else as the books have them."""
        filing = self.filings.filed(form.name, period)
        listed = self.filed_list(filing) if filing is not None else None
        if listed is not None:
            return [listed.boxes.get(box, _EMPTY).amount for box in boxes]
        made = self.tax_return(form, period).filled_in
        return [made.boxes[box].amount for box in boxes]

    def changes(self, filing: Filing) -> Sequence[FiledChange]:
        """What a filed return would count otherwise now, each posting once."""
        listed = self.filed_list(filing)
        if listed is None or filing.form not in FORM_NAMES:
            return []
        later = self._corrected_later(filing.form).get(filing.period.label, ())
        latest = self._latest(filing.form).get(filing.period)
        counted = self._counted(latest) if latest is not None else []
        if not later and listed.head["postings"] == summed(p.digest for p in counted):
            return []
        before = [posting for posting in listed.postings if not posting.earlier]
        filed = as_corrected(before, later)
        if latest is not None and not self._changed(filed, counted):
            return []
        return self._changed(filed, self._own(filing.form, filing.period))

    def _changed(
        self, filed: Sequence[FiledPosting], now: Sequence[FiledPosting]
    ) -> Sequence[FiledChange]:
        return without_renamed(filed_changes(filed, now), self._declared)

    @cached_property
    def _declared(self) -> frozenset[str]:
        """The prints of the parties that the book has."""
        ids = (id_ for role in PartyRole for id_ in self._directory.ids(role))
        return frozenset(map(print_of_party, ids))

    def _collect_corrections(self, form: str) -> Mapping[str, Sequence[FiledPosting]]:
        """What filed returns count for earlier periods, by the period's word."""
        found: dict[str, list[FiledPosting]] = defaultdict(list)
        for filing in self.filings.of(form):
            listed = self.filed_list(filing)
            for posting in listed.postings if listed and listed.has_corrections else ():
                if posting.earlier:
                    found[posting.earlier].append(posting)
        return found

    def _read_latest(self, form: str) -> Mapping[Period, TaxReturn]:
        """The returns of filed periods, in one pass.

        They are filled in as known at the end of the last of them. What a later payment
        settles may be known otherwise then than at a period's own end: so what differs
        is looked at once more.
        """
        chosen = shipped_form(form)
        periods: list[Period] = []
        for filing in self.filings.of(form):
            if not periods or periods[-1].last < filing.period.first:
                periods.append(filing.period)
        if chosen.lists is not None:
            return {each: self.tax_return(chosen, each).filled_in for each in periods}
        amounts = self.reading.amounts_by_period(chosen, periods)
        return {
            period: self._filled_in(chosen, period, due)
            for period, due in amounts.items()
        }

    def _filled_in(
        self, form: TaxForm, period: Period, due: Sequence[DueAmount]
    ) -> TaxReturn:
        carried = self.carried(form, period)
        of = self.reading.circumstances(form, period, due, carried)
        return fill_in(
            form, due, of, self._filler.entries(form, self.corrections(form, period))
        )

    def nowhere(self, filing: Filing) -> Sequence[DueAmount]:
        """Tax that falls due in a filed period, and that no box takes."""
        made = self._latest(filing.form).get(filing.period)
        return made.nowhere if made is not None else ()

    def changed_boxes(self, filing: Filing) -> Mapping[str, tuple[Decimal, Decimal]]:
        """The boxes of a filed return that are different now: as filed, and now.

        Of those whose figures are stated or carried over, no posting need be changed.
        """
        listed = self.filed_list(filing)
        now = self._latest(filing.form).get(filing.period)
        later = self._corrected_later(filing.form).get(filing.period.label)
        if listed is None or now is None or later:
            return {}
        # A list may have rows that it hadn't, or no longer those that it had.
        both = {
            id_: (
                listed.boxes.get(id_, _EMPTY).amount,
                now.boxes[id_].amount if id_ in now.boxes else ZERO,
            )
            for id_ in dict.fromkeys([*now.boxes, *listed.boxes])
        }
        return {id_: (was, is_) for id_, (was, is_) in both.items() if was != is_}

    def is_carried(self, filing: Filing, boxes: Iterable[str]) -> bool:
        """Whether any of these boxes is carried over, and so follows from before."""
        form, label = shipped_form(filing.form), filing.period.label
        stated = stated_in(self.reading.figures, form.name, label)
        carried = {box.id for box in form.boxes if box.carry is not None}
        return any(id_ in carried and id_ not in stated for id_ in boxes)

    def _fill_in(self, form: str, period: Period) -> Sequence[FiledPosting]:
        """What a return counts of its own period."""
        made = self._filler.filled(shipped_form(form), period, {})
        return self._counted(made.filled_in)

    def _counted(self, filled_in: TaxReturn) -> Sequence[FiledPosting]:
        return [
            filed_posting(taxed, shares, self.lists.from_folder)
            for taxed, shares in filled_in.counted()
            if not taxed.earlier
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
        rule = form.filing.correction
        for filing, change in changes:
            due = form.due_after(filing.period.last, length_of(filing.period))
            is_too_late = rule.is_too_late(due, period.last)
            yield RoutedChange(filing, change, rule.beyond if is_too_late else route)

    def _route(
        self, form: TaxForm, period: Period, changes: Iterable[FiledChange]
    ) -> Route:
        rule = form.filing.correction
        if rule.limit is None:
            return rule.route
        corrections = [p for change in changes for p in change.corrections("")]
        alone = fill_in(
            form, (), Circumstances(), self._filler.entries(form, corrections)
        ).result
        net, turnover = alone.exact if alone is not None else ZERO, ZERO
        if abs(net) > rule.limit and rule.of_box:
            own = self.reading.tax_return(form, period, {}).filled_in
            turnover = own.boxes[rule.of_box].amount
        return rule.route_of(net, turnover)

    @cached_property
    def routed(self) -> Sequence[RoutedChange]:
        """Every change of a filed return, and where its country wants it."""
        found: list[RoutedChange] = []
        for name in self.filings.forms:
            filed = self.filings.of(name)
            if name in FORM_NAMES and filed:
                latest = filed[-1].period
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


def following(period: Period) -> Period:
    """The period of as many months after one."""
    if period.last.year == date.max.year:
        return Period(date.max, date.max)
    first = period.last + _DAY
    months = months_between(period.first, period.last)
    return Period(first, month_end(months_after(first, months - 1)))


def payment_day(form: TaxForm, period: Period) -> date:
    """The day by which a period's tax is paid, a business day where that counts."""
    stated = form.filing.payment_day(period.last, length_of(period))
    if period.last.year == date.max.year:
        # In the calendar's last year there may be no day after.
        return stated or period.last
    due = stated or form.due_after(period.last, length_of(period))
    return form.filing.open_day(due, form.country)

"""A book as read from its directives: the basis of all other readings.

It is read once and handed down. A subject's reading takes a `Source`, or parts of it,
and never `Books`, the only class that knows every subject.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ledgerkit.books.reading import read_directives
from ledgerkit.open_items.allocation import allocate
from ledgerkit.open_items.control_posting import order_by_side
from ledgerkit.open_items.linked_postings import LinkedPostings
from ledgerkit.open_items.purpose import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Directive, Transaction

    from ledgerkit.books.bank.reading import BankReading
    from ledgerkit.books.documents.differences import DifferenceReader
    from ledgerkit.books.documents.discounts import DiscountReader
    from ledgerkit.books.documents.disputes import Disputes
    from ledgerkit.books.documents.invoices import InvoiceReader
    from ledgerkit.books.documents.notes import DocumentNotes
    from ledgerkit.books.forecast.items import ForecastPlan
    from ledgerkit.books.general_ledger.closed_periods import ClosedPeriods
    from ledgerkit.books.payables.order_matching import OrderReading
    from ledgerkit.books.payables.reading import PayableReading
    from ledgerkit.books.quotes.reading import QuoteReading
    from ledgerkit.books.receivables.deferrals import Deferrals
    from ledgerkit.books.receivables.mandates import Mandates
    from ledgerkit.books.receivables.recurring import RecurringRecords
    from ledgerkit.books.receivables.reminders import ReminderReading
    from ledgerkit.general_ledger.currencies.carried import Weights
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.side import Side
    from ledgerkit.open_items.subledger import Subledger

#: The number of days whose allocation is cached; a report asks for one or two.
_DAYS_KEPT = 16


class Source:
    """Everything read of a book in one pass, and what follows from it.

    Subjects that only some commands need are imported on request: a report of two
    transactions should not load them all.

    Attributes:
        directives: Beancount's directives, in its order.
        options: Beancount's options.
        reading: The directives in our values.
    """

    def __init__(
        self, directives: Sequence[Directive], options: Mapping[str, Any]
    ) -> None:
        """Read a book's directives."""
        self.directives = directives
        self.options = options
        self.reading = read_directives(directives, options)
        self.settings = self.reading.settings
        self.chart = self.reading.chart
        self.directory = self.reading.directory
        self.relations = self.reading.relations
        self._ordered = order_by_side(self.reading.control_postings)
        self.subledger = lru_cache(maxsize=_DAYS_KEPT)(self._subledger)

    def _subledger(self, side: Side, as_of: date) -> Subledger:
        """Everything owed on one side as at a day.

        All days from the last posting on have one allocation: that of checks, which
        look at the whole book, and of most reports.
        """
        ordered = self._ordered[side]
        if as_of > ordered.last:
            return self.subledger(side, ordered.last).as_at(as_of)
        return allocate(ordered, as_of=as_of, apply_oldest=self.settings.apply_oldest)

    def items_around(
        self, postings: Iterable[ControlPosting], as_of: date
    ) -> Mapping[Side, Sequence[SubledgerItem]]:
        """The documents that some postings have to do with, as at a day, by side.

        As the whole subledgers have them, and maybe more; but nothing else need be
        allocated, which takes most of the time of a large book.

        Args:
            postings: Of any side.
            as_of: The last day that counts.
        """
        if self.settings.apply_oldest:
            return {side: self.subledger(side, as_of).items for side in self._ordered}
        chosen = list(postings)
        found: dict[Side, Sequence[SubledgerItem]] = {}
        for side, linked in self._linked.items():
            part = linked.around(each for each in chosen if each.side is side)
            found[side] = allocate(part, as_of=as_of).items
        return found

    @cached_property
    def _linked(self) -> Mapping[Side, LinkedPostings]:
        return {side: LinkedPostings(each) for side, each in self._ordered.items()}

    @cached_property
    def has_moves(self) -> bool:
        """Whether any debt was put on another account or party."""
        return any(
            each.purpose is Purpose.MOVE
            for ordered in self._ordered.values()
            for each in (*ordered.undoings, *ordered.reductions)
        )

    def release(self) -> None:
        """Let go of everything: what was read knows its source, which is a circle.

        Else the collector of such circles goes through them all. Of no use afterwards.
        """
        vars(self).clear()

    def has(self, *types: str) -> bool:
        """Whether the book has a ``custom`` directive of one of these types."""
        return not self._custom_types.isdisjoint(types)

    @property
    def speaks_to_us(self) -> bool:
        """Whether the book has a plugin or directive of ours; metadata alone isn't."""
        return self.reading.speaks_to_us

    @cached_property
    def _custom_types(self) -> frozenset[str]:
        return frozenset(custom.type for custom in self.reading.customs)

    def marks(self, key: str) -> bool:
        """Whether a transaction has this rare key: see `RARE_KEYS`."""
        return any(key in directive.meta for directive in self.reading.marked)

    def origins(self, side: Side) -> Iterator[tuple[ControlPosting, int]]:
        """Each control posting of a side, with the index of its transaction."""
        reading = self.reading
        pairs = zip(reading.control_postings, reading.origins, strict=True)
        return ((posting, index) for posting, index in pairs if posting.side is side)

    def transaction_of(self, posting: ControlPosting) -> Transaction:
        """The transaction that a control posting is in."""
        return self.invoices.transaction_of(posting)

    @cached_property
    def invoices(self) -> InvoiceReader:
        """The reader of documents: lines, tax and totals."""
        from ledgerkit.books.documents.invoices import InvoiceReader

        return InvoiceReader(self.reading, self.directives, self.options)

    @cached_property
    def exchange_weights(self) -> Mapping[Side, Weights]:
        """What control postings at a rate of exchange weigh in another currency."""
        from ledgerkit.books.currencies.exchange_rates import read_weights
        from ledgerkit.open_items.side import Side

        own = self.options["operating_currency"]
        currencies = self.reading.at_a_rate - set(own[:1])
        return {
            side: read_weights(self.directives, self.origins(side), currencies)
            for side in Side
        }

    @cached_property
    def discounts(self) -> DiscountReader:
        """The reader of early-payment discounts: offered, earned and taken."""
        from ledgerkit.books.documents.discounts import DiscountReader

        return DiscountReader(self.invoices, self.chart, self.settings.discount_tax)

    @cached_property
    def differences(self) -> DifferenceReader:
        """The reader of small differences left by payments."""
        from ledgerkit.books.documents.differences import DifferenceReader

        return DifferenceReader(self.reading, self.discounts, self.options)

    @cached_property
    def document_notes(self) -> DocumentNotes:
        """Notes, and keys of documents, about reminders and disputes."""
        from ledgerkit.books.documents.notes import DocumentNotes

        return DocumentNotes(self.reading.marked, self.chart)

    @cached_property
    def disputes(self) -> Disputes:
        """The disputed amount of each invoice and bill, on any day."""
        from ledgerkit.books.documents.disputes import Disputes

        return Disputes(self.relations, self.document_notes)

    @cached_property
    def reminders(self) -> ReminderReading:
        """The book's reminders: levels, rates, notes and holds."""
        from ledgerkit.books.receivables.reminders import ReminderReading

        return ReminderReading(
            self.document_notes, self.reading.customs, self.directory, self.disputes
        )

    @cached_property
    def mandates(self) -> Mandates:
        """The clients' mandates to collect by direct debit."""
        from ledgerkit.books.receivables.mandates import Mandates

        return Mandates(self.reading.customs, self.reading.marked, self.directory)

    @cached_property
    def recurring(self) -> RecurringRecords:
        """The templates of recurring invoices, and the price indices."""
        from ledgerkit.books.receivables.recurring import read_recurring

        return read_recurring(self.reading.customs)

    @cached_property
    def quotes(self) -> QuoteReading:
        """The book's quotes, and what is invoiced of each."""
        from ledgerkit.books.quotes.reading import QuoteReading

        return QuoteReading(self.reading, self.directives, self.options)

    @cached_property
    def deferrals(self) -> Deferrals:
        """Deferred revenue: its lines and what has been recognised."""
        from ledgerkit.books.receivables.deferrals import read_deferrals

        return read_deferrals(self.directives, self.reading)

    @cached_property
    def payables(self) -> PayableReading:
        """The book's bills: files, approvals and duplicates."""
        from datetime import date

        from ledgerkit.books.payables.reading import PayableReading
        from ledgerkit.open_items.side import Side

        return PayableReading(
            self.reading,
            self.directives,
            self.subledger(Side.PAYABLE, date.max),
            self.transaction_of,
            lambda: self.orders,
        )

    @cached_property
    def orders(self) -> OrderReading:
        """The orders to vendors, and the bills held against them."""
        from ledgerkit.books.payables.order_matching import OrderReading

        return OrderReading(self)

    @cached_property
    def bank(self) -> BankReading:
        """The book's bank accounts: statements, rules, cleared postings."""
        from ledgerkit.books.bank.reading import BankReading

        return BankReading(self.reading, self.directives)

    @cached_property
    def closed_periods(self) -> ClosedPeriods:
        """The periods that were closed, to be compared with what they were."""
        from ledgerkit.books.general_ledger.closed_periods import ClosedPeriods

        return ClosedPeriods(self.reading.customs, self.directives, self.options)

    @cached_property
    def forecast_plan(self) -> ForecastPlan:
        """The planned items, and the scenarios."""
        from ledgerkit.books.forecast.items import read_forecast_plan

        codes = sorted(self.reading.tax_codes.ids)
        return read_forecast_plan(
            self.reading.customs, self.chart, self.directory, codes
        )

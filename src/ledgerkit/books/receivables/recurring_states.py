"""The invoices of each template, written and missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Transaction

from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import written
from ledgerkit.receivables.recurring.template import TooManyPeriodsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.recurring.billing_period import BillingPeriod
    from ledgerkit.receivables.recurring.template import RecurringTemplate


class WrittenInvoice(NamedTuple):
    """A transaction that names its template.

    Attributes:
        day: Its date.
        period_from: First day of the period it covers; None if not stated.
    """

    day: date
    period_from: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringState:
    """The state of a template on a day.

    Attributes:
        template: The template.
        written: The invoices written, in order of date.
        missing: The periods whose invoice is due and not written.
        next: The first period after the day without an invoice; None if the template
            has ended.
    """

    template: RecurringTemplate
    written: Sequence[WrittenInvoice]
    missing: Sequence[BillingPeriod]
    next: BillingPeriod | None


def recurring_states(books: Books, as_of: date) -> Sequence[RecurringState]:
    """The state of each template on a day, in ledger order.

    Raises:
        UsageError: If a template has implausibly many periods by then.
    """
    invoices = _written_invoices(books.directives)
    try:
        return [
            _state(template, invoices.get(template.id, ()), as_of)
            for template in books.recurring.templates.values()
        ]
    except TooManyPeriodsError as error:
        raise UsageError(str(error)) from None


def coming_invoices(
    books: Books, *, known_on: date, since: date, until: date
) -> Iterator[tuple[RecurringTemplate, BillingPeriod]]:
    """The periods without an invoice yet, as known on a day.

    Args:
        books: The books.
        known_on: Later invoices are ignored.
        since: Invoices missing from before this day are left out.
        until: The last day on which an invoice may be dated.

    Raises:
        UsageError: As `recurring_states`.
    """
    templates = books.recurring.templates
    if not templates:
        return
    invoices = _written_invoices(books.directives)
    for template in templates.values():
        known = [i for i in invoices.get(template.id, ()) if i.day <= known_on]
        try:
            periods = template.periods(until)
        except TooManyPeriodsError as error:
            raise UsageError(str(error)) from None
        invoiced = _periods_there(periods, known)
        for period in periods:
            if period.issued >= since and period not in invoiced:
                yield template, period


def _written_invoices(
    directives: Iterable[Directive],
) -> Mapping[str, list[WrittenInvoice]]:
    by_template: dict[str, list[WrittenInvoice]] = defaultdict(list)
    for txn in directives:
        if isinstance(txn, Transaction) and "recurring" in txn.meta:
            id_ = written(txn.meta, "recurring")
            if id_ is not None and written(txn.meta, "credit-note") is None:
                by_template[str(id_)].append(
                    WrittenInvoice(txn.date, _period_from(txn))
                )
    return by_template


def _period_from(txn: Transaction) -> date | None:
    """The first day of the period covered by an invoice, or any of its lines."""
    stated = [
        day
        for meta in (txn.meta, *(posting.meta for posting in txn.postings))
        if isinstance(day := written(meta, "period-from"), date)
    ]
    return min(stated, default=None)


def _state(
    template: RecurringTemplate, invoices: Sequence[WrittenInvoice], as_of: date
) -> RecurringState:
    latest = max([as_of, *(invoice.day for invoice in invoices)])
    periods = list(template.periods(latest))
    following = template.next_period(latest)
    if following is not None:
        periods.append(following)
    invoiced = _periods_there(periods, invoices)
    open_ = [period for period in periods if period not in invoiced]
    coming = (period for period in open_ if period.issued > as_of)
    return RecurringState(
        template=template,
        written=[invoice for invoice in invoices if invoice.day <= as_of],
        missing=[period for period in open_ if period.issued <= as_of],
        next=next(coming, following and template.next_period(following.issued)),
    )


def _periods_there(
    periods: Sequence[BillingPeriod], invoices: Iterable[WrittenInvoice]
) -> set[BillingPeriod]:
    """The periods that have an invoice.

    An invoice with stated days belongs to the period in which they begin; any other to
    the period whose invoice would be dated nearest to its own date.
    """
    invoiced: set[BillingPeriod] = set()
    for invoice in invoices:
        stated = invoice.period_from
        if stated is not None:
            invoiced.update(p for p in periods if p.first <= stated <= p.last)
        elif periods:
            day = invoice.day
            invoiced.add(min(periods, key=lambda p: abs((p.issued - day).days)))
    return invoiced

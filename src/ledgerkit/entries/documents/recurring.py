"""The entries for recurring invoices that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import account_uses
from ledgerkit.books.documents.next_number import number_patterns, used_numbers
from ledgerkit.books.documents.party import control_account_of
from ledgerkit.books.receivables.recurring_invoice import recurring_directive
from ledgerkit.books.receivables.recurring_states import recurring_states
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.invoices.number_pattern import highest_counter
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.recurring.billing_period import BillingPeriod
    from ledgerkit.receivables.recurring.template import RecurringTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInvoice:
    """One invoice to write.

    Attributes:
        template: The id of its template.
        number: Its number.
        directive: Its transaction.
    """

    template: str
    number: str
    directive: Transaction


def plan_recurring(
    books: Books, *, until: date, only: str | None = None, dated: date | None = None
) -> Sequence[PlannedInvoice]:
    """The recurring invoices due by a day and not yet written, in date order.

    Args:
        books: The books.
        until: Invoices dated later are not due yet.
        only: The id of the only template to use; None for all.
        dated: The date of every invoice; None for their due days.

    Raises:
        UsageError: If there is no such template, or an invoice can't be written.
    """
    known = books.recurring.templates
    if only is not None and only not in known:
        remedy = suggestion(only, known) or "; see ledgerkit recurring for all"
        raise UsageError(f'there is no recurring "{only}"{remedy}')
    due = [
        (dated or period.issued, state.template, period)
        for state in recurring_states(books, until)
        if only in {None, state.template.id}
        for period in state.missing
    ]
    due.sort(key=lambda invoice: (invoice[0], invoice[2].first))
    if not due:
        return []
    numbers = _Numbers(books)
    planned = [
        _plan(books, template, period, day, numbers) for day, template, period in due
    ]
    _check_accounts(books, [invoice.directive for invoice in planned])
    return planned


def _plan(
    books: Books,
    template: RecurringTemplate,
    period: BillingPeriod,
    day: date,
    numbers: _Numbers,
) -> PlannedInvoice:
    client = str(template.fact("client", period.first) or "")
    if not client:
        raise UsageError(f"{template.place}: recurring {template.id} has no client")
    try:
        invoice = template.invoice(
            period,
            indices=books.recurring.indices,
            language=_language(books, client, day),
        )
    except ValueError as error:
        raise UsageError(
            f"{template.place}: recurring {template.id}: {error}"
        ) from None
    number = numbers.take(day)
    directive = recurring_directive(
        books,
        invoice,
        number=number,
        day=day,
        control_account=control_account_of(
            books, books.directory.as_of(PartyRole.CLIENT, client, day)
        ),
    )
    return PlannedInvoice(template=template.id, number=number, directive=directive)


def _language(books: Books, client: str, day: date) -> str:
    """The client's language; else our own, else English."""
    directory = books.directory
    ours = directory.as_of(PartyRole.COMPANY, OURSELVES, day).text("lang")
    return directory.as_of(PartyRole.CLIENT, client, day).text("lang") or ours or "en"


class _Numbers:
    """The next numbers of the book's own series, one after the other."""

    def __init__(self, books: Books) -> None:
        self._used = used_numbers(books)
        self._pattern_of = number_patterns(books, DocumentKind.INVOICE, self._used)
        self._taken: dict[str, int] = {}

    def take(self, day: date) -> str:
        """Take the next number on a day."""
        pattern = self._pattern_of(day)
        series = pattern.series(day)
        if series not in self._taken:
            self._taken[series] = highest_counter(self._used, pattern, day)
        self._taken[series] += 1
        return pattern.write(day, self._taken[series])


def _check_accounts(books: Books, transactions: Sequence[Transaction]) -> None:
    opened = books.opened_accounts
    uses = account_uses(
        (posting.account, txn.date, posting.units.currency)
        for txn in transactions
        for posting in txn.postings
        if posting.units is not None
    )
    for account, use in sorted(uses.items()):
        if account not in opened:
            raise UsageError(
                f"{account} is not open; write {use.first} open {account}, or correct"
                " the template"
            )
        opened.check(use)


def recurring_record(
    books: Books, *, until: date, only: str | None = None, dated: date | None = None
) -> PlannedEntries:
    """`plan_recurring` as one set of entries; nothing if nothing is due.

    A number that follows one of a later date is noted: an inspector would ask.
    """
    planned = plan_recurring(books, until=until, only=only, dated=dated)
    numbers = ", ".join(invoice.number for invoice in planned)
    count = "1 invoice" if len(planned) == 1 else f"{len(planned)} invoices"
    notes: list[str] = []
    latest = max(
        (used.day for used in used_numbers(books) if not used.is_credit),
        default=date.min,
    )
    early = [invoice for invoice in planned if invoice.directive.date < latest]
    if early:
        notes.append(
            f"{early[0].number} of {early[0].directive.date} is dated before an"
            f" invoice of {latest}; --date {latest} keeps numbers in order of date"
        )
    return PlannedEntries(
        done=f"{count} ({numbers})",
        directives=[invoice.directive for invoice in planned],
        notes=notes,
    )

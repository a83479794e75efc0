"""The entries for recurring invoices, bills and entries that are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import account_uses
from ledgerkit.books.documents.next_number import number_patterns, used_numbers
from ledgerkit.books.documents.party import control_account_of
from ledgerkit.books.receivables.recurring_invoice import recurring_directive
from ledgerkit.books.receivables.recurring_states import recurring_states
from ledgerkit.entries.bills.recurring_entry import bill_or_entry, number_until_billed
from ledgerkit.entries.entry import PlannedEntries
from ledgerkit.errors import UsageError
from ledgerkit.invoices.number_pattern import highest_counter
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.recurring.billing_period import BillingPeriod
    from ledgerkit.receivables.recurring.template import RecurringTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInvoice:
    """One invoice, bill or entry to write.

    Attributes:
        template: The id of its template.
        number: Its number; of a mere entry the template and the period's first day.
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
    side, client = template.party(period.first)
    try:
        invoice = template.invoice(
            period,
            indices=books.recurring.indices,
            language=_language(books, side, client, day),
        )
    except ValueError as error:
        raise UsageError(
            f"{template.place}: recurring {template.id}: {error}"
        ) from None
    if side is not Side.RECEIVABLE:
        return PlannedInvoice(
            template=template.id,
            number=number_until_billed(invoice),
            directive=bill_or_entry(books, invoice, day),
        )
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


def _language(books: Books, side: Side | None, party: str, day: date) -> str:
    """The client's language; else our own, else English."""
    directory = books.directory
    ours = directory.as_of(PartyRole.COMPANY, OURSELVES, day).text("lang") or "en"
    if side is not Side.RECEIVABLE:
        return ours
    return directory.as_of(PartyRole.CLIENT, party, day).text("lang") or ours


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


_NOUNS: Mapping[Side | None, tuple[str, str]] = {
    Side.RECEIVABLE: ("invoice", "invoices"),
    Side.PAYABLE: ("bill", "bills"),
    None: ("entry", "entries"),
}


def recurring_record(
    books: Books, *, until: date, only: str | None = None, dated: date | None = None
) -> PlannedEntries:
    """`plan_recurring` as one set of entries; nothing if nothing is due.

    A number that follows one of a later date is noted: an inspector would ask.
    """
    planned = plan_recurring(books, until=until, only=only, dated=dated)
    numbers = ", ".join(invoice.number for invoice in planned)
    templates = books.recurring.templates
    sides = {templates[p.template].party(p.directive.date)[0] for p in planned}
    one, many = _NOUNS[sides.pop() if len(sides) == 1 else None]
    count = f"1 {one}" if len(planned) == 1 else f"{len(planned)} {many}"
    notes: list[str] = []
    latest = max(
        (used.day for used in used_numbers(books) if not used.is_credit),
        default=date.min,
    )
    early = [
        invoice
        for invoice in planned
        if invoice.directive.date < latest
        and templates[invoice.template].party(invoice.directive.date)[0]
        is Side.RECEIVABLE
    ]
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

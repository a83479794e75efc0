"""What to write so that every recurring invoice that is due is in the books."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.account_use import OpenedAccounts, account_uses
from ledgerkit.books.did_you_mean import suggestion
from ledgerkit.books.recurring_directive import recurring_directive
from ledgerkit.books.recurring_states import recurring_states
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.billing_period import BillingPeriod
    from ledgerkit.receivables.recurring_template import RecurringTemplate


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
    """The recurring invoices that are due by a day and not there, in date order.

    Args:
        books: The books.
        until: Invoices dated later are not due yet.
        only: The id of the one template to look at; None for all.
        dated: The date of every invoice; None for the days that they fall due.

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
    due.sort(key=lambda one: (one[0], one[2].first))
    numbers = _Numbers(books)
    planned = [
        _plan(books, template, period, day, numbers) for day, template, period in due
    ]
    _check_accounts(books, [one.directive for one in planned])
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
        control_account=_control_account(books, client),
    )
    return PlannedInvoice(template=template.id, number=number, directive=directive)


def _language(books: Books, client: str, day: date) -> str:
    """The client's language; else our own, else English."""
    directory = books.directory
    ours = directory.as_of(PartyRole.COMPANY, OURSELVES, day).text("lang")
    return directory.as_of(PartyRole.CLIENT, client, day).text("lang") or ours or "en"


def _control_account(books: Books, client: str) -> str:
    """The client's own receivable; else the only one that is nobody's own."""
    own = books.directory.as_of(PartyRole.CLIENT, client, date.max).text("account")
    if own:
        return own
    names = [
        name
        for name in OpenedAccounts(books.directives).names
        if (role := books.chart.role(name)) is not None
        and role.role is Role.RECEIVABLE
        and books.directory.of_account(PartyRole.CLIENT, name) is None
    ]
    controls = [n for n in names if not any(n.startswith(f"{m}:") for m in names)]
    if len(controls) != 1:
        raise UsageError(
            f"the book has {len(controls)} receivables that could be client"
            f" {client}'s; write account: in its record"
        )
    return controls[0]


class _Numbers:
    """The next numbers of the book's own series."""

    def __init__(self, books: Books) -> None:
        drafts = books.subledger(Side.RECEIVABLE, date.max).documents
        self._taken = {document.number for document in drafts if document.number}
        last = max(
            (d for d in drafts if d.number and re.search(r"\d+$", d.number)),
            key=lambda d: (d.issued, d.number),
            default=None,
        )
        self._last = (last.number, last.issued) if last else None

    def take(self, day: date) -> str:
        """The number after the highest one of the series on a day."""
        number, issued = self._last or (f"INV-{day.year}-000", day)
        assert number is not None
        match = re.fullmatch(r"(.*?)([0-9]+)", number)
        assert match is not None
        prefix = match[1].replace(str(issued.year), str(day.year))
        used = [
            int(found[1])
            for taken in self._taken
            if (found := re.fullmatch(re.escape(prefix) + "([0-9]+)", taken))
        ]
        taken = f"{prefix}{max(used, default=0) + 1:0{len(match[2])}}"
        self._taken.add(taken)
        return taken


def _check_accounts(books: Books, transactions: Sequence[Transaction]) -> None:
    opened = OpenedAccounts(books.directives)
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

"""Direct debits: a request -> a proposal of what to collect, as of what to pay.

Everything after the proposal, the file, the entries and the order in which they are
written, is a payment run's: see ``payment_run_entries.py``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledgerkit.books.payables.bills_to_pay import PayableReader, Wishes
from ledgerkit.entries.bills.payment_run import (
    RunPlan,
    check_asked,
    next_run_id,
    no_file,
    paying_account,
    with_numbers,
)
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import written
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.payables.proposal import PaymentOrder
from ledgerkit.payables.propose_payments import bank_day_from, propose_payments
from ledgerkit.payables.vendor_account import wrong_iban
from ledgerkit.receivables.debits.mandate import checked_creditor_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.payment_run import RunRequest
    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.proposal import VendorToPay
    from ledgerkit.receivables.debits.mandate import Mandate

_DAY = timedelta(days=1)


class CollectableReader(PayableReader):
    """The open items for direct debits on a day."""

    side = Side.RECEIVABLE

    def __init__(self, books: Books, wishes: Wishes, request: RunRequest) -> None:
        """Read the open invoices, and the mandates."""
        super().__init__(books, books.payables_read.payment_runs, wishes)
        self._mandates = books.source.mandates
        self._request = request
        self._day = wishes.day
        self._wanted = wishes.pay
        self._settings, self._source = books.settings, books.source

    def party(self, open_: VendorToPay) -> VendorToPay:
        """A client with its open items, and why each may not be collected."""
        mandate = self.mandate(open_.id)
        bills = [
            replace(
                bill,
                obstacle=self.obstacle(bill.document)
                or self._not_by(bill.document, mandate),
                wanted=self._wanted.get(id(bill.document.postings[0])),
            )
            for bill in open_.bills
        ]
        return replace(open_, bills=bills)

    def mandate(self, client: str) -> Mandate | None:
        """The mandate to collect by from a client; None if there is none."""
        return self._mandates.of_client(client, self._day, self._request.made_on)

    def _not_by(self, document: Document, mandate: Mandate | None) -> str:
        """Why an invoice can't be collected by a mandate; empty if it can."""
        if mandate is None:
            return (
                f"{document.party or 'nobody'} has signed no mandate; write"
                f' {self._request.made_on} custom "mandate" "M-1" "{document.party}"'
            )
        if mandate.scheme is not self._request.scheme:
            scheme = mandate.scheme.value
            return (
                f"mandate {mandate.id} is {scheme}; collect it with --scheme {scheme}"
            )
        if not mandate.iban:
            where = f'iban: below mandate "{mandate.id}"'
            return f"nothing says from which account; write {where} or in the client"
        return (
            mandate.obstacle(self._day, self._mandates.collected(mandate.id))
            or wrong_iban(mandate.iban)
            or self._not_announced(document, mandate)
        )

    def _not_announced(self, document: Document, mandate: Mandate) -> str:
        """Why the client does not know of it in time; empty if it does.

        An invoice made under a mandate announces its collection itself.
        """
        txn = self._source.transaction_of(document.postings[0])
        said = written(txn.meta, "debit-announced")
        own = document.issued if mandate.signed <= document.issued else None
        told = said if isinstance(said, date) else own
        if told is None:
            return (
                f"was made before mandate {mandate.id}, so the client does not know"
                " that it will be collected; tell them, and write"
                f" debit-announced: {self._request.made_on} on it"
            )
        days = mandate.notice_days
        if days is None:
            days = int(self._settings.debit_notice_days)
        if (self._day - told).days >= days:
            return ""
        return f"was announced on {told}, and may be collected {days} days later"


def plan_direct_debits(books: Books, request: RunRequest) -> RunPlan:
    """Propose what to collect.

    Raises:
        UsageError: If the account, an invoice or a day requested is not possible, or
            we have no creditor identifier.
    """
    account = paying_account(books, request)
    creditor_id = _creditor_id(books, request.made_on)
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, request.made_on)
    wrong = no_file(account, us) if account.currency == "EUR" else "it is not in EUR"
    if wrong:
        raise UsageError(f"direct debits need a SEPA account of ours: {wrong}")
    runs, currency = books.payables_read.payment_runs, account.currency
    day = _day(request, currency)
    wishes = Wishes(day=day, decided_on=request.made_on, currency=currency)
    wishes = with_numbers(
        CollectableReader(books, wishes, request).documents, request, wishes
    )
    reader = CollectableReader(books, wishes, request)
    clients = [
        client
        for client in reader.vendors()
        if reader.mandate(client.id) is not None or _is_asked(client)
    ]
    check_asked(clients)
    proposal = propose_payments(
        clients,
        PaymentOrder(
            until=request.until, day=day, currency=currency, takes_discounts=False
        ),
    )
    mandates = {p.vendor: reader.mandate(p.vendor) for p in proposal.payments}
    return RunPlan(
        id=next_run_id(runs, "DD", request.made_on),
        request=request,
        account=account,
        proposal=proposal,
        discount_account=None,
        balance=account.balance,
        notes=list(_notes(request, day)),
        mandates={client: m for client, m in mandates.items() if m is not None},
        sender_id=creditor_id,
    )


def _day(request: RunRequest, currency: str) -> date:
    """The bank day on which to collect.

    Raises:
        UsageError: If it is too early.
    """
    day = bank_day_from(request.day or request.made_on + _DAY, currency)
    if day <= request.made_on:
        raise UsageError(
            f"banks ask for direct debits a day before at least; {day} is too early"
        )
    return day


def _is_asked(client: VendorToPay) -> bool:
    return any(bill.wanted is not None for bill in client.bills)


def _creditor_id(books: Books, day: date) -> str:
    """Our creditor identifier, without spaces.

    Raises:
        UsageError: If our record has none, or a mistyped one.
    """
    us = books.directory.as_of(PartyRole.COMPANY, OURSELVES, day)
    text = us.text("creditor-id")
    if not text:
        raise UsageError(
            "to collect by direct debit we need a creditor identifier; write"
            ' creditor-id: "DE98ZZZ09999999999" below custom "company"'
        )
    try:
        return checked_creditor_id(text)
    except ValueError as error:
        raise UsageError(f"creditor-id: {error}") from None


def _notes(request: RunRequest, day: date) -> Iterator[str]:
    asked = request.day
    if asked is not None and day != asked:
        yield f"Banks don't work on {asked}; it is executed on {day}."

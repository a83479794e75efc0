"""What to write when a client pays before there is an invoice, and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.books.document_party import client_of, document_currency
from ledgerkit.books.metadata import written
from ledgerkit.books.planned_record import PlannedRecord, money
from ledgerkit.books.record_transaction import (
    Entry,
    Head,
    party_of,
    record_transaction,
)
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Money for work that is not invoiced yet.

    Attributes:
        client: Id, name or alias.
        day: When.
        amount: How much.
        currency: None for the client's, else the book's.
        account: Where the money went; None for the only bank.
        advances: The account of advances; None for the only ``client-advance``.
        text: The narration; None for ``Deposit``.
    """

    client: str
    day: date
    amount: Decimal
    currency: str | None = None
    account: str | None = None
    advances: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositUse:
    """A deposit set against an invoice.

    Attributes:
        number: The invoice.
        day: When.
        amount: How much; None for as much as there is and is open.
        advances: The account of advances; None for the only ``client-advance``.
        text: The narration; None for a usual one.
    """

    number: str
    day: date
    amount: Decimal | None = None
    advances: str | None = None
    text: str | None = None


def plan_deposit(books: Books, deposit: Deposit) -> PlannedRecord:
    """Plan a deposit: a debt to the client until it is set against an invoice.

    Raises:
        UsageError: If it can't be written so.
    """
    if deposit.amount <= 0:
        raise UsageError("a deposit is a positive amount; correct it")
    client = client_of(books, deposit.client, deposit.day)
    currency = deposit.currency or document_currency(books, client)
    bank = account_of(books, Role.BANK, deposit.account, "--to")
    advances = account_of(
        books, Role.CLIENT_ADVANCE, deposit.advances, "--advance-account"
    )
    entries = [
        Entry(account=bank, amount=deposit.amount, currency=currency),
        Entry(account=advances, amount=-deposit.amount, currency=currency),
    ]
    head = Head(client=client, day=deposit.day, text=deposit.text or "Deposit")
    return PlannedRecord(
        done=f"deposit of {money(deposit.amount, currency)}",
        directives=[record_transaction(books, head, entries)],
        notes=(
            "where a deposit is taxed when it is paid, write an invoice for it instead",
        ),
    )


def plan_deposit_use(books: Books, use: DepositUse) -> PlannedRecord:
    """Plan to set a client's deposit against its invoice.

    Raises:
        UsageError: If the client has no deposit, or less than is to be used.
    """
    document = books.find_document(use.number)
    client = party_of(books, document, use.day)
    advances = account_of(books, Role.CLIENT_ADVANCE, use.advances, "--advance-account")
    there = advance_balance(books, client.id, document.currency, use.day)
    amount = min(there, document.open) if use.amount is None else use.amount
    if there <= 0 or document.open <= 0 or amount <= 0:
        raise UsageError(
            f"{client.name} has {money(there, document.currency)} of deposits by"
            f" {use.day}, and {document.label} has {document.open:f} open; nothing can"
            " be set against it"
        )
    if amount > min(there, document.open):
        raise UsageError(
            f"{client.name} has {money(there, document.currency)} of deposits, and"
            f" {document.label} has {document.open:f} open; use at most"
            f" {min(there, document.open):f}"
        )
    entries = [
        Entry(account=advances, amount=amount, currency=document.currency),
        Entry(
            account=document.postings[0].account,
            amount=-amount,
            currency=document.currency,
            invoice=document.number,
        ),
    ]
    text = use.text or "Deposit set against the invoice"
    head = Head(client=client, day=use.day, text=text)
    left, used = there - amount, money(amount, document.currency)
    notes = [f"{money(left, document.currency)} of deposits are left"] if left else []
    return PlannedRecord(
        done=f"{used} of deposits set against {document.label}",
        directives=[record_transaction(books, head, entries)],
        notes=notes,
    )


def advance_balance(books: Books, client: str, currency: str, day: date) -> Decimal:
    """What a client has paid in advance by a day, and is not set against anything.

    Whose an advance is follows from ``client:``, else from the payee, else from the
    invoice that its link names.
    """
    balance = ZERO
    for txn in books.directives:
        if not isinstance(txn, Transaction) or txn.date > day:
            continue
        for posting in txn.postings:
            role = books.chart.role(posting.account)
            if role is None or role.role is not Role.CLIENT_ADVANCE:
                continue
            units = posting.units
            if units is None or units.number is None or units.currency != currency:
                continue
            if _whose(books, txn, posting) == client:
                balance -= units.number
    return balance


def _whose(books: Books, txn: Transaction, posting: Posting) -> str | None:
    stated = written(posting.meta, "client") or written(txn.meta, "client")
    named = stated or txn.payee
    if named is None:
        return None
    return books.directory.identify(PartyRole.CLIENT, str(named)) or str(named)

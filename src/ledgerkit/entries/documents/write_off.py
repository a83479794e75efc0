"""The entries for a write-off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.entries.coins import check_part
from ledgerkit.entries.currencies.exchanged import exchanged
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.transaction import (
    Entry,
    Head,
    party_of,
    record_transaction,
)
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Transaction

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """Invoices to write off.

    Attributes:
        numbers: Their numbers; at least one.
        day: The day.
        amount: How much of the only one; None for the open amount of each.
        currency: Of the amount; None for the invoice's.
        account: Its account; None for the only ``bad-debt``.
        text: The narration; None for ``Written off``.
    """

    numbers: tuple[str, ...]
    day: date
    amount: Decimal | None = None
    currency: str | None = None
    account: str | None = None
    text: str | None = None


def plan_write_off(books: Books, write_off: WriteOff) -> PlannedEntries:
    """Plan to write off open amounts, with their tax, one transaction an invoice.

    Tax is written off too: whether and when a tax office refunds it differs from
    country to country, and the plan's notes say that no refund is booked.

    Raises:
        UsageError: If it can't be written.
    """
    if write_off.amount is not None and len(write_off.numbers) > 1:
        raise UsageError("--amount is for one invoice; name the others by themselves")
    documents = [books.find_document(number) for number in write_off.numbers]
    if len({document.number for document in documents}) < len(documents):
        raise UsageError("an invoice is named twice; name each once")
    account = account_of(books, Role.BAD_DEBT, write_off.account, "--account")
    written = [_transaction(books, write_off, d, account) for d in documents]
    totals: dict[str, Decimal] = {}
    for document, (amount, _txn) in zip(documents, written, strict=True):
        totals[document.currency] = totals.get(document.currency, ZERO) + amount
    total = " and ".join(f"{as_money(amount, code)}" for code, amount in totals.items())
    return PlannedEntries(
        done=f"write-off of {total}",
        directives=[txn for _amount, txn in written],
        notes=list(_notes(books, documents)),
    )


def _transaction(
    books: Books, write_off: WriteOff, document: Document, account: str
) -> tuple[Decimal, Transaction]:
    number = document.label
    open_, currency = document.open, document.currency
    check_part(books, document, write_off.amount, write_off.currency)
    amount = open_ if write_off.amount is None else write_off.amount
    if open_ <= 0 or amount <= 0 or amount > open_:
        raise UsageError(
            f"{number} has {as_money(open_, currency)} open; write off between 0 and"
            " that"
            if open_ > 0
            else f"{number} has nothing open to write off"
        )
    if write_off.day < document.issued:
        raise UsageError(
            f"{number} is of {document.issued}, after {write_off.day}; correct the date"
        )
    rates = exchanged(books, [(document, amount)], None)
    entries = [
        Entry(account=account, amount=amount, currency=currency, price=rates.money),
        Entry(
            account=document.postings[0].account,
            amount=-amount,
            currency=currency,
            document=document.number,
            price=rates.money,
        ),
    ]
    head = Head(
        party=party_of(books, document, write_off.day),
        day=write_off.day,
        text=write_off.text or "Written off",
    )
    return amount, record_transaction(books, head, entries)


def _notes(books: Books, documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        try:
            taxed = books.read_invoice(document).tax
        except UsageError:
            continue
        if taxed:
            yield (
                "the tax in it is written off too; relief for bad debts is not booked,"
                " because each country has rules of its own"
            )
            return

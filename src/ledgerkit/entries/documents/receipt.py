"""The entries for a client's payment, or a refund to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.books.documents.party import (
    client_of,
    control_account_of,
    document_currency,
)
from ledgerkit.entries.documents.exchanged import exchanged
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
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.exchanged import Exchanged
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money from a client, or back to it.

    Attributes:
        day: The day.
        amount: The amount settled; negative for a refund.
        client: Id, name or alias; None if the documents show it.
        settles: The documents with the amount for each; None for what is open.
        account: The account of the money; None for the only bank.
        currency: Of the amount; None for the documents', else the client's.
        text: The narration; None for ``Payment`` or ``Refund``.
        fee: The bank's fee, in its currency.
        fee_account: The account for it; None for the only ``bank-fees``.
        received: The amount the bank credited in another currency, if it did.
        exchange_account: The account for what that is worth more or less than the
            documents were booked at; None for the only ``exchange-gain``.
        control_account: The receivable; None for the documents', else the client's.
    """

    day: date
    amount: Decimal
    client: str | None = None
    settles: tuple[tuple[str, Decimal | None], ...] = ()
    account: str | None = None
    currency: str | None = None
    text: str | None = None
    fee: Decimal = ZERO
    fee_account: str | None = None
    received: Amount | None = None
    exchange_account: str | None = None
    control_account: str | None = None


def plan_receipt(books: Books, receipt: Receipt) -> PlannedEntries:
    """Plan a payment: allocated to the documents named, the rest on account.

    Nothing is booked beyond a document's open amount: any excess stays on account, and
    the plan's notes say so.

    Raises:
        UsageError: If it can't be written.
    """
    if not receipt.amount:
        raise UsageError("the amount is zero, so nothing was paid")
    documents = [books.find_document(number) for number, _part in receipt.settles]
    client = _client(books, receipt, documents)
    currency = _currency(books, receipt, documents, client)
    parts = list(_parts(books, receipt, documents, client))
    rest = receipt.amount - sum((amount for _document, amount in parts), ZERO)
    if rest < 0:
        _check_on_account(books, client, currency, receipt.day, -rest)
    control = receipt.control_account or (
        documents[0].postings[0].account
        if documents
        else control_account_of(books, client)
    )
    if rest:
        parts.append((None, rest))
    text = receipt.text or ("Payment" if receipt.amount > 0 else "Refund")
    rates = exchanged(books, parts, _worth(receipt))
    entries = [
        *_money(books, receipt, currency, rates.money),
        *_settling(parts, control, currency, rates),
        *_gained(books, receipt, rates),
    ]
    head = Head(party=client, day=receipt.day, text=text)
    noun = "payment" if receipt.amount > 0 else "refund"
    return PlannedEntries(
        done=f"{noun} of {as_money(abs(receipt.amount), currency)}",
        directives=[record_transaction(books, head, entries)],
        notes=list(_notes(books, client, currency, rest, documents)),
    )


def _check_on_account(
    books: Books, client: Party, currency: str, day: date, amount: Decimal
) -> None:
    """Refuse to pay back what names nothing and is not on account either."""
    on_account = min(
        _on_account(books, client.id, currency, as_of) for as_of in (day, date.max)
    )
    if amount > on_account:
        raise UsageError(
            f"{as_money(amount, currency)} would be paid back, and {client.name} has"
            f" {as_money(on_account, currency)} on account; correct the amount, or name"
            " with --invoice the credit note that it pays back"
        )


def _on_account(
    books: Books, client: str, currency: str, as_of: date, number: str | None = None
) -> Decimal:
    """A client's money on account; that which names a document, if one is given."""
    unapplied = books.subledger(Side.RECEIVABLE, as_of).of_party(client).unapplied
    return -sum(
        (
            u.amount
            for u in unapplied
            if u.posting.currency == currency
            and (number is None or number in {u.posting.number, *u.posting.links})
        ),
        ZERO,
    )


def _settling(
    parts: Sequence[tuple[Document | None, Decimal]],
    control: str,
    currency: str,
    rates: Exchanged,
) -> Iterator[Entry]:
    """A posting for each document, and one for the rest on account."""
    for (document, amount), price in zip(parts, rates.prices, strict=True):
        yield Entry(
            account=control if document is None else document.postings[0].account,
            amount=-amount,
            currency=currency,
            document=document.number if document is not None else None,
            price=price,
        )


def _client(books: Books, receipt: Receipt, documents: Sequence[Document]) -> Party:
    if receipt.client is not None:
        client = client_of(books, receipt.client, receipt.day)
    elif documents:
        client = party_of(books, documents[0], receipt.day)
    else:
        raise UsageError("say who has paid: --client, or --invoice with a number")
    for document in documents:
        if document.party != client.id:
            raise UsageError(
                f"{document.label} is {document.party}'s and not {client.id}'s; write"
                " one receipt for each client"
            )
    return client


def _currency(
    books: Books, receipt: Receipt, documents: Sequence[Document], client: Party
) -> str:
    currencies = {document.currency for document in documents}
    currency = receipt.currency or (
        currencies.pop() if len(currencies) == 1 else document_currency(books, client)
    )
    for document in documents:
        if document.currency != currency:
            raise UsageError(
                f"{document.label} is in {document.currency}, and {currency} is paid;"
                " write one receipt for each currency"
            )
    return currency


def _payable(books: Books, document: Document, receipt: Receipt) -> Decimal:
    """What may be paid of a document, or paid back: a credit, or what was too much."""
    if receipt.amount > 0:
        return document.open
    if document.is_credit or document.open < 0:
        return -document.open
    return _on_account(
        books, document.party, document.currency, receipt.day, document.number
    )


def _parts(
    books: Books, receipt: Receipt, documents: Sequence[Document], client: Party
) -> Iterator[tuple[Document | None, Decimal]]:
    """The allocation to documents, in the order in which they are named."""
    remaining, sign = receipt.amount, 1 if receipt.amount > 0 else -1
    numbers: set[str | None] = set()
    for document, (number, stated) in zip(documents, receipt.settles, strict=True):
        if document.number in numbers:
            raise UsageError(f"{number} is named twice; name it once")
        numbers.add(document.number)
        if document.postings[0].day > receipt.day:
            raise UsageError(
                f"{number} is of {document.issued}, after the payment of {receipt.day};"
                " correct the date, or leave the money on account"
            )
        currency, open_ = document.currency, _payable(books, document, receipt)
        portion = open_ if stated is None else abs(stated)
        if open_ <= 0:
            purpose = "to be paid" if sign > 0 else "to be paid back"
            raise UsageError(f"{number} has nothing {purpose}; leave it out")
        if stated is not None and portion > open_:
            raise UsageError(
                f"{number} has {as_money(open_, currency)} open and not {portion:f};"
                f" without ={stated:f} what is more stays on account"
            )
        if stated is not None and portion > sign * remaining:
            raise UsageError(
                f"only {as_money(sign * remaining, currency)} are left for {number},"
                f" and not {portion:f}; correct the amounts"
            )
        part = sign * min(portion, sign * remaining)
        if not part:
            raise UsageError(
                f"nothing is left for {number} of what {client.name} paid; leave it out"
            )
        remaining -= part
        yield document, part


def _money(
    books: Books, receipt: Receipt, currency: str, price: Amount | None
) -> Iterator[Entry]:
    """The account of the money: the bank, less its fee."""
    bank = account_of(books, Role.BANK, receipt.account, "--to")
    role = books.chart.role(bank)
    if role is not None and role.role.side is Side.RECEIVABLE:
        raise UsageError(f"{bank} is a receivable; name where the money went: --to")
    received, fee = receipt.received, receipt.fee
    money_currency = received.currency if received is not None else currency
    gross = receipt.amount
    if received is not None:
        assert received.number is not None
        gross = abs(received.number) + fee
        gross = gross if receipt.amount > 0 else -abs(received.number) + fee
    if fee < 0 or fee >= abs(gross):
        raise UsageError(f"the bank can't have kept {fee:f} of {abs(gross):f}")
    yield Entry(account=bank, amount=gross - fee, currency=money_currency, price=price)
    if fee:
        account = account_of(
            books, Role.BANK_FEES, receipt.fee_account, "--fee-account"
        )
        yield Entry(account=account, amount=fee, currency=money_currency, price=price)


def _worth(receipt: Receipt) -> Amount | None:
    """What the bank credited in another currency, with its fee; negative if debited."""
    received = receipt.received
    if received is None:
        return None
    assert received.number is not None
    if receipt.amount > 0:
        return Amount(Decimal(abs(received.number) + receipt.fee), received.currency)
    return Amount(Decimal(receipt.fee - abs(received.number)), received.currency)


def _gained(books: Books, receipt: Receipt, rates: Exchanged) -> Iterator[Entry]:
    """What the money was worth more or less than the documents were booked at."""
    if rates.gain and receipt.received is not None:
        account = account_of(
            books, Role.EXCHANGE_GAIN, receipt.exchange_account, "--exchange-account"
        )
        yield Entry(
            account=account, amount=rates.gain, currency=receipt.received.currency
        )


def _notes(
    books: Books,
    client: Party,
    currency: str,
    rest: Decimal,
    settled: Sequence[Document],
) -> Iterator[str]:
    """Where the rest went, and what else it could settle."""
    if rest < 0:
        left = _on_account(books, client.id, currency, date.max) + rest
        if left:
            yield f"{as_money(left, currency)} stay on account"
        return
    if not rest:
        return
    named = {document.number for document in settled}
    open_ = [
        f"{d.label} ({d.open:f})"
        for d in books.subledger(Side.RECEIVABLE, date.max).open_documents
        if d.party == client.id and d.currency == currency and d.open > 0
        if d.number not in named
    ]
    suggestion = f"; open are {', '.join(open_[:5])}" if open_ else ""
    yield f"{as_money(rest, currency)} stay on account{suggestion}"

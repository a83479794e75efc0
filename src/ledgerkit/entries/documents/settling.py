"""The entries for money that settles documents, from a client or to a vendor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.documents.party import (
    control_account_of,
    declared_party,
    document_currency,
)
from ledgerkit.entries.coins import check_coins
from ledgerkit.entries.currencies.exchanged import exchanged
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.entries.money_moved import MoneyMoved, Settling
from ledgerkit.entries.transaction import (
    Entry,
    Head,
    party_of,
    record_transaction,
)
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.currencies.exchanged import Exchanged
    from ledgerkit.open_items.document import Document
    from ledgerkit.parties.party import Party


def plan_settling(books: Books, settling: Settling) -> PlannedEntries:
    """Plan a payment: allocated to the documents named, the rest on account.

    What names no document, and is exactly what the party's only open one asks for,
    settles that. Nothing is booked beyond a document's open amount: any excess stays on
    account. The plan's notes say either.

    Raises:
        UsageError: If it can't be written.
    """
    found = _find(books, settling)
    side, party, documents = settling.side, found.party, found.documents
    amount = found.amount
    currency = _currency(books, settling, documents, party)
    _check_coins(books, settling, currency)
    parts: list[tuple[Document | None, Decimal]] = [*_parts(books, settling, found)]
    rest = amount - sum((part for _document, part in parts), ZERO)
    if rest < 0:
        _check_on_account(books, settling, party, (-rest, currency))
    if rest:
        parts.append((None, rest))
    noun = "payment" if amount > 0 else "refund"
    money = MoneyMoved(settling, amount, currency)
    rates = exchanged(books, parts, money.worth(), settling.day)
    entries = [
        *money.entries(books, rates),
        *_settled(parts, _control(books, settling, found), currency, side, rates),
        *money.gained(books, rates),
    ]
    head = Head(
        party=party,
        day=settling.day,
        text=settling.text or noun.capitalize(),
        side=side,
    )
    return PlannedEntries(
        done=f"{noun} of {as_money(abs(amount), currency)}",
        directives=[record_transaction(books, head, entries)],
        notes=[
            *([_PROPOSED.format(documents[0].label)] if found.is_proposed else []),
            *_notes(books, side, party, (rest, currency), documents),
        ],
    )


def _check_coins(books: Books, settling: Settling, currency: str) -> None:
    """Refuse amounts that nobody can have paid."""
    for number in (settling.amount, *(part for _number, part in settling.settles)):
        check_coins(books, number, currency)
    bank = settling.exchanged
    check_coins(books, settling.fee, bank.currency if bank else currency)
    if bank is not None:
        check_coins(books, bank.number, bank.currency)


class _Found(NamedTuple):
    """What was named, in the books.

    Attributes:
        party: The client or vendor.
        amount: The amount settled.
        documents: The documents to settle.
        parts: Of each, as named: its number, and how much of it.
        is_proposed: Whether the document is the only open one, which nobody named.
    """

    party: Party
    amount: Decimal
    documents: Sequence[Document]
    parts: Sequence[tuple[str, Decimal | None]]
    is_proposed: bool = False


#: What is said of a document that nobody named.
_PROPOSED = (
    "it settles {}, the only open one, which asks for just that; --on-account leaves it"
    " open"
)


def _find(books: Books, settling: Settling) -> _Found:
    documents = [
        books.find_document(number, side=settling.side)
        for number, _part in settling.settles
    ]
    party = _party(books, settling, documents)
    amount = _amount(settling, documents)
    only = None if documents else _only_open(books, settling, party, amount)
    if only is None:
        return _Found(party, amount, documents, settling.settles)
    assert only.number is not None
    return _Found(party, amount, [only], [(only.number, None)], is_proposed=True)


def _check_on_account(
    books: Books, settling: Settling, party: Party, money: tuple[Decimal, str]
) -> None:
    """Refuse to pay back what names nothing and is not on account either."""
    (amount, currency), side = money, settling.side
    on_account = min(
        _on_account(books, side, (party.id, currency), as_of)
        for as_of in (settling.day, date.max)
    )
    if amount > on_account:
        credit = (
            "with --invoice the credit note that it pays back"
            if side is Side.RECEIVABLE
            else "the credit that it pays back, as NUMBER"
        )
        raise UsageError(
            f"{as_money(amount, currency)} would be paid back, and {party.name} has"
            f" {as_money(on_account, currency)} on account; correct the amount, or name"
            f" {credit}"
        )


def _on_account(
    books: Books,
    side: Side,
    party_and_currency: tuple[str, str],
    as_of: date,
    number: str | None = None,
) -> Decimal:
    """A party's money on account; that which names a document, if one is given."""
    party, currency = party_and_currency
    unapplied = books.subledger(side, as_of).of_party(party).unapplied
    return -sum(
        (
            u.amount
            for u in unapplied
            if u.posting.currency == currency
            and (number is None or number in {u.posting.number, *u.posting.links})
        ),
        ZERO,
    )


def _control(books: Books, settling: Settling, found: _Found) -> str:
    if settling.control_account:
        return find_account(books, settling.control_account)
    if found.documents:
        return found.documents[0].postings[0].account
    return control_account_of(books, found.party, settling.side)


def _amount(settling: Settling, documents: Sequence[Document]) -> Decimal:
    """The amount settled: as stated, else all that is to be settled."""
    if settling.amount is not None:
        if not settling.amount:
            raise UsageError("the amount is zero, so nothing was paid")
        return settling.amount
    if not documents:
        raise UsageError("say how much was paid, with --amount")
    for document in documents:
        if document.open <= 0:
            raise UsageError(f"{document.label} has nothing to be paid; leave it out")
    stated = (part for _number, part in settling.settles)
    parts = zip(documents, stated, strict=True)
    return sum((d.open if part is None else part for d, part in parts), ZERO)


def _only_open(
    books: Books, settling: Settling, party: Party, amount: Decimal
) -> Document | None:
    """The party's only open document, if this is exactly what it asks for."""
    subledger = books.subledger(settling.side, date.max)
    if settling.on_account or any(u.party == party.id for u in subledger.unapplied):
        return None
    open_ = [d for d in subledger.open_documents if d.party == party.id]
    if len(open_) != 1 or open_[0].number is None or amount <= 0:
        return None
    [only] = open_
    fits = only.open == amount and settling.currency in {None, only.currency}
    return only if fits and only.issued <= settling.day else None


def _settled(
    parts: Sequence[tuple[Document | None, Decimal]],
    control: str,
    currency: str,
    side: Side,
    rates: Exchanged,
) -> Iterator[Entry]:
    """A posting for each document, and one for the rest on account."""
    for (document, amount), price in zip(parts, rates.prices, strict=True):
        yield Entry(
            account=control if document is None else document.postings[0].account,
            amount=-side.sign * amount,
            currency=currency,
            document=document.number if document is not None else None,
            price=price,
        )


def _party(books: Books, settling: Settling, documents: Sequence[Document]) -> Party:
    side = settling.side
    role = side.party_role.value
    if settling.party is not None:
        party = declared_party(books, side, settling.party, settling.day)
    elif documents:
        party = party_of(books, documents[0], settling.day)
    else:
        raise UsageError(
            "say who has paid: --client, or --invoice with a number"
            if side is Side.RECEIVABLE
            else "say what was paid: NUMBER of a bill, or --vendor and --amount"
        )
    for document in documents:
        if document.party != party.id:
            raise UsageError(
                f"{document.label} is {document.party}'s and not {party.id}'s; enter"
                f" one payment for each {role}"
            )
    return party


def _currency(
    books: Books, settling: Settling, documents: Sequence[Document], party: Party
) -> str:
    currencies = {document.currency for document in documents}
    currency = settling.currency or (
        currencies.pop() if len(currencies) == 1 else document_currency(books, party)
    )
    for document in documents:
        if document.currency != currency:
            raise UsageError(
                f"{document.label} is in {document.currency}, and {currency} is paid;"
                " enter one payment for each currency"
            )
    return currency


def _settleable(books: Books, document: Document, settling: Settling) -> Decimal:
    """What may be paid of a document, or paid back: a credit, or what was too much."""
    if settling.amount is None or settling.amount > 0:
        return document.open
    if document.is_credit or document.open < 0:
        return -document.open
    party = document.party, document.currency
    return _on_account(books, settling.side, party, settling.day, document.number)


def _parts(
    books: Books, settling: Settling, found: _Found
) -> Iterator[tuple[Document, Decimal]]:
    """The allocation to documents, in the order in which they are named."""
    remaining, sign = found.amount, 1 if found.amount > 0 else -1
    numbers: set[str | None] = set()
    for document, (number, stated) in zip(found.documents, found.parts, strict=True):
        if document.number in numbers:
            raise UsageError(f"{number} is named twice; name it once")
        numbers.add(document.number)
        if document.postings[0].day > settling.day:
            raise UsageError(
                f"{number} is of {document.issued}, after the payment of"
                f" {settling.day}; correct the date, or leave the money on account"
            )
        currency, open_ = document.currency, _settleable(books, document, settling)
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
            ours = settling.side is Side.PAYABLE
            payer = "we" if ours else found.party.name
            raise UsageError(
                f"nothing is left for {number} of what {payer} paid; leave it out"
            )
        remaining -= part
        yield document, part


def _notes(
    books: Books,
    side: Side,
    party: Party,
    money: tuple[Decimal, str],
    settled: Sequence[Document],
) -> Iterator[str]:
    """Where the rest went, and what else it could settle."""
    rest, currency = money
    if rest < 0:
        left = _on_account(books, side, (party.id, currency), date.max) + rest
        if left:
            yield f"{as_money(left, currency)} stay on account"
    if rest <= 0:
        return
    named = {document.number for document in settled}
    open_ = [
        f"{d.label} ({d.open:f})"
        for d in books.subledger(side, date.max).open_documents
        if d.party == party.id and d.currency == currency and d.open > 0
        if d.number not in named
    ]
    suggestion = f"; open are {', '.join(open_[:5])}" if open_ else ""
    yield f"{as_money(rest, currency)} stay on account{suggestion}"

"""The entries for payments before there is a document, and their use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import account_of
from ledgerkit.books.documents.advances import ADVANCE_ROLE, advances
from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.entries.coins import check_coins, check_part
from ledgerkit.entries.documents.advance_used import advance_used
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
    from decimal import Decimal

    from ledgerkit.books.books import Books

#: The word for one, its document, and the option for the money's account.
_WORDS = {
    Side.RECEIVABLE: ("deposit", "an invoice", "--to"),
    Side.PAYABLE: ("prepayment", "a bill", "--pay-from"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """A payment for something not invoiced yet.

    Attributes:
        party: Who paid us, or whom we paid: id, name or alias.
        day: The day.
        amount: The amount.
        side: Whether the party is a client or a vendor.
        currency: None for the party's, else the book's.
        account: The account of the money; None for the only bank.
        advances: The account of advances; None for the only ``client-advance``, or
            ``vendor-advance``.
        text: The narration; None for ``Deposit`` or ``Prepayment``.
    """

    party: str
    day: date
    amount: Decimal
    side: Side = Side.RECEIVABLE
    currency: str | None = None
    account: str | None = None
    advances: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositUse:
    """A deposit set against an invoice, or a prepayment against a bill.

    Attributes:
        number: The document.
        day: The day.
        amount: The amount; None for as much as is available and open.
        currency: Of the amount; None for the document's.
        side: Whether the document is an invoice or a bill.
        advances: The account of advances; None for the only one.
        text: The narration; None for a usual one.
    """

    number: str
    day: date
    amount: Decimal | None = None
    currency: str | None = None
    side: Side = Side.RECEIVABLE
    advances: str | None = None
    text: str | None = None


def plan_deposit(books: Books, deposit: Deposit) -> PlannedEntries:
    """Plan a deposit: a debt of whoever received it until a document uses it up.

    Raises:
        UsageError: If it can't be written.
    """
    side = deposit.side
    word, document, money_option = _WORDS[side]
    if deposit.amount <= 0:
        raise UsageError(f"a {word} is a positive amount; correct it")
    party = declared_party(books, side, deposit.party, deposit.day)
    currency = deposit.currency or document_currency(books, party)
    check_coins(books, deposit.amount, currency)
    bank = account_of(books, Role.BANK, deposit.account, money_option)
    advances_ = account_of(
        books, ADVANCE_ROLE[side], deposit.advances, "--advance-account"
    )
    signed = side.sign * deposit.amount
    entries = [
        Entry(account=bank, amount=signed, currency=currency),
        Entry(account=advances_, amount=-signed, currency=currency),
    ]
    text = deposit.text or word.capitalize()
    head = Head(party=party, day=deposit.day, text=text, side=side)
    return PlannedEntries(
        done=f"{word} of {as_money(deposit.amount, currency)}",
        directives=[record_transaction(books, head, entries)],
        notes=(
            f"where a {word} is taxed when it is paid, write {document} for it instead",
        ),
    )


def plan_deposit_use(books: Books, use: DepositUse) -> PlannedEntries:
    """Plan to set a party's deposit against its invoice or bill.

    Raises:
        UsageError: If the party has no deposit, or less than is to be used.
    """
    side = use.side
    word = _WORDS[side][0]
    document = books.find_document(use.number, side=side)
    party, currency = party_of(books, document, use.day), document.currency
    check_part(books, document, use.amount, use.currency)
    account = account_of(books, ADVANCE_ROLE[side], use.advances, "--advance-account")
    every = _available(books, use, party.id, currency, untaxed=False)
    available = min(every, _available(books, use, party.id, currency, untaxed=True))
    usable = min(available, document.open)
    amount = usable if use.amount is None else use.amount
    situation = (
        f"{party.name} has {as_money(available, currency)} of {word}s by {use.day}, and"
        f" {document.label} has {as_money(document.open, currency)} open"
    )
    if every > available:
        situation += _taxed(side, account, every - available, currency)
    if usable <= 0 or amount <= 0:
        raise UsageError(f"{situation}; nothing can be set against it")
    if amount > usable:
        raise UsageError(f"{situation}; use at most {usable:f}")
    entries = [*advance_used(books, document, account, (party.id, amount), use.day)]
    text = use.text or f"{word.capitalize()} set against the {side.number_key}"
    head = Head(party=party, day=use.day, text=text, side=side)
    remainder = available - amount
    return PlannedEntries(
        done=f"{as_money(amount, currency)} of {word}s set against {document.label}",
        directives=[record_transaction(books, head, entries)],
        notes=[f"{as_money(remainder, currency)} of {word}s are left"]
        if remainder
        else [],
    )


def _available(
    books: Books, use: DepositUse, party: str, currency: str, *, untaxed: bool
) -> Decimal:
    """What a party has paid in advance and is not used, even later than the day."""
    return min(
        advances(books, use.side, day, untaxed=untaxed).get((party, currency), ZERO)
        for day in (use.day, date.max)
    )


def _taxed(side: Side, account: str, amount: Decimal, currency: str) -> str:
    """What to do with advances whose tax is settled already."""
    return (
        f" ({as_money(amount, currency)} more were taxed when they were paid: take them"
        f" off in {_WORDS[side][1]} itself, by a line such as"
        f' "{account}; Advance; -{amount:f}; tax=CODE")'
    )

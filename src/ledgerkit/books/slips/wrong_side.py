"""Money booked on the other side: a client's payment on what we owe, and so on.

It would make a debt of its own, a bill from a client or an invoice to a vendor, and
leave the document open that it was meant for.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, effect, finding
from ledgerkit.language.document_kinds import UNNUMBERED_DOCUMENT
from ledgerkit.language.finding_kinds import UNDECLARED_CLIENT
from ledgerkit.language.slip_kinds import BOOKED_AGAIN, WRONG_SIDE
from ledgerkit.ledger.place import place_in, place_of
from ledgerkit.money import ZERO
from ledgerkit.open_items.purpose import ADD_DOCUMENTS
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.parties.directory import PartyDirectory

#: The option with the root of what a document sells or buys.
_ROOT_OPTION = {Side.RECEIVABLE: "name_income", Side.PAYABLE: "name_expenses"}
_SOLD = {Side.RECEIVABLE: "sold", Side.PAYABLE: "bought"}
_DOCUMENT = {Side.RECEIVABLE: "an invoice", Side.PAYABLE: "a bill"}
_OTHER = {Side.RECEIVABLE: Side.PAYABLE, Side.PAYABLE: Side.RECEIVABLE}


def find_wrong_sides(source: Source, side: Side) -> Iterator[Finding]:
    """Report debts that are payments of the other side's documents.

    Args:
        source: The book.
        side: The side to look at.
    """
    directory, role = source.directory, side.party_role
    for item in source.subledger(side, date.max).items:
        first = item.first
        # Nearly all were sold or bought; and most parties are known on their own side.
        if first.purpose in ADD_DOCUMENTS or directory.is_declared(role, item.party):
            continue
        names_other = item.number in source.subledger(_OTHER[side], date.max).by_number
        sentence = _sentence(item, directory, names_other=names_other)
        if sentence and _is_money_only(source.transaction_of(first), source.chart):
            yield finding(
                WRONG_SIDE,
                first.place,
                sentence,
                unfinished=first.unfinished or not names_other,
                party=item.party,
                explains=[
                    effect(UNNUMBERED_DOCUMENT, first.place),
                    effect(UNDECLARED_CLIENT, record_subject("client", item.party)),
                ],
            )


def find_booked_again(source: Source, side: Side) -> Iterator[Finding]:
    """Report money for open documents that sells or buys the same once more.

    Args:
        source: The book.
        side: The side of the documents.
    """
    for txn in source.reading.elsewhere:
        items = source.subledger(side, date.max).by_number
        named = {txn.meta.get(side.number_key), *(txn.links or ())}
        for number in sorted(named & items.keys()):
            for item in items[number]:
                sold = _sold_again(txn, item, source)
                if sold is not None:
                    yield _again(txn, *sold, item)


def _sold_again(
    txn: Transaction, item: SubledgerItem, source: Source
) -> tuple[Posting, Decimal] | None:
    """The posting that sells or buys again what money pays for, and the money."""
    side = item.first.side
    sign = 1 if side is Side.RECEIVABLE else -1
    root = f"{source.options[_ROOT_OPTION[side]]}:"
    money, sold = ZERO, None
    for posting in txn.postings:
        role, units = source.chart.role(posting.account), posting.units
        number = units.number if units is not None else None
        if units is None or number is None or units.currency != item.first.currency:
            return None
        if role is not None and role.role.holds_money:
            money += sign * number
        elif role is None and posting.account.startswith(root):
            sold = sold or posting
        else:
            return None
    return (sold, money) if sold is not None and 0 < money <= item.open else None


def _again(
    txn: Transaction, posting: Posting, money: Decimal, item: SubledgerItem
) -> Finding:
    side, currency = item.first.side, item.first.currency
    message = (
        f"{money:f} {currency} of {item.label} are {_SOLD[side]} on {posting.account}"
        f" once more, and {item.open:f} {currency} of it stay open; write"
        f" {item.first.account} if this is its payment"
    )
    return finding(
        BOOKED_AGAIN,
        place_in(posting.meta) if posting.meta else place_of(txn),
        message,
        unfinished=txn.flag == "!" or money != item.open,
        party=item.party,
    )


def _sentence(
    item: SubledgerItem, directory: PartyDirectory, *, names_other: bool
) -> str | None:
    """What is wrong, if the document or its party is the other side's."""
    side = item.first.side
    other = _OTHER[side]
    remedy = f"write the {other.value} account"
    if names_other:
        return (
            f"{item.label} is a number of our"
            f" {other.number_key}s, and money for it on {item.first.account} makes"
            f" {_DOCUMENT[side]}; {remedy}"
        )
    known = directory.identify(other.party_role, item.party)
    if known is None:
        return None
    return (
        f"{known} is a {other.party_role.value}, and its money on"
        f" {item.first.account} makes {_DOCUMENT[side]}; {remedy}"
    )


def _is_money_only(txn: Transaction, chart: ChartOfAccounts) -> bool:
    """Whether a transaction only moves money and debts: nothing is bought or sold."""
    roles = [chart.role(posting.account) for posting in txn.postings]
    return any(role is not None and role.role.holds_money for role in roles) and all(
        role is not None and (role.role.holds_money or role.role.side is not None)
        for role in roles
    )

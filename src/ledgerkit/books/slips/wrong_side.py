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
from ledgerkit.language.slip_kinds import WRONG_SIDE
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core.data import Transaction

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.parties.directory import PartyDirectory

_DOCUMENT = {Side.RECEIVABLE: "an invoice", Side.PAYABLE: "a bill"}
_OTHER = {Side.RECEIVABLE: Side.PAYABLE, Side.PAYABLE: Side.RECEIVABLE}


def find_wrong_sides(source: Source, side: Side) -> Iterator[Finding]:
    """Report debts that are payments of the other side's documents.

    Args:
        source: The book.
        side: The side to look at.
    """
    directory, role = source.directory, side.party_role
    numbers = source.subledger(_OTHER[side], date.max).by_number
    for item in source.subledger(side, date.max).items:
        # Nearly all were sold or bought; and most parties are known on their own side.
        if item.first.purpose.adds_a_document or directory.is_declared(
            role, item.party
        ):
            continue
        first, names_other = item.first, item.number in numbers
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

"""Open documents and money in foreign currencies, with what they are carried at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.currencies.carried import carried
from ledgerkit.general_ledger.currencies.revaluation import ForeignItem
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.text.typed_amounts import has_coins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Place
    from ledgerkit.open_items.building import SubledgerItem


@dataclass(frozen=True, slots=True)
class ForeignItems:
    """What is open at the end of a day, and what can't be said of some of it.

    Attributes:
        items: Those with a carrying amount in the books' currency.
        notes: What was left out, and why.
    """

    items: list[ForeignItem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_foreign_items(source: Source, own: str, day: date) -> ForeignItems:
    """The open foreign items at the end of a day.

    Args:
        source: The book.
        own: Its currency.
        day: The day.
    """
    found = ForeignItems()
    for side in Side:
        for item in source.subledger(side, day).items:
            if item.open and item.first.currency != own:
                _add_document(source, own, item, found)
        advances = {
            u.posting.currency
            for u in source.subledger(side, day).unapplied
            if u.posting.currency != own
        }
        found.notes.extend(
            f"what is on account in {currency} ({side.value}) stays as it is booked:"
            " it pays for something yet to come"
            for currency in sorted(advances)
        )
    for (account, currency), money in sorted(_money(source, own, day).items()):
        _add_money(account, currency, money, own, found)
    return found


def _add_document(
    source: Source, own: str, item: SubledgerItem, found: ForeignItems
) -> None:
    first, sign = item.first, item.first.side.sign
    known = carried(item, source.exchange_weights[first.side])
    if known is None or known.currency != own:
        found.notes.append(
            f"{item.label} in {first.currency} is not booked at a rate to {own}, and"
            " was left out"
        )
        return
    found.items.append(
        ForeignItem(
            account=first.account,
            name=item.number or item.label,
            units=sign * known.open,
            currency=first.currency,
            base=sign * known.base,
            place=first.place,
        )
    )


@dataclass(slots=True)
class _Money:
    """What is on an account of money in one currency.

    Attributes:
        place: Where the account was last posted to.
        units: In that currency.
        base: What that weighs in the books' currency.
        is_rated: Whether every posting has a rate to it.
    """

    place: Place
    units: Decimal = ZERO
    base: Decimal = ZERO
    is_rated: bool = True


def _money(source: Source, own: str, day: date) -> dict[tuple[str, str], _Money]:
    found: dict[tuple[str, str], _Money] = {}
    for txn in source.directives:
        if txn.date > day:
            break
        if not isinstance(txn, Transaction):
            continue
        for posting in txn.postings:
            units = posting.units
            if units is None or units.number is None or units.currency == own:
                continue
            if cash_role(source.chart, posting.account) is None:
                continue
            place = place_in(txn.meta)
            key = posting.account, units.currency
            money = found.setdefault(key, _Money(place))
            number, currency = weight_of(posting)
            money.place = place
            money.units += units.number
            money.base += number
            money.is_rated &= currency == own
    return found


def _add_money(
    account: str, currency: str, money: _Money, own: str, found: ForeignItems
) -> None:
    if not has_coins(currency):
        return
    if not money.is_rated:
        if money.units:
            found.notes.append(
                f"{account} in {currency} is not booked at rates to {own}, and was left"
                " out"
            )
        return
    if not money.units:
        found.notes.extend(_rest(account, currency, rounded(money.base, own), own))
        return
    found.items.append(
        ForeignItem(
            account=account,
            name=account,
            units=money.units,
            currency=currency,
            base=money.base,
            place=money.place,
        )
    )


def _rest(account: str, currency: str, base: Decimal, own: str) -> Iterator[str]:
    """What is left of money that is spent: a gain or loss that nobody has booked."""
    if base:
        yield (
            f"{account} has no {currency} any more, and {with_cents(base, own):f} {own}"
            " are left of them: a realised gain or loss, to be booked by hand"
        )

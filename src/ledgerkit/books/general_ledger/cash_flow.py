"""Transactions -> movements of cash, looked through to what was sold and bought."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.general_ledger.opening_entries import OpeningEntries
from ledgerkit.books.general_ledger.settled_taxes import SettledTaxes
from ledgerkit.general_ledger.cash_flow import (
    CashMovement,
    CashPart,
    OpeningPosting,
    net_of_activities,
    spread,
)
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.cash_flow import CashActivity
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting

#: The roles of accounts that hold cash, or let it pass through.
CASH_ROLES = frozenset({Role.BANK, Role.CASH, Role.CLEARING})
#: What a payment is less because of them is no money; they come off the document.
_NO_MONEY = frozenset({Role.DISCOUNT_GIVEN, Role.DISCOUNT_TAKEN})
_CONTROLS = frozenset({Role.RECEIVABLE, Role.PAYABLE})

#: The lines that are no account.
ON_ACCOUNT_LINES = {
    Side.RECEIVABLE: "On account from clients",
    Side.PAYABLE: "On account to vendors",
}
BEFORE_THE_BOOKS = {
    Side.RECEIVABLE: "Invoices from before the books",
    Side.PAYABLE: "Bills from before the books",
}


_Place: TypeAlias = "tuple[Side, str, int]"


class _Leg:
    """A posting of a transaction, with what it weighs as a flow of cash."""

    __slots__ = ("account", "amount", "place", "role")

    def __init__(
        self, account: str, amount: Decimal, role: Role | None, place: tuple[str, int]
    ) -> None:
        self.account = account
        self.amount = amount
        self.role = role
        self.place = place


class CashFlowReader:
    """Reads what each transaction did to cash, and what for."""

    def __init__(
        self,
        source: Source,
        activity_of: Callable[[str], CashActivity],
        first: date,
        last: date,
    ) -> None:
        """Read with the books' chart and allocation.

        Args:
            source: The book.
            activity_of: The activity of an account.
            first: The first day that counts.
            last: The last day.
        """
        self._source = source
        self._opening = OpeningEntries(source)
        self._first, self._last = first, last
        self._activity_of = activity_of
        self._roles: dict[str, Role | None] = {}
        self._lines: dict[int, Sequence[CashPart]] = {}

    def movements(self) -> Iterator[CashMovement]:
        """The movements of cash, in ledger order."""
        for index, txn in self._transactions():
            if not any(self._role(p.account) in CASH_ROLES for p in txn.postings):
                continue
            is_opening = self._opening.is_one(txn)
            for currency, legs in self._legs(txn).items():
                others = [leg for leg in legs if leg.role not in CASH_ROLES]
                parts = (
                    [CashPart(leg.account, leg.amount) for leg in others]
                    if is_opening
                    else list(self._parts(index, others, currency))
                )
                if parts:
                    yield CashMovement(
                        day=txn.date,
                        currency=currency,
                        parts=parts,
                        party=txn.payee or "",
                        text=txn.narration or "",
                        filename=txn.meta.get("filename", "<ledger>"),
                        lineno=txn.meta.get("lineno", 0),
                        is_opening=is_opening,
                    )

    def openings(self) -> Iterator[OpeningPosting]:
        """What entries that open the books post to each account."""
        for _index, txn in self._transactions():
            if self._opening.is_one(txn):
                for posting in txn.postings:
                    number, currency = weight_of(posting)
                    key = AccountCurrency(posting.account, currency)
                    yield OpeningPosting(txn.date, key, number)

    def _transactions(self) -> Iterator[tuple[int, Transaction]]:
        """The transactions of these days, each with its index."""
        directives = self._source.directives
        day = attrgetter("date")
        start = bisect_left(directives, self._first, key=day)
        end = bisect_right(directives, self._last, key=day)
        for index in range(start, end):
            txn = directives[index]
            if isinstance(txn, Transaction):
                yield index, txn

    def _role(self, account: str) -> Role | None:
        try:
            return self._roles[account]
        except KeyError:
            found = self._source.chart.role(account)
            return self._roles.setdefault(account, found.role if found else None)

    def _legs(self, txn: Transaction) -> Mapping[str, Sequence[_Leg]]:
        """The postings by the currency that they weigh in."""
        legs: dict[str, list[_Leg]] = {}
        for posting in txn.postings:
            number, currency = weight_of(posting)
            meta = posting.meta or txn.meta
            place = (meta.get("filename", "<ledger>"), meta.get("lineno", 0))
            leg = _Leg(posting.account, -number, self._role(posting.account), place)
            legs.setdefault(currency, []).append(leg)
        return legs

    def _parts(
        self, index: int, legs: Sequence[_Leg], currency: str
    ) -> Sequence[CashPart]:
        """What a transaction's cash was for; nothing for a transfer."""
        legs = _without_discounts(legs)
        parts: list[CashPart] = []
        taxes: set[str] = set()
        for leg in legs:
            if leg.role in _CONTROLS:
                parts += self._through(index, leg, currency)
            elif self._settled_taxes.parts(index, leg.account, currency):
                taxes.add(leg.account)
            elif leg.amount:
                parts.append(CashPart(leg.account, leg.amount))
        for account in sorted(taxes):
            parts += self._settled_taxes.parts(index, account, currency)
        return net_of_activities(parts, self._activity_of)

    def _through(self, index: int, leg: _Leg, currency: str) -> Iterator[CashPart]:
        """What a posting to a control account was for, by the documents it settles."""
        side = Side.RECEIVABLE if leg.role is Role.RECEIVABLE else Side.PAYABLE
        settled = self._settled.get((side, *leg.place), ())
        posted = self._posted.get((side, *leg.place))
        rest = leg.amount
        for item, amount in settled:
            # In the currency that it weighs in, whatever the document's.
            part = leg.amount
            if posted is not None and posted.amount and amount != posted.amount:
                part = leg.amount * amount / posted.amount
            rest -= part
            yield from self._of_document(item, side, part, currency)
        if rest:
            yield from self._of_rest(index, leg, side, rest, currency)

    def _of_rest(
        self, index: int, leg: _Leg, side: Side, rest: Decimal, currency: str
    ) -> Iterator[CashPart]:
        """What met no document, or makes one that was paid in part at once."""
        posted = self._posted.get((side, *leg.place))
        if posted is not None and posted.purpose.adds_a_document:
            shares = self._shares((index,), currency)
            if shares:
                yield from spread(rest, shares)
                return
        yield CashPart(ON_ACCOUNT_LINES[side], rest)

    def _of_document(
        self, item: SubledgerItem, side: Side, amount: Decimal, currency: str
    ) -> Sequence[CashPart]:
        if not amount:
            return ()
        if item.first.opening:
            return [CashPart(BEFORE_THE_BOOKS[side], amount)]
        shares = self._lines.get(id(item))
        if shares is None:
            postings = (item.first, *(item.more or ()))
            places = {(posting.filename, posting.lineno) for posting in postings}
            found = sorted({self._index_of[place] for place in places})
            shares = self._lines[id(item)] = self._shares(found, currency)
        if not shares:
            return [CashPart(item.first.account, amount)]
        return spread(amount, shares)

    def _shares(self, indices: Sequence[int], currency: str) -> Sequence[CashPart]:
        """The lines of documents: what their transactions post besides the debts.

        Empty if they add up to nothing, so that nothing can be in proportion to them.
        """
        sums: dict[str, Decimal] = {}
        for index in indices:
            txn = self._source.directives[index]
            assert isinstance(txn, Transaction)
            for leg in self._legs(txn).get(currency, ()):
                if leg.role not in _CONTROLS and leg.role not in CASH_ROLES:
                    sums[leg.account] = sums.get(leg.account, ZERO) + leg.amount
        if not sum(sums.values(), ZERO):
            return ()
        return [CashPart(account, amount) for account, amount in sums.items() if amount]

    @cached_property
    def _settled_taxes(self) -> SettledTaxes:
        return SettledTaxes(self._source.directives, self._role)

    @cached_property
    def _index_of(self) -> Mapping[tuple[str, int], int]:
        """The transaction of each control posting, by the posting's place."""
        reading = self._source.reading
        pairs = zip(reading.control_postings, reading.origins, strict=True)
        return {(p.filename, p.lineno): index for p, index in pairs}

    @cached_property
    def _posted(self) -> Mapping[_Place, ControlPosting]:
        """The control postings of these days, by side and place."""
        first, last = self._first, self._last
        return {
            (posting.side, posting.filename, posting.lineno): posting
            for posting in self._source.reading.control_postings
            if first <= posting.day <= last
        }

    @cached_property
    def _settled(self) -> Mapping[_Place, Sequence[tuple[SubledgerItem, Decimal]]]:
        """What each posting of these days settles, and by how much, as what it adds."""
        first, last = self._first, self._last
        settled: dict[_Place, list[tuple[SubledgerItem, Decimal]]] = {}
        for side in Side:
            for item in self._source.subledger(side, date.max).items:
                for posting, amount, _basis, _credit in item.settlements or ():
                    if first <= posting.day <= last:
                        key = (side, posting.filename, posting.lineno)
                        settled.setdefault(key, []).append((item, -amount))
        return settled


def _without_discounts(legs: Sequence[_Leg]) -> Sequence[_Leg]:
    """The legs with discounts taken off the debts that they are granted on.

    The first debt of the other sign bears them; with none, they stay as they are.
    """
    discounts = [leg for leg in legs if leg.role in _NO_MONEY]
    if not discounts:
        return legs
    off = sum((leg.amount for leg in discounts), ZERO)
    debt = next(
        (leg for leg in legs if leg.role in _CONTROLS and leg.amount * off < 0), None
    )
    if debt is None:
        return legs
    rest = [leg for leg in legs if leg not in discounts and leg is not debt]
    return [_Leg(debt.account, debt.amount + off, debt.role, debt.place), *rest]

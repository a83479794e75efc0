"""What a payment to the tax office was for: the accounts that its returns settled."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.cash_flow import CashPart, spread
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from beancount.core.data import Directive, Posting

#: On an entry, the return that it settles.
_TAX_RETURN = "tax-return"


class SettledTaxes:
    """Looks through accounts of what is owed to the office, as through documents.

    A return's entry puts what its accounts of tax hold, and interest, on one account;
    payments take them off in that order. What is paid in advance is for the account
    of the next entry, or of the last, that bears most.
    """

    def __init__(
        self, directives: Sequence[Directive], role_of: Callable[[str], Role | None]
    ) -> None:
        """Take every directive of the book, by day, and the role of an account."""
        self._settlements = {
            index: txn
            for index, txn in enumerate(directives)
            if isinstance(txn, Transaction) and _TAX_RETURN in txn.meta
        }
        self._role_of = role_of
        self._parts: dict[tuple[int, str, str], Sequence[CashPart]] = {}
        accounts = {
            posting.account
            for txn in self._settlements.values()
            for posting in self._owed(txn)
        }
        for account in accounts:
            self._read(account, directives)

    def parts(self, index: int, account: str, currency: str) -> Sequence[CashPart]:
        """What a transaction's postings to an account were for; empty if to no such.

        Args:
            index: The transaction's, among the directives.
            account: An account that a payment posts to.
            currency: That it weighs in.
        """
        return self._parts.get((index, account, currency), ())

    def _owed(self, txn: Transaction) -> Sequence[Posting]:
        """Of a return's entry, what is owed: by its role, or as it stands last."""
        postings = list(txn.postings)
        stated = [p for p in postings if self._role_of(p.account) is Role.TAX_PAYABLE]
        return stated or postings[-1:]

    def _read(self, account: str, directives: Sequence[Directive]) -> None:
        """Meet what returns put on an account with what was paid, in order."""
        waiting: dict[str, _Waiting] = {}
        for index, currency, amount in _sums(account, directives):
            if currency not in waiting:
                waiting[currency] = _Waiting(self._usual(account, currency))
            if index in self._settlements:
                txn = self._settlements[index]
                waiting[currency].add(amount, _others(txn, account, currency))
            else:
                parts = waiting[currency].take(amount)
                self._parts[index, account, currency] = parts

    def _usual(self, account: str, currency: str) -> str:
        """The account that bears most of the first entry: what an advance is for."""
        for txn in self._settlements.values():
            others = _others(txn, account, currency)
            if others:
                return max(others, key=lambda part: abs(part.amount)).line
        return account


class _Waiting:
    """What an account owes in one currency, oldest first; or what is paid ahead."""

    def __init__(self, usual: str) -> None:
        """Take the line of what is paid ahead."""
        self._usual = usual
        self._owed: deque[tuple[Decimal, Sequence[CashPart]]] = deque()
        self._ahead = ZERO

    def add(self, amount: Decimal, others: Sequence[CashPart]) -> None:
        """Take what a return puts there, a credit positive, and what it is made of."""
        if not amount or not others:
            return
        if amount * self._ahead < ZERO:
            met = _nearer(amount, -self._ahead)
            self._ahead += met
            amount -= met
        if amount:
            self._owed.append((amount, others))

    def take(self, amount: Decimal) -> Sequence[CashPart]:
        """What a payment is for, that posts an amount, a debit negative."""
        parts: list[CashPart] = []
        while amount and self._owed and self._owed[0][0] * amount < ZERO:
            owed, others = self._owed.popleft()
            met = _nearer(amount, -owed)
            amount -= met
            if owed + met:
                self._owed.appendleft((owed + met, others))
            parts += spread(met, others)
        if amount:
            self._ahead += amount
            parts.append(CashPart(self._usual, amount))
        return parts


def _nearer(amount: Decimal, other: Decimal) -> Decimal:
    """The one of two amounts of one sign that is nearer to nothing."""
    return min(amount, other, key=abs)


def _sums(
    account: str, directives: Sequence[Directive]
) -> Iterator[tuple[int, str, Decimal]]:
    """What each transaction posts to an account by currency, credits positive."""
    for index, txn in enumerate(directives):
        if not isinstance(txn, Transaction):
            continue
        sums: dict[str, Decimal] = {}
        for posting in txn.postings:
            if posting.account == account:
                number, currency = weight_of(posting)
                sums[currency] = sums.get(currency, ZERO) - number
        for currency, amount in sums.items():
            yield index, currency, amount


def _others(txn: Transaction, account: str, currency: str) -> Sequence[CashPart]:
    """The other lines of a return's entry, by account; empty if they sum to nothing."""
    sums: dict[str, Decimal] = {}
    for posting in txn.postings:
        number, weighed = weight_of(posting)
        if posting.account != account and weighed == currency:
            sums[posting.account] = sums.get(posting.account, ZERO) - number
    if not sum(sums.values(), ZERO):
        return ()
    return [CashPart(line, amount) for line, amount in sums.items() if amount]

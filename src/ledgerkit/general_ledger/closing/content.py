"""Which directives a closed period consists of, and its trial balance.

A period is what is dated in it: transactions, assertions, documents, accounts that are
opened or closed, pads, records of bank and tax. Besides, whatever its figures rest on
though it is older: the ``open`` of each account that was posted to, with those above
it, and the prices that hold when it begins. Notes, clients, contacts, tasks and the
like are none of it, nor is what Beancount or a plugin makes: that follows from the
text, and a pad's amount stands in the trial balance.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from beancount.core.account import parent
from beancount.core.data import (
    Balance,
    Close,
    Custom,
    Document,
    Open,
    Pad,
    Price,
    Transaction,
)

from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.closing.canonical import CanonicalForm
    from ledgerkit.general_ledger.period import Period

TextPlace: TypeAlias = "tuple[str, int]"
_MADE_BY_PAD = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodContent:
    """What a period consists of.

    Attributes:
        directives: Its directives.
        unused: What it would also consist of if an account or currency were used that
            isn't: kept apart, so that it is no change when the last use goes.
        balances: The balance of each account and currency at its end.
    """

    directives: Sequence[Directive]
    unused: Sequence[Directive]
    balances: Mapping[tuple[str, str], Decimal]

    def trial_balance(self, form: CanonicalForm) -> Sequence[str]:
        """The balances that aren't zero: ``ACCOUNT NUMBER CURRENCY``, sorted."""
        return sorted(
            f"{account} {form.number(number)} {currency}"
            for (account, currency), number in self.balances.items()
            if number
        )


def contents(
    directives: Sequence[Directive],
    periods: Sequence[Period],
    *,
    operating: Sequence[str],
    records: AbstractSet[str],
) -> Sequence[PeriodContent]:
    """What periods consist of.

    Args:
        directives: In the order of their days.
        periods: The periods by day; no two have a day in common.
        operating: The book's own currencies.
        records: The types of ``custom`` directives that count.
    """
    gathering = _Gathering(operating, records)
    found, start = [], 0
    for period in periods:
        for before, last in ((True, period.before), (False, period.last)):
            end = bisect_right(directives, last, start, key=_DAY)
            gathering.go_through(directives[start:end], older=before)
            start = end
        found.append(gathering.content())
    return found


class _Gathering:
    """What was found so far, of one period after another."""

    def __init__(self, operating: Sequence[str], records: AbstractSet[str]) -> None:
        self._operating = operating
        self._records = records
        self._balances: dict[tuple[str, str], Decimal] = {}
        self._inside: list[Directive] = []
        self._of_accounts: dict[str, list[Directive]] = {}
        self._prices: dict[tuple[str, str], Price] = {}
        self._prices_inside: list[Price] = []
        self._pads: set[TextPlace] = set()

    def go_through(self, directives: Iterable[Directive], *, older: bool) -> None:
        """Take directives from before the next period, or of it."""
        for directive in directives:
            if not is_written(directive.meta):
                continue
            if type(directive) is Transaction:
                self._post(directive)
                if not older and not self._is_made_by_pad(directive):
                    self._inside.append(directive)
            elif type(directive) is Price:
                if older:
                    key = directive.currency, directive.amount.currency
                    self._prices[key] = directive
                else:
                    self._prices_inside.append(directive)
            else:
                self._other(directive, older=older)

    def _post(self, transaction: Transaction) -> None:
        balances = self._balances
        for account, units, _cost, _price, _flag, _meta in transaction.postings:
            if units is not None:
                number, currency = units
                if number is not None:
                    key = account, currency
                    balances[key] = balances.get(key, ZERO) + number

    def _is_made_by_pad(self, transaction: Transaction) -> bool:
        return transaction.flag == _MADE_BY_PAD and _place(transaction) in self._pads

    def _other(self, directive: Directive, *, older: bool) -> None:
        if isinstance(directive, Pad):
            self._pads.add(_place(directive))
        if isinstance(directive, Open | Close) and older:
            self._of_accounts.setdefault(directive.account, []).append(directive)
        elif older:
            return
        elif isinstance(directive, Open | Close | Balance | Pad | Document) or (
            isinstance(directive, Custom) and directive.type in self._records
        ):
            self._inside.append(directive)

    def content(self) -> PeriodContent:
        """The period that ends here; the next begins."""
        used: list[Directive] = list(self._inside)
        unused: list[Directive] = []
        accounts, currencies = self._used_accounts(), self._used_currencies()
        for account, older in self._of_accounts.items():
            (used if account in accounts else unused).extend(older)
        for price in [*self._prices.values(), *self._prices_inside]:
            (used if price.currency in currencies else unused).append(price)
        content = PeriodContent(
            directives=used, unused=unused, balances=dict(self._balances)
        )
        for directive in self._inside:
            if isinstance(directive, Open | Close):
                self._of_accounts.setdefault(directive.account, []).append(directive)
        for price in self._prices_inside:
            self._prices[price.currency, price.amount.currency] = price
        self._inside, self._prices_inside = [], []
        return content

    def _used_accounts(self) -> AbstractSet[str]:
        """The accounts that were posted to, and those above them."""
        used: set[str] = set()
        for account, _currency in self._balances:
            name = account
            while name and name not in used:
                used.add(name)
                name = parent(name) or ""
        return used

    def _used_currencies(self) -> AbstractSet[str]:
        return {*self._operating, *(currency for _, currency in self._balances)}


_DAY = attrgetter("date")


def _place(directive: Directive) -> TextPlace:
    return directive.meta["filename"], directive.meta["lineno"]


def is_written(meta: Mapping[str, Any]) -> bool:
    """Whether a directive stands in a text, by its metadata.

    What is made from an option or by a plugin has no line or no file; what is made from
    a posting's price is marked; what is made by a pad stands where the pad stands.
    """
    filename = meta.get("filename")
    return (
        filename is not None
        and (not filename.startswith("<") or filename == "<string>")
        and meta.get("lineno", 0) > 0
        and "__implicit_prices__" not in meta
    )

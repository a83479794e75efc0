"""A book's statements in a layout: what it says of its accounts, and their parts."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount, stated_above
from ledgerkit.general_ledger.laid_out import LaidOut, LayoutColumn, Part, set_off
from ledgerkit.general_ledger.layout import (
    CASH_LAYOUTS,
    LAYOUT_NAMES,
    SHIPPED,
    BalanceSide,
    Figure,
    Layout,
    parse_layout,
)
from ledgerkit.general_ledger.placing import AccountFacts
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.balances import Balances, Ledger
    from ledgerkit.general_ledger.movements import AccountCurrency
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import Members
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.side import Side

#: The party of what names none.
_NOBODY = "nobody"


@cache
def shipped_layout(name: str) -> Layout:
    """A layout that comes with ledgerkit.

    Raises:
        UsageError: If there is none of this name.
    """
    shipped = {**SHIPPED, **CASH_LAYOUTS}
    if name not in shipped:
        known = ", ".join((*LAYOUT_NAMES, *CASH_LAYOUTS))
        raise UsageError(f'there is no layout "{name}"; there are {known}')
    file, chart = shipped[name]
    folder = resources.files("ledgerkit.general_ledger") / "layouts"
    text = (folder / f"{file}.toml").read_text(encoding="utf-8")
    return parse_layout(text, name, chart)


class LayoutReader:
    """Lays the statements of a book out, in one currency."""

    def __init__(
        self, source: Source, ledger: Ledger, layout: Layout, currency: str
    ) -> None:
        """Take the book, its balances, and the layout."""
        self._source = source
        self._ledger = ledger
        self._layout = layout
        self._currency = currency
        opens = {o.account: o.meta for o in source.reading.opens}
        self._opens = opens

    def balance_sheet(self, days: Sequence[date]) -> LaidOut:
        """The balance sheet at the end of each day."""
        columns = [self._at(day) for day in days]
        return LaidOut(self._layout.balance_sheet, self._facts, columns)

    def income_statement(self, periods: Sequence[Period]) -> LaidOut:
        """The income statement of each period."""
        columns = []
        for period in periods:
            results = self._members(self._ledger.results(period))
            parts = [Part(account=a, name=a, amount=n) for a, n in results.items()]
            columns.append(LayoutColumn(day=period.last, parts=parts, figures={}))
        return LaidOut(self._layout.income_statement, self._facts, columns)

    def _at(self, day: date) -> LayoutColumn:
        balances = self._ledger.balances(day)
        parts: list[Part] = []
        for account, amount in self._members(balances.accounts).items():
            parts += self._parts(account, amount, day)
        return LayoutColumn(day=day, parts=parts, figures=self._figures(balances))

    def _figures(self, balances: Balances) -> Mapping[Figure, Members]:
        rounding = balances.rounding.get(self._currency, ZERO)
        return {
            Figure.RESULT: self._members(balances.result),
            Figure.EARLIER: self._members(balances.earlier),
            Figure.TRANSLATION: self._members(balances.translation),
            Figure.ROUNDING: {ROUNDING: -rounding} if rounding else {},
        }

    def _members(self, amounts: Mapping[AccountCurrency, Decimal]) -> Members:
        return {
            account: amount
            for (account, currency), amount in amounts.items()
            if currency == self._currency
        }

    def _parts(self, account: str, amount: Decimal, day: date) -> Iterator[Part]:
        """A control account by party and due date, any other whole.

        What a party owes and what it is owed are never set off against each other; of
        debts in another currency only the sum is known here.
        """
        side = self._side(account)
        if side is None:
            stands = self._beside(account)[1]
            yield Part(account=account, name=account, amount=amount, side=stands)
            return
        rest = amount
        for part in self._owed(account, side, day):
            rest -= part.amount
            yield part
        if rest:
            yield Part(account=account, name=account, amount=rest)

    def _side(self, account: str) -> Side | None:
        role = self._source.chart.role(account)
        return role.role.side if role is not None else None

    def _owed(self, account: str, side: Side, day: date) -> Iterator[Part]:
        """The parts of each party: what is due when, or what it is owed."""
        parts: dict[str, list[Part]] = {}
        for part in self._items(account, side, day):
            parts.setdefault(part.name, []).append(part)
        for name in sorted(parts):
            yield from set_off(parts[name])

    def _items(self, account: str, side: Side, day: date) -> Iterator[Part]:
        subledger = self._source.subledger(side, day)
        for document in subledger.open_documents:
            if self._is_on(document, account):
                name = f"{account} ({document.party or _NOBODY})"
                for due in document.open_parts():
                    amount = side.sign * due.amount
                    yield Part(account=account, name=name, amount=amount, due=due.due)
        for unapplied in (*subledger.unapplied, *subledger.unassigned):
            posting = unapplied.posting
            if (posting.account, posting.currency) == (account, self._currency):
                name = f"{account} ({unapplied.party or _NOBODY})"
                amount = side.sign * unapplied.amount
                yield Part(account=account, name=name, amount=amount)

    def _is_on(self, document: Document, account: str) -> bool:
        return (
            document.currency == self._currency
            and document.postings[0].account == account
        )

    def _beside(self, account: str) -> tuple[str, BalanceSide | None]:
        """The account that a valuation account is called after, and its usual side.

        ``Assets:Receivable-Revaluation`` stands where ``Assets:Receivable`` does, also
        when that is worth less.
        """
        role, beside = self._source.chart.role(account), account.rpartition("-")[0]
        if role is None or role.role is not Role.FX_VALUATION or not beside:
            return account, None
        is_asset = self._source.chart.root(account) is RootAccount.ASSETS
        return beside, BalanceSide.DEBIT if is_asset else BalanceSide.CREDIT

    def _facts(self, account: str) -> AccountFacts:
        line = self._inherited(account, "line")
        number = self._inherited(account, "number")
        if line is None and number is None:
            account = self._beside(account)[0]
        role = self._source.chart.role(account)
        found = role.role if role is not None else None
        return AccountFacts(
            name=account,
            line=line or self._inherited(account, "line"),
            number=number or self._inherited(account, "number"),
            role=None if found is Role.NONE else found,
            root=self._source.chart.root(account),
        )

    def _inherited(self, account: str, key: str) -> str | None:
        """What a key says on an account's open directive, or the nearest one above."""
        found = stated_above(self._opens, account, key)
        return str(found[1]) if found is not None else None

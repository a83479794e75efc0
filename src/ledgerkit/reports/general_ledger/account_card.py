"""An account's card: every posting, with its counter account and a running balance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.general_ledger.postings import ledger_lines
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.currencies.translated_balance import translated_lines
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.documents.card import card
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    lines_in,
    rates_of,
)
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.side import Side

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("account", "Account", for_programs=True),
    Column("counter", "Counter account"),
    Column("currency", "Currency"),
    Column("debit", "Debit", ColumnType.AMOUNT),
    Column("credit", "Credit", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("original", "Original", optional=True),
    Column("place", "Place", for_programs=True),
)


def account_card(
    books: Books,
    account: str,
    *,
    as_of: date | None = None,
    period: str | None = None,
    in_currency: str | None = None,
) -> Table:
    """Every posting to an account and those below it, with a running balance.

    Amounts weigh in the currency of their cost or price; what was posted in another
    stands beside them. Income and expenses begin at what the fiscal year has posted
    before the period. In another currency, each posting stands at the average of its
    month, and what rates made of the account is the last line.

    Args:
        books: The books.
        account: Its name, or an ending that no other account has.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        in_currency: The currency to translate it to; None for that of the books.

    Raises:
        UsageError: If there is no such account, or no period is asked for.
    """
    name = _account(books, account)
    of = asked_period(books, as_of, period)
    ledger = ledger_in(books, in_currency)
    card_ = _Card(name, ledger, of)
    rows = [*card_.opening_rows(), *card_.rows(_posted(books, ledger, name, of))]
    rows += card_.exchange_rows()
    is_whole = not is_withheld(ledger)
    return Table(
        title=f"Card of {name}, {of.label}",
        as_of=of.last,
        columns=_COLUMNS,
        rows=rows if is_whole else [_without_balance(row) for row in rows],
        totals=card_.totals() if is_whole else (),
        notes=list(rates_of(ledger)),
        is_whole=is_whole,
    )


def _posted(
    books: Books, ledger: Ledger, name: str, period: Period
) -> Iterator[LedgerLine]:
    lines = ledger_lines(
        books.general_ledger.transactions(period),
        lambda other: _is_below(other, name),
    )
    return lines_in(ledger, period, lines)


class _Card:
    """The running balances and sums of an account, by currency."""

    def __init__(self, name: str, ledger: Ledger, period: Period) -> None:
        self._name, self._period = name, period
        self._exchange: Mapping[str, Decimal] = {}
        if isinstance(ledger, TranslatedLedger):
            lines = [
                line
                for line in translated_lines(ledger, period)
                if _is_below(line.account, name)
            ]
            self._balances = _summed((line.currency, line.opening) for line in lines)
            self._exchange = _summed((line.currency, line.exchange) for line in lines)
        else:
            openings = ledger.openings(period).items()
            self._balances = _summed(
                (key.currency, n) for key, n in openings if _is_below(key.account, name)
            )
        self._sides = dict.fromkeys(self._balances, (ZERO, ZERO))

    def opening_rows(self) -> Iterator[Row]:
        """The balance before the period, in each currency."""
        for currency, balance in list(self._balances.items()):
            yield self._bare_row(
                self._period.first, "Opening balance", currency, balance
            )

    def rows(self, lines: Iterable[LedgerLine]) -> Iterator[Row]:
        """A row for each posting, with the balance after it."""
        for line in lines:
            self._add(line.currency, line.amount)
            yield _row(line, self._balances[line.currency])

    def exchange_rows(self) -> Iterator[Row]:
        """What rates made of the account; nothing in the currency of the books."""
        for currency, amount in self._exchange.items():
            before = self._balances[currency]
            self._balances[currency] += amount
            if shown(before, currency) != shown(before + amount, currency):
                yield self._bare_row(
                    self._period.last,
                    "Exchange difference",
                    currency,
                    self._balances[currency],
                )

    def totals(self) -> list[dict[str, Cell]]:
        """The sums of both sides, and the balance at the end."""
        return [
            {
                "currency": currency,
                "debit": shown(debit, currency),
                "credit": shown(credit, currency),
                "balance": shown(self._balances[currency], currency),
            }
            for currency, (debit, credit) in self._sides.items()
        ]

    def _add(self, currency: str, amount: Decimal) -> None:
        self._balances[currency] = self._balances.get(currency, ZERO) + amount
        debit, credit = self._sides.get(currency, (ZERO, ZERO))
        self._sides[currency] = (
            debit + max(amount, ZERO),
            credit + max(-amount, ZERO),
        )

    def _bare_row(self, day: date, text: str, currency: str, balance: Decimal) -> Row:
        """A row that is no posting."""
        cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
        cells |= {
            "date": day,
            "text": text,
            "account": self._name,
            "currency": currency,
            "balance": shown(balance, currency),
        }
        return Row(cells=cells, is_total=True)


def _summed(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The sums of amounts by currency, in alphabetical order."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, ZERO) + amount
    return dict(sorted(sums.items()))


def _without_balance(row: Row) -> Row:
    return replace(row, cells={**row.cells, "balance": None})


def general_ledger(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    name: str,
    *,
    as_of: date | None = None,
    period: str | None = None,
    side: Side | None = None,
    in_currency: str | None = None,
) -> Table:
    """The card of an account, or of a party with all its documents.

    Args:
        books: The books.
        name: An account, or an ending that no other has; else a party's id, name or
            alias.
        as_of: The last day that counts.
        period: For an account: see `account_card`.
        side: For a party: as a client or as a vendor only.
        in_currency: For an account: the currency to translate it to.

    Raises:
        UsageError: If nothing has this name, or a period or another currency is asked
            for a party.
    """
    is_account = _is_account(books, name)
    if not is_account and as_of is not None and period is None:
        try:
            found = card(books, name, as_of=as_of, side=side)
        except UsageError:
            if not _ends_an_account(books, name):
                raise
        else:
            if in_currency is not None:
                raise UsageError(
                    f"--in goes with an account; {name} is a party, whose documents"
                    " stand in their own currencies"
                )
            return found
    if side is not None:
        raise UsageError(f"{name} is an account, and no party: it has no side")
    return account_card(
        books, name, as_of=as_of, period=period, in_currency=in_currency
    )


def _is_account(books: Books, name: str) -> bool:
    """Whether an account, or a heading above accounts, has exactly this name."""
    below = f"{name}:"
    return any(
        account == name or account.startswith(below)
        for account in books.general_ledger.accounts
    )


def _ends_an_account(books: Books, name: str) -> bool:
    ending = f":{name}".casefold()
    return any(a.casefold().endswith(ending) for a in books.general_ledger.accounts)


def _account(books: Books, name: str) -> str:
    return name if _is_account(books, name) else find_account(books, name)


def _is_below(account: str, above: str) -> bool:
    return account == above or account.startswith(f"{above}:")


def _row(line: LedgerLine, balance: Decimal) -> Row:
    currency = line.currency
    return Row(
        cells={
            "date": line.day,
            "number": ", ".join(line.links) or None,
            "party": line.party or None,
            "text": line.text,
            "account": line.account,
            "counter": line.counter,
            "currency": currency,
            "debit": shown(line.amount, currency) if line.amount > 0 else None,
            "credit": shown(-line.amount, currency) if line.amount < 0 else None,
            "balance": shown(balance, currency),
            "original": line.original,
            "place": short_place(line.place),
        },
        links={"date": Link(LinkKind.SOURCE, str(line.place)), **_counter_link(line)},
    )


def _counter_link(line: LedgerLine) -> Mapping[str, Link]:
    if ":" not in line.counter:
        return {}
    return {"counter": Link(LinkKind.ACCOUNT, line.counter)}

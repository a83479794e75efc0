"""Why a figure of a statement is what it is: its accounts, and their postings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.books.general_ledger.postings import ledger_lines
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.movements import AccountCurrency
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.reports.cash_basis.explained import cash_basis_line
from ledgerkit.reports.cash_basis.statement import is_by_payment
from ledgerkit.reports.general_ledger.currencies.translated import (
    is_withheld,
    ledger_in,
    lines_in,
    rates_of,
)
from ledgerkit.reports.general_ledger.lines import (
    FinancialStatement,
    layout_of,
    named_line,
    statement_lines,
)
from ledgerkit.reports.general_ledger.periods import asked_period
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.books.general_ledger.postings import LedgerLine
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.currencies.rates import Rate
    from ledgerkit.general_ledger.layout import Layout
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.general_ledger.statement import FinancialLine

_COLUMNS = (
    Column("account", "Account"),
    Column("date", "Date", ColumnType.DATE),
    Column("number", "Number", optional=True),
    Column("party", "Party", optional=True),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("original", "Original", optional=True),
    Column("place", "Place"),
)


def income_statement_line(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    explain: str,
    as_of: date | None = None,
    period: str | None = None,
    layout: str | Layout | None = None,
    in_currency: str | None = None,
    rate: str | None = None,
    basis: str | None = None,
) -> Table:
    """The accounts and postings behind a line of the income statement.

    Args:
        books: The books.
        explain: The line, as the statement calls it.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: As for the statement.
        layout: As for the statement.
        in_currency: As for the statement.
        rate: As for the statement.
        basis: As for the statement.

    Raises:
        UsageError: If there is no such line.
    """
    of = asked_period(books, as_of, period)
    if is_by_payment(basis, layout_of(books, layout)):
        if in_currency is not None:
            raise UsageError("--in goes without --basis cash")
        return cash_basis_line(books, of, explain, layout)
    what = _Asked(FinancialStatement.INCOME_STATEMENT, explain, of)
    return _explained(books, what, layout, ledger_in(books, in_currency, rate))


def balance_sheet_line(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    explain: str,
    as_of: date | None = None,
    period: str | None = None,
    layout: str | Layout | None = None,
    in_currency: str | None = None,
    rate: str | None = None,
) -> Table:
    """The accounts behind a line of the balance sheet, and what moved them.

    Each account begins with its balance before the period.

    Args:
        books: The books.
        explain: The line, as the statement calls it.
        as_of: The day, where no period is asked for.
        period: As for the statement.
        layout: As for the statement.
        in_currency: As for the statement.
        rate: As for the statement.

    Raises:
        UsageError: If there is no such line.
    """
    of = asked_period(books, as_of, period)
    what = _Asked(FinancialStatement.BALANCE_SHEET, explain, of)
    return _explained(books, what, layout, ledger_in(books, in_currency, rate))


class _Asked(NamedTuple):
    """Which line of which statement."""

    statement: FinancialStatement
    line: str
    period: Period


def _explained(
    books: Books, what: _Asked, layout: str | Layout | None, ledger: Ledger
) -> Table:
    statement, asked, period = what
    rows: list[Row] = []
    totals: list[dict[str, Cell]] = []
    known: dict[str, str] = {}
    form = layout_of(books, layout)
    for of in statement_lines(books, statement, [period], form, ledger):
        known |= {line.id: line.label for line in of.lines}
        line = named_line(asked, of.lines)
        amount = line.amount(0) if line is not None else None
        if line is not None and amount is not None:
            rows += _Behind(books, what, ledger, line).rows(of.currency)
            total = None if amount.is_nan() else shown(amount, of.currency)
            totals.append({"currency": of.currency, "amount": total})
    names = [*known, *known.values()]
    if asked.casefold() not in map(str.casefold, names):
        raise UsageError(
            f'the statement has no line "{asked}"{suggestion(asked, names)}'
        )
    return Table(
        title=f"{asked}, {period.label}",
        as_of=period.last,
        columns=_COLUMNS,
        rows=rows,
        totals=() if is_withheld(ledger) else totals,
        notes=[f"From {period.first} to {period.last}.", *rates_of(ledger)],
        is_whole=not is_withheld(ledger),
    )


class _Behind:
    """What is behind one line of a statement."""

    def __init__(
        self, books: Books, what: _Asked, ledger: Ledger, line: FinancialLine
    ) -> None:
        self._books, self._ledger = books, ledger
        self._is_sheet = what.statement is FinancialStatement.BALANCE_SHEET
        self._period = what.period
        self._line = line

    def rows(self, currency: str) -> Iterator[Row]:
        """Each account: what was brought forward, posted, and made by rates."""
        members = self._line.members[0] or {}
        posted: dict[str, list[LedgerLine]] = {account: [] for account in members}
        for each in self._posted(posted):
            if each.currency == currency or self._has_no_rate(each):
                posted[each.account].append(each)
        for account, balance in sorted(members.items()):
            yield from self._account(account, balance, currency, posted[account])

    def _account(
        self,
        account: str,
        balance: Decimal,
        currency: str,
        posted: Sequence[LedgerLine],
    ) -> Iterator[Row]:
        sign = self._line.sign
        own = [each.amount for each in posted if each.currency == currency]
        rest = balance - sum(own, ZERO)
        by_rates = self._by_rates(account, rest, currency)
        before = rest - by_rates
        if not before.is_nan() and before:
            yield _bare_row(
                account, self._period.first, "Brought forward", sign * before, currency
            )
        for each in posted:
            yield _row(each, sign)
        if not by_rates.is_nan() and shown(by_rates, currency):
            yield _bare_row(
                account,
                self._period.last,
                "Exchange difference",
                sign * by_rates,
                currency,
            )

    def _posted(self, accounts: Collection[str]) -> Iterator[LedgerLine]:
        lines = ledger_lines(
            self._books.general_ledger.transactions(self._period),
            lambda account: account in accounts,
        )
        return lines_in(self._ledger, self._period, lines, self._rate_of)

    def _rate_of(self, line: LedgerLine) -> Rate | None:
        """The rate of a posting: of its day, its month, or the period's end."""
        assert isinstance(self._ledger, TranslatedLedger)
        if self._ledger.is_equity(line.account):
            return self._ledger.office.historic(line.currency, line.day)
        return self._ledger.result_rate_of(line.currency, line.day, self._period)

    def _by_rates(self, account: str, rest: Decimal, currency: str) -> Decimal:
        """What rates made of an asset or debt: it is worth the closing rate."""
        ledger = self._ledger
        is_own = not isinstance(ledger, TranslatedLedger)
        if is_own or not self._is_sheet or ":" not in account:
            return ZERO
        if ledger.is_equity(account) or ledger.is_result(account):
            return ZERO
        key = AccountCurrency(account, currency)
        opening = ledger.balances(self._period.before).accounts.get(key, ZERO)
        return rest - opening

    def _has_no_rate(self, line: LedgerLine) -> bool:
        return isinstance(self._ledger, TranslatedLedger) and (
            line.currency != self._ledger.office.currency
        )


def _bare_row(
    account: str, day: date, text: str, amount: Decimal, currency: str
) -> Row:
    """A part of a balance that no posting of the period is behind."""
    cells: dict[str, Cell] = dict.fromkeys(column.key for column in _COLUMNS)
    cells |= {
        "account": account,
        "date": day,
        "text": text,
        "currency": currency,
        "amount": shown(amount, currency),
    }
    return Row(cells=cells, links=_account_link(account))


def _row(line: LedgerLine, sign: int) -> Row:
    return Row(
        cells={
            "account": line.account,
            "date": line.day,
            "number": ", ".join(line.links) or None,
            "party": line.party or None,
            "text": line.text,
            "currency": line.currency,
            "amount": shown(sign * line.amount, line.currency),
            "original": line.original,
            "place": short_place(line.place),
        },
        links={
            **_account_link(line.account),
            "place": Link(LinkKind.SOURCE, str(line.place)),
        },
    )


def _account_link(account: str) -> dict[str, Link]:
    return {"account": Link(LinkKind.ACCOUNT, account)} if ":" in account else {}

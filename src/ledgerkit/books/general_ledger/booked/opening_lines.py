"""The balances before a period, as lines: debts by party and by what settles them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.booked.matches import (
    controls_by_transaction,
    paired,
)
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.booked.entry import BookedLine, Foreign
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.statement import ROUNDING
from ledgerkit.general_ledger.trial_balance import EARLIER_YEARS, trial_balance_lines
from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.general_ledger.booked.matches import Matches
    from ledgerkit.books.general_ledger.reading import GeneralLedgerReading
    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.booked.entry import NumberedAccount, PartyOfLine
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.side import Side

    AccountNamed = Callable[[str], NumberedAccount]
    PartyNamed = Callable[[Side, str], PartyOfLine]


class _Debt:
    """What a group of control postings left."""

    def __init__(self, first: ControlPosting) -> None:
        self.first = first
        self.amount = self.units = ZERO

    def foreign(self, currency: str) -> Foreign | None:
        if self.first.currency == currency:
            return None
        return Foreign(self.units, self.first.currency)


class OpeningLines:
    """Reads balances brought forward."""

    def __init__(
        self, source: Source, general: GeneralLedgerReading, matches: Matches
    ) -> None:
        """Take the book, its general ledger, and what settles what."""
        self._source = source
        self._general = general
        self._matches = matches

    def lines(
        self, period: Period, currency: str, account: AccountNamed, party: PartyNamed
    ) -> Sequence[BookedLine]:
        """A line for each account, or for each debt of a control account."""
        found: list[BookedLine] = []
        debts = self._debts(period.first, currency, account, party)
        for name, amount in opening_balances(self._general, period, currency).items():
            rest = amount
            for line in debts.get(name, ()):
                rest -= line.amount
                found.append(line)
            if rest:
                found.append(BookedLine(account=account(name), amount=rest))
        return found

    def _debts(
        self, first: date, currency: str, account: AccountNamed, party: PartyNamed
    ) -> Mapping[str, Sequence[BookedLine]]:
        """By control account, what each group of postings left before a day."""
        debts: dict[tuple[str, str, tuple[str, int, str, str]], _Debt] = {}
        for posting, weight in self._weights(first, currency):
            whose = self._matches.party(posting)
            key = posting.account, whose, self._matches.group(posting)
            debt = debts.setdefault(key, _Debt(posting))
            debt.amount += weight
            debt.units += posting.side.sign * posting.amount
        lines: dict[str, list[BookedLine]] = {}
        for (name, whose, _group), debt in debts.items():
            one = debt.first
            if debt.amount:
                line = BookedLine(
                    account=account(name),
                    amount=debt.amount,
                    party=party(one.side, whose),
                    foreign=debt.foreign(currency),
                    match=self._matches.match(one),
                    document=self._matches.document(one),
                    document_day=one.day,
                    due=one.due if one.due_is_stated else None,
                    text=one.text,
                )
                lines.setdefault(name, []).append(line)
        return lines

    def _weights(
        self, first: date, currency: str
    ) -> Iterator[tuple[ControlPosting, Decimal]]:
        """Control postings before a day, and what they weigh in a currency."""
        chart = self._source.chart
        for index, controls in controls_by_transaction(self._source).items():
            txn = self._source.directives[index]
            assert isinstance(txn, Transaction)
            if txn.date >= first:
                return
            for posting, control in paired(txn, controls, chart):
                weight, weighed_in = weight_of(posting)
                if control is not None and weighed_in == currency:
                    yield control, weight


def opening_balances(
    general: GeneralLedgerReading, period: Period, currency: str
) -> Mapping[str, Decimal]:
    """Each account's balance before a period, debit positive, by name.

    Income and expenses open at what the fiscal year has posted so far. What earlier
    years earned is added to the account for it.

    Raises:
        UsageError: If there is such a result, and no account for it.
    """
    balances: dict[str, Decimal] = {}
    for line in trial_balance_lines(general.ledger, period):
        if line.currency != currency or not line.opening or line.account == ROUNDING:
            continue
        name = line.account
        if name == EARLIER_YEARS:
            name = _retained_earnings(general, line.opening, currency)
        balances[name] = balances.get(name, ZERO) + line.opening
    return balances


def _retained_earnings(
    general: GeneralLedgerReading, opening: Decimal, currency: str
) -> str:
    accounts = general.accounts_with(Role.RETAINED_EARNINGS)
    if len(accounts) == 1:
        return accounts[0]
    amount = f"{with_cents(-opening, currency):f} {currency}"
    if accounts:
        raise UsageError(
            f"what earlier years earned, {amount}, may stand on"
            f' {" or ".join(accounts)}; leave role: "retained-earnings" at one'
        )
    raise UsageError(
        f"what earlier years earned, {amount}, stands on no account; open one for it:"
        " 1970-01-01 open Equity:Retained-Earnings, and below it"
        ' role: "retained-earnings" and its number:'
    )

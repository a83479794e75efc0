"""What a ``schedule`` directive says, key by key, or what it should say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.period import Interval
from ledgerkit.general_ledger.schedules.schedule import ScheduleKind
from ledgerkit.money import ZERO, amount_is_readable
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from ledgerkit.books.source import Source

_LIFE = re.compile(r"(?:(\d{1,3}) years?)?(?:(?:^| | and )(\d{1,4}) months?)?")
_MONTHS_MAX = 1200
_YEAR_MIN, _YEAR_MAX, _YEARS_APART = 1800, 2999, 100
_PAYMENTS_MAX = 1200
_RATE_MAX = 100
_INTERVALS = {
    "monthly": Interval.MONTH,
    "quarterly": Interval.QUARTER,
    "yearly": Interval.YEAR,
}
#: What may stand on a schedule of each kind, besides what all may have.
KEYS_OF_KIND: Mapping[ScheduleKind, frozenset[str]] = {
    ScheduleKind.ASSET: frozenset(
        {
            "cost",
            "contra-account",
            "method",
            "life",
            "rate",
            "class",
            "residual",
            "from",
            "every",
            "disposed",
            "proceeds",
            "proceeds-account",
            "gain-account",
            "loss-account",
        }
    ),
    ScheduleKind.LOAN: frozenset(
        ["amount", "method", "rate", "payments", "payment-account", "from", "every"]
    ),
    ScheduleKind.PREPAID: frozenset(["amount", "from", "until", "every", "basis"]),
    ScheduleKind.ACCRUAL: frozenset(["amount", "until", "every", "reversed"]),
}
KEYS_OF_ALL = frozenset(["account", "expense-account", "text", "booked-until"])
_BALANCES = (RootAccount.ASSETS, RootAccount.LIABILITIES)
_RESULTS = (RootAccount.INCOME, RootAccount.EXPENSES)


class UnopenedAccountError(ValueError):
    """An account is not opened: what is found on all directives' accounts says so."""


class ScheduleFacts:
    """The keys of a schedule, each with an error that says what to write.

    Attributes:
        id: The schedule's id.
        kind: What it is of.
        day: The directive's day.
    """

    def __init__(
        self,
        source: Source,
        id_: str,
        kind: ScheduleKind,
        day: date,
        facts: Mapping[str, Any],
    ) -> None:
        """Take what all its directives say."""
        self._source = source
        self._opened = {opened.account for opened in source.reading.opens}
        self.id, self.kind, self.day = id_, kind, day
        self._facts = facts

    def has(self, key: str) -> bool:
        """Whether it says anything."""
        return self._facts.get(key) is not None

    def check_days(self) -> None:
        """Refuse days that entries would never come to an end from.

        Raises:
            ValueError: If a day is typed wrongly, by centuries.
        """
        days = {"its day": self.day}
        days |= {
            f"{key}:": value
            for key, value in self._facts.items()
            if isinstance(value, date)
        }
        for key, day in days.items():
            if not _YEAR_MIN <= day.year <= _YEAR_MAX:
                raise ValueError(f"{key} {day} is in no year of ours; write another")
            if abs(day.year - self.day.year) > _YEARS_APART:
                raise ValueError(
                    f"{key} {day} is more than {_YEARS_APART} years from {self.day};"
                    " write another"
                )

    def refuse(self, keys: Collection[str], why: str) -> None:
        """Refuse keys that nothing would follow from.

        Raises:
            ValueError: If one of them is stated.
        """
        for key in keys:
            if self.has(key):
                raise ValueError(
                    f"{why} no {key}: take that line out, or write another"
                )

    def text(self, key: str) -> str:
        """A text; empty if there is none."""
        return str(self._facts.get(key) or "")

    def word(self, key: str, known: Collection[str], default: str = "") -> str:
        """One of some words.

        Raises:
            ValueError: If it is none of them, or missing.
        """
        word = self.text(key) or default
        if word in known:
            return word
        if not word:
            raise ValueError(f'it has no {key}; write {key}: "{next(iter(known))}"')
        remedy = suggestion(word, known) or f"; write one of {', '.join(known)}"
        raise ValueError(f'{key}: "{word}" is none of a schedule of this kind{remedy}')

    def amount(self, key: str) -> Amount:
        """A positive amount.

        Raises:
            ValueError: If it is missing, or nothing or less.
        """
        amount = self._facts.get(key)
        if not isinstance(amount, Amount) or amount.number is None:
            raise ValueError(f"it has no {key}; write {key}: 1000.00 EUR")
        if amount.number <= 0 or not amount_is_readable(amount.number):
            raise ValueError(
                f"{key}: {amount} is no amount above zero; write 1000.00 EUR, say"
            )
        return amount

    def part(self, key: str, currency: str) -> Decimal:
        """An amount in a currency, zero if it is not stated.

        Raises:
            ValueError: If it is negative, or in another currency.
        """
        if not self.has(key):
            return ZERO
        amount = self._facts[key]
        if amount.currency != currency:
            raise ValueError(f"{key}: {amount} is not in {currency}; write it in that")
        if amount.number < 0:
            raise ValueError(
                f"{key}: {amount} is less than nothing; write 0 {currency}"
            )
        return Decimal(amount.number)

    def date(self, key: str) -> date | None:
        """A day; None if it is not stated."""
        return self._facts.get(key)

    def balance_account(self, key: str = "account") -> str:
        """An asset or a liability.

        Raises:
            ValueError: If it is missing, none, or not opened.
        """
        return self._account(key, _BALANCES, "Assets:Equipment", "asset or liability")

    def result_account(self, key: str = "expense-account") -> str:
        """An expense or income.

        Raises:
            ValueError: If it is missing, none, or not opened.
        """
        example = (
            "Income:Disposals" if key != "expense-account" else "Expenses:Interest"
        )
        return self._account(key, _RESULTS, example, "expense or income")

    def money_account(self, key: str) -> str:
        """Any account.

        Raises:
            ValueError: If it is missing, or not opened.
        """
        return self._account(key, tuple(RootAccount), "Assets:Bank", "account")

    def sign(self, account: str) -> int:
        """1 for an asset, -1 for a liability."""
        return 1 if self._source.chart.root(account) is RootAccount.ASSETS else -1

    def _account(
        self, key: str, roots: Collection[RootAccount], example: str, what: str
    ) -> str:
        account = self.text(key)
        if not account:
            raise ValueError(f"it has no {key}; write {key}: {example}")
        if account not in self._opened:
            raise UnopenedAccountError
        if self._source.chart.root(account) not in roots:
            raise ValueError(f"{key}: {account} is no {what}; write one that is")
        return account

    def months(self) -> int:
        """The life of an asset, in months.

        Raises:
            ValueError: If it is missing, or can't be read.
        """
        text = self.text("life")
        if not text:
            raise ValueError('an asset needs a life; write life: "5 years"')
        match = _LIFE.fullmatch(text)
        years, months = (int(n or 0) for n in match.groups()) if match else (0, 0)
        whole = 12 * years + months
        if not 0 < whole <= _MONTHS_MAX:
            raise ValueError(
                f'life: "{text}" is none; write for instance "36 months" or "5 years"'
            )
        return whole

    def rate(self) -> Fraction:
        """The yearly rate: 30 percent is 3/10.

        Raises:
            ValueError: If it is missing, or no percentage.
        """
        rate = self._facts.get("rate")
        if not isinstance(rate, Decimal):
            raise ValueError("it has no rate; write rate: 20")  # noqa: TRY004
        if not 0 <= rate <= _RATE_MAX:
            raise ValueError(
                f"rate: {rate} is no yearly percentage; write for instance 6"
            )
        return Fraction(rate) / 100

    def payments(self) -> int:
        """How many payments a loan has.

        Raises:
            ValueError: If it is missing, or no such number.
        """
        number = self._facts.get("payments")
        if not isinstance(number, Decimal):
            raise ValueError("it has no payments; write payments: 36")  # noqa: TRY004
        if not 0 < number <= _PAYMENTS_MAX or number % 1:
            raise ValueError(
                f"payments: {number} is no number of payments; write 36, say"
            )
        return int(number)

    def interval(self, default: str) -> Interval:
        """How often it is booked.

        Raises:
            ValueError: If it is none of the intervals.
        """
        return _INTERVALS[self.word("every", _INTERVALS, default)]

"""What one plain line of a ledger says, as Beancount's lexer and parser would take it.

Plain is a small part of the grammar, chosen so that a line says the same wherever a
transaction may have it. Whatever else somebody wrote, a price, a calculation, a number
with commas, is not wrong: it is only not plain.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from beancount.core.amount import Amount
from beancount.core.number import MISSING

#: As in Beancount's lexer: every character beyond ASCII may stand in an account.
_WIDE = "\u0080-\U0010ffff"
_ACCOUNT = (
    rf"[A-Z{_WIDE}][A-Za-z0-9\-{_WIDE}]*+(?::[A-Z0-9{_WIDE}][A-Za-z0-9\-{_WIDE}]*+)++"
)
#: Few enough digits that no sum of them is rounded.
_NUMBER = r"-?[0-9]{1,15}+(?:\.[0-9]{1,9}+)?+"
_CURRENCY = r"[A-Z][A-Z0-9'._\-]*[A-Z0-9]"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_STRING = r'"([^"\\]*+)"'
_END = r"[ \t\r]*+(?:;.*+)?"

#: The first line of a transaction: date, flag, payee, narration, tags and links.
FIRST_LINE = re.compile(
    rf"({_DATE})[ \t]++(\*|!|txn)(?:[ \t]++{_STRING})?(?:[ \t]++{_STRING})?"
    rf"((?:[ \t]++[#^][A-Za-z0-9\-_/.]++)*+){_END}",
)
TAG_OR_LINK = re.compile(r"([#^])([A-Za-z0-9\-_/.]+)")
#: Below it: a posting, with an amount or without, a key with its value, or a comment.
_BELOW = re.compile(
    rf"[ \t]++(?:({_ACCOUNT})(?:[ \t]++({_NUMBER})[ \t]++({_CURRENCY}))?"
    rf"|([a-z][a-zA-Z0-9\-_]++):[ \t]*+"
    rf"(?:{_STRING}|({_DATE})|({_NUMBER})(?:[ \t]++({_CURRENCY}))?|(TRUE|FALSE))"
    rf"|;.*+){_END}",
)
#: What the lexer takes for something else than a currency.
_NO_CURRENCY = frozenset({"TRUE", "FALSE", "NULL"})


class NotPlainError(Exception):
    """A line that Beancount must read."""


class Seen(NamedTuple):
    """What Beancount's display context learns of a number.

    Attributes:
        currency: Of the amount.
        decimals: After the point.
        digits: Before it, as Beancount counts them.
    """

    currency: str
    decimals: int
    digits: int


class Line(NamedTuple):
    """A line below the first one of a transaction.

    Attributes:
        account: Of a posting; empty if it is none.
        amount: Of a posting, or `MISSING`.
        seen: What the amount of a posting or a key teaches the display context.
        key: Of a line with a key; empty if it has none.
        value: Of that key.
    """

    account: str = ""
    amount: Any = None
    seen: Seen | None = None
    key: str = ""
    value: Any = None


#: Many thousand times: without the keyword arguments of a named tuple.
_new: Any = tuple.__new__
_INDENTS = (" ", "\t")
#: The words of a posting with an amount.
_POSTING = 3
#: The line after a transaction.
AFTER_THE_LAST = Line()
_COMMENT = Line(value=";")


#: What Python takes for blank beside what Beancount does.
_OTHER_BLANK = re.compile(r"[^\S \t\r\n]")
_ONLY_NUMBER = re.compile(_NUMBER)


class Lines:
    """The lines of a file, each understood once however often it comes."""

    def __init__(self, text: str) -> None:
        """Begin with no line.

        Args:
            text: Of the whole file.
        """
        self.known: dict[str, Line] = {"": AFTER_THE_LAST}
        self.accounts: dict[str, str] = {}
        self._amounts: dict[str, dict[str, tuple[Amount, Seen]]] = {}
        self._dates: dict[str, date] = {}
        self._seen: dict[tuple[str, int, int], Seen] = {}
        #: Whether words are divided, and lines ended, as Python divides them.
        self._is_usual = not _OTHER_BLANK.search(text) and (
            "\r" not in text or text.count("\r") == text.count("\r\n")
        )

    def understand(self, text: str) -> Line:
        """What a line says that comes for the first time.

        Raises:
            NotPlainError: If that is Beancount's to say.
        """
        if text[:1] not in _INDENTS:
            return AFTER_THE_LAST  # Not kept: most are the first lines of transactions.
        words = text.split()
        if len(words) == _POSTING and self._is_usual:
            # Most lines are so, and a pattern with all that might be takes its time.
            word, number, currency = words
            account = self.accounts.get(word)
            amounts = self._amounts.get(currency)
            if account and amounts is not None:
                found = amounts.get(number)
                if found or _ONLY_NUMBER.fullmatch(number):
                    amount, seen = found or self.amount(number, currency)
                    # Not kept: of most amounts there is only one.
                    line: Line = _new(Line, (account, amount, seen, "", None))
                    return line
        match = _BELOW.fullmatch(text)
        if match:
            line = self._line(*match.groups())
        elif text.strip(" \t\r"):
            raise NotPlainError
        else:
            line = AFTER_THE_LAST
        self.known[text] = line
        return line

    def _line(
        self,
        account: str | None,
        number: str,
        currency: str,
        key: str | None,
        *value: str | None,
    ) -> Line:
        if account:
            account = self.accounts.setdefault(account, account)
            if not number:
                return Line(account, MISSING)
            return Line(account, *self.amount(number, currency))
        return self._with_key(key, *value) if key else _COMMENT

    def _with_key(self, key: str, *value: str | None) -> Line:
        text, day, number, currency, truth = value
        if number and currency:
            amount, seen = self.amount(number, currency)
            return Line(key=key, value=amount, seen=seen)
        if number:
            return Line(key=key, value=_decimal(number))
        if day:
            return Line(key=key, value=self.date(day))
        return Line(key=key, value=truth == "TRUE" if truth else text)

    def amount(self, number: str, currency: str) -> tuple[Amount, Seen]:
        """An amount, and what it teaches.

        Raises:
            NotPlainError: If the currency is none.
        """
        amounts = self._amounts.get(currency)
        if amounts is None:
            if currency in _NO_CURRENCY:
                raise NotPlainError
            amounts = self._amounts[currency] = {}
        found = amounts.get(number)
        if found is None:
            value = _decimal(number)
            point = number.find(".")
            decimals = len(number) - point - 1 if point >= 0 else 0
            digits = value.adjusted() + 1
            seen = self._seen.get((currency, decimals, digits))
            if seen is None:
                seen = Seen(currency, decimals, digits)
                self._seen[seen] = seen
            found = amounts[number] = (_new(Amount, (value, currency)), seen)
        return found

    def date(self, text: str) -> date:
        """A date.

        Raises:
            NotPlainError: If there is no such day.
        """
        found = self._dates.get(text)
        if found is None:
            try:
                found = self._dates[text] = date.fromisoformat(text)
            except ValueError:
                raise NotPlainError from None
        return found


def _decimal(text: str) -> Decimal:
    """A number; Beancount's minus is an operation, so that -0.00 is 0.00."""
    return -Decimal(text[1:]) if text[0] == "-" else Decimal(text)

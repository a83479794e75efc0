"""A bank statement and its lines, whatever the file format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One movement of an account. Positive is money in.

    Two lines may be equal in everything but their place: a bank can book the same
    payment twice in a day, and both are real.

    Attributes:
        day: The day the bank booked it.
        amount: In the account's currency; positive for money in.
        currency: The account's; another if the account has several and the bank
            states the movement in that one.
        reference: The bank's own id of the line; empty if it gives none.
        name: The payer or payee; empty if the bank doesn't say.
        iban: Their account, IBAN or another number; empty likewise.
        text: The payment's text in one line: remittance information and memo.
        value_day: The value date; None if the bank doesn't say.
        creditor_reference: A structured reference that the payer was asked to
            give (ISO 11649, or a national one); empty if there is none.
        end_to_end: The id that the ordering party gave it; empty if there is none.
        kind: The bank's word or code for this kind of movement, e.g. ``NTRF``.
        original_amount: The amount ordered in a foreign currency, with the sign of
            ``amount``; None if it was in the account's.
        original_currency: Of the original amount; empty if there is none.
        charges: Charges the bank deducted, already taken off ``amount``; zero or
            positive.
        pending: Whether the bank only announces it and hasn't booked it: it is
            shown, but in no balance, and never imported.
        place: Where it stands in the file; the line is 0 if it has none.
    """

    day: date
    amount: Decimal
    currency: str
    reference: str = ""
    name: str = ""
    iban: str = ""
    text: str = ""
    value_day: date | None = None
    creditor_reference: str = ""
    end_to_end: str = ""
    kind: str = ""
    original_amount: Decimal | None = None
    original_currency: str = ""
    charges: Decimal = ZERO
    pending: bool = False
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A bank's statement of one account for a period.

    Attributes:
        account: IBAN or number, as in the file, without blanks; empty if the file
            doesn't say.
        bank: BIC, routing number or name of the bank; empty likewise.
        currency: Of the account; empty if the file doesn't say.
        number: The statement's own number or id; empty if it has none.
        since: First day it covers; the first line's if the file doesn't say, None
            without lines.
        until: Last day it covers, likewise.
        opening: Balance before the first line; None if the file doesn't say.
        closing: Balance after the last line; None likewise.
        closing_day: The day whose closing balance it is, if the file states another
            than `until`: some banks give the balance on the day of download, with or
            without lines. None otherwise.
        interim: Whether the closing balance is from during its day and not its end,
            as in intraday reports: more of that day may follow.
        lines: In the order of the file.
        newest_first: Whether the latest line comes first, as often in banks' tables.
        notes: Remarks on how the file was read: how it was understood, what was left
            out, what doesn't tie.
        place: Where it begins.
    """

    account: str
    bank: str = ""
    currency: str
    number: str = ""
    since: date | None
    until: date | None
    opening: Decimal | None = None
    closing: Decimal | None = None
    closing_day: date | None = None
    interim: bool = False
    lines: Sequence[StatementLine]
    newest_first: bool = False
    notes: Sequence[str] = ()
    place: Place

    @property
    def movement(self) -> Decimal:
        """The sum of all booked lines in the account's currency."""
        return sum((line.amount for line in self.lines if self.counts(line)), ZERO)

    def counts(self, line: StatementLine) -> bool:
        """Whether a line moves the balance: it is booked, in the account's currency."""
        return not line.pending and line.currency == self.currency

    @property
    def unexplained(self) -> Decimal | None:
        """The difference of the lines from opening to closing balance; zero if it ties.

        None where the file doesn't state both balances.
        """
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.movement


def statement_record(statement: Statement) -> dict[str, object]:
    """A statement as plain values.

    Amounts are strings with their currency's decimals, or more if the file has more;
    days are ISO dates; anything the file doesn't say is None. Positive amounts are
    money in. A line not booked yet also has ``"pending": true``.
    """
    return {
        **statement_head(statement),
        "lines": [line_record(line) for line in statement.lines],
    }


def statement_head(statement: Statement) -> dict[str, object]:
    """The head of a statement, without its lines."""
    currency = statement.currency
    return {
        "account": statement.account or None,
        "currency": currency or None,
        "opening": _amount(statement.opening, currency),
        "closing": _amount(statement.closing, currency),
        "from": _day(statement.since),
        "until": _day(statement.until),
    }


def line_record(line: StatementLine) -> dict[str, str | int | None]:
    """A line as plain values."""
    record: dict[str, str | int | None] = {
        "date": _day(line.day),
        "amount": _amount(line.amount, line.currency),
        "currency": line.currency or None,
        "ref": line.reference or None,
        "name": line.name or None,
        "iban": line.iban or None,
        "text": line.text or None,
    }
    return {**record, "pending": True} if line.pending else record


def _amount(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else f"{with_cents(amount, currency):f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_MARKS = re.compile(r"[^0-9A-Za-z]")


#: Shorter numbers are part of too many others.
_PART_MIN = 6


def compact_number(text: str) -> str:
    """An IBAN or account number without blanks or punctuation, in capitals.

    >>> compact_number("it60 X054-2811 1010/0000.0123 456")
    'IT60X0542811101000000123456'
    """
    return _MARKS.sub("", text).upper()


def is_same_account(number: str, other: str) -> bool:
    """Whether two compact numbers may name one account.

    They are equal, or one ends with the other: an IBAN with the national number, or
    that with the bank's own account number, with or without leading zeros.

    >>> is_same_account("IT60X0542811101000000123456", "0123456")
    True
    >>> is_same_account("IT60X0542811101000000123456", "56")
    False
    """
    number, other = number.lstrip("0"), other.lstrip("0")
    if number == other:
        return bool(number)
    shorter, longer = sorted((number, other), key=len)
    return len(shorter) >= _PART_MIN and longer.endswith(shorter)


def holds_number(iban: str, number: str) -> bool:
    """Whether a compact IBAN contains a number anywhere after its check digits.

    Some countries put check digits after the number, and banks leave them off.

    >>> holds_number("FR7630006000011234567890189", "12345678901")
    True
    """
    number = number.lstrip("0")
    return len(number) >= _PART_MIN and number in iban[4:]

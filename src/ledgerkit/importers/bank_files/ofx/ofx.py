"""OFX 1 and 2, and Quicken's QFX: bank, card and investment cash statements.

Open Financial Exchange 1.6 and 2.3, sections 11 (banking) and 13 (investments).
Every STMTTRN of a statement is a line. LEDGERBAL is the closing balance, on its own
day; the opening balance isn't in the format, and none is made up.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from babel.numbers import get_currency_precision

from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.errors import Place
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.ofx.elements import OfxAggregate, read_elements
from ledgerkit.importers.bank_files.ofx.text import is_ofx, ofx_text
from ledgerkit.importers.bank_files.text import (
    account_number,
    joined,
    one_line,
    stated_reference,
)
from ledgerkit.money import amount_is_readable, parse_amount, rounded
from ledgerkit.text.unreadable import unreadable
from ledgerkit.xml.safe import check_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.importers.bank_files.choices import BankFileChoices


_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)


def ofx_day(text: str) -> date:
    """The day of a date, as the bank has it; time and zone after it are left out.

    A bank books on a day of its own calendar: turned into another zone's time,
    midnight would become the day before.

    >>> ofx_day("20131124000000.000[-7:MST]")
    datetime.date(2013, 11, 24)

    Raises:
        ValueError: If it is no day.
    """
    match = _DAY.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no day; OFX writes one as 20260131")
    year, month, day = map(int, match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is a day that no calendar has") from None
    if not 1900 <= year <= 2299:
        raise ValueError(f"{text!r} is not of our time")
    return found


def ofx_amount(text: str, currency: str, usual_mark: str | None) -> Decimal:
    """An amount; OFX lets a bank choose the decimal mark and has no other.

    Where there are two sorts of marks all the same, the last is the decimal mark. A
    lone comma before three digits is one only if the file's other amounts or a
    person say so, or the currency has three decimals.

    Args:
        text: As it stands in the file.
        currency: Of the account; empty if it isn't known.
        usual_mark: See `usual_mark`; None if nothing is clear.

    >>> ofx_amount("-1.234,50", "EUR", None)
    Decimal('-1234.50')

    Raises:
        ValueError: If it is no amount, or nobody knows which.
    """
    mark = _clear_mark(text) or usual_mark
    if mark is None and "," in text and get_currency_precision(currency) != 3:
        raise ValueError(
            f"{text!r} may have a decimal mark or thousands; say which with"
            " --decimal-mark , or --decimal-mark ."
        )
    return parse_amount(text, decimal_mark=mark or ("," if "," in text else "."))


def usual_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark of all amounts in which it is clear; None if they differ.

    >>> usual_mark(["1,234", "80.50", "7"])
    '.'
    """
    marks = {mark for text in texts if (mark := _clear_mark(text))}
    return marks.pop() if len(marks) == 1 else None


def _clear_mark(text: str) -> str | None:
    """An amount's decimal mark, if it can be no other."""
    comma, point = text.rfind(","), text.rfind(".")
    last, first = max(comma, point), min(comma, point)
    if last < 0:
        return None
    mark, other = ("," if comma > point else "."), ("." if comma > point else ",")
    if first >= 0:
        return mark
    if text.count(mark) > 1:
        return other
    return None if re.fullmatch(r"[0-9]{3}[^0-9]*", text[last + 1 :]) else mark


__all__ = ["is_ofx", "read_ofx"]


_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")


_ANSWERS = ("SONRS", "STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS")


_ACCOUNTS = ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM")


def read_ofx(
    data: bytes, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements of an OFX or QFX file; none if it is the answer to a log-in.

    Args:
        data: The whole file.
        file: What to call it in errors and places.
        choices: What a person said where the file doesn't.

    Raises:
        UnreadableFileError: If it breaks off, the bank answered with an error, or a
            movement lacks its day or amount.
    """
    check_size(data, file)
    root = read_elements(ofx_text(data, file, choices.encoding), file)
    found = list(root.walk(*_STATEMENTS))
    if not found:
        _refuse_error(root, file)
    _refuse_lost_movement(root, found, file)
    return [_StatementReader(one, file, choices).read() for one in found]


def _refuse_lost_movement(
    root: OfxAggregate, found: Sequence[OfxAggregate], file: str
) -> None:
    """No movement is left out because it stands where none is expected."""
    read = {id(line) for statement in found for line in statement.walk("STMTTRN")}
    for line in root.walk("STMTTRN"):
        if id(line) not in read:
            raise unreadable(
                file, "a movement (STMTTRN) stands in no statement (STMTRS)", line.line
            )


def _refuse_error(root: OfxAggregate, file: str) -> None:
    """Say what the bank said instead; the answer to another question is all right."""
    for answer in root.walk(*_ANSWERS):
        status = answer.part("STATUS")
        if status is None or status.text("SEVERITY").upper() != "ERROR":
            continue
        if answer.name != "SONRS" or not _answers_something_else(root):
            said = " ".join(filter(None, (status.text("CODE"), status.text("MESSAGE"))))
            what = "the bank answered with an error instead of a statement"
            raise unreadable(file, f"{what}: {one_line(said)}", status.line)


def _answers_something_else(root: OfxAggregate) -> bool:
    """Whether there is the answer to a request of another sort, e.g. PROFTRNRS."""
    return any(
        name.endswith("TRNRS") for one in root.walk("OFX") for name in one.fields
    )


class _StatementReader:
    """One statement on its way from elements to values."""

    def __init__(
        self, found: OfxAggregate, file: str, choices: BankFileChoices
    ) -> None:
        self._found = found
        self._file = file
        self._lines = list(found.walk("STMTTRN"))
        amounts = (one.text("TRNAMT") for one in self._lines)
        self._mark = choices.decimal_mark or usual_mark(amounts)
        self._currency = self._account_currency()

    def read(self) -> Statement:
        lines = [self._line(one) for one in self._lines]
        days = [line.day for line in lines]
        account = self._found.part(*_ACCOUNTS)
        lists = list(self._found.walk("BANKTRANLIST", "INVTRANLIST"))
        starts = [self._stated_day(one, "DTSTART") for one in lists]
        ends = [self._stated_day(one, "DTEND") for one in lists]
        closing, closing_day = self._closing()
        until = max(filter(None, (*ends, *days)), default=None)
        return Statement(
            account=account_number(account.text("ACCTID")) if account else "",
            bank=one_line(account.text("BANKID", "BROKERID")) if account else "",
            currency=self._currency,
            since=min(filter(None, (*starts, *days)), default=None),
            until=until,
            closing=closing,
            closing_day=None if closing_day == until else closing_day,
            lines=lines,
            place=Place(self._file, self._found.line),
        )

    def _account_currency(self) -> str:
        """What the statement says; where it doesn't, what all its lines say alike."""
        stated = self._found.text("CURDEF").upper()
        if stated:
            return stated if _is_currency(stated) else ""
        said = {
            part.text("CURSYM").upper()
            for one in self._lines
            for part in one.parts
            if part.name == "CURRENCY"
        }
        only = said.pop() if len(said) == 1 else ""
        return only if _is_currency(only) else ""

    def _closing(self) -> tuple[Decimal | None, date | None]:
        """The balance and its day; neither where the bank leaves it empty."""
        balance = self._found.part("LEDGERBAL")
        if balance is None or not balance.text("BALAMT"):
            return None, None
        return self._amount(balance, "BALAMT"), self._stated_day(balance, "DTASOF")

    def _line(self, one: OfxAggregate) -> StatementLine:
        amount = self._amount(one, "TRNAMT")
        original, original_currency = self._original(one, amount)
        payee = one.part("PAYEE")
        other = one.part("BANKACCTTO", "CCACCTTO")
        return StatementLine(
            day=self._day(one),
            amount=amount,
            currency=self._in_currency(one),
            reference=stated_reference(one.text("FITID")),
            name=_name(one.text("NAME"), one.text("EXTDNAME"), payee),
            iban=account_number(other.text("ACCTID")) if other else "",
            text=self._text(one),
            value_day=self._stated_day(one, "DTAVAIL"),
            kind=one_line(one.text("TRNTYPE")),
            original_amount=original,
            original_currency=original_currency,
            place=Place(self._file, one.line),
        )

    def _text(self, one: OfxAggregate) -> str:
        """The memo, and what else identifies the payment if it isn't the FITID."""
        memo = one.text("MEMO")
        check = one.text("CHECKNUM").lstrip("0")
        is_told = check in {"", one.text("FITID")} or check in memo
        number = stated_reference(one.text("REFNUM"))
        return joined(
            memo,
            "" if is_told else f"check {check}",
            "" if number in {one.text("FITID"), check} else number,
        )

    def _in_currency(self, one: OfxAggregate) -> str:
        """The account's currency, or the one that CURRENCY says the amount is in."""
        part = one.part("CURRENCY")
        stated = part.text("CURSYM").upper() if part else ""
        return stated if _is_currency(stated) else self._currency

    def _original(
        self, one: OfxAggregate, amount: Decimal
    ) -> tuple[Decimal | None, str]:
        """What was ordered in a foreign currency, before the bank exchanged it.

        ORIGCURRENCY's CURRATE is what one unit of that is worth in the account's.
        """
        part = one.part("ORIGCURRENCY")
        currency = part.text("CURSYM").upper() if part else ""
        if part is None or not _is_currency(currency) or currency == self._currency:
            return None, ""
        rate = self._rate(part)
        if rate is None or not amount_is_readable(amount / rate):
            return None, ""
        original = amount / rate
        return rounded(original, currency), currency

    def _rate(self, part: OfxAggregate) -> Decimal | None:
        text = part.text("CURRATE").strip()
        if not text:
            return None
        try:
            rate = parse_amount(text, decimal_mark="," if "," in text else ".")
        except ValueError as error:
            raise self._refusal(part, "CURRATE", str(error)) from None
        return rate if rate > 0 else None

    def _amount(self, one: OfxAggregate, name: str) -> Decimal:
        text = one.text(name)
        if not text:
            what = "is empty" if name in one.fields else "is missing"
            raise self._refusal(one, name, f"{what}; nobody can know the amount")
        try:
            return ofx_amount(text, self._currency, self._mark)
        except ValueError as error:
            raise self._refusal(one, name, str(error)) from None

    def _day(self, one: OfxAggregate) -> date:
        text = one.text("DTPOSTED")
        if not text:
            what = "is empty" if "DTPOSTED" in one.fields else "is missing"
            raise self._refusal(one, "DTPOSTED", f"{what}; nobody can know the day")
        try:
            return ofx_day(text)
        except ValueError as error:
            raise self._refusal(one, "DTPOSTED", str(error)) from None

    def _stated_day(self, one: OfxAggregate, name: str) -> date | None:
        """A day that may be missing; banks fill such fields with zeros too."""
        try:
            return ofx_day(one.text(name))
        except ValueError:
            return None

    def _refusal(self, one: OfxAggregate, name: str, what: str) -> Exception:
        line = one.lines.get(name, one.line)
        return unreadable(self._file, f"{one.name}/{name} {what}", line)


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha()


def _name(short: str, long: str, payee: OfxAggregate | None) -> str:
    """Who it was; the long name where there is one, as the short one is cut off."""
    return one_line(long or short or (payee.text("NAME") if payee else ""))

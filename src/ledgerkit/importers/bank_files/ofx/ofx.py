"""OFX 1 and 2, and Quicken's QFX: bank, card and investment cash statements.

Open Financial Exchange 1.6 and 2.3, sections 11 (banking) and 13 (investments). Every
STMTTRN of a statement is a line. LEDGERBAL is the closing balance, on its own day; the
format has no opening balance, and none is invented. Some banks write one among the
movements.
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
from ledgerkit.importers.bank_files.stated_balances import without_balances
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
    """The day of a date, as the bank has it; time and zone are ignored.

    A bank books on a day of its own calendar: converted to another time zone, midnight
    would become the day before.

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
        posted = date(year, month, day)
    except ValueError:
        raise ValueError(f"{text!r} is a day that no calendar has") from None
    if not 1900 <= year <= 2299:
        raise ValueError(f"{text!r} is not of our time")
    return posted


def ofx_amount(text: str, currency: str, usual_mark: str | None) -> Decimal:
    """An amount; OFX allows either decimal mark and no thousands separator.

    If there are two kinds of marks all the same, the last is the decimal mark. A lone
    comma before three digits is one only if the file's other amounts or a person say
    so, or the currency has three decimals.

    Args:
        text: As it stands in the file.
        currency: Of the account; empty if it isn't known.
        usual_mark: See `usual_mark`; None if nothing is clear.

    >>> ofx_amount("-1.234,50", "EUR", None)
    Decimal('-1234.50')

    Raises:
        ValueError: If it is no amount, or is ambiguous.
    """
    mark = _clear_mark(text) or usual_mark
    if mark is None and "," in text and get_currency_precision(currency) != 3:
        raise ValueError(
            f"{text!r} may have a decimal mark or thousands; say which with"
            " --decimal-mark , or --decimal-mark ."
        )
    return parse_amount(text, decimal_mark=mark or ("," if "," in text else "."))


def usual_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark of all unambiguous amounts; None if they differ.

    >>> usual_mark(["1,234", "80.50", "7"])
    '.'
    """
    marks = {mark for text in texts if (mark := _clear_mark(text))}
    return marks.pop() if len(marks) == 1 else None


def _clear_mark(text: str) -> str | None:
    """An amount's decimal mark, if it is unambiguous."""
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
    """The statements of an OFX or QFX file; none if it is the response to a log-in.

    Args:
        data: The whole file.
        file: Its name in errors and places.
        choices: A person's options, if the file doesn't say.

    Raises:
        UnreadableFileError: If it breaks off, the bank answered with an error, or a
            transaction lacks its day or amount.
    """
    check_size(data, file)
    root = read_elements(ofx_text(data, file, choices.encoding), file)
    aggregates = list(root.walk(*_STATEMENTS))
    if not aggregates:
        _refuse_error(root, file)
    _refuse_lost_movement(root, aggregates, file)
    return [
        _StatementReader(aggregate, file, choices).read() for aggregate in aggregates
    ]


def _refuse_lost_movement(
    root: OfxAggregate, aggregates: Sequence[OfxAggregate], file: str
) -> None:
    """Refuse transactions in unexpected places, so that none is lost."""
    read = {id(line) for statement in aggregates for line in statement.walk("STMTTRN")}
    for line in root.walk("STMTTRN"):
        if id(line) not in read:
            raise unreadable(
                file, "a movement (STMTTRN) stands in no statement (STMTRS)", line.line
            )


def _refuse_error(root: OfxAggregate, file: str) -> None:
    """Report the bank's error message; the response to another request is fine."""
    for answer in root.walk(*_ANSWERS):
        status = answer.part("STATUS")
        if status is None or status.text("SEVERITY").upper() != "ERROR":
            continue
        if answer.name != "SONRS" or not _answers_something_else(root):
            answer_text = " ".join(
                filter(None, (status.text("CODE"), status.text("MESSAGE")))
            )
            problem = "the bank answered with an error instead of a statement"
            raise unreadable(file, f"{problem}: {one_line(answer_text)}", status.line)


def _answers_something_else(root: OfxAggregate) -> bool:
    """Whether there is a response to a request of another kind, e.g. PROFTRNRS."""
    return any(
        name.endswith("TRNRS")
        for aggregate in root.walk("OFX")
        for name in aggregate.fields
    )


class _StatementReader:
    """One statement, from elements to values."""

    def __init__(
        self, aggregate: OfxAggregate, file: str, choices: BankFileChoices
    ) -> None:
        self._found = aggregate
        self._file = file
        self._lines = list(aggregate.walk("STMTTRN"))
        amounts = (line.text("TRNAMT") for line in self._lines)
        self._mark = choices.decimal_mark or usual_mark(amounts)
        self._currency = self._account_currency()

    def read(self) -> Statement:
        lines, stated, notes = without_balances(
            [self._line(element) for element in self._lines]
        )
        days = [line.day for line in lines]
        account = self._found.part(*_ACCOUNTS)
        lists = list(self._found.walk("BANKTRANLIST", "INVTRANLIST"))
        starts = [self._stated_day(transactions, "DTSTART") for transactions in lists]
        ends = [self._stated_day(transactions, "DTEND") for transactions in lists]
        closing, closing_day = self._closing()
        if closing is None:
            closing, closing_day = stated.closing, stated.closing_day
        until = max(filter(None, (*ends, *days)), default=None)
        return Statement(
            account=account_number(account.text("ACCTID")) if account else "",
            bank=one_line(account.text("BANKID", "BROKERID")) if account else "",
            currency=self._currency,
            since=min(filter(None, (*starts, *days)), default=None),
            until=until,
            opening=stated.opening,
            closing=closing,
            closing_day=None if closing_day == until else closing_day,
            lines=lines,
            notes=notes,
            place=Place(self._file, self._found.line),
        )

    def _account_currency(self) -> str:
        """The statement's currency; if not stated, the one on all its lines."""
        stated = self._found.text("CURDEF").upper()
        if stated:
            return stated if _is_currency(stated) else ""
        codes = {
            part.text("CURSYM").upper()
            for line in self._lines
            for part in line.parts
            if part.name == "CURRENCY"
        }
        code = codes.pop() if len(codes) == 1 else ""
        return code if _is_currency(code) else ""

    def _closing(self) -> tuple[Decimal | None, date | None]:
        """The balance and its day; neither if the bank leaves it empty."""
        balance = self._found.part("LEDGERBAL")
        if balance is None or not balance.text("BALAMT"):
            return None, None
        return self._amount(balance, "BALAMT"), self._stated_day(balance, "DTASOF")

    def _line(self, element: OfxAggregate) -> StatementLine:
        amount = self._amount(element, "TRNAMT")
        original, original_currency = self._original(element, amount)
        payee = element.part("PAYEE")
        other = element.part("BANKACCTTO", "CCACCTTO")
        return StatementLine(
            day=self._day(element),
            amount=amount,
            currency=self._in_currency(element),
            reference=stated_reference(element.text("FITID")),
            name=_name(element.text("NAME"), element.text("EXTDNAME"), payee),
            iban=account_number(other.text("ACCTID")) if other else "",
            text=self._text(element),
            value_day=self._stated_day(element, "DTAVAIL"),
            kind=one_line(element.text("TRNTYPE")),
            original_amount=original,
            original_currency=original_currency,
            place=Place(self._file, element.line),
        )

    def _text(self, element: OfxAggregate) -> str:
        """The memo, and other ids of the payment besides the FITID."""
        memo = element.text("MEMO")
        check = element.text("CHECKNUM").lstrip("0")
        is_told = check in {"", element.text("FITID")} or check in memo
        number = stated_reference(element.text("REFNUM"))
        return joined(
            memo,
            "" if is_told else f"check {check}",
            "" if number in {element.text("FITID"), check} else number,
        )

    def _in_currency(self, element: OfxAggregate) -> str:
        """The account's currency, or the one stated for the amount by CURRENCY."""
        part = element.part("CURRENCY")
        stated = part.text("CURSYM").upper() if part else ""
        return stated if _is_currency(stated) else self._currency

    def _original(
        self, element: OfxAggregate, amount: Decimal
    ) -> tuple[Decimal | None, str]:
        """The amount ordered in a foreign currency, before the bank exchanged it.

        ORIGCURRENCY's CURRATE is the value of one unit of it in the account's.
        """
        part = element.part("ORIGCURRENCY")
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

    def _amount(self, element: OfxAggregate, name: str) -> Decimal:
        text = element.text(name)
        if not text:
            problem = "is empty" if name in element.fields else "is missing"
            raise self._refusal(element, name, f"{problem}; nobody can know the amount")
        try:
            return ofx_amount(text, self._currency, self._mark)
        except ValueError as error:
            raise self._refusal(element, name, str(error)) from None

    def _day(self, element: OfxAggregate) -> date:
        text = element.text("DTPOSTED")
        if not text:
            problem = "is empty" if "DTPOSTED" in element.fields else "is missing"
            raise self._refusal(
                element, "DTPOSTED", f"{problem}; nobody can know the day"
            )
        try:
            return ofx_day(text)
        except ValueError as error:
            raise self._refusal(element, "DTPOSTED", str(error)) from None

    def _stated_day(self, element: OfxAggregate, name: str) -> date | None:
        """A day that may be missing; banks also fill such fields with zeros."""
        try:
            return ofx_day(element.text(name))
        except ValueError:
            return None

    def _refusal(self, element: OfxAggregate, name: str, problem: str) -> Exception:
        line = element.lines.get(name, element.line)
        return unreadable(self._file, f"{element.name}/{name} {problem}", line)


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha()


def _name(short: str, long: str, payee: OfxAggregate | None) -> str:
    """The other party; the long name if there is one, as the short one is cut off."""
    return one_line(long or short or (payee.text("NAME") if payee else ""))

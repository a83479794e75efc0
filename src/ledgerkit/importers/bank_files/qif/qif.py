"""QIF: the download format of Quicken, and of many banks after it.

Quicken Interchange Format. It has neither currency nor balances nor ids, and states
neither its encoding nor the order of day and month; if the file's own dates and amounts
don't decide, a person is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import Statement, StatementLine
from ledgerkit.errors import Place, UsageError
from ledgerkit.importers.bank_files.choices import NO_CHOICES
from ledgerkit.importers.bank_files.qif.dates import qif_date_format, qif_day
from ledgerkit.importers.bank_files.qif.records import INVESTMENTS, read_sections
from ledgerkit.importers.bank_files.text import decoded_text, joined, one_line
from ledgerkit.importers.tables.amount_text import decimal_mark_choices
from ledgerkit.money import parse_amount
from ledgerkit.text.currencies import split_currency
from ledgerkit.text.unreadable import ambiguous, unreadable
from ledgerkit.xml.safe import check_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.importers.bank_files.choices import BankFileChoices
    from ledgerkit.importers.bank_files.qif.records import QifRecord, QifSection

_HEAD = 65_536
_HEADING = re.compile(
    rb"^[ \t]*!(?:type[ \t]*:|account|option[ \t]*:|clear[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_DIGIT = re.compile("[0-9]")
#: Quicken's payee of an account's first record.
_OPENING = "opening balance"
_TRANSFER = re.compile(r"\[([^\[\]]{1,100})\]")


def is_qif(data: bytes) -> bool:
    """Whether a file is QIF, by a heading near its beginning.

    >>> is_qif(b"!Type:Bank"), is_qif(b"Date,Type")
    (True, False)
    """
    head = data[:_HEAD].replace(b"\0", b"").replace(b"\r", b"\n")
    return bool(_HEADING.search(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")))


def read_qif(
    data: bytes, file: str, choices: BankFileChoices = NO_CHOICES
) -> Sequence[Statement]:
    """The statements of a QIF file, one for each account.

    Transactions in securities are ignored: their amounts have no sign.

    Args:
        data: The whole file.
        file: Its name in errors and places.
        choices: A person's options, if the file doesn't say.

    Raises:
        UnreadableFileError: If a transaction lacks its day or amount, or encoding,
            dates or amounts are ambiguous.
    """
    check_size(data, file)
    sections = list(read_sections(decoded_text(data, file, choices.encoding)))
    reader = _Reader(sections, file, choices)
    return [
        reader.statement(group)
        for group in _by_account(sections)
        if group[0].kind not in INVESTMENTS
    ]


def _by_account(sections: Iterable[QifSection]) -> Iterable[Sequence[QifSection]]:
    """The sections of each account together: some programs repeat the heading."""
    groups: dict[tuple[str, str], list[QifSection]] = {}
    for section in sections:
        groups.setdefault((section.account, section.kind), []).append(section)
    return groups.values()


class _Reader:
    """Reads the records of one file, which decide their format together."""

    def __init__(
        self, sections: Sequence[QifSection], file: str, choices: BankFileChoices
    ) -> None:
        self._file = file
        records = [record for section in sections for record in section.records]
        dates = [(r.line_of("D"), r.text("D")) for r in records if r.text("D")]
        self._date_format = qif_date_format(dates, choices.date_format, file)
        self._mark = choices.decimal_mark or self._decimal_mark(records)

    def _decimal_mark(self, records: Iterable[QifRecord]) -> str:
        texts = (
            (line, text)
            for record in records
            for letter, text, line in record.fields
            if letter in {"T", "U", "$"} and text
        )
        try:
            choices = decimal_mark_choices(_telling(texts))
        except UsageError as error:
            raise unreadable(self._file, str(error)) from None
        if len(choices) > 1:
            options = ", or ".join(
                f"--decimal-mark {choice.value} if {choice.example}"
                for choice in choices
            )
            raise ambiguous(
                self._file,
                "its amounts can be read in several ways",
                remedy=f"write {options}",
                likeliest=("decimal_mark", choices[0].value),
            )
        return choices[0].value if choices else "."

    def statement(self, sections: Sequence[QifSection]) -> Statement:
        records = [record for section in sections for record in section.records]
        lines = [self._line(record) for record in records]
        days = [line.day for line in lines]
        return Statement(
            account=one_line(sections[0].account or _own_name(records)),
            currency="",
            since=min(days, default=None),
            until=max(days, default=None),
            lines=lines,
            notes=_opens_with(records),
            place=Place(self._file, sections[0].line),
        )

    def _line(self, record: QifRecord) -> StatementLine:
        number = record.text("N")
        categories = record.texts("L") or record.texts("S")
        if categories == ["--Split--"]:
            categories = record.texts("S")
        return StatementLine(
            day=self._day(record),
            amount=self._amount(record),
            currency="",
            name=one_line(record.text("P") or record.text("A")),
            text=joined(
                record.text("M"),
                *record.texts("E"),
                f"no. {number}" if number.strip("0") else "",
            ),
            kind=one_line("; ".join(dict.fromkeys(categories))),
            place=Place(self._file, record.line),
        )

    def _day(self, record: QifRecord) -> date:
        text = record.text("D")
        if not text:
            raise self._refusal(record, "D", "the movement has no day (D)")
        try:
            return qif_day(text, self._date_format)
        except ValueError as error:
            raise self._refusal(record, "D", str(error)) from None

    def _amount(self, record: QifRecord) -> Decimal:
        letter = "T" if record.text("T") else "U"
        text = record.text(letter)
        if not text:
            raise self._refusal(record, "T", "the movement has no amount (T)")
        try:
            return parse_amount(split_currency(text)[0], decimal_mark=self._mark)
        except ValueError as error:
            raise self._refusal(record, letter, str(error)) from None

    def _refusal(self, record: QifRecord, letter: str, problem: str) -> Exception:
        return unreadable(self._file, problem, record.line_of(letter))


def _telling(texts: Iterable[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """The few amounts that decide on the decimal mark: the first of each shape.

    Only a zero decides less than others of its shape: 0,000 is zero either way.
    """
    first: dict[tuple[str, bool], tuple[int, str]] = {}
    for line, text in texts:
        is_zero = not any("1" <= character <= "9" for character in text)
        first.setdefault((_DIGIT.sub("9", text), is_zero), (line, text))
    return first.values()


def _opens_with(records: Sequence[QifRecord]) -> Sequence[str]:
    """A note on the record that is no movement but the account's beginning."""
    return [
        f"line {record.line} is the balance that the account opens with; leave it out"
        " where the books have that already"
        for record in records
        if record.text("P").lower() == _OPENING and record.text("T").strip("0.,")
    ][:1]


def _own_name(records: Sequence[QifRecord]) -> str:
    """Quicken's name for the account: its opening balance comes from itself."""
    for record in records[:1]:
        match = _TRANSFER.fullmatch(record.text("L"))
        if match and record.text("P").lower() == _OPENING:
            return match[1]
    return ""

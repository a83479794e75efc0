"""A row of a bank's table -> a statement line, or the reason why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import StatementLine
from ledgerkit.errors import Place
from ledgerkit.importers.bank_files.balance_words import BalanceText, balance_text
from ledgerkit.importers.bank_files.tables.cells import (
    amount_in_cell,
    date_in_cell,
    text_in_cell,
)
from ledgerkit.importers.bank_files.tables.heading_words import (
    CANCELLED_WORDS,
    PENDING_WORDS,
    TOTAL_WORDS,
)
from ledgerkit.importers.bank_files.tables.profile import (
    JOINED_FIELDS,
    MONEY_FIELDS,
    BankField,
)
from ledgerkit.importers.bank_files.tables.row_movement import (
    LeftOut,
    RowBalance,
    RowMovement,
)
from ledgerkit.importers.bank_files.text import account_number, joined
from ledgerkit.importers.tables.date_format import date_format_choices
from ledgerkit.importers.tables.headings import compact
from ledgerkit.money import ZERO
from ledgerkit.text.currencies import named_currencies
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.importers.bank_files.tables.reading import TableReading
    from ledgerkit.importers.tables.rows import RowCell, TableRow

#: Longer than a currency's code.
_WORD = re.compile(r"[^\W\d_]{4}")
#: The form of a Beancount commodity, without that of a mere ticker.
_COMMODITY = re.compile(r"[A-Z][A-Z0-9]{1,10}")


class LineReader:
    """Reads the rows of a table, one after the other."""

    def __init__(
        self,
        reading: TableReading,
        *,
        reverse: bool = False,
        movements: frozenset[int] = frozenset(),
    ) -> None:
        """Read with these settings.

        Args:
            reading: The meaning of the columns, and the format of dates and amounts.
            reverse: Whether a positive amount is money out.
            movements: Lines that only look like balances.
        """
        self._reading = reading
        self._movements = movements
        self._profile = reading.match.profile
        self._places = reading.places
        self._has_fees = not {BankField.FEE, BankField.GROSS}.isdisjoint(self._places)
        self._mark = reading.form.decimal_mark
        self._date_format = reading.form.date_format
        self._reverse = reverse
        self._file = reading.rows.file
        #: A short row may lack cells that may be empty, but not those a line needs.
        needed = (BankField.DATE, *MONEY_FIELDS)
        self._reach = max(n for f in needed for n in self._places.get(f, (0,))) + 1

    def movement(self, row: TableRow) -> RowMovement | RowBalance | LeftOut:
        """The movement of a row. All its possible errors are found here.

        Raises:
            UnreadableFileError: If a date, amount, currency or sign is not valid.
        """
        try:
            return self._movement(row)
        except ValueError as error:
            raise unreadable(self._file, f"{error}", row.line) from None

    def _movement(self, row: TableRow) -> RowMovement | RowBalance | LeftOut:
        pending = self._is_pending(row)
        if pending is None:
            return LeftOut.STATUS
        day = self._day(row)
        if isinstance(day, LeftOut):
            return day
        text = self._balance_text(row)
        is_stated = bool(text) and balance_text(text) is not BalanceText.BARE
        try:
            amount, currencies = self._amount(row)
        except ValueError:
            if is_stated:
                return LeftOut.TOTAL
            raise
        if amount is None:
            return self._without_amount(row)
        currency = self._currency(row, currencies)
        account = account_number(self._text(row, BankField.ACCOUNT).strip("'\""))
        account = account or self._reading.account
        balance = self._number(row, BankField.BALANCE)
        if text and (balance is None or (is_stated and balance == amount)):
            return RowBalance(text, day, amount, currency, account)
        amount, charges = self._less_fee(row, amount)
        original, original_currency = self._original(row, amount)
        return RowMovement(
            day,
            amount,
            currency,
            original,
            original_currency,
            charges,
            pending,
            account,
            balance,
        )

    def _without_amount(self, row: TableRow) -> LeftOut:
        if len(row.cells) < min(self._reach, self._reading.width):
            raise ValueError(
                f"ends after {len(row.cells)} of {self._reading.width} cells; is"
                " the file cut off?"
            )
        return LeftOut.NO_AMOUNT

    def _balance_text(self, row: TableRow) -> str:
        """The text of a row that may be a balance; empty if it is a movement."""
        if row.line in self._movements or self._text(row, BankField.IBAN):
            return ""
        text = joined(self._text(row, BankField.NAME), self._text(row, BankField.TEXT))
        text = text or self._text(row, BankField.KIND)
        return "" if balance_text(text) is BalanceText.NONE else text

    def line(self, row: TableRow, movement: RowMovement) -> StatementLine:
        """The line of a row with this movement."""
        return StatementLine(
            day=movement.day,
            amount=movement.amount,
            currency=movement.currency,
            reference=self._text(row, BankField.REFERENCE),
            name=self._text(row, BankField.NAME),
            iban=account_number(self._text(row, BankField.IBAN).strip("'\"")),
            text=self._text(row, BankField.TEXT),
            value_day=self._value_day(row),
            creditor_reference=self._text(row, BankField.CREDITOR_REFERENCE),
            end_to_end=self._text(row, BankField.END_TO_END),
            kind=self._text(row, BankField.KIND),
            original_amount=movement.original_amount,
            original_currency=movement.original_currency,
            charges=movement.charges,
            pending=movement.pending,
            place=Place(self._file, row.line),
        )

    def _cells(self, row: TableRow, field: BankField) -> list[RowCell]:
        cells = row.cells
        return [cells[n] for n in self._places.get(field, ()) if n < len(cells)]

    def _text(self, row: TableRow, field: BankField) -> str:
        if field not in self._places:  # As with most fields in most tables.
            return ""
        cells = self._cells(row, field)
        filled = [text for cell in cells if (text := text_in_cell(cell))]
        if field in JOINED_FIELDS:
            # A single cell needs no joining.
            return joined(*filled) if len(filled) > 1 else "".join(filled).strip()
        return filled[0] if filled else ""

    def _is_pending(self, row: TableRow) -> bool | None:
        """Whether the bank has yet to book a row; None if it never will."""
        status = self._text(row, BankField.STATUS)
        if not status or status.casefold() in self._profile.counts:
            return False
        word = compact(status)
        if word in PENDING_WORDS:
            return True
        if self._profile.counts or word in CANCELLED_WORDS:
            return None
        return False

    def _day(self, row: TableRow) -> date | LeftOut:
        """The day of a row; if it has none, why it is no line."""
        for cell in self._cells(row, BankField.DATE):
            try:
                day = date_in_cell(cell, self._date_format)
            except ValueError as error:
                if isinstance(cell, str) and compact(cell) in PENDING_WORDS:
                    return LeftOut.PENDING
                if self._is_words(row):
                    return LeftOut.NO_MOVEMENT
                if _names_total(cell):
                    return LeftOut.TOTAL
                raise ValueError(f"{error}{_how_written(cell)}") from None
            if day is not None:
                return day
        return LeftOut.NO_DATE

    def _is_words(self, row: TableRow) -> bool:
        """Whether the amount is words too, as in a note below a table."""
        for field in MONEY_FIELDS:
            for cell in self._cells(row, field):
                try:
                    if amount_in_cell(cell, self._mark) is not None:
                        return False
                except ValueError:
                    if not _WORD.search(str(cell)):
                        return False
        return True

    def _value_day(self, row: TableRow) -> date | None:
        for cell in self._cells(row, BankField.VALUE_DATE):
            try:
                return date_in_cell(cell, self._date_format)
            except ValueError:
                # An unreadable day is no value date.
                return None
        return None

    def _number(self, row: TableRow, field: BankField) -> Decimal | None:
        if field not in self._places:
            return None
        for cell in self._cells(row, field):
            amount = amount_in_cell(cell, self._mark)
            if amount is not None:
                return amount[0]
        return None

    def _amount(self, row: TableRow) -> tuple[Decimal | None, frozenset[str]]:
        """The amount received; None if the row has no amount."""
        if BankField.AMOUNT not in self._places:
            return self._pair(row)
        for cell in self._cells(row, BankField.AMOUNT):
            parsed = amount_in_cell(cell, self._mark)
            if parsed is not None:
                amount, currencies = parsed
                return self._signed(row, amount), currencies
        return None, frozenset()

    def _signed(self, row: TableRow, amount: Decimal) -> Decimal:
        if BankField.SIGN not in self._places:
            return -amount if self._reverse else amount
        word = self._text(row, BankField.SIGN).casefold()
        in_words, out_words = self._profile.in_words, self._profile.out_words
        if word in out_words or (in_words and not out_words and word not in in_words):
            return -abs(amount)
        if word in in_words or (out_words and not in_words):
            return abs(amount)
        known = ", ".join(sorted(in_words | out_words)[:8])
        raise ValueError(
            f"{excerpt(word)} says neither in nor out; known are {known}, and a profile"
            " may name more as money-in-words and money-out-words"
        )

    def _pair(self, row: TableRow) -> tuple[Decimal | None, frozenset[str]]:
        amounts: list[Decimal | None] = []
        currencies: frozenset[str] = frozenset()
        for field in (BankField.MONEY_IN, BankField.MONEY_OUT):
            amount = None
            for cell in self._cells(row, field):
                parsed = amount_in_cell(cell, self._mark)
                if parsed is not None:
                    amount, stated = parsed
                    currencies |= stated
                    break
            amounts.append(amount)
        money_in, money_out = amounts
        if money_in is None and money_out is None:
            return None, currencies
        if money_in and money_out:
            raise ValueError(
                f"has money in ({money_in}) and money out ({money_out}); which is it?"
            )
        if self._reading.form.pair_is_signed:
            return (money_in or ZERO) - (money_out or ZERO), currencies
        return abs(money_in or ZERO) - abs(money_out or ZERO), currencies

    def _less_fee(self, row: TableRow, amount: Decimal) -> tuple[Decimal, Decimal]:
        """The amount that moved the account, and the fee."""
        if not self._has_fees:
            return amount, ZERO
        fee = self._number(row, BankField.FEE)
        if self._profile.fee_comes_off:
            charge = abs(fee or ZERO)
            return amount - charge, charge
        gross = self._number(row, BankField.GROSS)
        if gross is not None:
            return amount, max(gross - amount, ZERO)
        return amount, abs(fee or ZERO)

    def _original(self, row: TableRow, amount: Decimal) -> tuple[Decimal | None, str]:
        """The amount ordered in another currency, with the sign of the amount."""
        if BankField.ORIGINAL_AMOUNT not in self._places:
            return None, ""
        currency = self._text(row, BankField.ORIGINAL_CURRENCY).upper()
        original = self._number(row, BankField.ORIGINAL_AMOUNT)
        own = self._text(row, BankField.CURRENCY).upper() or self._reading.currency
        if original is None or not currency or currency == own:
            return None, ""
        return (abs(original) if amount >= 0 else -abs(original)), currency

    def _currency(self, row: TableRow, amount_currencies: frozenset[str]) -> str:
        """The row's currency, else the file's; empty if neither states one."""
        text = self._text(row, BankField.CURRENCY)
        named = _currencies_called(text)
        currencies = (named & amount_currencies) or named or amount_currencies
        if len(currencies) == 1:
            return next(iter(currencies))
        if (
            not currencies
            or self._reading.currency in currencies
            or not self._reading.currency
        ):
            return self._reading.currency
        raise ValueError(
            f"is in {' or '.join(sorted(currencies)[:3])}, and {self._reading.currency}"
            " was expected"
        )


def _currencies_called(text: str) -> frozenset[str]:
    """The currencies named by a cell; exchanges hold more than national ones."""
    try:
        return named_currencies(text)
    except ValueError:
        if _COMMODITY.fullmatch(text):
            return frozenset({text})
        raise


def _how_written(cell: RowCell) -> str:
    """What to write if a date is right, but in another form than the others."""
    forms = date_format_choices([(0, str(cell).strip())])
    if not forms:
        return ""
    return f"; if every date is written so, give --date-format {forms[0].value}"


def _names_total(cell: RowCell) -> bool:
    """Whether a date's cell says that its row is a balance or a total."""
    words = str(cell).casefold().split() if isinstance(cell, str) else []
    return not TOTAL_WORDS.isdisjoint(word.strip(":.,()") for word in words)

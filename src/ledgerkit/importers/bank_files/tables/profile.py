"""The possible content of a column in a bank's table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.importers.tables.columns import column_number
from ledgerkit.importers.tables.headings import heading_is, headings_hold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class BankField(StrEnum):
    """A fact in a row; its value is the word written in a profile."""

    DATE = "date"
    VALUE_DATE = "value-date"
    AMOUNT = "amount"
    MONEY_IN = "money-in"
    MONEY_OUT = "money-out"
    SIGN = "sign"
    GROSS = "gross"
    FEE = "fee"
    BALANCE = "balance"
    CURRENCY = "currency"
    ORIGINAL_AMOUNT = "original-amount"
    ORIGINAL_CURRENCY = "original-currency"
    NAME = "name"
    IBAN = "iban"
    TEXT = "text"
    REFERENCE = "reference"
    END_TO_END = "end-to-end"
    CREDITOR_REFERENCE = "creditor-reference"
    KIND = "kind"
    STATUS = "status"
    ACCOUNT = "account"


BANK_DATE_FIELDS = (BankField.DATE, BankField.VALUE_DATE)


#: Numbers needed for a line, so their decimal mark is the file's.
BANK_AMOUNT_FIELDS = (
    BankField.AMOUNT,
    BankField.MONEY_IN,
    BankField.MONEY_OUT,
    BankField.GROSS,
    BankField.FEE,
    BankField.BALANCE,
    BankField.ORIGINAL_AMOUNT,
)


#: A row needs one of these to have an amount.
MONEY_FIELDS = (BankField.AMOUNT, BankField.MONEY_IN, BankField.MONEY_OUT)


#: Several columns of these are joined; of any other field the first filled one is
#: taken.
JOINED_FIELDS = frozenset({BankField.TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProfile:
    """How to recognise and read a bank's tables.

    Values that are empty or None are detected in the file, which is refused if
    ambiguous.

    Attributes:
        name: Its name for ``--profile``; the file's name without ``.toml``.
        title: The usual name of the bank or service.
        columns: The columns of each field, by their heading or as ``#3``.
        header: Headings of its header row, in any order, among others.
        row: For files without a header row: the kind of each cell of a row.
        only_by_name: Whether other banks' files look the same, so that it is used only
            if named.
        skip_before: Lines above the header row, or above the first row.
        skip_after: Rows below the last line.
        delimiter: The delimiter of cells; one character.
        encoding: Of files that are not UTF-8.
        decimal_mark: ``.`` or ``,``.
        date_formats: The bank's date formats.
        account: For files that don't state one.
        currency: For files that don't state one.
        bank: Name of the bank, for the statement.
        newest_first: Whether the latest line comes first.
        sign: ``as-is``: positive is money in; ``reversed``, as on many cards.
        fee_comes_off: Whether the amount is before the fee, so that the account moved
            by the amount less the fee.
        in_words: The words in the column ``sign`` for money in.
        out_words: Its words for money out.
        counts: The words in the column ``status`` for lines that count; empty if all do
            except those marked pending or cancelled.
    """

    name: str
    title: str
    columns: Mapping[BankField, tuple[str, ...]]
    header: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    only_by_name: bool = False
    skip_before: int = 0
    skip_after: int = 0
    delimiter: str = ""
    encoding: str = ""
    decimal_mark: str = ""
    date_formats: tuple[str, ...] = ()
    account: str = ""
    currency: str = ""
    bank: str = ""
    newest_first: bool | None = None
    sign: str = ""
    fee_comes_off: bool = False
    in_words: frozenset[str] = field(default_factory=frozenset)
    out_words: frozenset[str] = field(default_factory=frozenset)
    counts: frozenset[str] = field(default_factory=frozenset)

    def fits_header(self, headings: frozenset[str]) -> bool:
        """Whether a row, each cell as `compact` leaves it, is its header row."""
        return bool(self.header) and headings_hold(headings, self.header)


def column_places(
    profile: BankProfile, headings: Sequence[str], width: int
) -> Mapping[BankField, tuple[int, ...]]:
    """The positions of each field's columns, counted from 0, without missing ones.

    Of several columns with one heading, the currency next to the amount is taken, and
    the first for any other field.

    Args:
        profile: The profile with the columns.
        headings: The header row as `compact` leaves it; empty if there is none.
        width: Of the rows.
    """
    columns = {
        field: places
        for field, names in profile.columns.items()
        if (places := _places(names, headings, width))
    }
    money = columns.get(BankField.AMOUNT) or columns.get(BankField.MONEY_IN)
    currency = profile.columns.get(BankField.CURRENCY)
    if money and currency and BankField.CURRENCY in columns:
        after = _places(currency, headings, width, start=money[0])
        if after and heading_is(headings[after[0]] if headings else "", currency[0]):
            columns[BankField.CURRENCY] = after
    return columns


def _places(
    names: Sequence[str], headings: Sequence[str], width: int, start: int = 0
) -> tuple[int, ...]:
    places = []
    for name in names:
        place = column_number(name)
        if place is not None:
            places += [place] if 0 <= place < width else []
            continue
        for place in range(start, len(headings)):
            if heading_is(headings[place], name):
                places.append(place)
                break
    return tuple(dict.fromkeys(places))

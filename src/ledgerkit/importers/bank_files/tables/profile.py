"""What a column of a bank's table can hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.importers.tables.columns import column_number
from ledgerkit.importers.tables.headings import heading_is, headings_hold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class BankField(StrEnum):
    """One thing that a row says; the value is what people write in a profile."""

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


#: Numbers that a line needs, so their decimal mark is the file's.
BANK_AMOUNT_FIELDS = (
    BankField.AMOUNT,
    BankField.MONEY_IN,
    BankField.MONEY_OUT,
    BankField.GROSS,
    BankField.FEE,
    BankField.BALANCE,
    BankField.ORIGINAL_AMOUNT,
)


#: Without one of these a row says nothing of money.
MONEY_FIELDS = (BankField.AMOUNT, BankField.MONEY_IN, BankField.MONEY_OUT)


#: Several columns of these are joined; of any other field the first that is filled.
JOINED_FIELDS = frozenset({BankField.TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class BankProfile:
    """How a bank's tables are recognised and read.

    What is empty or None is found in the file, and refused if it can be read in
    two ways.

    Attributes:
        name: What ``--profile`` takes; the file's name without ``.toml``.
        title: The bank or service, as people call it.
        columns: The columns of each field, by their heading or as ``#3``.
        header: Headings that its header row has, in any order, among others.
        row: For files without a header row: what each cell of a row is.
        only_by_name: Whether other banks' files look the same, so that it is used
            only if somebody names it.
        skip_before: Lines above the header row, or above the first row.
        skip_after: Rows below the last line.
        delimiter: What divides cells; one character.
        encoding: Of files that are not UTF-8.
        decimal_mark: ``.`` or ``,``.
        date_formats: Forms that the bank writes dates in.
        account: Of files that don't say.
        currency: Of files that don't say.
        bank: Name of the bank, for the statement.
        newest_first: Whether the latest line stands on top.
        sign: ``as-is``: positive is money in; ``reversed``, as on many cards.
        fee_comes_off: Whether the amount is before the fee, so that the account
            moved by the amount less the fee.
        in_words: What the column ``sign`` says of money in.
        out_words: What it says of money out.
        counts: What the column ``status`` says of lines that count; empty if all
            do but those that are pending or cancelled in so many words.
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
    """Where each field's columns stand, counted from 0; those that are not there not.

    Of several columns of one heading, that of the currency which stands next to the
    amount is meant, and the first of any other.

    Args:
        profile: What to look for.
        headings: The header row as `compact` leaves it; empty if there is none.
        width: Of the rows.
    """
    found = {
        field: places
        for field, names in profile.columns.items()
        if (places := _places(names, headings, width))
    }
    money = found.get(BankField.AMOUNT) or found.get(BankField.MONEY_IN)
    currency = profile.columns.get(BankField.CURRENCY)
    if money and currency and BankField.CURRENCY in found:
        after = _places(currency, headings, width, start=money[0])
        if after and heading_is(headings[after[0]] if headings else "", currency[0]):
            found[BankField.CURRENCY] = after
    return found


def _places(
    names: Sequence[str], headings: Sequence[str], width: int, start: int = 0
) -> tuple[int, ...]:
    found = []
    for name in names:
        place = column_number(name)
        if place is not None:
            found += [place] if 0 <= place < width else []
            continue
        for place in range(start, len(headings)):
            if heading_is(headings[place], name):
                found.append(place)
                break
    return tuple(dict.fromkeys(found))

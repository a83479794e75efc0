"""What a column of a bank's table can hold."""

from __future__ import annotations

from enum import StrEnum


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


DATE_FIELDS = (BankField.DATE, BankField.VALUE_DATE)
#: Numbers that a line needs, so their decimal mark is the file's.
AMOUNT_FIELDS = (
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

"""A word of the ledger language: a key or a directive, and where it is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class On(StrEnum):
    """Where a key is allowed."""

    TRANSACTION = "transaction"
    POSTING = "posting"
    OPEN = "open"
    CLIENT = "client"
    VENDOR = "vendor"
    COMPANY = "company"
    TAX_CODE = "tax-code"
    TAX_FILING = "tax-filing"
    RECURRING = "recurring"
    RECURRING_LINE = "recurring-line"
    REMINDER_LEVEL = "reminder-level"
    NOTE = "note"
    PAYMENT_RUN = "payment-run"
    DIRECT_DEBIT = "direct-debit"
    MANDATE = "mandate"
    STATEMENT = "statement"
    CASH_COUNT = "cash-count"
    BANK_RULE = "bank-rule"
    FORECAST_ITEM = "forecast-item"
    SCENARIO = "scenario"
    DOCUMENT = "document"
    MANAGER = "manager"
    CONTACT = "contact"
    ACTIVITY = "activity"
    TASK = "task"
    CASE = "case"
    SURVEY = "survey"
    PLAN = "plan"
    MILESTONE = "milestone"
    OPPORTUNITY = "opportunity"
    CONTRACT = "contract"
    PLAYBOOK = "playbook"
    PROJECT = "project"
    TIME = "time"
    CLOSE = "close"
    REOPEN = "reopen"
    SCHEDULE = "schedule"
    ORDER = "order"
    ORDER_LINE = "order-line"
    CLAIM = "claim"
    MAIL = "mail"
    QUOTE = "quote"
    QUOTE_LINE = "quote-line"


class Holds(StrEnum):
    """The type of a key's or setting's value, in Beancount's terms."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    ACCOUNT = "account"
    FLAG = "TRUE or FALSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A metadata key.

    Attributes:
        name: As written in the ledger.
        on: The directives and postings that may have it.
        meaning: One sentence.
        holds: The type of its value.
        of: The kinds of records whose id it holds; if they are those that it stands
            on, a record of the directive's own kind.
    """

    name: str
    on: tuple[On, ...]
    meaning: str
    holds: Holds = Holds.TEXT
    of: tuple[On, ...] = ()


class IdPlace(NamedTuple):
    """A value of a ``custom`` directive that is an id.

    Attributes:
        place: Of the value, from 0.
        of: The kind of record it is the id of.
        after: The word that must stand before it; empty for any.
    """

    place: int
    of: On
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomType:
    """A ``custom`` directive of ours.

    Attributes:
        name: The directive's type.
        values: The values after the type, described for people.
        meaning: One sentence.
        ids: Which of the values are ids.
    """

    name: str
    values: str
    meaning: str
    ids: tuple[IdPlace, ...] = ()


#: Places that many keys have in common.
DOCUMENT = (On.TRANSACTION, On.POSTING)
HEAD = (On.TRANSACTION,)
LINE = (On.POSTING,)
OPEN = (On.OPEN,)
PARTY = (On.CLIENT, On.VENDOR)
ANYBODY = (On.CLIENT, On.VENDOR, On.COMPANY)
NOTE = (On.NOTE,)
TEMPLATE = (On.RECURRING,)
PRICED = (On.RECURRING, On.RECURRING_LINE)
OFFERED = (On.QUOTE_LINE,)


def key(
    name: str,
    on: tuple[On, ...],
    meaning: str,
    holds: Holds = Holds.TEXT,
    *,
    of: tuple[On, ...] = (),
) -> Key:
    """A key, written on one line if its meaning is short."""
    return Key(name=name, on=on, meaning=meaning, holds=holds, of=of)

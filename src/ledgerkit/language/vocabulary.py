"""Every word of the ledger language: its meaning and where it is allowed.

The manual, the suggestions and editor completion are generated from this. The words are
kept in modules by subject, and joined here.
"""

from __future__ import annotations

from functools import cache

from ledgerkit.language.word import CustomType, Key, On
from ledgerkit.language.words import bank as bank_vocabulary
from ledgerkit.language.words import clients as client_vocabulary
from ledgerkit.language.words import debits as debit_vocabulary
from ledgerkit.language.words import documents as document_vocabulary
from ledgerkit.language.words import general_ledger as ledger_vocabulary
from ledgerkit.language.words import mail as mail_vocabulary
from ledgerkit.language.words import orders as order_vocabulary
from ledgerkit.language.words import parties as party_vocabulary
from ledgerkit.language.words import periods as period_vocabulary
from ledgerkit.language.words import quotes as quote_vocabulary
from ledgerkit.language.words import recurring as reminder_vocabulary
from ledgerkit.language.words import schedules as schedule_vocabulary
from ledgerkit.language.words import work as work_vocabulary

KEYS: tuple[Key, ...] = (
    *document_vocabulary.DOCUMENT_KEYS,
    *party_vocabulary.PARTY_KEYS,
    *client_vocabulary.CLIENT_KEYS,
    *bank_vocabulary.BANK_KEYS,
    *debit_vocabulary.DEBIT_KEYS,
    *reminder_vocabulary.RECURRING_KEYS,
    *ledger_vocabulary.GENERAL_LEDGER_KEYS,
    *period_vocabulary.PERIOD_KEYS,
    *schedule_vocabulary.SCHEDULE_KEYS,
    *order_vocabulary.ORDER_KEYS,
    *mail_vocabulary.MAIL_KEYS,
    *quote_vocabulary.QUOTE_KEYS,
    *work_vocabulary.WORK_KEYS,
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    *party_vocabulary.PARTY_CUSTOM_TYPES,
    *client_vocabulary.CLIENT_CUSTOM_TYPES,
    *document_vocabulary.DOCUMENT_CUSTOM_TYPES,
    *reminder_vocabulary.RECURRING_CUSTOM_TYPES,
    *bank_vocabulary.BANK_CUSTOM_TYPES,
    *debit_vocabulary.DEBIT_CUSTOM_TYPES,
    *period_vocabulary.PERIOD_CUSTOM_TYPES,
    *schedule_vocabulary.SCHEDULE_CUSTOM_TYPES,
    *order_vocabulary.ORDER_CUSTOM_TYPES,
    *mail_vocabulary.MAIL_CUSTOM_TYPES,
    *quote_vocabulary.QUOTE_CUSTOM_TYPES,
    *work_vocabulary.WORK_CUSTOM_TYPES,
    CustomType(
        name="ledgerkit",
        values='SETTING VALUE, e.g. "aging-buckets" "30 60 90"',
        meaning="Sets how ledgerkit works on this book.",
    ),
)

#: Types of directives that are ours and that nothing reads yet, with their use.
RESERVED_TYPES = {
    "stock-count": "a count of goods in stock",
}

TYPE_NAMES = frozenset(custom_type.name for custom_type in CUSTOM_TYPES)

#: Keys on one transaction in thousands, for readers that need only these.
RARE_KEYS = frozenset(
    {
        "closing",
        "direct-debit",
        "dispute",
        "not-duplicate-of",
        "payment-run",
        "payroll",
        "promise",
        "quote",
        "recurring",
        "reminders",
        "schedule",
        "tax-date",
        "tax-return",
    }
)


@cache
def keys_on(place: On) -> frozenset[str]:
    """The names of the keys allowed there."""
    return frozenset(key.name for key in KEYS if place in key.on)

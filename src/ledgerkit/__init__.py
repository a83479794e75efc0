"""ledgerkit: receivables, payables, clients and cash for Beancount and Fava.

``ledgerkit.load("main.beancount")`` returns the books; see `ledgerkit.api`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledgerkit.api import LedgerBooks, load
    from ledgerkit.entries.bills.pay import BillPayment
    from ledgerkit.entries.clients.event import ActivityDraft, SurveyDraft, TargetDraft
    from ledgerkit.entries.clients.record import RelationDraft
    from ledgerkit.entries.documents.credit_note import CreditNoteDraft
    from ledgerkit.entries.documents.deposit import Deposit, DepositUse
    from ledgerkit.entries.documents.document import NewDocument, NewLine, NewSettlement
    from ledgerkit.entries.documents.draft import InvoiceDraft
    from ledgerkit.entries.documents.receipt import Receipt
    from ledgerkit.entries.documents.void import VoidNumber
    from ledgerkit.entries.documents.write_off import WriteOff
    from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft
    from ledgerkit.entries.quotes.quote import QuoteAnswer, QuoteDraft
    from ledgerkit.entries.quotes.recurring import QuoteTemplate
    from ledgerkit.errors import Finding, LedgerkitError, UntrustedBooksError
    from ledgerkit.language.word import On
    from ledgerkit.open_items.side import Side
    from ledgerkit.table import Table

__version__ = "0.1.0"

_HOMES = {
    "ActivityDraft": "ledgerkit.entries.clients.event",
    "On": "ledgerkit.language.word",
    "RelationDraft": "ledgerkit.entries.clients.record",
    "SurveyDraft": "ledgerkit.entries.clients.event",
    "TargetDraft": "ledgerkit.entries.clients.event",
    "Finding": "ledgerkit.errors",
    "LedgerBooks": "ledgerkit.api",
    "LedgerkitError": "ledgerkit.errors",
    "UntrustedBooksError": "ledgerkit.errors",
    "BillPayment": "ledgerkit.entries.bills.pay",
    "CreditNoteDraft": "ledgerkit.entries.documents.credit_note",
    "Deposit": "ledgerkit.entries.documents.deposit",
    "DepositUse": "ledgerkit.entries.documents.deposit",
    "InvoiceDraft": "ledgerkit.entries.documents.draft",
    "QuoteAnswer": "ledgerkit.entries.quotes.quote",
    "QuoteDraft": "ledgerkit.entries.quotes.quote",
    "QuoteInvoiceDraft": "ledgerkit.entries.quotes.invoice",
    "QuoteTemplate": "ledgerkit.entries.quotes.recurring",
    "Receipt": "ledgerkit.entries.documents.receipt",
    "VoidNumber": "ledgerkit.entries.documents.void",
    "WriteOff": "ledgerkit.entries.documents.write_off",
    "NewDocument": "ledgerkit.entries.documents.document",
    "NewLine": "ledgerkit.entries.documents.document",
    "NewSettlement": "ledgerkit.entries.documents.document",
    "Side": "ledgerkit.open_items.side",
    "Table": "ledgerkit.table",
    "load": "ledgerkit.api",
}
__all__ = [
    "ActivityDraft",
    "BillPayment",
    "CreditNoteDraft",
    "Deposit",
    "DepositUse",
    "Finding",
    "InvoiceDraft",
    "LedgerBooks",
    "LedgerkitError",
    "NewDocument",
    "NewLine",
    "NewSettlement",
    "On",
    "QuoteAnswer",
    "QuoteDraft",
    "QuoteInvoiceDraft",
    "QuoteTemplate",
    "Receipt",
    "RelationDraft",
    "Side",
    "SurveyDraft",
    "Table",
    "TargetDraft",
    "UntrustedBooksError",
    "VoidNumber",
    "WriteOff",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use.

    Beancount imports this package at every load with a plugin line of ours: it should
    not pay for reports it doesn't make.
    """
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ledgerkit' has no attribute {name!r}")

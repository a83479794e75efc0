"""ledgerkit: receivables, payables, clients and cash for Beancount and Fava.

``ledgerkit.load("main.beancount")`` returns the books; see `ledgerkit.api`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledgerkit.api import LedgerBooks, load
    from ledgerkit.books.drafted_invoice import InvoiceDraft
    from ledgerkit.books.ledger_words import On
    from ledgerkit.books.new_document import NewDocument, NewLine, NewSettlement
    from ledgerkit.books.plan_credit_note import CreditNoteDraft
    from ledgerkit.books.plan_deposit import Deposit, DepositUse
    from ledgerkit.books.plan_event import ActivityDraft, SurveyDraft, TargetDraft
    from ledgerkit.books.plan_receipt import Receipt
    from ledgerkit.books.plan_relation import RelationDraft
    from ledgerkit.books.plan_void import VoidNumber
    from ledgerkit.books.plan_write_off import WriteOff
    from ledgerkit.errors import Finding, LedgerkitError
    from ledgerkit.open_items.side import Side
    from ledgerkit.table import Table

__version__ = "0.1.0"

_HOMES = {
    "ActivityDraft": "ledgerkit.books.plan_event",
    "On": "ledgerkit.books.ledger_words",
    "RelationDraft": "ledgerkit.books.plan_relation",
    "SurveyDraft": "ledgerkit.books.plan_event",
    "TargetDraft": "ledgerkit.books.plan_event",
    "Finding": "ledgerkit.errors",
    "LedgerBooks": "ledgerkit.api",
    "LedgerkitError": "ledgerkit.errors",
    "CreditNoteDraft": "ledgerkit.books.plan_credit_note",
    "Deposit": "ledgerkit.books.plan_deposit",
    "DepositUse": "ledgerkit.books.plan_deposit",
    "InvoiceDraft": "ledgerkit.books.invoice_draft",
    "Receipt": "ledgerkit.books.plan_receipt",
    "VoidNumber": "ledgerkit.books.plan_void",
    "WriteOff": "ledgerkit.books.plan_write_off",
    "NewDocument": "ledgerkit.books.new_document",
    "NewLine": "ledgerkit.books.new_document",
    "NewSettlement": "ledgerkit.books.new_document",
    "Side": "ledgerkit.open_items.side",
    "Table": "ledgerkit.table",
    "load": "ledgerkit.api",
}
__all__ = [
    "ActivityDraft",
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
    "Receipt",
    "RelationDraft",
    "Side",
    "SurveyDraft",
    "Table",
    "TargetDraft",
    "VoidNumber",
    "WriteOff",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for.

    Beancount imports this package at every load that has a plugin line of ours:
    it should not pay for reports that it doesn't make.
    """
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ledgerkit' has no attribute {name!r}")

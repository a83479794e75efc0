"""One request, whatever its kind -> its entries."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ledgerkit.calendars import parse_iso_date
from ledgerkit.entries.bills.pay import BillPayment, plan_bill_payment
from ledgerkit.entries.clients.event import (
    ActivityDraft,
    SurveyDraft,
    TargetDraft,
    plan_activity,
    plan_survey,
    plan_target,
)
from ledgerkit.entries.clients.record import RelationDraft, plan_relation
from ledgerkit.entries.documents.bill import plan_bill
from ledgerkit.entries.documents.credit_note import CreditNoteDraft, plan_credit_note
from ledgerkit.entries.documents.deposit import (
    Deposit,
    DepositUse,
    plan_deposit,
    plan_deposit_use,
)
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.entries.documents.invoice import plan_invoice
from ledgerkit.entries.documents.receipt import Receipt, plan_receipt
from ledgerkit.entries.documents.void import VoidNumber, plan_void
from ledgerkit.entries.documents.write_off import WriteOff, plan_write_off
from ledgerkit.entries.quotes.invoice import QuoteInvoiceDraft, plan_quote_invoice
from ledgerkit.entries.quotes.quote import (
    QuoteAnswer,
    QuoteDraft,
    plan_answer,
    plan_quote,
)
from ledgerkit.entries.quotes.recurring import QuoteTemplate, plan_quote_template
from ledgerkit.entries.usual_file import usual_file, usual_file_of
from ledgerkit.entries.work.hours import HoursDraft, plan_hours
from ledgerkit.entries.work.write_off import WorkWriteOff, plan_work_write_off
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries

#: The requests that `plan_request` plans.
Request: TypeAlias = (
    InvoiceDraft
    | CreditNoteDraft
    | Receipt
    | BillPayment
    | WriteOff
    | Deposit
    | DepositUse
    | VoidNumber
    | RelationDraft
    | ActivityDraft
    | SurveyDraft
    | TargetDraft
    | HoursDraft
    | WorkWriteOff
    | QuoteDraft
    | QuoteAnswer
    | QuoteInvoiceDraft
    | QuoteTemplate
)


def _plan_document(books: Books, draft: InvoiceDraft) -> PlannedEntries:
    plan = plan_bill if draft.side is Side.PAYABLE else plan_invoice
    return plan(books, draft)


_PLANNERS: Mapping[type, Callable[[Books, Any], PlannedEntries]] = {
    InvoiceDraft: _plan_document,
    CreditNoteDraft: plan_credit_note,
    Receipt: plan_receipt,
    BillPayment: plan_bill_payment,
    WriteOff: plan_write_off,
    Deposit: plan_deposit,
    DepositUse: plan_deposit_use,
    VoidNumber: plan_void,
    RelationDraft: plan_relation,
    ActivityDraft: plan_activity,
    SurveyDraft: plan_survey,
    TargetDraft: plan_target,
    HoursDraft: plan_hours,
    WorkWriteOff: plan_work_write_off,
    QuoteDraft: plan_quote,
    QuoteAnswer: plan_answer,
    QuoteInvoiceDraft: plan_quote_invoice,
    QuoteTemplate: plan_quote_template,
}

_EVENTS: Mapping[type, str] = {
    ActivityDraft: "activity",
    SurveyDraft: "survey",
    TargetDraft: "target",
    HoursDraft: "time",
    WorkWriteOff: "time",
}


def plan_request(books: Books, record: Request) -> PlannedEntries:
    """Plan the entries; see the planner of each kind.

    Raises:
        UsageError: If they can't be written, or a value is of another type than its
            field: a program may pass a text or a float for money.
    """
    _check_types(record)
    return _PLANNERS[type(record)](books, record)


def _check_types(record: Any) -> None:
    """Refuse texts and floats for money, and texts for days, in lines as well."""
    for field in fields(record):
        value, type_ = getattr(record, field.name), str(field.type)
        is_money = isinstance(value, (Decimal, int, type(None)))
        if type_.startswith("Decimal") and not is_money:
            kind = "text" if isinstance(value, str) else type(value).__name__
            raise UsageError(
                f"{field.name}: {value!r} is a {kind}; write Decimal({str(value)!r})"
            )
        if type_.startswith("date") and isinstance(value, str):
            day = parse_iso_date(value)
            form = f"date({day.year}, {day.month}, {day.day})" if day else "a date"
            raise UsageError(f"{field.name}: {value!r} is a text; write {form}")
        if isinstance(value, (list, tuple)):
            for part in value:
                if is_dataclass(part):
                    _check_types(part)


def file_for(books: Books, record: Request) -> Path:
    """The file a person would write it to: that of the latest of its kind."""
    if isinstance(record, RelationDraft):
        return usual_file_of(books, record.on.value)
    event = _EVENTS.get(type(record))
    return usual_file_of(books, event) if event else usual_file(books, side_of(record))


def side_of(record: Request) -> Side:
    """The side of a request, which decides the file it is written to."""
    side: Side = getattr(record, "side", Side.RECEIVABLE)
    return side

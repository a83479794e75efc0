"""What comes again: the recurring invoices that are missing, and a return to file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.taxes.forms import FORM_NAMES
from ledgerkit.entries.documents.recurring import recurring_record
from ledgerkit.entries.taxes.settlement_entry import SettlementAccounts
from ledgerkit.entries.taxes.tax_filing import FileReturn, FilingChange, plan_filing
from ledgerkit.entries.usual_file import usual_file, usual_file_of_filings
from ledgerkit.fava.actions.action import (
    ActionDraft,
    PageAction,
    changed_since,
    draft_of,
)
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.actions.offered import accounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.ledger.writing.writer import LoadedFiles

#: The accounts that a person may name, as the terminal's options do.
_ACCOUNTS = {
    "payable": "Account of what is owed to the office",
    "interest": "Account of interest on tax",
    "rounding": "Account of the form's rounding",
    "difference": "Account of a flat rate's gain",
}


def _templates(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    for id_ in books.recurring.templates:
        yield id_, ""


def _recurring(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    planned = recurring_record(
        books,
        until=values["until"],
        only=values.get("template"),
        dated=values.get("dated"),
    )
    return draft_of(books, planned, known=known, into=usual_file(books))


def _fill_until(
    _books: LedgerBooks, _given: Mapping[str, str], day: date
) -> Mapping[str, str]:
    return {"until": day.isoformat()}


def _filing(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    request = FileReturn(
        period=values["period"],
        form=values.get("form"),
        day=values["day"],
        reference=values.get("reference", ""),
        accounts=SettlementAccounts(**{name: values.get(name) for name in _ACCOUNTS}),
    )
    planned = plan_filing(books, request)
    change = FilingChange(
        books,
        planned,
        known=known,
        into=usual_file_of_filings(books),
        replan=changed_since,
    )
    return ActionDraft(change=change, done=planned.done, notes=planned.notes)


WRITE_RECURRING = PageAction(
    name="recur",
    title="Write recurring invoices",
    fields=(
        ActionField(name="until", label="Due by", kind=Kind.DAY, is_needed=True),
        ActionField(
            name="template",
            label="Template",
            offered=_templates,
            hint="all of them, if it is empty",
        ),
        ActionField(
            name="dated",
            label="One date for all",
            kind=Kind.DAY,
            hint="each on its own day, if it is empty",
        ),
    ),
    first=("template", "dated"),
    draft=_recurring,
    fill=_fill_until,
)
FILE_RETURN = PageAction(
    name="file-return",
    title="Note that a tax return is filed",
    fields=(
        ActionField(
            name="period",
            label="Period",
            is_needed=True,
            hint="as 2026-03, 2026-Q1 or 2026",
        ),
        ActionField(
            name="form",
            label="Form",
            words=tuple(FORM_NAMES),
            hint="that of the company's country, if it is empty",
        ),
        ActionField(name="day", label="Filed on", kind=Kind.DAY, is_needed=True),
        ActionField(name="reference", label="The office's reference"),
        *(
            ActionField(name=name, label=label, offered=accounts)
            for name, label in _ACCOUNTS.items()
        ),
    ),
    first=("form", "reference"),
    draft=_filing,
)

"""Buttons that lead from where one looks to an action, with its fields filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.today.item import Deed
from ledgerkit.fava.links import extension_url
from ledgerkit.fava.writing import may_write
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.reminders.planned import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.books.today.item import TodayItem
    from ledgerkit.open_items.document import Document
    from ledgerkit.table import Row, Table

#: Before the names of fields in addresses; Fava has filters of its own.
FIELD_PREFIX = "f-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A way to an action.

    Attributes:
        label: What it does.
        address: The form, filled.
    """

    label: str
    address: str


def button(label: str, action: str, **fields: str) -> Button:
    """A button that leads to an action; fields that are empty stay so."""
    filled = {f"{FIELD_PREFIX}{key}": value for key, value in fields.items() if value}
    return Button(label=label, address=extension_url("Record", do=action, **filled))


def document_buttons(document: Document) -> Sequence[Button]:
    """What can be done about a document; nothing where nothing may be written."""
    return list(_of_document(document)) if may_write() else []


def _of_document(document: Document) -> Iterator[Button]:
    number = document.number or ""
    if not number or not document.open:
        return
    if document.side is Side.RECEIVABLE and document.kind is DocumentKind.INVOICE:
        yield button("Record a payment", "receipt", invoice=number)
        yield button("Write a credit note", "credit-note", invoice=number)
        yield button("Open a dispute", "dispute", invoice=number)
    if document.side is Side.PAYABLE and document.kind is DocumentKind.BILL:
        yield button("Approve", "approve", bill=number)
        yield button("Record the payment", "pay", bill=number)


def side_buttons(side: Side) -> Sequence[Button]:
    """What can be written where a side's documents are listed."""
    if not may_write():
        return []
    if side is Side.PAYABLE:
        return [button("Enter a bill", "bill")]
    return [button("Write an invoice", "invoice")]


def new_party_button(label: str) -> Sequence[Button]:
    """The button for a client or vendor that is not there yet."""
    return [button(f"Add a {label}", f"new-{label}")] if may_write() else []


def party_buttons(side: Side, party: str) -> Sequence[Button]:
    """What can be done about a client or vendor."""
    if not may_write():
        return []
    if side is Side.PAYABLE:
        return [
            button("Enter a bill", "bill", vendor=party),
            button("Record a payment", "pay", vendor=party),
            button("Edit", "vendor", vendor=party),
        ]
    return [
        button("Write an invoice", "invoice", client=party),
        button("Record a payment", "receipt", client=party),
        button("Log a call", "log", client=party, kind="call"),
        button("Add a task", "task", client=party),
        button("Edit", "client", client=party),
    ]


def approval_button(row: Row) -> Button | None:
    """The button of a bill that waits for approval."""
    number = str(row.cells["number"] or "")
    return button("Approve", "approve", bill=number) if number else None


def agenda_button(row: Row) -> Button | None:
    """The button of a line of the agenda; None if no form does it."""
    cells = {key: str(value or "") for key, value in row.cells.items()}
    if cells["kind"] == "task":
        return button("Finish", "task-done", task=cells["id"])
    if cells["kind"] in {"promise", "check-in"}:
        return button("Log a call", "log", client=cells["party"], kind="call")
    return None


def case_button(row: Row) -> Button | None:
    """The button of a dispute that is not settled."""
    is_open = row.cells["status"] in {"open", "pending"}
    if row.cells["kind"] != "dispute" or not is_open:
        return None
    return button("Settle", "resolve", case=str(row.cells["case"]))


def reminder_button(row: Row) -> Button | None:
    """The button of an invoice that a client is to be reminded of."""
    if row.cells["action"] != Decision.SEND.value:
        return None
    return button("Remind", "reminders", client=str(row.cells["party"]))


def all_reminders_button(table: Table) -> Sequence[Button]:
    """The button for all of them; none if there is nothing to send."""
    is_any = any(reminder_button(row) for row in table.rows)
    return [button("Send reminders", "reminders")] if is_any and may_write() else []


def period_buttons() -> Sequence[Button]:
    """What can be done about periods; none if nothing may be written."""
    return [button("Close a period", "close")] if may_write() else []


def reopen_button(row: Row, last: str | None) -> Button | None:
    """The button of the last period that is closed: others rest on those before."""
    label = str(row.cells["period"])
    return button("Reopen", "reopen", period=label) if label == last else None


def run_button(account: str) -> Sequence[Button]:
    """The button of a payment run from an account; none if nothing may be written."""
    return (
        [button("Pay these bills", "payment-run", bank=account)] if may_write() else []
    )


def button_for(item: TodayItem) -> Button | None:
    """The button of something to do today; None if no form does it."""
    made = _MAKERS.get(item.deed)
    return made(item) if made and may_write() else None


def _of_bill(item: TodayItem) -> Button | None:
    if item.side is not Side.PAYABLE:
        return None
    if item.deed is Deed.APPROVE:
        return button("Approve", "approve", bill=item.about)
    return button("Record the payment", "pay", bill=item.about)


def _of_relation(item: TodayItem) -> Button | None:
    if item.kind == "task":
        return button("Finish", "task-done", task=item.about)
    if item.side is Side.RECEIVABLE:
        return button("Log a call", "log", client=item.party, kind="call")
    return None


def _of_invoice(item: TodayItem) -> Button | None:
    if item.kind:  # A quote's; its part is chosen in the terminal.
        return None
    return button("Write it", "recur", template=item.about)


def _of_return(item: TodayItem) -> Button | None:
    form, _, period = item.about.rpartition(" ")
    return button("Note the filing", "file-return", form=form, period=period)


_MAKERS: Mapping[Deed, Callable[[TodayItem], Button | None]] = {
    Deed.APPROVE: _of_bill,
    Deed.PAY: _of_bill,
    Deed.REMIND: lambda item: button("Remind", "reminders", client=item.party),
    Deed.INVOICE: _of_invoice,
    Deed.BOOK: _of_invoice,
    Deed.FILE: _of_return,
    Deed.CLOSE: lambda item: button("Close it", "close", period=item.about),
    Deed.CONFIRM: lambda item: button("Edit the vendor", "vendor", vendor=item.party),
    Deed.IMPORT: lambda item: Button(
        label="Import it",
        address=extension_url("BankAndCash", view="import", file=item.about),
    ),
    Deed.ASK: _of_relation,
    Deed.FOLLOW_UP: _of_relation,
}

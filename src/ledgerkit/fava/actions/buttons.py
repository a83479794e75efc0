"""Buttons that lead from where one looks to an action, with its fields filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.today.item import Deed
from ledgerkit.fava.links import extension_url
from ledgerkit.fava.writing import may_write
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.today.item import TodayItem
    from ledgerkit.open_items.document import Document

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
        yield button("Credit it", "credit-note", invoice=number)
        yield button("Open a dispute", "dispute", invoice=number)
    if document.side is Side.PAYABLE and document.kind is DocumentKind.BILL:
        yield button("Approve", "approve", bill=number)
        yield button("Record the payment", "pay", bill=number)


def party_buttons(side: Side, party: str) -> Sequence[Button]:
    """What can be done about a client or vendor."""
    if not may_write():
        return []
    if side is Side.PAYABLE:
        return [
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


def button_for(item: TodayItem) -> Button | None:
    """The button of something to do today; None if no form does it."""
    if not may_write():
        return None
    if item.side is Side.PAYABLE and item.deed is Deed.APPROVE:
        return button("Approve", "approve", bill=item.about)
    if item.side is Side.PAYABLE and item.deed is Deed.PAY:
        return button("Record the payment", "pay", bill=item.about)
    if item.deed is Deed.FOLLOW_UP and item.kind == "task":
        return button("Finish", "task-done", task=item.about)
    if item.deed in {Deed.ASK, Deed.FOLLOW_UP} and item.side is Side.RECEIVABLE:
        return button("Log a call", "log", client=item.party, kind="call")
    return None

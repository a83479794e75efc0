"""Documents that are written: an invoice of ours, a credit note for one, a bill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.entries.documents.credit_note import CreditNoteDraft
from ledgerkit.entries.documents.draft import InvoiceDraft
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.action import PageAction, requesting
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.actions.offered import open_documents, parties
from ledgerkit.importers.documents.line_text import read_line
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.text.typed_amounts import TypedAmount

_DAY = ActionField(name="day", label="Date", kind=Kind.DAY, is_needed=True)
_TEXT = ActionField(
    name="text", label="Narration", hint="the first line's description, if it is empty"
)


def _tax_codes(books: LedgerBooks) -> Iterator[tuple[str, str]]:
    for code in books.tax_codes.ids:
        yield code, ""
    yield "none", "no tax"


def _invoice(books: LedgerBooks, values: Mapping[str, Any]) -> InvoiceDraft:
    return _document(books, Side.RECEIVABLE, values["client"], values)


def _bill(books: LedgerBooks, values: Mapping[str, Any]) -> InvoiceDraft:
    return _document(books, Side.PAYABLE, values["vendor"], values)


def _document(
    books: LedgerBooks, side: Side, party: str, values: Mapping[str, Any]
) -> InvoiceDraft:
    day = values["day"]
    currency = values.get("currency") or document_currency(
        books, declared_party(books, side, party, day)
    )
    return InvoiceDraft(
        party=party,
        side=side,
        issued=day,
        lines=tuple(
            read_line(text, currency=currency, tax=values.get("tax"))
            for text in values["lines"]
        ),
        currency=currency,
        text=values.get("text"),
        number=values.get("number"),
        received=values.get("received"),
        due=values.get("due"),
        terms=values.get("terms"),
        order=values.get("order", ""),
        remark=values.get("remark", ""),
        delivered=values.get("delivered"),
        buyer_reference=values.get("buyer_reference", ""),
    )


def _credit_note(books: LedgerBooks, values: Mapping[str, Any]) -> CreditNoteDraft:
    amount: TypedAmount | None = values.get("amount")
    currency = books.find_document(values["invoice"], side=Side.RECEIVABLE).currency
    if amount is not None and amount.currency not in {None, currency}:
        raise UsageError(
            f"{values['invoice']} is in {currency}, and the amount in"
            f" {amount.currency}; write what it is in the document's currency"
        )
    return CreditNoteDraft(
        invoice=values["invoice"],
        issued=values["day"],
        amount=None if amount is None else amount.number,
        text=values.get("text"),
    )


_LINES = ActionField(
    name="lines",
    label="Lines",
    kind=Kind.LINES,
    is_needed=True,
    hint="one a line: account; description; amount, as Services; Design; 10 h x 100.00",
)
_TAX = ActionField(
    name="tax",
    label="Tax code",
    offered=_tax_codes,
    hint="of all lines but those that end with ; tax=CODE",
)
_DUE = ActionField(
    name="due", label="Due", kind=Kind.DAY, hint="by the terms, if it is empty"
)


INVOICE = PageAction(
    name="invoice",
    title="Write an invoice",
    fields=(
        ActionField(
            name="client",
            label="Client",
            is_needed=True,
            offered=parties(Side.RECEIVABLE),
        ),
        _DAY,
        _LINES,
        _TAX,
        _DUE,
        ActionField(name="terms", label="Terms", hint="the client's, if it is empty"),
        ActionField(name="currency", label="Currency", kind=Kind.CURRENCY),
        _TEXT,
        ActionField(name="order", label="Purchase order"),
        ActionField(name="buyer_reference", label="Buyer's reference"),
        ActionField(name="remark", label="Remark to print"),
        ActionField(name="delivered", label="Delivered on", kind=Kind.DAY),
    ),
    first=("tax", "due"),
    draft=requesting(_invoice),
)
CREDIT_NOTE = PageAction(
    name="credit-note",
    title="Write a credit note",
    fields=(
        ActionField(
            name="invoice",
            label="Invoice",
            is_needed=True,
            offered=open_documents(Side.RECEIVABLE),
        ),
        ActionField(
            name="amount",
            label="Amount with tax",
            kind=Kind.AMOUNT,
            hint="all that is left of the invoice, if it is empty",
        ),
        _DAY,
        _TEXT,
    ),
    first=("amount",),
    draft=requesting(_credit_note),
)

BILL = PageAction(
    name="bill",
    title="Enter a bill",
    fields=(
        ActionField(
            name="vendor", label="Vendor", is_needed=True, offered=parties(Side.PAYABLE)
        ),
        ActionField(name="number", label="The vendor's number", is_needed=True),
        _DAY,
        _LINES,
        _TAX,
        _DUE,
        ActionField(name="terms", label="Terms", hint="the vendor's, if it is empty"),
        ActionField(name="currency", label="Currency", kind=Kind.CURRENCY),
        _TEXT,
        ActionField(name="order", label="Our order"),
        ActionField(name="received", label="Received on", kind=Kind.DAY),
    ),
    first=("tax", "due"),
    draft=requesting(_bill),
)

DOCUMENT_ACTIONS: Sequence[PageAction] = (INVOICE, CREDIT_NOTE)

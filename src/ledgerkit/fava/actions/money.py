"""Money that came or went: a client's payment, the payment of a bill, an approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.entries.bills.approve import ApprovalChange
from ledgerkit.entries.bills.pay import BillPayment
from ledgerkit.entries.documents.receipt import Receipt
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.action import ActionDraft, PageAction, requesting
from ledgerkit.fava.actions.also_paid import (
    also_paid,
    parts_of,
    ticks_of,
    with_ticks,
)
from ledgerkit.fava.actions.field import ActionField, Kind
from ledgerkit.fava.actions.offered import (
    accounts,
    managers,
    money_accounts,
    open_documents,
    parties,
)
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.text.typed_parts import settled_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.api import LedgerBooks
    from ledgerkit.ledger.writing.writer import LoadedFiles
    from ledgerkit.text.typed_amounts import TypedAmount

_TEXT = ActionField(name="text", label="Narration", hint="Payment, if it is empty")
_FEE = ActionField(name="fee", label="Bank fee", kind=Kind.AMOUNT)
_FEE_ACCOUNT = ActionField(
    name="fee_account",
    label="Account of the fee",
    offered=accounts,
    hint="the bank-fees account, if it is empty",
)
_DAY = ActionField(name="day", label="Date", kind=Kind.DAY, is_needed=True)


def _receipt(_books: LedgerBooks, values: Mapping[str, Any]) -> Receipt:
    amount: TypedAmount = _positive(values["amount"])
    return Receipt(
        day=values["day"],
        amount=amount.number,
        client=values.get("client"),
        settles=settled_parts(parts_of(values, "invoice")),
        account=values.get("bank"),
        currency=_currency(values, "invoice"),
        text=values.get("text"),
        fee=_number(values.get("fee")),
        fee_account=values.get("fee_account"),
    )


def _payment(_books: LedgerBooks, values: Mapping[str, Any]) -> BillPayment:
    amount: TypedAmount | None = values.get("amount")
    return BillPayment(
        day=values["day"],
        amount=None if amount is None else _positive(amount).number,
        vendor=values.get("vendor"),
        settles=settled_parts(parts_of(values, "bill")),
        account=values.get("bank"),
        currency=_currency(values, "bill"),
        text=values.get("text"),
        fee=_number(values.get("fee")),
        fee_account=values.get("fee_account"),
    )


def _positive(amount: TypedAmount) -> TypedAmount:
    if amount.number <= 0:
        raise UsageError("Amount: write what was paid, more than nothing")
    return amount


def _number(amount: TypedAmount | None) -> Decimal:
    return ZERO if amount is None else amount.number


def _currency(values: Mapping[str, Any], key: str) -> str | None:
    """The currency that is typed.

    Raises:
        UsageError: If two are.
    """
    parts = parts_of(values, key)
    amounts = [values.get("amount"), values.get("fee"), *(p.amount for p in parts)]
    typed = {a.currency for a in amounts if a is not None and a.currency}
    if len(typed) > 1:
        raise UsageError(
            f"The amounts are in {' and '.join(sorted(typed))}; write one currency"
        )
    return next(iter(typed), None)


def _fill_from(side: Side, key: str) -> Any:
    """More of the form from the document that is named: all that is open of it."""

    def fill(
        books: LedgerBooks, given: Mapping[str, str], day: date
    ) -> Mapping[str, str]:
        if not given.get(key):
            return {}
        document = books.find_document(given[key], side=side, as_of=day)
        amount = with_cents(abs(document.open), document.currency)
        party = "client" if side is Side.RECEIVABLE else "vendor"
        return {"amount": f"{amount:f} {document.currency}", party: document.party}

    return fill


_OF_CLIENT = ticks_of(Side.RECEIVABLE, "invoice")
_OF_VENDOR = ticks_of(Side.PAYABLE, "bill")


RECEIPT = PageAction(
    name="receipt",
    title="Record a payment from a client",
    fields=(
        ActionField(name="client", label="Client", offered=parties(Side.RECEIVABLE)),
        ActionField(
            name="invoice",
            label="Invoice",
            kind=Kind.PART,
            offered=open_documents(Side.RECEIVABLE),
            hint="a part of it as F-12=100.00; on account, if it is empty",
        ),
        ActionField(name="amount", label="Amount", kind=Kind.AMOUNT, is_needed=True),
        _DAY,
        ActionField(
            name="bank",
            label="Received on",
            offered=money_accounts,
            hint="the only bank account, if it is empty",
        ),
        also_paid(_OF_CLIENT, "Other open invoices: tick what it pays, too"),
        _FEE,
        _FEE_ACCOUNT,
        _TEXT,
    ),
    first=("client", "invoice", "bank", "also"),
    draft=with_ticks(requesting(_receipt), _OF_CLIENT),
    fill=_fill_from(Side.RECEIVABLE, "invoice"),
)


BILL_PAYMENT = PageAction(
    name="pay",
    title="Record the payment of a bill",
    fields=(
        ActionField(name="vendor", label="Vendor", offered=parties(Side.PAYABLE)),
        ActionField(
            name="bill",
            label="Bill",
            kind=Kind.PART,
            offered=open_documents(Side.PAYABLE),
            hint="a part of it as F-12=100.00; on account, if it is empty",
        ),
        ActionField(name="amount", label="Amount", kind=Kind.AMOUNT),
        _DAY,
        ActionField(
            name="bank",
            label="Paid from",
            offered=money_accounts,
            hint="the only bank account, if it is empty",
        ),
        also_paid(_OF_VENDOR, "Other open bills: tick what it pays, too"),
        _FEE,
        _FEE_ACCOUNT,
        _TEXT,
    ),
    first=("vendor", "bill", "amount", "bank", "also"),
    draft=with_ticks(requesting(_payment), _OF_VENDOR),
    fill=_fill_from(Side.PAYABLE, "bill"),
)


def _approval(
    books: LedgerBooks, values: Mapping[str, Any], _known: LoadedFiles
) -> ActionDraft:
    number, by = values["bill"], values["by"]
    change = ApprovalChange(books, [number], by=by, on=values["day"])
    notes = [
        f"{bill} may not be paid yet: {why}"
        for bill, why in change.still_missing.items()
    ]
    return ActionDraft(change=change, done=f"{by}'s approval of {number}", notes=notes)


APPROVAL = PageAction(
    name="approve",
    title="Approve a bill",
    fields=(
        ActionField(
            name="bill",
            label="Bill",
            is_needed=True,
            offered=open_documents(Side.PAYABLE),
        ),
        ActionField(name="by", label="Approved by", is_needed=True, offered=managers),
        _DAY,
    ),
    draft=_approval,
)

MONEY_ACTIONS: Sequence[PageAction] = (RECEIPT, BILL_PAYMENT, APPROVAL)

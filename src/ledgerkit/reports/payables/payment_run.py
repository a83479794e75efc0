"""A payment run: what it would pay, in which order, what not, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.payables.proposal import Action
from ledgerkit.reports.cells import document_links, names_on
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledgerkit.books.books import Books
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.payables.proposal import ProposedLine

#: How many bills a note names.
_NAMES = 5

_COLUMNS = (
    Column("party", "Vendor"),
    Column("name", "Name"),
    Column("number", "Number"),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("action", "Action"),
    Column("discount", "Discount", ColumnType.AMOUNT),
    Column("amount", "Pays", ColumnType.AMOUNT),
    Column("why", "Why"),
)


#: What is said where a run moves nothing.
NOTHING_TO_MOVE = {
    Side.PAYABLE: "Nothing to pay.",
    Side.RECEIVABLE: "Nothing to collect.",
}
_TITLES = {
    Side.PAYABLE: "Payment run {} from {}",
    Side.RECEIVABLE: "Direct debits {} to {}",
}


def _columns(side: Side) -> tuple[Column, ...]:
    """The columns of a run: clients have no discount for being collected from."""
    if side is Side.PAYABLE:
        return _COLUMNS
    labels = {"party": "Client", "amount": "Collects"}
    return tuple(
        replace(column, label=labels.get(column.key, column.label))
        for column in _COLUMNS
        if column.key != "discount"
    )


def payment_run(books: Books, plan: RunPlan) -> Table:
    """Each open bill, or invoice to be collected, with the run's action and its reason.

    Pays is the amount that moves at the bank; a credit set against bills is negative
    there. Paid bills come first, by vendor.
    """
    proposal, currency = plan.proposal, plan.account.currency
    name = names_on(books, plan.side, plan.request.made_on)
    paid = [line for payment in proposal.payments for line in payment.lines]
    bills = plan.side is Side.PAYABLE
    discount = sum((line.discount for line in paid), ZERO)
    return Table(
        title=_TITLES[plan.side].format(plan.id, plan.account.account),
        as_of=plan.request.made_on,
        columns=_columns(plan.side),
        rows=[_row(line, plan, name) for line in (*paid, *proposal.left)],
        totals=[
            {
                "currency": currency,
                **({"discount": with_cents(discount, currency)} if bills else {}),
                "amount": with_cents(proposal.amount, currency),
            }
        ],
        notes=[*_notes(plan), *_paid_later(books, plan)],
    )


def _paid_later(books: Books, plan: RunPlan) -> Iterator[str]:
    """The bills of which less is open here than on the day, or nothing any more."""
    made_on, proposal = plan.request.made_on, plan.proposal
    lines = [line for payment in proposal.payments for line in payment.lines]
    left = {
        id(line.document.postings[0]): line.document.open
        for line in (*lines, *proposal.left)
    }
    parties = {line.vendor for line in (*lines, *proposal.left)}
    paid = [
        document.label
        for document in books.subledger(plan.side, made_on).open_documents
        if (plan.side is Side.PAYABLE or document.party in parties)
        and document.open > left.get(id(document.postings[0]), ZERO)
    ]
    if paid:
        names = ", ".join(paid[:_NAMES]) + (" and others" if paid[_NAMES:] else "")
        yield (
            f"Less is open than on {made_on}, since payments booked later count and"
            f" nothing is paid twice: {names}."
        )


def _row(line: ProposedLine, plan: RunPlan, name: Callable[[str], str]) -> Row:
    document = line.document
    is_unpaid = line.action is Action.LEAVE

    def amount(number: Cell) -> Cell:
        return None if is_unpaid else number

    cells: dict[str, Cell] = {
        "party": line.vendor,
        "name": name(line.vendor),
        "number": document.number,
        "due": None if document.is_credit else document.due,
        "currency": document.currency,
        "open": with_cents(document.open, document.currency),
        "action": line.action.value,
        "discount": amount(with_cents(line.discount, document.currency)),
        "amount": amount(with_cents(line.cash, document.currency)),
        "why": line.why,
    }
    is_late = document.due < plan.proposal.order.day and not document.is_credit
    return Row(
        cells=cells,
        links=document_links(document),
        late=frozenset({"due"} if is_late else ()),
    )


def _notes(plan: RunPlan) -> Iterator[str]:
    proposal, currency = plan.proposal, plan.account.currency
    count = len(proposal.payments)
    if not count:
        yield NOTHING_TO_MOVE[plan.side]
    else:
        by_hand = sum(1 for payment in proposal.payments if payment.by_hand)
        hand = f", {by_hand} of them by hand" if by_hand else ""
        what = "payment" if plan.side is Side.PAYABLE else "direct debit"
        yield (
            f"{count} {what}{'s'[: count != 1]}{hand}, to be executed on"
            f" {proposal.order.day}."
        )
        before = with_cents(plan.balance, currency)
        after = with_cents(plan.balance + plan.side.sign * proposal.amount, currency)
        yield (
            f"{plan.account.account} holds {before:f} {currency} before and"
            f" {after:f} {currency} after it."
        )
    yield from plan.notes


_PLAN_COLUMNS = (
    Column("vendor", "Vendor"),
    Column("name", "Name"),
    Column("bill", "Bill"),
    Column("due", "Due", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("pay", "Pay", ColumnType.AMOUNT),
    Column("discount", "Discount", ColumnType.AMOUNT),
    Column("action", "Action"),
    Column("why", "Why"),
)


def payment_plan(books: Books, plan: RunPlan) -> Table:
    """The table read back by `ledgerkit.importers.documents.payment_plan`.

    A row that waits has no amount: set to ``pay``, it is paid in full.
    """
    proposal = plan.proposal
    name = names_on(books, Side.PAYABLE, plan.request.made_on)
    paid = [line for payment in proposal.payments for line in payment.lines]
    return Table(
        title=f"Payment plan from {plan.account.account}",
        as_of=plan.request.made_on,
        columns=_PLAN_COLUMNS,
        rows=[_plan_row(line, name) for line in (*paid, *proposal.left)],
    )


def _plan_row(line: ProposedLine, name: Callable[[str], str]) -> Row:
    document, is_unpaid = line.document, line.action is Action.LEAVE
    currency = document.currency
    cells = {
        "vendor": line.vendor,
        "name": name(line.vendor),
        "bill": document.number,
        "due": None if document.is_credit else document.due,
        "currency": currency,
        "open": with_cents(document.open, currency),
        "pay": None if is_unpaid else with_cents(line.cash, currency),
        "discount": with_cents(line.discount, currency) if line.discount else None,
        "action": "skip" if is_unpaid else "pay",
        "why": line.why,
    }
    return Row(cells=cells, links=document_links(document))

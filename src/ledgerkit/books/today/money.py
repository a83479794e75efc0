"""What is to be done about money that is owed to us, and by us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.payables.bills_to_pay import PayableReader, Wishes, held_back
from ledgerkit.books.receivables.recurring_states import recurring_states
from ledgerkit.books.today.item import Deed, TodayItem, Urgency
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.payables.proposal import BillToPay


def reminders_to_send(books: Books, day: date) -> Iterator[TodayItem]:
    """A letter for each client and currency."""
    for letter in books.reminder_plan(day).letters:
        oldest = max(letter.reminders, key=lambda reminder: reminder.days_late)
        count = len(letter.reminders)
        yield TodayItem(
            urgency=Urgency.NOW,
            deed=Deed.REMIND,
            day=oldest.document.due,
            side=Side.RECEIVABLE,
            party=letter.party,
            about=oldest.document.number or "",
            what=_counted(count, "invoice"),
            why=f"{_late(oldest.days_late)}, level {letter.level.number}"
            if oldest.days_late > 0
            else "soon due",
            amount=letter.amount,
            currency=letter.currency,
        )


def bills_due(books: Books, day: date, until: date) -> Iterator[TodayItem]:
    """Bills to pay or to approve by a day, and those whose bank details are new."""
    open_bills = books.subledger(Side.PAYABLE, day).open_documents
    for currency in sorted({bill.currency for bill in open_bills}):
        wishes = Wishes(day=until, decided_on=day, currency=currency)
        reader = PayableReader(books, books.payables_read.payment_runs, wishes)
        for vendor in reader.vendors():
            for bill in vendor.bills:
                document = bill.document
                if document.currency == currency and document.due <= until:
                    yield _bill(books, bill, day)


def _bill(books: Books, bill: BillToPay, day: date) -> TodayItem:
    document, obstacle = bill.document, bill.obstacle
    late = (day - document.due).days
    deed, urgency = Deed.PAY, Urgency.LATE if late > 0 else Urgency.SOON
    why = _late(late) if late > 0 else f"due {document.due}"
    if "IBAN" in obstacle:
        deed, urgency, why = Deed.CONFIRM, Urgency.AT_RISK, obstacle
    elif obstacle:
        waits = held_back(books, document, day)
        deed = Deed.FOLLOW_UP if waits else Deed.APPROVE
        why = f"{why}; {obstacle}"
    return TodayItem(
        urgency=urgency,
        deed=deed,
        day=document.due,
        side=Side.PAYABLE,
        party=document.party,
        about=document.number or "",
        what=document.label,
        why=why,
        amount=document.open,
        currency=document.currency,
    )


#: What a template makes, on each side: one, and several.
_MADE: Mapping[Side | None, tuple[str, str]] = {
    Side.RECEIVABLE: ("invoice", "invoices"),
    Side.PAYABLE: ("bill", "bills"),
    None: ("entry", "entries"),
}


def invoices_missing(books: Books, day: date) -> Iterator[TodayItem]:
    """Recurring invoices, bills and entries that are due and not written."""
    for state in recurring_states(books, day):
        if state.missing:
            side, party = state.template.party(day)
            one, many = _MADE[side]
            count = len(state.missing)
            yield TodayItem(
                urgency=Urgency.NOW,
                deed=Deed.INVOICE if side is Side.RECEIVABLE else Deed.BOOK,
                day=state.missing[0].issued,
                side=side,
                party=party,
                about=state.template.id,
                what=f"template {state.template.id}",
                why=f"{count} {one if count == 1 else many} not written",
            )


def _late(days: int) -> str:
    return f"{_counted(days, 'day')} late"


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"

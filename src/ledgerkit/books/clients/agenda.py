"""Everything in a book that is due by a day, or falls on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.quotes.agenda import quote_agenda
from ledgerkit.books.taxes.tax_due import read_tax_due
from ledgerkit.clients.records.agenda import (
    AgendaItem,
    birthday_items,
    close_items,
    in_order,
    milestone_items,
    renewal_items,
    task_items,
)
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books

_AT_REST = frozenset({"lost", "dormant"})


def read_agenda(books: Books, as_of: date) -> Sequence[AgendaItem]:
    """The agenda as at a day, the earliest first."""
    reading = books.relations_read
    opportunities = reading.opportunities(as_of)
    return in_order(
        [
            *task_items(books.relations, as_of),
            *milestone_items(reading.plans(as_of)),
            *renewal_items(reading.renewals(as_of), as_of),
            *close_items(o for o in opportunities if reading.stages.is_open(o.stage)),
            *birthday_items(books.relations, as_of),
            *_check_ins(books, as_of),
            *_promises(books, as_of),
            *_taxes(books, as_of),
            *quote_agenda(books, as_of),
        ]
    )


def _check_ins(books: Books, as_of: date) -> Iterator[AgendaItem]:
    """The day to contact each client with an agreed cadence."""
    for id_ in books.directory.ids(PartyRole.CLIENT):
        client = books.directory.as_of(PartyRole.CLIENT, id_, as_of)
        if not client.text("cadence") or client.text("status") in _AT_REST:
            continue
        fresh = books.relations_read.freshness(id_, as_of)
        if fresh.next_due is not None:
            since = f"last {fresh.last}" if fresh.last else "nobody ever was"
            yield AgendaItem(
                day=fresh.next_due,
                kind="check-in",
                client=id_,
                what=f"be in touch ({since})",
            )


def _taxes(books: Books, as_of: date) -> Iterator[AgendaItem]:
    """Tax to be paid, of filed returns and of those still to be filed."""
    for tax in read_tax_due(books, as_of):
        amount = with_cents(tax.amount, tax.currency)
        do = "pay" if tax.is_filed or tax.is_advance else "file and pay"
        yield AgendaItem(
            day=tax.due,
            kind="tax",
            client="",
            what=f"{do} {amount:f} {tax.currency}: {tax.words}",
            id=tax.name,
        )


def _promises(books: Books, as_of: date) -> Iterator[AgendaItem]:
    """Clients' promises to pay, not yet kept."""
    notes = books.reminders_read.notes
    for document in books.subledger(Side.RECEIVABLE, as_of).open_documents:
        promise = None
        if not document.is_credit:
            promise = notes.record(document, as_of).hold.promise
        if promise is not None:
            amount = with_cents(document.open, document.currency)
            yield AgendaItem(
                day=promise,
                kind="promise",
                client=document.party,
                what=f"promised {amount:f} {document.currency} of {document.label}",
                id=document.number or "",
            )

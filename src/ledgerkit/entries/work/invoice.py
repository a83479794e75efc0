"""Hours and expenses that wait -> the lines of an invoice that charges them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.documents.invoice import plan_invoice
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.work.item import WorkKind
from ledgerkit.work.proposal import GroupBy, propose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.draft import InvoiceDraft
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.work.item import WorkItem
    from ledgerkit.work.proposal import ChargeLine

_HOUR = "HUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkChoice:
    """What of the waiting hours and expenses an invoice charges.

    Attributes:
        kinds: Hours, expenses, or both.
        project: Id of the only project; empty for any.
        until: The last day that counts; None for the invoice's own.
        group: What makes a line.
        account: The income account of their lines; empty for the one used last.
        tax: Their tax code; None for the account's usual or none.
        agreed: A total net of tax agreed on instead of their worth.
        left_out: Ids that this invoice doesn't charge.
    """

    kinds: frozenset[WorkKind] = field(default_factory=lambda: frozenset(WorkKind))
    project: str = ""
    until: date | None = None
    group: GroupBy = GroupBy.PERSON
    account: str = ""
    tax: str | None = None
    agreed: Decimal | None = None
    left_out: frozenset[str] = frozenset()


def plan_work_invoice(
    books: Books, draft: InvoiceDraft, choice: WorkChoice
) -> PlannedEntries:
    """Plan an invoice of hours and expenses, after the draft's own lines.

    Everything is charged once: the lines name what they charge, so that a later
    invoice leaves it out, and a credit or a void gives it back.

    Raises:
        UsageError: If nothing waits, or the invoice can't be written.
    """
    lines, notes = proposed_lines(books, draft, choice)
    planned = plan_invoice(books, replace(draft, lines=(*draft.lines, *lines)))
    return replace(planned, notes=[*planned.notes, *notes])


def proposed_lines(
    books: Books, draft: InvoiceDraft, choice: WorkChoice
) -> tuple[Sequence[NewLine], Sequence[str]]:
    """The lines for what waits, and what to tell the person.

    Raises:
        UsageError: If nothing waits.
    """
    party = declared_party(books, Side.RECEIVABLE, draft.party, draft.issued)
    currency = draft.currency or document_currency(books, party)
    waiting = _waiting(books, party.id, draft.issued, choice)
    ready = [
        item
        for item in waiting
        if item.currency == currency
        and not item.lacks_rate
        and item.id not in books.work_read.unnamed
    ]
    if not ready:
        lacking = [*_notes(waiting, ready, currency)]
        raise UsageError(
            f"nothing of {party.name} waits to be charged by"
            f" {choice.until or draft.issued}" + "".join(f"; {x}" for x in lacking)
        )
    proposed = propose(ready, choice.group, choice.agreed)
    account = choice.account or usual_account(books, party.id)
    lines = [_new_line(books, line, account, choice) for line in proposed]
    notes = [*_notes(waiting, ready, currency), *_written_off(proposed, currency)]
    return lines, notes


def _waiting(
    books: Books, client: str, issued: date, choice: WorkChoice
) -> Sequence[WorkItem]:
    until = min(choice.until or issued, issued)
    return [
        item
        for item in books.work_read.unbilled(issued)
        if item.client == client
        and item.day <= until
        and item.kind in choice.kinds
        and choice.project in {"", item.project}
        and item.id not in choice.left_out
    ]


def _notes(
    waiting: Sequence[WorkItem], ready: Sequence[WorkItem], currency: str
) -> Iterator[str]:
    """What waits and isn't charged, and why."""
    chosen = {item.id for item in ready}
    for item in waiting:
        if item.id in chosen:
            continue
        if item.lacks_rate:
            yield f"{item.id} is left out: it has no hourly-rate"
        elif item.currency != currency:
            yield f"{item.id} is left out: it is in {item.currency}"
        else:
            yield f"{item.id} is left out: it has no id of its own"


def _written_off(proposed: Sequence[ChargeLine], currency: str) -> Iterator[str]:
    lost = sum((line.worth - line.amount for line in proposed), ZERO)
    if lost > 0:
        yield f"{as_money(lost, currency)} of what was worked is written off by it"
    elif lost < 0:
        yield f"it charges {as_money(-lost, currency)} more than was worked"


def usual_account(books: Books, client: str) -> str:
    """The income account of a client's last sale; else of the last to anybody.

    Raises:
        UsageError: If nothing was sold yet.
    """
    sold = [sale for sale in books.sales if not sale.is_cost]
    own = [sale for sale in sold if sale.client == client]
    last = (own or sold)[-1:]
    if not last:
        raise UsageError(
            "say where it is posted, with --account, e.g. --account Income:Services"
        )
    return last[0].account


def _new_line(
    books: Books, line: ChargeLine, account: str, choice: WorkChoice
) -> NewLine:
    days = [item.day for item in line.items]
    is_time = line.items[0].kind is WorkKind.TIME
    text = _label(books, line, choice.group)
    if is_time and line.price is None and line.quantity is not None:
        text = f"{text}, {line.quantity:f} h"
    return NewLine(
        account=account,
        amount=line.amount,
        description=text,
        quantity=line.quantity if line.price is not None else None,
        unit=_HOUR if line.price is not None else None,
        unit_price=line.price,
        tax=choice.tax,
        period=(days[0], days[-1]) if is_time else None,
        bills=tuple(item.id for item in line.items),
    )


def _label(books: Books, line: ChargeLine, group: GroupBy) -> str:
    """What the client reads: the person's name, the project's, the day or the text."""
    first = line.items[0]
    if first.kind is WorkKind.EXPENSE and group is GroupBy.PERSON:
        return first.text
    kinds = {GroupBy.PERSON: RecordKind.MANAGER, GroupBy.PROJECT: RecordKind.PROJECT}
    if group not in kinds:
        return line.label
    record = books.relations.as_of(kinds[group], line.label, first.day)
    title = record.title if record else line.label
    return title or ("Expenses" if first.kind is WorkKind.EXPENSE else "Services")

"""Whom to remind today, of what, and why; and whom not, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.reminders.planned import Decision
from ledgerkit.reports.cells import (
    DISPUTED,
    account_notes,
    amounts_of,
    disputed_cell,
    document_links,
    names_on,
    totals_by_currency,
)
from ledgerkit.table import Cell, Column, ColumnType, Rank, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.receivables.reminders.planned import PlannedReminder, ReminderPlan

_COLUMNS = (
    Column("party", "Client"),
    Column("name", "Name"),
    Column("number", "Number", rank=Rank.ESSENTIAL),
    Column("due", "Due", ColumnType.DATE),
    Column("action", "Action", rank=Rank.ESSENTIAL),
    Column("level", "Level", ColumnType.INTEGER, rank=Rank.DETAIL),
    Column("currency", "Currency"),
    Column("amount", "Late", ColumnType.AMOUNT),
    DISPUTED,
    Column("interest", "Interest", ColumnType.AMOUNT),
    Column("charges", "Charges", ColumnType.AMOUNT),
    Column("why", "Why"),
)
_AMOUNTS = ("amount", "interest", "charges")


def reminders(
    books: Books, *, as_of: date, party: str | None = None, currency: str | None = None
) -> Table:
    """Every late invoice, with the action for it and the reason.

    The interest and the charges (fee and compensation) are what a reminder of that day
    would claim; a letter's fee is on the first of its invoices. Late amounts exclude
    disputed ones. The total is of the reminders to send.

    Args:
        books: The books.
        as_of: The day of the letters.
        party: Show this client's only, by id.
        currency: Show this currency only.
    """
    plan = books.reminder_plan(as_of)
    fees = _fees(plan)
    name = names_on(books, Side.RECEIVABLE, as_of)
    shown_rows = [
        (_row(reminder, fees, name), reminder.decision)
        for reminder in plan.reminders
        if party in {None, reminder.document.party}
        and currency in {None, reminder.document.currency}
    ]
    shown_rows.sort(key=lambda pair: str(pair[0].cells["name"]).casefold())
    return Table(
        title="Reminders",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[row for row, _decision in shown_rows],
        totals=totals_by_currency(
            (
                amounts_of(row, _AMOUNTS)
                for row, decision in shown_rows
                if decision is Decision.SEND
            ),
            _AMOUNTS,
        ),
        notes=list(_notes(books, plan, [row for row, _decision in shown_rows])),
    )


def _fees(plan: ReminderPlan) -> Mapping[int, Decimal]:
    """The fee of each letter, by its first invoice's identity."""
    return {id(letter.reminders[0]): letter.fee for letter in plan.letters}


def _row(
    reminder: PlannedReminder,
    fees: Mapping[int, Decimal],
    name: Callable[[str], str],
) -> Row:
    document, level = reminder.document, reminder.level
    charges = reminder.compensation + reminder.earlier_claims
    charges += fees.get(id(reminder), ZERO)
    disputed = reminder.disputed.amount if reminder.disputed else ZERO
    sends = reminder.decision is Decision.SEND
    cells: dict[str, Cell] = {
        "party": document.party,
        "name": name(document.party),
        "number": document.number,
        "due": document.due,
        "action": reminder.decision.value,
        "level": level.number if level and sends else None,
        "currency": document.currency,
        "amount": with_cents(reminder.amount, document.currency),
        DISPUTED.key: disputed_cell(disputed, document.currency),
        "interest": with_cents(reminder.interest, document.currency),
        "charges": with_cents(charges, document.currency),
        "why": reminder.why,
    }
    late = {"due", "amount"} if reminder.days_late > 0 else set[str]()
    return Row(cells=cells, links=document_links(document), late=frozenset(late))


def _notes(books: Books, plan: ReminderPlan, rows: Sequence[Row]) -> Iterator[str]:
    yield from account_notes(books, Side.RECEIVABLE)
    sent = [row.cells for row in rows if row.cells["action"] == Decision.SEND.value]
    count = len({(cells["party"], cells["currency"]) for cells in sent})
    if count:
        letters = "1 letter" if count == 1 else f"{count} letters"
        yield f"{letters} to send; the total is of what they ask for."
    else:
        yield "Nothing to send."
    levels = books.reminders_read.levels.as_of(plan.day)
    if not books.reminders_read.levels.are_declared:
        days = ", ".join(str(level.days) for level in levels)
        yield (
            f"The book declares no reminder level: those of {days} days hold, without"
            " fee or interest."
        )
    for table in sorted({level.rates.name for level in levels if level.rates}):
        known = books.reminders_read.levels.tables.outdated(table, plan.day)
        if known:
            yield (
                f'The rates of "{table}" are known until {known} and go on from there;'
                f' write later ones as custom "interest-rate" "{table}" RATE.'
            )

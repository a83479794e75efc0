"""Hours and expenses, one by one, with what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.reports.cells import in_cents, party_link, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.work.charged import WorkState
    from ledgerkit.work.item import WorkItem

_KEYS = ("worth", "charged", "unbilled", "written_off")
_COLUMNS = (
    Column("id", "Id"),
    Column("day", "Day", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("person", "Person"),
    Column("party", "Client"),
    Column("project", "Project"),
    Column("text", "Text"),
    Column("hours", "Hours", ColumnType.NUMBER),
    Column("currency", "Currency"),
    Column("rate", "Rate", ColumnType.AMOUNT),
    Column("worth", "Worth", ColumnType.AMOUNT),
    Column("charged", "Charged", ColumnType.AMOUNT),
    Column("unbilled", "Unbilled", ColumnType.AMOUNT),
    Column("written_off", "Written off", ColumnType.AMOUNT),
    Column("number", "Invoice"),
)


def work(  # noqa: PLR0913 - each is a choice that the reader of the report has
    books: Books,
    *,
    as_of: date,
    since: date | None = None,
    client: str | None = None,
    person: str | None = None,
    everything: bool = False,
) -> Table:
    """Hours and expenses by day: worth = charged + unbilled + written off.

    Args:
        books: The books.
        as_of: The last day that counts.
        since: The first day; None for the first of all.
        client: Only this client's, by id.
        person: Only what this person worked, by id.
        everything: Include what is charged, written off or never charged.
    """
    reading = books.work_read
    chosen = [
        (reading.items[id_], state)
        for id_, state in reading.states(as_of).items()
        if (since is None or reading.items[id_].day >= since)
        and client in {None, reading.items[id_].client}
        and person in {None, reading.items[id_].person}
        and (everything or _is_open(reading.items[id_], state))
    ]
    chosen.sort(key=lambda pair: (pair[0].day, pair[0].id))
    hours = sum((item.hours for item, _state in chosen), ZERO)
    return Table(
        title="Hours and expenses" + ("" if everything else " to be charged"),
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(item, state) for item, state in chosen],
        totals=totals_by_currency(
            (
                (
                    item.currency,
                    (item.worth, state.charged, state.unbilled, state.written_off),
                )
                for item, state in chosen
                if item.currency
            ),
            _KEYS,
        ),
        notes=[f"{hours:f} hours in all. Net of tax."],
    )


def _is_open(item: WorkItem, state: WorkState) -> bool:
    return item.billable and not state.numbers and not state.given_up


def _row(item: WorkItem, state: WorkState) -> Row:
    currency = item.currency
    links = {**party_link(item.client), "day": Link(LinkKind.SOURCE, str(item.place))}
    links.pop("name", None)
    if state.numbers:
        links["number"] = Link(LinkKind.DOCUMENT, state.numbers[0])
    return Row(
        cells={
            "id": item.id,
            "day": item.day,
            "kind": item.kind.value,
            "person": item.person or None,
            "party": item.client or None,
            "project": item.project or None,
            "text": item.text,
            "hours": item.hours if item.person else None,
            "currency": currency or None,
            "rate": in_cents(item.rate, currency),
            "worth": with_cents(item.worth, currency),
            "charged": with_cents(state.charged, currency),
            "unbilled": with_cents(state.unbilled, currency),
            "written_off": with_cents(state.written_off, currency),
            "number": ", ".join(state.numbers) or None,
        },
        links=links,
    )

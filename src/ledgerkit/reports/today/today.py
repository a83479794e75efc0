"""What is to be done today, as a table: the most urgent first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ledgerkit.books.today.item import Deed, Urgency
from ledgerkit.books.today.today import end_of_week, read_today
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.today.item import TodayItem

_COLUMNS = (
    Column("do", "To do"),
    Column("date", "Due", ColumnType.DATE),
    Column("party", "Party", for_programs=True),
    Column("name", "Who", optional=True),
    Column("what", "What"),
    Column("currency", "Currency", optional=True),
    Column("amount", "Amount", ColumnType.AMOUNT, optional=True),
    Column("why", "Why"),
    Column("about", "About", for_programs=True),
    Column("urgency", "Urgency", for_programs=True),
)
#: So many of one kind are shown; nobody does more in a morning.
_SHOWN = 5
_OF_DOCUMENTS = {Deed.PAY, Deed.APPROVE, Deed.CONFIRM, Deed.REMIND, Deed.ASK}


def to_do(
    books: Books,
    *,
    as_of: date,
    everything: bool = False,
    waiting: Sequence[str] = (),
) -> Table:
    """What is to be done: bills, reminders, promises, files, tasks and errors.

    What is due by the end of the week counts. Of each kind the five most urgent are
    shown, and a note says how many more there are.

    Args:
        books: The books.
        as_of: Today.
        everything: Show all of each kind.
        waiting: Names of files that wait in the inbox.
    """
    items = read_today(books, as_of, waiting)
    shown = list(items if everything else _first_of_each(items))
    names = {side: names_on(books, side, as_of) for side in Side}
    rows = []
    for item in shown:
        name = names[item.side](item.party) if item.side and item.party else None
        rows.append(_row(item, name, as_of))
    return Table(
        title="Today",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=list(_notes(items, shown, as_of)),
    )


def _first_of_each(items: Sequence[TodayItem]) -> Iterator[TodayItem]:
    seen: Counter[Deed] = Counter()
    for item in items:
        seen[item.deed] += 1
        if seen[item.deed] <= _SHOWN:
            yield item


def _row(item: TodayItem, name: str | None, today_: date) -> Row:
    cells: dict[str, Cell] = {
        "do": item.deed.value,
        "date": item.day,
        "party": item.party or None,
        "name": name,
        "what": item.what,
        "currency": item.currency or None,
        "amount": None
        if item.amount is None
        else with_cents(item.amount, item.currency),
        "why": item.why,
        "about": item.about or None,
        "urgency": item.urgency.name.lower().replace("_", " "),
    }
    late = {"date"} if item.day is not None and item.day < today_ else set[str]()
    if item.urgency is Urgency.AT_RISK:
        late |= {"do"}
    return Row(cells=cells, links=_links(item), late=frozenset(late))


def _links(item: TodayItem) -> dict[str, Link]:
    links = {}
    if item.party:
        links["name"] = Link(LinkKind.PARTY, item.party)
    if item.about and item.deed in _OF_DOCUMENTS:
        links["what"] = Link(LinkKind.DOCUMENT, item.about)
    elif item.deed is Deed.EXPLAIN:
        links["what"] = Link(LinkKind.ACCOUNT, item.about)
    elif item.deed is Deed.CHECK:
        links["what"] = Link(LinkKind.SOURCE, item.about)
    return links


def _notes(
    items: Sequence[TodayItem], shown: Sequence[TodayItem], day: date
) -> Iterator[str]:
    until = end_of_week(day)
    if not items:
        yield (
            f"Nothing is to be done until {until}: no errors, no late or unapproved"
            " bills, no reminders, promises, tasks or files that wait."
        )
        return
    all_, some = (Counter(i.deed for i in group) for group in (items, shown))
    for deed in sorted(all_):
        if more := all_[deed] - some[deed]:
            yield f"{more} more to {deed.value}."
    yield f"What is due until {until} counts."

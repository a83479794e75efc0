"""Everything that happened with a party, money and words, on one timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Document, Note

from ledgerkit.books.clients.any_party import roles_of
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.ledger.place import place_of
from ledgerkit.money import with_cents
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import movements
from ledgerkit.reports.cells import in_cents
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Place
    from ledgerkit.parties.party import PartyRole

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("number", "Number"),
    Column("what", "What"),
    Column("who", "Who"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
)


_SIDES = {side.party_role: side for side in Side}
_DOCUMENTS = frozenset(
    DocumentKind.of(side, credit=credit).value
    for side in Side
    for credit in (True, False)
)


class _Event(NamedTuple):
    day: date
    kind: str
    number: str
    what: str
    place: Place
    who: str = ""
    amount: Decimal | None = None
    currency: str = ""
    is_end: bool = False

    @property
    def order(self) -> tuple[int, str, str, bool, str, Place]:
        """The newest first; of one day, how something ended before how it began."""
        begins = not self.is_end
        return (
            -self.day.toordinal(),
            self.kind,
            self.number,
            begins,
            self.what,
            self.place,
        )


def party_timeline(
    books: Books, party: str, *, as_of: date, latest: int | None = None
) -> Table:
    """Documents, payments, talks, tasks, cases, reminders and files, newest first.

    One that is both client and vendor has both in one line of time.

    Args:
        books: The books.
        party: The id of a client, of a vendor, or of one that is both.
        as_of: The last day that counts.
        latest: Only this many; all if None.
    """
    roles = roles_of(books.source, party, as_of)
    events = [
        *(event for role in roles for event in _money(books, party, as_of, role)),
        *_talks(books, party, as_of),
        *_tasks(books, party, as_of),
        *_cases(books, party, as_of),
        *_stages(books, party, as_of),
        *_notes_and_files(books, party, as_of, roles),
    ]
    events.sort(key=lambda event: event.order)
    latest_events = events[:latest]
    name = books.directory.as_of(roles[0], party, as_of).name
    hidden = len(events) - len(latest_events)
    return Table(
        title=f"What happened with {name}",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(event) for event in latest_events],
        notes=[f"{hidden} earlier ones are not shown."] if hidden else [],
    )


def _row(event: _Event) -> Row:
    links = {"date": Link(LinkKind.SOURCE, str(event.place))}
    if event.kind in _DOCUMENTS and event.number:
        links["number"] = Link(LinkKind.DOCUMENT, event.number)
    return Row(
        cells={
            "date": event.day,
            "kind": event.kind,
            "number": event.number or None,
            "what": event.what,
            "who": event.who or None,
            "currency": event.currency or None,
            "amount": in_cents(event.amount, event.currency),
        },
        links=links,
    )


def _money(books: Books, party: str, as_of: date, role: PartyRole) -> Iterator[_Event]:
    side = _SIDES[role]
    own = books.subledger(side, as_of).of_party(party)
    for line in movements(own, party):
        posting = line.posting
        yield _Event(
            posting.day,
            "payment made"
            if side is Side.PAYABLE and line.kind == "payment"
            else line.kind,
            line.number or "",
            f"{posting.text}, {line.settles}" if line.settles else posting.text,
            posting.place,
            amount=posting.amount,
            currency=posting.currency,
        )


def _talks(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    for activity in books.relations.activities:
        if activity.client == party and activity.day <= as_of:
            summary = activity.summary
            if activity.text("outcome"):
                summary += f" -> {activity.text('outcome')}"
            person = activity.text("contact") or activity.text("manager")
            yield _Event(
                activity.day,
                activity.kind,
                activity.text("case"),
                summary,
                activity.place,
                who=person,
            )
    for answer in books.relations.surveys:
        if answer.client == party and answer.day <= as_of:
            score = f"{answer.instrument} {answer.score} of {answer.scale}"
            if answer.comment:
                score += f": {answer.comment}"
            yield _Event(
                answer.day, "survey", "", score, answer.place, who=answer.contact
            )


def _tasks(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    for task in books.relations.all(RecordKind.TASK, as_of):
        if task.text("client") != party:
            continue
        who, due = task.text("manager"), task.day("due")
        text = f"{task.title}, due {due}" if due else task.title
        yield _Event(task.declared, "task", task.id, text, task.place, who=who)
        if task.is_over(as_of):
            ended = task.status(as_of)
            day = task.since.get("status") or task.since["completed"]
            if ended == "completed":
                day = min(task.day("completed") or day, as_of)
            yield _Event(
                day,
                "task",
                task.id,
                f"{ended}: {task.title}",
                task.place,
                who,
                is_end=True,
            )


def _cases(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    for case in books.relations.all(RecordKind.CASE, as_of):
        if case.text("client") != party:
            continue
        kind = case.text("kind") or "case"
        disputed = case.number("disputed")
        text = case.title
        if disputed is not None:
            amount = with_cents(disputed, case.currency("disputed"))
            text += f", {amount:f} {case.currency('disputed')} disputed"
        contact = case.text("contact")
        yield _Event(case.declared, kind, case.id, text, case.place, who=contact)
        if case.is_over(as_of):
            status = case.text("status")
            ended = f"{status}: {case.text('resolution')}".removesuffix(": ")
            since = case.since["status"]
            yield _Event(since, kind, case.id, ended, case.place, is_end=True)


def _stages(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    """The history of each opportunity, from stage to stage."""
    for record in books.relations.all(RecordKind.OPPORTUNITY, as_of):
        if record.text("client") != party:
            continue
        before = None
        for amendment in books.relations.amendments[record.kind, record.id]:
            stage = amendment.facts.get("stage")
            if stage and stage != before and amendment.day <= as_of:
                yield _Event(
                    amendment.day,
                    "opportunity",
                    record.id,
                    f"{record.title}: {stage}",
                    amendment.place,
                )
                before = stage


def _notes_and_files(
    books: Books, party: str, as_of: date, roles: Sequence[PartyRole]
) -> Iterator[_Event]:
    """Notes and files linked to the party or its documents, or on its account."""
    known, accounts = {party}, set()
    for role in roles:
        items = books.subledger(_SIDES[role], as_of).of_party(party).items
        known |= {item.number for item in items if item.number}
        accounts.add(books.directory.as_of(role, party, as_of).text("account"))
    for directive in books.directives:
        if not isinstance(directive, (Note, Document)) or directive.date > as_of:
            continue
        if (
            any(directive.meta.get(role.value) == party for role in roles)
            or directive.account in accounts
            or known & set(directive.links or ())
        ):
            kind, text = _said(directive)
            yield _Event(directive.date, kind, "", text, place_of(directive))


#: What a note with one of these keys is about.
_NOTES = {
    "reminder": "reminder",
    "promise": "promise",
    "dispute": "dispute",
    "dispute-ended": "dispute",
}


def _said(directive: Note | Document) -> tuple[str, str]:
    if isinstance(directive, Note):
        kind = next((_NOTES[key] for key in _NOTES if key in directive.meta), "note")
        return kind, directive.comment
    return "document", directive.filename.replace("\\", "/").rpartition("/")[2]

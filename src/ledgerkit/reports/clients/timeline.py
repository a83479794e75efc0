"""Everything that happened with a client, money and words, on one timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Document, Note

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.ledger.place import place_of
from ledgerkit.money import with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.open_items.subledger import movements
from ledgerkit.reports.cells import in_cents, names_on
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.errors import Place

_COLUMNS = (
    Column("date", "Date", ColumnType.DATE),
    Column("kind", "Kind"),
    Column("number", "Number"),
    Column("what", "What"),
    Column("who", "Who"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
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


def client_timeline(
    books: Books, party: str, *, as_of: date, latest: int | None = None
) -> Table:
    """Conversations, invoices, payments, cases, surveys, notes and files, newest first.

    Args:
        books: The books.
        party: The client's id.
        as_of: The last day that counts.
        latest: Only this many; all if None.
    """
    events = [
        *_money(books, party, as_of),
        *_talks(books, party, as_of),
        *_cases(books, party, as_of),
        *_stages(books, party, as_of),
        *_notes_and_files(books, party, as_of),
    ]
    events.sort(key=lambda event: event.order)
    latest_events = events[:latest]
    name = names_on(books, Side.RECEIVABLE, as_of)(party)
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
    if event.kind in {"invoice", "credit note"} and event.number:
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


def _money(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    own = books.subledger(Side.RECEIVABLE, as_of).of_party(party)
    for line in movements(own, party):
        posting = line.posting
        yield _Event(
            posting.day,
            line.kind,
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


def _notes_and_files(books: Books, party: str, as_of: date) -> Iterator[_Event]:
    """Notes and files linked to the client or its documents, or on its account."""
    numbers = {
        document.number
        for document in books.subledger(Side.RECEIVABLE, as_of)
        .of_party(party)
        .documents
        if document.number
    }
    client = books.directory.as_of(Side.RECEIVABLE.party_role, party, as_of)
    account = client.text("account")
    known = numbers | {party}
    for directive in books.directives:
        if not isinstance(directive, (Note, Document)) or directive.date > as_of:
            continue
        named = directive.meta.get("client")
        names_client = isinstance(named, str) and named == party
        if (
            names_client
            or directive.account == account
            or known & set(directive.links or ())
        ):
            kind, text = _said(directive)
            yield _Event(directive.date, kind, "", text, place_of(directive))


def _said(directive: Note | Document) -> tuple[str, str]:
    if isinstance(directive, Note):
        return "note", directive.comment
    return "document", directive.filename.replace("\\", "/").rpartition("/")[2]

"""One party on one page, as client, vendor or both: terms, money, current work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.clients.any_party import roles_of
from ledgerkit.clients.records.case import open_cases
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.money import with_cents
from ledgerkit.notes import NextStep, Note
from ledgerkit.parties.party import PartyRole
from ledgerkit.reports.cells import hundredths, percent
from ledgerkit.reports.clients.card_money import (
    CardLine,
    debt_lines,
    money_lines,
    terms_lines,
)
from ledgerkit.reports.clients.pipeline import open_opportunities
from ledgerkit.reports.clients.plans import milestone_state
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledgerkit.books.books import Books

_COLUMNS = (
    Column("part", "Part"),
    Column("what", "What"),
    Column("value", "Value"),
    Column("date", "Date", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("note", "Note"),
)


def party_card(books: Books, party: str, *, as_of: date) -> Table:
    """A party's health, terms, money, relation, tasks, opportunities and plans.

    One that is both client and vendor has the terms and the money of both sides.

    Args:
        books: The books.
        party: The id of a client, of a vendor, or of one that is both.
        as_of: The last day that counts.
    """
    roles = roles_of(books.source, party, as_of)
    sells = PartyRole.CLIENT in roles
    lines = [
        *(_health(books, party, as_of) if sells else ()),
        *terms_lines(books, party, as_of, roles),
        *(money_lines(books, party, as_of) if sells else ()),
        *(debt_lines(books, party, as_of) if PartyRole.VENDOR in roles else ()),
        *_relation(books, party, as_of),
        *_people(books, party, as_of),
        *_under_way(books, party, as_of),
        *_plans(books, party, as_of),
    ]
    return Table(
        title=f"{books.directory.as_of(roles[0], party, as_of).name} ({party})",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(line) for line in lines],
        notes=[_timeline_of(party, sells=sells)],
    )


def _timeline_of(party: str, *, sells: bool) -> Note:
    as_client = NextStep(
        to="see it",
        command="client show",
        arguments=[party],
        options={"timeline": True},
        method=f"party_timeline({party!r})",
    )
    as_vendor = replace(as_client, command="vendor show")
    return Note(
        text="What happened is told day by day.",
        remedy=as_client if sells else as_vendor,
    )


def _health(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    """The score with its colour, and the first reasons for it."""
    health = books.health_read.all(as_of).get(party)
    if health is None or health.points is None:
        return
    yield CardLine(
        part="health",
        what="health",
        value=f"{health.points} of 100, {health.band}",
        note=f"from {percent(health.coverage)} % of the weights",
        late=health.is_at_risk,
    )
    for reason in health.reasons:
        yield CardLine(part="health", what="because", value=reason)


def _row(line: CardLine) -> Row:
    amount = line.amount
    return Row(
        cells={
            "part": line.part,
            "what": line.what,
            "value": None if line.value is None else str(line.value),
            "date": line.date,
            "currency": line.currency or None,
            "amount": None if amount is None else with_cents(amount, line.currency),
            "note": line.note or None,
        },
        links={"what": Link(LinkKind.SOURCE, str(line.place))} if line.place else {},
        late=frozenset({"what", "value", "date", "amount"} if line.late else ()),
    )


def _relation(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    reading = books.relations_read
    fresh = reading.freshness(party, as_of)
    if fresh.last or fresh.cadence:
        ratio = hundredths(fresh.ratio)
        yield CardLine(
            part="relation",
            what="last contact",
            value="never" if fresh.last is None else f"{fresh.days} days ago",
            date=fresh.last,
            note="" if ratio is None else f"{ratio} of the cadence",
            late=fresh.ratio is not None and fresh.ratio > 1,
        )
    satisfaction = reading.satisfaction(as_of, party)
    if satisfaction.nps is not None:
        yield CardLine(
            part="relation",
            what="NPS",
            value=f"{satisfaction.nps:+.0f}",
            note=f"of {_answers(satisfaction.nps_answers)}",
        )
    if satisfaction.csat is not None:
        yield CardLine(
            part="relation",
            what="CSAT %",
            value=percent(satisfaction.csat),
            note=f"of {_answers(satisfaction.csat_answers)}",
        )
    for case in open_cases(books.relations, as_of):
        if case.client == party:
            yield CardLine(
                part="relation",
                what=case.kind or "case",
                value=case.record.title,
                date=case.record.declared,
                amount=case.record.number("disputed"),
                currency=case.record.currency("disputed"),
                note=f"{case.record.id}, open for {case.days} days",
                late=True,
                place=case.record.place,
            )


def _answers(number: int) -> str:
    return f"{number} answer{'s'[: number != 1]}"


def _people(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    players = books.relations_read.key_players(party, as_of)
    for person in players.there:
        yield CardLine(
            part="people",
            what=" ".join(person.words("role")) or "contact",
            value=person.title,
            note=", ".join(
                text
                for text in (person.text("title"), person.text("sentiment"))
                if text
            ),
            place=person.place,
        )
    for person in players.left:
        yield CardLine(
            part="people",
            what="left",
            value=person.title,
            date=person.day("left"),
            place=person.place,
        )
    for role in players.missing if players.there or players.left else ():
        yield CardLine(part="people", what=role, value="(nobody)", late=True)


def _under_way(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    for task in books.relations.all(RecordKind.TASK, as_of):
        if task.text("client") == party and not task.is_over(as_of):
            due = task.day("due")
            yield CardLine(
                part="tasks",
                what=task.id,
                value=task.title,
                date=due,
                note=task.text("manager"),
                late=due is not None and due < as_of,
                place=task.place,
            )
    for deal in open_opportunities(books, as_of):
        if deal.client == party:
            likely = percent(deal.probability)
            yield CardLine(
                part="opportunities",
                what=deal.record.id,
                value=deal.record.title,
                date=deal.close_date,
                amount=deal.amount,
                currency=deal.currency,
                note=deal.stage + ("" if likely is None else f", {likely} % likely"),
                late=deal.close_date is not None and deal.close_date < as_of,
                place=deal.record.place,
            )
    for contract in books.relations_read.renewals(as_of):
        if contract.client == party:
            yield CardLine(
                part="contracts",
                what=contract.record.id,
                value=contract.record.title,
                date=contract.until,
                amount=contract.record.number("amount"),
                currency=contract.record.currency("amount"),
                note=contract.state.value,
                late=contract.needs_care,
                place=contract.record.place,
            )


def _plans(books: Books, party: str, as_of: date) -> Iterator[CardLine]:
    for plan in books.relations_read.plans(as_of):
        if plan.client != party or plan.is_closed:
            continue
        progress = percent(plan.progress)
        yield CardLine(
            part="plan",
            what=plan.record.id,
            value=plan.record.title,
            date=plan.record.day("until"),
            note="" if progress is None else f"{progress} %",
            place=plan.record.place,
        )
        for milestone in plan.milestones:
            share = percent(milestone.progress)
            state = milestone_state(milestone)
            yield CardLine(
                part="plan",
                what=milestone.record.id,
                value=milestone.record.title,
                date=milestone.due,
                note=state if share is None else f"{state}, {share} %",
                late=milestone.late,
                place=milestone.record.place,
            )

"""The cases of clients, and their answers to surveys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import in_cents, names_on, party_link, percent, tenths
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.record import Record, Survey
    from ledgerkit.clients.records.satisfaction import Satisfaction

_CASE_COLUMNS = (
    Column("case", "Case"),
    Column("subject", "Subject"),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("kind", "Kind"),
    Column("manager", "Manager"),
    Column("priority", "Priority", ColumnType.INTEGER),
    Column("opened", "Opened", ColumnType.DATE),
    Column("days_open", "Days open", ColumnType.INTEGER),
    Column("invoice", "Invoice"),
    Column("currency", "Currency"),
    Column("disputed", "Disputed", ColumnType.AMOUNT),
    Column("status", "Status"),
    Column("resolution", "Resolution", optional=True),
)
_SURVEY_COLUMNS = (
    Column("day", "Date", ColumnType.DATE),
    Column("party", "Client"),
    Column("name", "Name"),
    Column("contact", "Contact"),
    Column("instrument", "Instrument"),
    Column("score", "Answer", ColumnType.NUMBER),
    Column("scale", "Of", ColumnType.NUMBER),
    Column("comment", "Comment"),
)
_SATISFACTION_COLUMNS = (
    Column("party", "Client"),
    Column("name", "Name"),
    Column("nps", "NPS", ColumnType.NUMBER),
    Column("nps_answers", "of n answers", ColumnType.INTEGER),
    Column("csat", "CSAT %", ColumnType.NUMBER),
    Column("csat_answers", "of n answers", ColumnType.INTEGER),
    Column("latest", "Last answer", ColumnType.DATE),
)
_ABOUT = (
    "NPS is the percentage of 9 and 10 less that of 0 to 6, from -100 to 100; CSAT the"
    " percentage of the two highest of five answers. Each with the number of people who"
    " answered in twelve months: of few, both swing."
)
_ANSWERS = ("nps_answers", "csat_answers")


def cases(
    books: Books,
    *,
    as_of: date,
    client: str | None = None,
    manager: str | None = None,
    everything: bool = False,
) -> Table:
    """The cases as at a day, the longest open first.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
        manager: Only this manager's, by id.
        everything: Include those resolved or closed.
    """
    matching = [
        case
        for case in books.relations.all(RecordKind.CASE, as_of)
        if client in {None, case.text("client")}
        and manager in {None, case.text("manager")}
        and (everything or not case.is_over(as_of))
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    matching.sort(key=lambda case: (case.is_over(as_of), case.declared, case.id))
    return Table(
        title="Cases",
        as_of=as_of,
        columns=_CASE_COLUMNS,
        rows=[_case_row(case, name, as_of) for case in matching],
        notes=() if matching else ["No case is open."],
    )


def _case_row(case: Record, name: Callable[[str], str], as_of: date) -> Row:
    client, currency = case.text("client"), case.currency("disputed")
    priority, is_over = case.number("priority"), case.is_over(as_of)
    source = Link(LinkKind.SOURCE, str(case.place))
    return Row(
        cells={
            "case": case.id,
            "subject": case.title,
            "party": client or None,
            "name": name(client) if client else None,
            "kind": case.text("kind") or None,
            "manager": case.text("manager") or None,
            "priority": int(priority) if priority else None,
            "opened": case.declared,
            "days_open": None if is_over else (as_of - case.declared).days,
            "invoice": case.text("invoice") or None,
            "currency": currency or None,
            "disputed": in_cents(case.number("disputed"), currency),
            "status": case.status(as_of) or "open",
            "resolution": case.text("resolution") or None,
        },
        links={"case": source, "subject": source, **party_link(client)},
    )


def surveys(books: Books, *, as_of: date, client: str | None = None) -> Table:
    """The answers to surveys by a day, the latest first.

    Args:
        books: The books.
        as_of: The last day that counts.
        client: Only this client's, by id.
    """
    answers = [
        survey
        for survey in books.relations.surveys
        if survey.day <= as_of and client in {None, survey.client}
    ]
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Survey answers",
        as_of=as_of,
        columns=_SURVEY_COLUMNS,
        rows=[_survey_row(survey, name) for survey in reversed(answers)],
        notes=() if answers else ["No answer is recorded."],
    )


def _survey_row(survey: Survey, name: Callable[[str], str]) -> Row:
    return Row(
        cells={
            "day": survey.day,
            "party": survey.client,
            "name": name(survey.client),
            "contact": survey.contact or None,
            "instrument": survey.instrument,
            "score": survey.score,
            "scale": survey.scale,
            "comment": survey.comment or None,
        },
        links={
            "day": Link(LinkKind.SOURCE, str(survey.place)),
            **party_link(survey.client),
        },
    )


def client_satisfaction(books: Books, *, as_of: date) -> Table:
    """NPS and CSAT of all answers together, and of each client, with how many they are.

    Of each person the latest answer of twelve months counts, so that few people are
    few answers, however often they were asked.

    Args:
        books: The books.
        as_of: The last day that counts.
    """
    name, reading = names_on(books, Side.RECEIVABLE, as_of), books.relations_read
    answered = {s.client for s in books.relations.surveys if s.day <= as_of}
    clients = sorted(answered, key=lambda id_: (name(id_).casefold(), id_))
    rows = [
        _satisfaction_row(client, name(client), reading.satisfaction(as_of, client))
        for client in clients
    ]
    company = _satisfaction_row("", "The company", reading.satisfaction(as_of))
    filled = [row for row in rows if any(row.cells[key] for key in _ANSWERS)]
    return Table(
        title="Satisfaction",
        as_of=as_of,
        columns=_SATISFACTION_COLUMNS,
        rows=[replace(company, is_total=True), *filled] if filled else [],
        notes=[_ABOUT if filled else "Nobody answered within twelve months."],
    )


def _satisfaction_row(client: str, name: str, found: Satisfaction) -> Row:
    return Row(
        cells={
            "party": client or None,
            "name": name,
            "nps": tenths(found.nps),
            "nps_answers": found.nps_answers,
            "csat": percent(found.csat),
            "csat_answers": found.csat_answers,
            "latest": found.latest.day if found.latest else None,
        },
        links=party_link(client),
    )

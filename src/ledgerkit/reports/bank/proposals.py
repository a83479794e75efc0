"""The proposal for each imported statement line, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.entries.bank.import_statements import CERTAIN, is_certain
from ledgerkit.entries.bank.prepare import IN_THIS_IMPORT
from ledgerkit.ledger.place import short_place
from ledgerkit.money import with_cents
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.matching.proposal import Proposal, ProposedPosting
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport

_COLUMNS = (
    Column("line", "Line", ColumnType.INTEGER),
    Column("account", "Account"),
    Column("date", "Date", ColumnType.DATE),
    Column("name", "Name"),
    Column("text", "Text"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("sure", "Sure %", ColumnType.INTEGER),
    Column("proposal", "Proposal"),
    Column("reason", "Reason"),
)
_TEXT_MAX = 60


def bank_import(
    prepared: PreparedImport, *, as_of: date, above: Decimal = CERTAIN
) -> Table:
    """The lines not yet booked, each with its proposal.

    A line below the confidence asked for is marked late: a person should look at it.

    Args:
        prepared: The lines from bank files, prepared for import.
        as_of: The day of the report.
        above: The confidence from which a line needs no review.
    """
    accounts = {line.account for line in prepared.lines}
    columns = [c for c in _COLUMNS if c.key != "account" or len(accounts) > 1]
    return Table(
        title="Lines to import",
        as_of=as_of,
        columns=columns,
        rows=[
            _row(number, line, above)
            for number, line in enumerate(prepared.lines, start=1)
        ],
        notes=list(_notes(prepared, above)),
    )


def _row(number: int, line: LineToBook, above: Decimal) -> Row:
    statement_line, proposal = line.line.line, line.proposal
    reason = f"{proposal.reason} {line.doubt}".strip()
    return Row(
        cells={
            "line": number,
            "account": line.account,
            "date": statement_line.day,
            "name": statement_line.name,
            "text": _short(statement_line.text),
            "currency": statement_line.currency,
            "amount": with_cents(statement_line.amount, statement_line.currency),
            "sure": int(proposal.confidence * 100),
            "proposal": proposal_words(proposal),
            "reason": reason,
        },
        links=_links(line),
        late=frozenset(() if is_certain(line, above) else {"sure"}),
    )


def _short(text: str) -> str:
    return text if len(text) <= _TEXT_MAX else f"{text[: _TEXT_MAX - 1]}…"


def _links(line: LineToBook) -> Mapping[str, Link]:
    links = {"account": Link(LinkKind.ACCOUNT, line.account)}
    for part in line.proposal.parts:
        if part.document is not None and part.document.number:
            links["proposal"] = Link(LinkKind.DOCUMENT, part.document.number)
            break
        links["proposal"] = Link(LinkKind.ACCOUNT, part.account)
    for movement in line.proposal.booked:
        if movement.place.filename != IN_THIS_IMPORT:
            links["proposal"] = Link(LinkKind.SOURCE, str(movement.place))
            break
    return links


def proposal_words(proposal: Proposal) -> str:
    """A proposal in a few words: what it settles, clears or is posted to."""
    if proposal.booked:
        places = [movement.place for movement in proposal.booked]
        if any(place.filename == IN_THIS_IMPORT for place in places):
            return "the other half of a transfer"
        return "clears " + ", ".join(map(short_place, places))
    if proposal.kind is MatchKind.NOTHING or not proposal.parts:
        return ""
    return ", ".join(dict.fromkeys(map(_what, proposal.parts)))


def _what(part: ProposedPosting) -> str:
    if part.document is not None:
        return part.document.number or f"{part.document.party} on account"
    if part.party:
        return f"{part.party} on account"
    return part.why or part.account


def _notes(prepared: PreparedImport, above: Decimal) -> Iterator[str]:
    if prepared.there:
        was = "is" if prepared.there == 1 else "are"
        yield f"{_lines(prepared.there)} {was} in the books already."
    unsure = sum(not is_certain(line, above) for line in prepared.lines)
    if unsure:
        yield f"{_lines(unsure)} less than {int(above * 100)} % sure."
    yield from prepared.notes


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"

"""Directives to copy: the usual ones for a client, ready to be filled in.

They write nothing. Text in angle brackets is to be replaced.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ledgerkit.books.clients.ids import proposed_id
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.directives import ledger_text
from ledgerkit.errors import UsageError
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole, identifier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledgerkit.books.books import Books

_WEEK = 7
_HIGHEST = Decimal(10)


class Snippet(NamedTuple):
    """The beginning of a directive.

    Attributes:
        label: Its purpose.
        text: The directive as ledger text.
    """

    label: str
    text: str


def client_snippets(books: Books, party: str, *, as_of: date) -> Sequence[Snippet]:
    """Beginnings of a call, meeting, task, case, opportunity and survey answer.

    For a client known only as a payee, the directive that declares it comes first. None
    if the client's id can't be written in a directive.

    Args:
        books: The books.
        party: The client's id.
        as_of: The directives' day.
    """
    try:
        return [
            Snippet(
                label, ledger_text([relation_directive(type_, as_of, values, facts)])
            )
            for label, type_, values, facts in _begun(books, party, as_of)
        ]
    except UsageError:
        return []


def _begun(
    books: Books, party: str, as_of: date
) -> Iterator[tuple[str, str, Sequence[Any], Mapping[str, Any]]]:
    """Each label with the directive's name, values and keys."""
    record = books.directory.as_of(PartyRole.CLIENT, party, as_of)
    if record.place is None:
        known = [identifier(record.name), record.name]
        yield "Declare the client", "client", known, {}
        return
    manager = books.clients_read.manager_on(party, as_of)
    ours = {"manager": manager} if manager else {}
    people = books.relations_read.key_players(party, as_of).there
    contact_key = {"contact": people[0].id} if people else {}

    def new_id(on: On) -> str:
        return proposed_id(books, on, "", as_of, {})

    in_a_week = as_of + timedelta(days=min(_WEEK, (date.max - as_of).days))
    for kind in ("call", "meeting"):
        values = [party, kind, "<what was said>"]
        yield f"Log a {kind}", "activity", values, {**ours, **contact_key}
    yield (
        "Note a task",
        "task",
        [new_id(On.TASK), "<what to do>"],
        {"client": party, **ours, "due": in_a_week},
    )
    yield (
        "Open a case",
        "case",
        [new_id(On.CASE), "<what is wrong>"],
        {"client": party, **contact_key, "kind": "complaint", "status": "open"},
    )
    yield (
        "Note an opportunity",
        "opportunity",
        [new_id(On.OPPORTUNITY), "<what may be sold>"],
        {"client": party, **ours, "kind": "upsell", "stage": _first_stage(books)},
    )
    yield "Note an answer", "survey", [party, "nps", _HIGHEST], contact_key


def _first_stage(books: Books) -> str:
    return next(iter(books.relations_read.stages.probabilities), "")

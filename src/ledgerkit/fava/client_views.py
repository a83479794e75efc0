"""The views on all clients: what to click for each, and the reports that it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.client_choices import Choices
    from ledgerkit.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One of the views.

    Attributes:
        label: What to click.
        reports: Makes its reports; the first is the one to export.
        has_manager: Whether one manager's alone can be shown.
        has_choices: Whether clients can be chosen by tag and status, too.
        without: Columns that the page shows in another way.
    """

    label: str
    reports: Callable[[LedgerBooks, date, Choices], Sequence[Table]]
    has_manager: bool = False
    has_choices: bool = False
    without: frozenset[str] = frozenset()


def _clients(books: LedgerBooks, day: date, chosen: Choices) -> Sequence[Table]:
    listed = books.client_list(
        as_of=day,
        manager=chosen.manager,
        tag=chosen.tag,
        status=chosen.status,
        rfm=chosen.rfm,
        roll_up=chosen.roll_up,
    )
    if any(chosen.asked().values()):
        return [listed]
    return [listed, books.client_measures(as_of=day)]


def _at_risk(books: LedgerBooks, day: date, chosen: Choices) -> Sequence[Table]:
    return [
        books.at_risk(as_of=day, manager=chosen.manager),
        books.health(as_of=day, manager=chosen.manager),
    ]


def _agenda(books: LedgerBooks, day: date, chosen: Choices) -> Sequence[Table]:
    return [books.agenda(as_of=day, manager=chosen.manager)]


def _pipeline(books: LedgerBooks, day: date, chosen: Choices) -> Sequence[Table]:
    rates = [books.win_rates(as_of=day, by=by) for by in ("stage", "kind", "manager")]
    return [
        books.opportunities(as_of=day, manager=chosen.manager),
        # A single line is that of all.
        *(table for table in rates if len(table.rows) > 1),
    ]


def _portfolio(books: LedgerBooks, day: date, _chosen: Choices) -> Sequence[Table]:
    return [
        books.concentration(as_of=day),
        books.rfm(as_of=day),
        books.whitespace(as_of=day),
        books.retention(as_of=day),
        books.cohorts(as_of=day),
    ]


#: By the address's ``view``.
VIEWS: Mapping[str, View] = {
    "": View(label="Clients", reports=_clients, has_manager=True, has_choices=True),
    "risk": View(label="At risk", reports=_at_risk, has_manager=True),
    "agenda": View(label="Agenda", reports=_agenda, has_manager=True),
    "pipeline": View(label="Pipeline", reports=_pipeline, has_manager=True),
    "targets": View(
        label="Targets", reports=lambda books, day, _chosen: [books.targets(as_of=day)]
    ),
    "plans": View(
        label="Plans",
        reports=lambda books, day, _chosen: [books.plans(as_of=day)],
        without=frozenset({"id", "client_goal", "our_goal"}),
    ),
    "renewals": View(
        label="Renewals",
        reports=lambda books, day, _chosen: [books.renewals(as_of=day)],
    ),
    "portfolio": View(label="Portfolio", reports=_portfolio),
}

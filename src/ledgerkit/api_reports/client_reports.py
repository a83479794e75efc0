"""The reports on clients, as methods of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.books import Books
from ledgerkit.ledger.loader import garbage_collection_off
from ledgerkit.reports.clients import (
    address_book,
    agenda,
    client_list,
    key_players,
    payment_history,
    pipeline,
    plans,
    renewals,
)
from ledgerkit.reports.clients import agenda as tasks
from ledgerkit.reports.clients import card as client_card
from ledgerkit.reports.clients import revenue as client_revenue
from ledgerkit.reports.clients import snippets as client_snippets
from ledgerkit.reports.clients import timeline as client_timeline
from ledgerkit.reports.portfolio import (
    at_risk,
    concentration,
    health,
    health_back_test,
    retention,
    rfm,
    targets,
    whitespace,
)
from ledgerkit.reports.portfolio import measures as client_measures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.reports.clients.snippets import Snippet
    from ledgerkit.table import Table


class ClientReports(Books):
    """Books that answer what is asked of client relations."""

    @garbage_collection_off()
    def address_book(self, *, as_of: date) -> Table:
        """Every client and contact with all that is recorded, as imports read it."""
        return address_book.address_book(self, as_of=as_of)

    @garbage_collection_off()
    def client_measures(self, *, as_of: date, party: str | None = None) -> Table:
        """Each client's revenue, rhythm and payments of the last twelve months."""
        return client_measures.client_measures(self, as_of=as_of, party=party)

    @garbage_collection_off()
    def rfm(self, *, as_of: date) -> Table:
        """Each client's recency, frequency and money, from 1 to 5."""
        return rfm.rfm(self, as_of=as_of)

    @garbage_collection_off()
    def rfm_grid(self, *, as_of: date) -> Table:
        """The clients of each recency and frequency, five by five."""
        return rfm.rfm_grid(self, as_of=as_of)

    @garbage_collection_off()
    def concentration(self, *, as_of: date, since: date | None = None) -> Table:
        """Each client's share of revenue, the largest first."""
        return concentration.concentration(self, as_of=as_of, since=since)

    @garbage_collection_off()
    def retention(self, *, as_of: date) -> Table:
        """How much revenue, and how many clients, stayed year after year."""
        return retention.retention(self, as_of=as_of)

    @garbage_collection_off()
    def cohorts(self, *, as_of: date) -> Table:
        """What the clients won in each year bring in, year after year."""
        return retention.cohorts(self, as_of=as_of)

    @garbage_collection_off()
    def whitespace(self, *, as_of: date, since: date | None = None) -> Table:
        """Clients against income accounts: what was not sold to whom."""
        return whitespace.whitespace(self, as_of=as_of, since=since)

    @garbage_collection_off()
    def payment_history(self, party: str, *, as_of: date) -> Table:
        """Each invoice of a client: early, on the day, late, or not yet paid."""
        return payment_history.payment_history(self, party, as_of=as_of)

    @garbage_collection_off()
    def client_revenue(self, party: str, *, as_of: date, months: int = 12) -> Table:
        """What a client brings in by month and by income account."""
        return client_revenue.client_revenue(self, party, as_of=as_of, months=months)

    @garbage_collection_off()
    def client_snippets(self, party: str, *, as_of: date) -> Sequence[Snippet]:
        """Directives on a client to copy: a call, a task, a case, an opportunity."""
        return client_snippets.client_snippets(self, party, as_of=as_of)

    @garbage_collection_off()
    def key_players(self, party: str, *, as_of: date) -> Table:
        """Whom we know at a client, as a tree, and which part nobody plays."""
        return key_players.key_players(self, party, as_of=as_of)

    @garbage_collection_off()
    def tasks(
        self,
        *,
        as_of: date,
        client: str | None = None,
        manager: str | None = None,
        everything: bool = False,
    ) -> Table:
        """What is to be done for clients, the most urgent first."""
        return tasks.tasks(
            self, as_of=as_of, client=client, manager=manager, everything=everything
        )

    @garbage_collection_off()
    def agenda(
        self,
        *,
        as_of: date,
        manager: str | None = None,
        party: str | None = None,
        days: int = 90,
    ) -> Table:
        """What is to be done: overdue, today, this week, next week, later."""
        return agenda.agenda(self, as_of=as_of, manager=manager, party=party, days=days)

    @garbage_collection_off()
    def client_card(self, party: str, *, as_of: date) -> Table:
        """One client on one page: terms, money, relation, and what is under way."""
        return client_card.client_card(self, party, as_of=as_of)

    @garbage_collection_off()
    def client_timeline(
        self, party: str, *, as_of: date, latest: int | None = None
    ) -> Table:
        """All that happened with a client, money and words in one line of time."""
        return client_timeline.client_timeline(self, party, as_of=as_of, latest=latest)

    @garbage_collection_off()
    def pipeline(self, *, as_of: date, manager: str | None = None) -> Table:
        """The open opportunities by stage: count, amount, and weighted."""
        return pipeline.pipeline(self, as_of=as_of, manager=manager)

    @garbage_collection_off()
    def opportunities(
        self, *, as_of: date, manager: str | None = None, party: str | None = None
    ) -> Table:
        """Every open opportunity, and how often its day was moved."""
        return pipeline.opportunities(self, as_of=as_of, manager=manager, party=party)

    @garbage_collection_off()
    def win_rates(
        self, *, as_of: date, since: date | None = None, by: str = "kind"
    ) -> Table:
        """Won over won and lost, by kind of opportunity or by manager."""
        return pipeline.win_rates(self, as_of=as_of, since=since, by=by)

    @garbage_collection_off()
    def plans(self, *, as_of: date) -> Table:
        """Every account plan, both sides' goals, and how far it is."""
        return plans.plans(self, as_of=as_of)

    @garbage_collection_off()
    def plan(self, party: str, *, as_of: date) -> Table:
        """The milestones of a client's plans, as far as the books say they are."""
        return plans.plan(self, party, as_of=as_of)

    @garbage_collection_off()
    def plan_goals(self, party: str, *, as_of: date) -> Table:
        """Both sides' goals in a client's plans, its strengths and weaknesses."""
        return plans.plan_goals(self, party, as_of=as_of)

    @garbage_collection_off()
    def renewals(self, *, as_of: date, every: bool = False) -> Table:
        """The contracts inside their notice, or ended without another."""
        return renewals.renewals(self, as_of=as_of, every=every)

    @garbage_collection_off()
    def health(self, *, as_of: date, manager: str | None = None) -> Table:
        """Each client's health from 0 to 100, its change, and what costs points."""
        return health.health(self, as_of=as_of, manager=manager)

    @garbage_collection_off()
    def health_of(self, client: str, *, as_of: date) -> Table:
        """What one client's health is made of."""
        return health.health_of(self, client, as_of=as_of)

    @garbage_collection_off()
    def health_back_test(self, *, as_of: date) -> Table:
        """How well health would have told who was lost, a year before."""
        return health_back_test.health_back_test(self, as_of=as_of)

    @garbage_collection_off()
    def at_risk(self, *, as_of: date, **choices: Any) -> Table:
        """The clients to worry about, and why. Choices: manager, limit."""
        return at_risk.at_risk(self, as_of=as_of, **choices)

    @garbage_collection_off()
    def targets(self, *, as_of: date, interval: str | None = None) -> Table:
        """Each target against what is reached of it: company, teams, managers."""
        return targets.targets(self, as_of=as_of, interval=interval)

    @garbage_collection_off()
    def client_list(self, *, as_of: date, **choices: Any) -> Table:
        """Every client. Choices: manager, tag, status, rfm, roll_up."""
        return client_list.client_list(self, as_of=as_of, **choices)

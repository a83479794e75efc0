"""A book's data on client relations, for one day after another."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ledgerkit.clients.records.case import OpenCase, open_cases
from ledgerkit.clients.records.contact import (
    Freshness,
    KeyPlayers,
    contacts_by_client,
    find_key_players,
    freshness,
    last_activities,
)
from ledgerkit.clients.records.pipeline import (
    Opportunity,
    all_opportunities,
    won_not_invoiced,
)
from ledgerkit.clients.records.plan import AccountPlan, BooksSay, account_plans
from ledgerkit.clients.records.renewal import Renewal, due_renewals
from ledgerkit.clients.records.satisfaction import Satisfaction, satisfaction
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.receivables.collection.history import read_histories
from ledgerkit.receivables.collection.measures import days_counted_back

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.clients.reading import ClientReading
    from ledgerkit.books.source import Source
    from ledgerkit.clients.records.record import Activity, Record, Survey
    from ledgerkit.clients.records.stages import Stages

_CLIENT = PartyRole.CLIENT
_DAYS_KEPT = 4


class RelationReading:
    """Client relations as at a day.

    Attributes:
        stages: Of the pipeline.
    """

    def __init__(self, source: Source, clients: ClientReading) -> None:
        """Read from this book, on request, and from its data on clients."""
        self._source, self._clients = source, clients
        self.stages: Stages = source.settings.stages
        self._last = lru_cache(maxsize=_DAYS_KEPT)(self._last_activities)
        self._people = lru_cache(maxsize=_DAYS_KEPT)(self._contacts)
        self._surveys: dict[str, list[Survey]] = defaultdict(list)
        for survey in source.relations.surveys:
            self._surveys[survey.client].append(survey)
        self._activities: dict[str, list[Activity]] = defaultdict(list)
        for activity in source.relations.activities:
            self._activities[activity.client].append(activity)
        self.opportunities = lru_cache(maxsize=_DAYS_KEPT)(self._opportunities)
        self.renewals = lru_cache(maxsize=_DAYS_KEPT)(self._renewals)
        self.open_cases = lru_cache(maxsize=_DAYS_KEPT)(self._open_cases)
        self.plans = lru_cache(maxsize=_DAYS_KEPT)(self._plans)

    def _last_activities(self, as_of: date) -> Mapping[str, date]:
        return last_activities(self._source.relations, as_of)

    def freshness(self, client: str, as_of: date) -> Freshness:
        """The time since a client was last contacted, against its cadence."""
        directory = self._source.directory
        declared = directory.declarations(_CLIENT, client)
        return freshness(
            self._last(as_of).get(client),
            directory.as_of(_CLIENT, client, as_of).text("cadence"),
            since=declared[0].day if declared else as_of,
            as_of=as_of,
        )

    def satisfaction(self, as_of: date, client: str | None = None) -> Satisfaction:
        """The survey answers of a client, or of all together."""
        surveys = self._source.relations.surveys
        if client is not None:
            surveys = self._surveys.get(client, ())
        return satisfaction(surveys, as_of)

    def key_players(self, client: str, as_of: date) -> KeyPlayers:
        """The key players at a client, and the vacant roles."""
        return find_key_players(self._people(as_of).get(client, ()), as_of)

    def _contacts(self, as_of: date) -> Mapping[str, Sequence[Record]]:
        return contacts_by_client(self._source.relations, as_of)

    def _open_cases(self, as_of: date) -> Sequence[OpenCase]:
        """The cases open on a day, the longest open first."""
        return open_cases(self._source.relations, as_of)

    def _opportunities(self, as_of: date) -> Sequence[Opportunity]:
        """Every opportunity as at a day, including decided ones."""
        return all_opportunities(self._source.relations, self.stages, as_of)

    def won_not_invoiced(self, as_of: date) -> Sequence[Opportunity]:
        """Opportunities won long enough ago, their client not invoiced since."""
        sales = self._clients.sales(as_of)
        days = ((client, sales.invoice_days(client)) for client in sales.clients)
        return won_not_invoiced(
            self.opportunities(as_of),
            self.stages,
            {client: bought[-1] for client, bought in days if bought},
            days=int(self._source.settings.won_without_invoice_days),
            as_of=as_of,
        )

    def _renewals(self, as_of: date) -> Sequence[Renewal]:
        """Every contract as at a day."""
        return due_renewals(self._source.relations, as_of)

    def _plans(self, as_of: date) -> Sequence[AccountPlan]:
        """Every account plan as at a day, with its figures from the books."""
        reading = self._clients
        return account_plans(
            self._source.relations,
            BooksSay(
                sales=reading.sales(as_of),
                activities=self._activities,
                days_outstanding=partial(self._days_outstanding, as_of),
            ),
            as_of,
        )

    def _days_outstanding(self, as_of: date, client: str, day: date) -> Decimal | None:
        """DSO of a client by count-back, in the currency of most sales."""
        source = self._source
        subledger = source.subledger(Side.RECEIVABLE, as_of).of_party(client)
        histories = read_histories(subledger, party=client)
        history = histories.get(self._clients.currency)
        return days_counted_back(history, day) if history else None

"""The facts for client health, gathered as at a day."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from ledgerkit.clients.health.components import Debt, HealthFacts
from ledgerkit.clients.health.health import Health, score_health
from ledgerkit.clients.records.contact import last_activities
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.clients.records.renewal import ContractState
from ledgerkit.clients.records.satisfaction import satisfaction
from ledgerkit.money import ZERO
from ledgerkit.open_items.overdue import NOTHING_OVERDUE, overdue_by_party
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.clients.reading import ClientReading
    from ledgerkit.books.clients.relation_reading import RelationReading
    from ledgerkit.books.source import Source
    from ledgerkit.clients.records.case import OpenCase
    from ledgerkit.clients.records.record import Survey

_DAYS_KEPT = 8


class HealthReading:
    """The health of a book's clients, for any day, from the facts known by then."""

    def __init__(
        self, source: Source, clients: ClientReading, relations: RelationReading
    ) -> None:
        """Read from this book, on request, and from its other readings."""
        self._source, self._clients, self._relations = source, clients, relations
        self.all = lru_cache(maxsize=_DAYS_KEPT)(self._all)

    def _all(self, as_of: date) -> Mapping[str, Health]:
        """The health of every client with known facts, by its id; not of who left."""
        weights = self._source.settings.health_weights
        return {
            known.client: score_health(known, weights)
            for known in self.facts(as_of)
            if not self._clients.has_left(known.client, as_of)
        }

    def facts(self, as_of: date) -> Sequence[HealthFacts]:
        """The facts by a day about every client declared or sold to, by id."""
        relations = self._source.relations
        measures = self._clients.measures(as_of)
        debts = self._debts(as_of)
        last = last_activities(relations, as_of)
        surveys: dict[str, list[Survey]] = defaultdict(list)
        for survey in relations.surveys:
            surveys[survey.client].append(survey)
        cases = self._cases(as_of)
        disputes = self._disputes(as_of)
        at_risk = self._renewals_at_risk(as_of)
        all_facts = []
        for client in sorted({*measures, *debts, *self._declared(as_of)}):
            answer = satisfaction(surveys.get(client, ()), as_of).latest
            contacted = last.get(client)
            all_facts.append(
                HealthFacts(
                    client=client,
                    as_of=as_of,
                    measures=measures.get(client),
                    debt=debts.get(client, Debt()),
                    survey=answer,
                    # Until a book records any activity, silence means nothing.
                    freshness=self._relations.freshness(client, as_of)
                    if last
                    else None,
                    cases=None if cases is None else cases.get(client, ()),
                    disputes=disputes.get(client, ()),
                    spoken_since_survey=bool(
                        answer and contacted and contacted > answer.day
                    ),
                    renewals_at_risk=at_risk.get(client, ()),
                )
            )
        return all_facts

    def _declared(self, as_of: date) -> Sequence[str]:
        """The clients whose record had begun."""
        directory = self._source.directory
        return [
            id_
            for id_ in directory.ids(PartyRole.CLIENT)
            if directory.declarations(PartyRole.CLIENT, id_)[0].day <= as_of
        ]

    def _debts(self, as_of: date) -> Mapping[str, Debt]:
        """What each owes in the currency of most sales; others are left out."""
        currency = self._clients.currency
        subledger = self._source.subledger(Side.RECEIVABLE, as_of)
        open_: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for item in subledger.items:
            first = item.first
            if item.open > 0 and first.currency == currency and not first.credit:
                open_[item.party] += item.open
        late = overdue_by_party(subledger)
        overdue = {
            party: late.get((party, currency), NOTHING_OVERDUE) for party in open_
        }
        return {
            party: Debt(
                open=amount,
                overdue=overdue[party].amount,
                oldest_days=overdue[party].days,
            )
            for party, amount in open_.items()
        }

    def _cases(self, as_of: date) -> Mapping[str, Sequence[OpenCase]] | None:
        if not self._source.relations.all(RecordKind.CASE, as_of):
            return None
        by_client: dict[str, list[OpenCase]] = defaultdict(list)
        for case in self._relations.open_cases(as_of):
            by_client[case.client].append(case)
        return by_client

    def _disputes(self, as_of: date) -> Mapping[str, Sequence[str]]:
        """Each client's open disputes: cases, and notes on its invoices."""
        source = self._source
        by_client: dict[str, list[str]] = defaultdict(list)
        for document in source.subledger(Side.RECEIVABLE, as_of).open_documents:
            disputed = source.disputes.of(document, as_of)
            for dispute in disputed.disputes if disputed else ():
                name = dispute.case or f"about {document.label}"
                by_client[document.party].append(f"{name}: {dispute.reason}")
        for case in self._relations.open_cases(as_of):
            words = f"{case.record.id}: {case.record.title}"
            if case.kind == "dispute" and words not in by_client[case.client]:
                by_client[case.client].append(words)
        return by_client

    def _renewals_at_risk(self, as_of: date) -> Mapping[str, Sequence[str]]:
        reading = self._relations
        talking = {
            opportunity.client
            for opportunity in reading.opportunities(as_of)
            if reading.stages.is_open(opportunity.stage)
        }
        by_client: dict[str, list[str]] = defaultdict(list)
        for renewal in reading.renewals(as_of):
            if (
                renewal.state is ContractState.IN_NOTICE
                and renewal.client not in talking
            ):
                by_client[renewal.client].append(renewal.record.title)
        return by_client

"""Everything that health is reckoned from, gathered as at a day."""

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
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.books.clients.reading import ClientReading
    from ledgerkit.books.clients.relation_reading import RelationReading
    from ledgerkit.books.source import Source
    from ledgerkit.clients.records.case import OpenCase
    from ledgerkit.clients.records.record import Survey

_DAYS_KEPT = 8


class HealthReading:
    """Health of the clients of a book, for any day, from what was known by then."""

    def __init__(
        self, source: Source, clients: ClientReading, relations: RelationReading
    ) -> None:
        """Read from this book, when asked, and from what else was read of it."""
        self._source, self._clients, self._relations = source, clients, relations
        self.all = lru_cache(maxsize=_DAYS_KEPT)(self._all)

    def _all(self, as_of: date) -> Mapping[str, Health]:
        """The health of every client that something is known of, by its id."""
        weights = self._source.settings.health_weights
        return {one.client: score_health(one, weights) for one in self.facts(as_of)}

    def facts(self, as_of: date) -> Sequence[HealthFacts]:
        """What is known by a day of every client declared or sold to, by id."""
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
        found = []
        for client in sorted({*measures, *debts, *self._declared(as_of)}):
            answer = satisfaction(surveys.get(client, ()), as_of).latest
            spoken = last.get(client)
            found.append(
                HealthFacts(
                    client=client,
                    as_of=as_of,
                    measures=measures.get(client),
                    debt=debts.get(client, Debt()),
                    survey=answer,
                    # Before a book notes any talk, silence says nothing.
                    freshness=self._relations.freshness(client, as_of)
                    if last
                    else None,
                    cases=None if cases is None else cases.get(client, ()),
                    disputes=disputes.get(client, ()),
                    spoken_since_survey=bool(answer and spoken and spoken > answer.day),
                    renewals_at_risk=at_risk.get(client, ()),
                )
            )
        return found

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
        found: dict[str, Debt] = {}
        for item in self._source.subledger(Side.RECEIVABLE, as_of).items:
            first = item.first
            if item.open <= 0 or first.currency != currency or first.credit:
                continue
            before = found.get(item.party, Debt())
            parts = item.finish().open_parts()
            late = [part for part in parts if part.due < as_of]
            found[item.party] = Debt(
                open=before.open + item.open,
                overdue=before.overdue + sum(part.amount for part in late),
                oldest_days=max(
                    [before.oldest_days, *((as_of - part.due).days for part in late)]
                ),
            )
        return found

    def _cases(self, as_of: date) -> Mapping[str, Sequence[OpenCase]] | None:
        if not self._source.relations.all(RecordKind.CASE, as_of):
            return None
        found: dict[str, list[OpenCase]] = defaultdict(list)
        for case in self._relations.open_cases(as_of):
            found[case.client].append(case)
        return found

    def _disputes(self, as_of: date) -> Mapping[str, Sequence[str]]:
        """Each client's open disputes: cases, and what is told of its invoices only."""
        source = self._source
        found: dict[str, list[str]] = defaultdict(list)
        for document in source.subledger(Side.RECEIVABLE, as_of).open_documents:
            disputed = source.disputes.of(document, as_of)
            for one in disputed.disputes if disputed else ():
                name = one.case or f"about {document.label}"
                found[document.party].append(f"{name}: {one.reason}")
        for case in self._relations.open_cases(as_of):
            words = f"{case.record.id}: {case.record.title}"
            if case.kind == "dispute" and words not in found[case.client]:
                found[case.client].append(words)
        return found

    def _renewals_at_risk(self, as_of: date) -> Mapping[str, Sequence[str]]:
        reading = self._relations
        talking = {
            one.client
            for one in reading.opportunities(as_of)
            if reading.stages.is_open(one.stage)
        }
        found: dict[str, list[str]] = defaultdict(list)
        for renewal in reading.renewals(as_of):
            if (
                renewal.state is ContractState.IN_NOTICE
                and renewal.client not in talking
            ):
                found[renewal.client].append(renewal.record.title)
        return found

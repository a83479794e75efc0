"""Every directive on a client relation alike, for whoever checks what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.clients.records.record import Relations
    from ledgerkit.errors import Place
    from ledgerkit.parties.directory import PartyDirectory


class Written(NamedTuple):
    """A directive on a relation, or on a party.

    Attributes:
        on: Its type.
        about: What to call it in a sentence.
        place: Where it stands.
        facts: Its keys, and the client of an event under ``client``.
    """

    on: On
    about: str
    place: Place
    facts: Mapping[str, Any]


def written_relations(
    relations: Relations, directory: PartyDirectory
) -> Iterator[Written]:
    """Every directive that may name another record, or a client."""
    for (kind, id_), amendments in relations.amendments.items():
        for amendment in amendments:
            about = f"{kind.value} {id_}"
            yield Written(On(kind.value), about, amendment.place, amendment.facts)
    for activity in relations.activities:
        about = f"{activity.kind} with {activity.client}"
        facts = {**activity.facts, "client": activity.client}
        yield Written(On.ACTIVITY, about, activity.place, facts)
    for survey in relations.surveys:
        facts = {"client": survey.client, "contact": survey.contact}
        about = f"{survey.instrument} of {survey.client}"
        yield Written(On.SURVEY, about, survey.place, facts)
    for role in (PartyRole.CLIENT, PartyRole.VENDOR):
        for id_ in directory.ids(role):
            for declaration in directory.declarations(role, id_):
                about = f"{role.value} {id_}"
                yield Written(
                    On(role.value), about, declaration.place, declaration.facts
                )

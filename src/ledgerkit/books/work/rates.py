"""What an hour of a person is charged at, and costs us, on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.clients.records.record import RecordKind
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledgerkit.clients.records.record import Relations
    from ledgerkit.parties.directory import PartyDirectory

RATE, COST = "hourly-rate", "hourly-cost"


class HourlyRates:
    """The rates that records of projects, clients and people state, from day to day."""

    def __init__(self, relations: Relations, directory: PartyDirectory) -> None:
        """Take the records."""
        self._relations, self._directory = relations, directory
        self._known: dict[tuple[str, str, str, date], Amount | None] = {}

    def rate(self, person: str, client: str, project: str, day: date) -> Amount | None:
        """The project's, else the client's, else the person's; None if none has one."""
        key = person, client, project, day
        if key not in self._known:
            self._known[key] = (
                (project and self._of_record(RecordKind.PROJECT, project, RATE, day))
                or (client and self._of_client(client, day))
                or self._of_record(RecordKind.MANAGER, person, RATE, day)
                or None
            )
        return self._known[key]

    def cost(self, person: str, day: date) -> Amount | None:
        """What an hour of a person costs us; None if it isn't stated."""
        return self._of_record(RecordKind.MANAGER, person, COST, day)

    def _of_record(
        self, kind: RecordKind, id_: str, key: str, day: date
    ) -> Amount | None:
        return _latest(self._relations.amendments.get((kind, id_), ()), key, day)

    def _of_client(self, client: str, day: date) -> Amount | None:
        said = self._directory.declarations(PartyRole.CLIENT, client)
        return _latest(said, RATE, day)


def _latest(said: Iterable[Any], key: str, day: date) -> Amount | None:
    """The last amount under a key by a day; an empty one clears it."""
    value = None
    for each in said:
        if each.day <= day and key in each.facts:
            value = each.facts[key]
    return value if isinstance(value, Amount) and value.number is not None else None

"""Contract renewals: which end soon, and which ended without a successor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ledgerkit.clients.records.duration import duration_or_none
from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.clients.records.record import Record, Relations


class ContractState(StrEnum):
    """The state of a contract."""

    RUNNING = "running"
    IN_NOTICE = "inside notice"
    """Its end is nearer than its notice: talk now, if that isn't too late."""
    RENEWS = "renews by itself"
    """Likewise, and it goes on unless somebody ends it."""
    RENEWED = "renewed"
    """Another of the same client begins where it ends."""
    ENDED = "ended"
    """It ended, and no other follows."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A contract, as at a day.

    Attributes:
        record: Its record.
        client: Id of the client.
        until: Its last day; None if it has no end.
        notice_from: The first day of its notice period; its last day if no notice
            was agreed.
        state: Its state.
    """

    record: Record
    client: str
    until: date | None
    notice_from: date | None
    state: ContractState

    @property
    def needs_care(self) -> bool:
        """Whether it should be discussed with the client."""
        return self.state in {
            ContractState.IN_NOTICE,
            ContractState.RENEWS,
            ContractState.ENDED,
        }


def due_renewals(relations: Relations, as_of: date) -> Sequence[Renewal]:
    """Every contract as at a day, by last day."""
    records = relations.all(RecordKind.CONTRACT, as_of)
    by_client: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_client[record.text("client")].append(record)
    renewals = [_renewal(record, by_client, as_of) for record in records]
    return sorted(
        renewals, key=lambda renewal: (renewal.until or date.max, renewal.record.id)
    )


def _renewal(
    record: Record, by_client: Mapping[str, Sequence[Record]], as_of: date
) -> Renewal:
    until = record.day("until")
    notice = duration_or_none(record.text("notice"))
    warned = notice.before(until) if notice and until else until
    client = record.text("client")
    return Renewal(
        record=record,
        client=client,
        until=until,
        notice_from=warned,
        state=_state(record, warned, by_client[client], as_of),
    )


def _state(
    record: Record, warned: date | None, of_client: Sequence[Record], as_of: date
) -> ContractState:
    until = record.day("until")
    if record.text("status") == "cancelled":
        return ContractState.CANCELLED
    if until is None or warned is None or as_of < warned:
        return ContractState.RUNNING
    if any(_follows(other, record, until) for other in of_client):
        return ContractState.RENEWED
    if record.facts.get("auto-renew") is True:
        return ContractState.RENEWS if as_of <= until else ContractState.RUNNING
    return ContractState.IN_NOTICE if as_of <= until else ContractState.ENDED


def _follows(other: Record, record: Record, until: date) -> bool:
    """Whether another contract follows on from one."""
    if other.id == record.id or other.text("status") == "cancelled":
        return False
    begins, ends = other.day("from") or other.declared, other.day("until")
    # A contract that began with it runs alongside, and does not renew it.
    return (record.day("from") or record.declared) < begins and (
        ends is None or ends > until
    )

"""Cases: a client's disputes, complaints and requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.clients.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.clients.records.record import Record, Relations

#: The highest priorities of iCalendar: 1 to 4.
_URGENT = range(1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """An open case.

    Attributes:
        record: Its record.
        client: Id of the client.
        kind: Dispute, complaint or request; empty if not stated.
        days: Days it has been open.
    """

    record: Record
    client: str
    kind: str
    days: int

    @property
    def is_urgent(self) -> bool:
        """Whether its priority is high: 1 to 4, as iCalendar counts."""
        return self.record.number("priority") in _URGENT


def open_cases(relations: Relations, as_of: date) -> Sequence[OpenCase]:
    """The cases open on a day, the longest open first."""
    cases = [
        OpenCase(
            record=record,
            client=record.text("client"),
            kind=record.text("kind"),
            days=(as_of - record.declared).days,
        )
        for record in relations.all(RecordKind.CASE, as_of)
        if not record.is_over(as_of)
    ]
    return sorted(cases, key=lambda case: (-case.days, case.record.id))

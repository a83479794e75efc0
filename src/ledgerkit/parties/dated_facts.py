"""A record with history: what was written of it, and from when each key holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.errors import Place


class Fact(NamedTuple):
    """What a key says on a day, and since when."""

    value: Any
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One directive of a record.

    Attributes:
        day: From when it holds.
        facts: The keys that it sets; a None clears the key.
        place: Where it stands.
    """

    day: date
    facts: Mapping[str, Any]
    place: Place


def facts_on(amendments: Sequence[Amendment], day: date) -> Mapping[str, Fact]:
    """What a record says on a day; the first directive holds before its day too.

    Args:
        amendments: In order of their days.
        day: The day.
    """
    facts: dict[str, Fact] = {}
    for number, amendment in enumerate(amendments):
        if number and amendment.day > day:
            break
        for key, value in amendment.facts.items():
            facts[key] = Fact(value, amendment.day)
    return {key: fact for key, fact in facts.items() if fact.value is not None}


def latest(amendments: Sequence[Amendment], key: str) -> Any:
    """What the last directive that has a key says; None if none has it."""
    values = [a.facts[key] for a in amendments if key in a.facts]
    return values[-1] if values else None

"""The directory: every declared party, its history, and who a name is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ledgerkit.parties.party import (
    OF_THE_RELATION,
    Declaration,
    Party,
    PartyRole,
    normalised_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledgerkit.errors import Place


class PartyDirectory:
    """Every declared client and vendor.

    Two questions are answered from different parts of the record. *Who is it?*
    (ids, names, aliases, accounts) is answered from all declarations at once: a
    name does not start to mean somebody on a day. *What do we know of it?*
    (terms, limits, addresses) is answered as at a day.
    """

    def __init__(self, declarations: Iterable[Declaration], *, title: str = "") -> None:
        """Take the declarations in any order.

        Args:
            declarations: Of clients, vendors and ourselves.
            title: What the books are called: our name, where nothing else says it.
        """
        self._title = title
        self._history: dict[tuple[PartyRole, str], list[Declaration]] = defaultdict(
            list
        )
        for declaration in sorted(declarations, key=lambda d: (d.day, d.place)):
            self._history[declaration.role, declaration.id].append(declaration)
        self._ids = {role: self._known_names(role) for role in PartyRole}
        self._accounts = {role: self._known_accounts(role) for role in PartyRole}
        # Asked once a document, of some hundred parties: worth remembering.
        self.as_of = lru_cache(maxsize=16384)(self._as_of)

    def ids(self, role: PartyRole) -> Sequence[str]:
        """The declared ids of this role, in alphabetical order."""
        return sorted(id_ for known, id_ in self._history if known is role)

    def is_declared(self, role: PartyRole, id_: str) -> bool:
        """Whether there is a directive for this id."""
        return (role, id_) in self._history

    def identify(self, role: PartyRole, name: str) -> str | None:
        """The id of the party whose id, name or alias this is; None if unknown.

        A spelling that two parties share names neither.
        """
        if (role, name) in self._history:
            return name
        return self._ids[role].get(normalised_name(name))

    def of_account(self, role: PartyRole, account: str) -> str | None:
        """The id of the party whose ``account:`` this is, or is above this."""
        accounts = self._accounts[role]
        while account and accounts:
            if account in accounts:
                return accounts[account]
            account = account.rpartition(":")[0]
        return None

    def declarations(self, role: PartyRole, id_: str) -> Sequence[Declaration]:
        """The directives on a party, the earliest first; none if nobody declared it."""
        return self._history.get((role, id_), ())

    def history_of(
        self, role: PartyRole, id_: str, key: str
    ) -> Sequence[tuple[date, Any]]:
        """What a key of a record held from which day on, the earliest first.

        The first directive holds since ever; None where a key was cleared.
        """
        return [
            (declaration.day if number else date.min, declaration.facts[key])
            for number, declaration in enumerate(self._history.get((role, id_), ()))
            if key in declaration.facts
        ]

    def _as_of(self, role: PartyRole, id_: str, day: date) -> Party:
        """The party's record on a day; a bare one if it was never declared.

        Before its first directive a record counts as first declared: whoever
        starts to keep records has dealt with the party before. Not so how the
        relation stands: who was in charge before, nobody said.
        """
        history = self._history.get((role, id_))
        if not history:
            name = self._title if role is PartyRole.COMPANY else id_
            return Party(id=id_, role=role, name=name)
        facts: dict[str, Any] = {}
        stated: str | None = None
        for number, declaration in enumerate(history):
            has_begun = declaration.day <= day
            if number and not has_begun:
                break
            stated = declaration.name or stated
            facts.update(declaration.facts if has_begun else _lasting(declaration))
        held = {key: value for key, value in facts.items() if value is not None}
        return Party(
            id=id_, role=role, name=stated or id_, facts=held, place=history[0].place
        )

    def _known_names(self, role: PartyRole) -> Mapping[str, str]:
        owners: dict[str, set[str]] = defaultdict(set)
        for (known, id_), history in self._history.items():
            if known is role:
                owners[normalised_name(id_)].add(id_)
                for declaration in history:
                    for name in _names_of(declaration):
                        owners[normalised_name(name)].add(id_)
        return {name: min(ids) for name, ids in owners.items() if len(ids) == 1}

    def _known_accounts(self, role: PartyRole) -> Mapping[str, str]:
        return {
            declaration.facts["account"]: id_
            for (known, id_), history in self._history.items()
            if known is role
            for declaration in history
            if isinstance(declaration.facts.get("account"), str)
        }


def _lasting(declaration: Declaration) -> dict[str, Any]:
    """What a directive says that was true before its day."""
    return {k: v for k, v in declaration.facts.items() if k not in OF_THE_RELATION}


def _names_of(declaration: Declaration) -> list[str]:
    """Every spelling that a directive gives: name, legal name and aliases."""
    names = [declaration.name, declaration.facts.get("legal-name")]
    aliases = declaration.facts.get("aliases")
    if isinstance(aliases, str):
        names += aliases.split(",")
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


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

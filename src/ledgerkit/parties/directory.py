"""The directory: every declared party and its history, found by id, name or account."""

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
    name does not begin to belong to a party on a certain day. *What do we know
    of it?* (terms, limits, addresses) is answered as at a day.
    """

    def __init__(self, declarations: Iterable[Declaration], *, title: str = "") -> None:
        """Take the declarations in any order.

        Args:
            declarations: Of clients, vendors and ourselves.
            title: The title of the books: our name, if no other is given.
        """
        self._title = title
        self._history: dict[tuple[PartyRole, str], list[Declaration]] = defaultdict(
            list
        )
        for declaration in sorted(declarations, key=lambda d: (d.day, d.place)):
            self._history[declaration.role, declaration.id].append(declaration)
        self._ids = {role: self._known_names(role) for role in PartyRole}
        self._accounts = {role: self._known_accounts(role) for role in PartyRole}
        # Asked for every document, of some hundred parties: worth caching.
        self.as_of = lru_cache(maxsize=16384)(self._as_of)

    def ids(self, role: PartyRole) -> Sequence[str]:
        """The declared ids of this role, in alphabetical order."""
        return sorted(id_ for party_role, id_ in self._history if party_role is role)

    def is_declared(self, role: PartyRole, id_: str) -> bool:
        """Whether there is a directive for this id."""
        return (role, id_) in self._history

    def identify(self, role: PartyRole, name: str) -> str | None:
        """The id of the party with this id, name or alias; None if unknown.

        A spelling shared by two parties identifies neither.
        """
        if (role, name) in self._history:
            return name
        return self._ids[role].get(normalised_name(name))

    def of_account(self, role: PartyRole, account: str) -> str | None:
        """The id of the party whose ``account:`` this is, or lies below."""
        accounts = self._accounts[role]
        while account and accounts:
            if account in accounts:
                return accounts[account]
            account = account.rpartition(":")[0]
        return None

    def declarations(self, role: PartyRole, id_: str) -> Sequence[Declaration]:
        """The directives on a party, earliest first; none if it is undeclared."""
        return self._history.get((role, id_), ())

    def history_of(
        self, role: PartyRole, id_: str, key: str
    ) -> Sequence[tuple[date, Any]]:
        """The values of a key and the day of each, earliest first.

        The first directive counts from the beginning; None where a key was cleared.
        """
        return [
            (declaration.day if number else date.min, declaration.facts[key])
            for number, declaration in enumerate(self._history.get((role, id_), ()))
            if key in declaration.facts
        ]

    def _as_of(self, role: PartyRole, id_: str, day: date) -> Party:
        """The party's record on a day; a bare one if it was never declared.

        Before its first directive, a record counts as first declared: whoever starts
        to keep records has dealt with the party before. That is not true of how the
        relation stands: nobody said who was in charge before.
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
        current = {key: value for key, value in facts.items() if value is not None}
        return Party(
            id=id_, role=role, name=stated or id_, facts=current, place=history[0].place
        )

    def _known_names(self, role: PartyRole) -> Mapping[str, str]:
        owners: dict[str, set[str]] = defaultdict(set)
        for (party_role, id_), history in self._history.items():
            if party_role is role:
                owners[normalised_name(id_)].add(id_)
                for declaration in history:
                    for name in names_of(declaration):
                        owners[normalised_name(name)].add(id_)
        return {name: min(ids) for name, ids in owners.items() if len(ids) == 1}

    def _known_accounts(self, role: PartyRole) -> Mapping[str, str]:
        return {
            declaration.facts["account"]: id_
            for (party_role, id_), history in self._history.items()
            if party_role is role
            for declaration in history
            if isinstance(declaration.facts.get("account"), str)
        }


def _lasting(declaration: Declaration) -> dict[str, Any]:
    """The facts of a directive that held before its day, too."""
    return {k: v for k, v in declaration.facts.items() if k not in OF_THE_RELATION}


def names_of(declaration: Declaration) -> list[str]:
    """Every spelling in a directive: name, legal name and aliases."""
    names = [declaration.name, declaration.facts.get("legal-name")]
    aliases = declaration.facts.get("aliases")
    if isinstance(aliases, str):
        names += aliases.split(",")
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


class Fact(NamedTuple):
    """The value of a key on a day, and since when."""

    value: Any
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One directive of a record.

    Attributes:
        day: The day it takes effect.
        facts: The keys that it sets; None clears a key.
        place: Where it stands.
    """

    day: date
    facts: Mapping[str, Any]
    place: Place


def facts_on(amendments: Sequence[Amendment], day: date) -> Mapping[str, Fact]:
    """A record's facts on a day; the first directive counts before its day, too.

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
    """The value in the last directive with the key; None if none has it."""
    values = [a.facts[key] for a in amendments if key in a.facts]
    return values[-1] if values else None

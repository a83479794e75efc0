"""The parties of a file: known ones, or new ones with an id of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.parties.party import PartyRole, identifier, normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledgerkit.importers.documents.rows import DocumentRow
    from ledgerkit.parties.directory import PartyDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedParty:
    """A party of the file.

    Attributes:
        id: Its id in the books.
        name: Its name as payee.
        is_new: Whether it is not yet in the books.
    """

    id: str
    name: str
    is_new: bool


def match_parties(
    rows: Iterable[DocumentRow], directory: PartyDirectory, role: PartyRole
) -> Mapping[str, MatchedParty]:
    """Find each row's party, by its name in the row.

    A code or name in the directory comes first. Then the name beside an unknown code is
    looked up, so that a second program's codes find the parties of the first; but two
    codes of one file are two parties. The rest is new.
    """
    names: dict[str, str] = {}
    for row in rows:
        names[row.party] = names.get(row.party) or row.name
    known = {word: id_ for word in names if (id_ := directory.identify(role, word))}
    used = set(known.values())
    for word, name in names.items():
        id_ = directory.identify(role, name) if name and word not in known else None
        if id_ is not None and id_ not in used:
            known[word] = id_
            used.add(id_)
    matched = {
        word: MatchedParty(
            id=id_, name=directory.as_of(role, id_, date.max).name, is_new=False
        )
        for word, id_ in known.items()
    }
    newcomers = _Newcomers(directory, role)
    for word, name in names.items():
        if word not in matched:
            matched[word] = newcomers.take(word, name)
    return matched


class _Newcomers:
    """Gives new parties unused ids and names."""

    def __init__(self, directory: PartyDirectory, role: PartyRole) -> None:
        self._directory = directory
        self._role = role
        self._other_role = (
            PartyRole.VENDOR if role is PartyRole.CLIENT else PartyRole.CLIENT
        )
        self._by_spelling: dict[str, MatchedParty] = {}
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def take(self, word: str, name: str) -> MatchedParty:
        """The new party with this name in a file; two spellings of one word are one."""
        spelling = normalised_name(word)
        if spelling not in self._by_spelling:
            party = MatchedParty(
                id=self._new_id(word, name or word),
                name=self._new_name(word, name or word),
                is_new=True,
            )
            self._by_spelling[spelling] = party
            self._ids.add(party.id)
            self._names |= {normalised_name(party.name), spelling}
        return self._by_spelling[spelling]

    def _new_id(self, word: str, name: str) -> str:
        # A client that is also our vendor has one id for both.
        for called in (word, name):
            other = self._directory.identify(self._other_role, called)
            if other is not None and self._is_free(other, same_party=True):
                return other
        base = identifier(word)
        number, id_ = 1, base
        while not self._is_free(id_, same_party=False):
            number += 1
            id_ = f"{base}-{number}"
        return id_

    def _is_free(self, id_: str, *, same_party: bool) -> bool:
        if id_ in self._ids or self._directory.identify(self._role, id_) is not None:
            return False
        declared = self._directory.is_declared
        if declared(self._role, id_):
            return False
        return same_party or not declared(self._other_role, id_)

    def _new_name(self, word: str, name: str) -> str:
        """The name, followed by the code if somebody has that name already."""
        is_taken = (
            normalised_name(name) in self._names
            or self._directory.identify(self._role, name) is not None
        )
        return f"{name} ({word})" if is_taken and name != word else name

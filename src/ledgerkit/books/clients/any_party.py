"""A party whatever it is to us: client, vendor or both under one id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.parties import party_named
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledgerkit.books.source import Source

_ROLES = (PartyRole.CLIENT, PartyRole.VENDOR)


def any_party_named(source: Source, name: str) -> str:
    """The id of the client or vendor a person means; an exact id comes first.

    Raises:
        UsageError: If it is neither, with the nearest id, or if there are several.
    """
    known = {
        posting.party for posting in source.reading.control_postings if posting.party
    }
    known.update(id_ for role in _ROLES for id_ in source.directory.ids(role))
    if name in known:
        return name
    found = (source.directory.identify(role, name) for role in _ROLES)
    identified = next((id_ for id_ in found if id_ is not None), None)
    return identified or party_named(source.directory, _ROLES[0], name, known)


def roles_of(source: Source, party: str, as_of: date) -> Sequence[PartyRole]:
    """As what we deal with a party: declared so, or with postings by the day."""
    roles = []
    for side in Side:
        own = source.subledger(side, as_of).of_party(party)
        is_declared = source.directory.is_declared(side.party_role, party)
        if is_declared or own.items or any(True for _one in own.ever_on_account):
            roles.append(side.party_role)
    return roles or [PartyRole.CLIENT]

"""One name for a party that nobody declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ledgerkit.parties.party_names import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import PartyRole


def unify_spellings(
    postings: Sequence[ControlPosting],
    names: AbstractSet[tuple[PartyRole, str]],
    directory: PartyDirectory,
) -> Sequence[ControlPosting]:
    """Let ``ACME SRL`` and ``Acme S.r.l.`` be one party, where neither is declared.

    The spelling used first is kept (of one day's, the first in the alphabet), so
    later entries never rename a party.

    Args:
        postings: As read.
        names: The parties that they name.
        directory: The declared parties.
    """
    alike = _alike(names, directory)
    if not alike:
        return postings
    first: dict[tuple[PartyRole, str], tuple[date, str]] = {}
    for posting in postings:
        group = alike.get((posting.side.party_role, posting.party))
        seen = posting.day, posting.party
        if group is not None and (group not in first or seen < first[group]):
            first[group] = seen
    renamed = {name: first[group][1] for name, group in alike.items()}
    return [
        p._replace(party=renamed[p.side.party_role, p.party])
        if (p.side.party_role, p.party) in renamed
        else p
        for p in postings
    ]


def _alike(
    names: AbstractSet[tuple[PartyRole, str]], directory: PartyDirectory
) -> Mapping[tuple[PartyRole, str], tuple[PartyRole, str]]:
    """The undeclared names that differ from another in spelling only, by group."""
    groups: dict[tuple[PartyRole, str], list[str]] = defaultdict(list)
    for role, name in names:
        if name and not directory.is_declared(role, name):
            groups[role, normalised(name)].append(name)
    return {
        (group[0], name): group
        for group, spellings in groups.items()
        if len(spellings) > 1
        for name in spellings
    }

"""Names that two parties share, and records that rename a party by mistake."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.errors import Finding, effect, finding
from ledgerkit.language.finding_kinds import UNDECLARED_CLIENT
from ledgerkit.language.slip_kinds import AMBIGUOUS_NAME, RENAMED_PARTY
from ledgerkit.ledger.place import short_place
from ledgerkit.parties.directory import names_of
from ledgerkit.parties.party import PartyRole, identifier, normalised_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import Declaration

_ROLES = (PartyRole.CLIENT, PartyRole.VENDOR)
#: Shorter words, such as legal forms, don't tell whether two names are of one party.
_WORD_MIN = 4


def check_names(
    directory: PartyDirectory, postings: Sequence[ControlPosting]
) -> Iterator[Finding]:
    """Report shared names, and ids that were declared under two names.

    Args:
        directory: The declared parties.
        postings: The control postings: a shared name matters most where it is used.
    """
    for role in _ROLES:
        yield from _shared(directory, role, postings)
        for id_ in directory.ids(role):
            yield from _renamed(directory.declarations(role, id_))


def _shared(
    directory: PartyDirectory, role: PartyRole, postings: Sequence[ControlPosting]
) -> Iterator[Finding]:
    """Spellings that two parties have: payees written so are neither."""
    owners: dict[str, dict[str, tuple[Declaration, str]]] = defaultdict(dict)
    for id_ in directory.ids(role):
        for declaration in directory.declarations(role, id_):
            for name in (id_, *names_of(declaration)):
                owners[normalised_name(name)].setdefault(id_, (declaration, name))
    for spelling, parties in owners.items():
        if len(parties) > 1:
            used = {
                posting.party
                for posting in postings
                if posting.side.party_role is role
                and normalised_name(posting.party) == spelling
                and not directory.is_declared(role, posting.party)
            }
            yield _ambiguous(role, list(parties.values()), used)


def _ambiguous(
    role: PartyRole, owners: Sequence[tuple[Declaration, str]], used: Iterable[str]
) -> Finding:
    by_place = sorted(owners, key=lambda owner: owner[0].place)
    *others, (last, name) = by_place
    is_alias = any(
        normalised_name(name) not in {normalised_name(d.id), *_own_names(d)}
        for d, name in by_place
    )
    earlier = " and ".join(f"{d.id} ({short_place(d.place)})" for d, _name in others)
    message = (
        f'{role.value} {last.id}: "{name}" is a name of {earlier} too, so it names'
        " neither; take it off one of them, or write"
        f" {role.value}: on what is meant"
    )
    return finding(
        AMBIGUOUS_NAME,
        last.place,
        message,
        unfinished=not used and not is_alias,
        party=last.id,
        key="aliases" if "aliases" in last.facts else "",
        explains={
            effect(UNDECLARED_CLIENT, record_subject(role.value, n)) for n in used
        },
    )


def _own_names(declaration: Declaration) -> set[str]:
    """The names that are no alias."""
    names = (declaration.name, declaration.facts.get("legal-name"))
    return {normalised_name(name) for name in names if isinstance(name, str) and name}


def _renamed(history: Sequence[Declaration]) -> Iterator[Finding]:
    """A later record with the id of another party: a block was copied."""
    with_names = [declaration for declaration in history if declaration.name]
    for before, declaration in pairwise(with_names):
        same_day = declaration.day == before.day
        if _are_one(before, declaration) and not same_day:
            continue
        assert before.name is not None
        assert declaration.name is not None
        if normalised_name(before.name) == normalised_name(declaration.name):
            continue
        label = f"{declaration.role.value} {declaration.id}"
        message = (
            f'{label} is "{before.name}" ({short_place(before.place)}) and here'
            f' "{declaration.name}"; if they are two, write another id, e.g.'
            f' "{identifier(declaration.name)}"'
        )
        if not same_day:
            message += f'; if not, write aliases: "{before.name}"'
        yield finding(
            RENAMED_PARTY,
            declaration.place,
            message,
            unfinished=not same_day,
            party=declaration.id,
        )


def _are_one(before: Declaration, declaration: Declaration) -> bool:
    """Whether two names are plainly of one party: a word in common, or an alias."""
    known = {normalised_name(name) for name in names_of(before)}
    new = {normalised_name(name) for name in names_of(declaration)}
    words = [
        {word for name in names for word in name.split() if len(word) >= _WORD_MIN}
        for names in (known, new)
    ]
    return bool(known & new or words[0] & words[1])

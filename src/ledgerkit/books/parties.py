"""The party or document that a person means by a name or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.parties.party_names import normalised
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection

    from ledgerkit.clients.records.record import RecordKind, Relations
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
    from ledgerkit.parties.directory import PartyDirectory
    from ledgerkit.parties.party import PartyRole


def party_named(
    directory: PartyDirectory, role: PartyRole, name: str, known: Collection[str]
) -> str:
    """The id of the party that an id, name or alias means.

    The first words of an id will do where only one begins so.

    Args:
        directory: The declared parties.
        role: Which of them.
        name: What the person wrote.
        known: The ids there are, also of parties that nobody declared.

    Raises:
        UsageError: If there is none, with the nearest id, or if there are several.
    """
    if name in known:
        return name
    found = directory.identify(role, name)
    if found is not None:
        return found
    alike = sorted(id_ for id_ in known if _begins(id_, name))
    if len(alike) == 1:
        return alike[0]
    if alike:
        several = ", ".join(alike[:5])
        raise UsageError(f'"{name}" may be any of {several}; write more of it')
    remedy = suggestion(name, known) or (
        f"; see ledgerkit {role.value}s for all there are"
    )
    raise UsageError(f'there is no {role.value} "{name}"{remedy}')


def document_numbered(subledger: Subledger, number: str) -> Document:
    """The document of a number.

    Raises:
        UsageError: If there is none, with the nearest number, or if there are
            several: vendors' numbers are not unique.
    """
    known, side = subledger.by_number, subledger.side
    found = known.get(number, ())
    if len(found) == 1:
        return found[0].finish()
    word = side.number_key
    if found:
        parties = ", ".join(sorted(draft.party for draft in found))
        raise UsageError(f'{word} "{number}" is of any of {parties}')
    remedy = suggestion(number, known) or (
        f"; see ledgerkit documents --side {side.value} for all there are"
    )
    raise UsageError(f'there is no {word} "{number}"{remedy}')


def record_named(relations: Relations, kind: RecordKind, name: str) -> str:
    """The id of the record that an id or a title means.

    Raises:
        UsageError: If there is none, with the nearest id, or if there are several.
    """
    known = relations.ids(kind)
    if name in known:
        return name
    meant = [
        id_
        for id_ in known
        if any(
            normalised(title) == normalised(name)
            for _day, title in relations.titles.get((kind, id_), ())
        )
    ]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError(f'"{name}" may be any of {", ".join(meant)}; write the id')
    remedy = suggestion(name, known)
    raise UsageError(f'there is no {kind.value} "{name}"{remedy}')


def _begins(id_: str, name: str) -> bool:
    """Whether an id is this name, or begins with its words."""
    return f"{normalised(id_)} ".startswith(f"{normalised(name)} ")

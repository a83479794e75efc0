"""The party or document a person means by a name or number."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.errors import Finding, UsageError, finding
from ledgerkit.language.finding_kinds import BAD_DECLARATION, MISTYPED_DIRECTIVE
from ledgerkit.language.other_words import OTHER_TYPES
from ledgerkit.language.vocabulary import TYPE_NAMES, keys_on
from ledgerkit.language.word import On
from ledgerkit.late_import import LateImport
from ledgerkit.ledger.place import place_of
from ledgerkit.parties.directory import PartyDirectory
from ledgerkit.parties.party import (
    OURSELVES,
    Declaration,
    PartyRole,
    identifier,
    normalised_name,
)
from ledgerkit.text.closest_word import nearest, suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.clients.records.record import RecordKind, Relations
    from ledgerkit.language.check_words import check_keys, is_of_another_type
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger
else:
    check_keys = LateImport("ledgerkit.language.check_words.check_keys")
    is_of_another_type = LateImport("ledgerkit.language.check_words.is_of_another_type")


def party_named(
    directory: PartyDirectory, role: PartyRole, name: str, known: Collection[str]
) -> str:
    """The id of the party with this id, name or alias.

    The first words of an id will do if only one begins with them.

    Args:
        directory: The declared parties.
        role: Which of them.
        name: The name as the person wrote it.
        known: The ids in use, including those of undeclared parties.

    Raises:
        UsageError: If there is none, with the nearest id, or if there are several.
    """
    if name in known:
        return name
    identified = directory.identify(role, name)
    if identified is not None:
        return identified
    alike = sorted(id_ for id_ in known if _begins(id_, name))
    if len(alike) == 1:
        return alike[0]
    if alike:
        several = ", ".join(alike[:5])
        raise UsageError(f'"{name}" may be any of {several}; write more of it')
    remedy = suggestion(name, known) or (
        f"; see ledgerkit {role.value} list for all there are"
    )
    raise UsageError(f'there is no {role.value} "{name}"{remedy}')


def document_numbered(subledger: Subledger, number: str) -> Document:
    """The document of a number.

    Raises:
        UsageError: If there is none, with the nearest number, or if there are
            several: vendors' numbers are not unique.
    """
    known, side = subledger.by_number, subledger.side
    items = known.get(number, ())
    if len(items) == 1:
        return items[0].finish()
    word = side.number_key
    if items:
        parties = ", ".join(sorted(draft.party for draft in items))
        raise UsageError(f'{word} "{number}" is of any of {parties}')
    remedy = suggestion(number, known) or (
        f"; see ledgerkit {word} list for all there are"
    )
    raise UsageError(f'there is no {word} "{number}"{remedy}')


def record_named(relations: Relations, kind: RecordKind, name: str) -> str:
    """The id of the record with this id or title.

    Raises:
        UsageError: If there is none, with the nearest id, or if there are several.
    """
    known = relations.ids(kind)
    if name in known:
        return name
    matches = [
        id_
        for id_ in known
        if any(
            normalised_name(title) == normalised_name(name)
            for _day, title in relations.titles.get((kind, id_), ())
        )
    ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(f'"{name}" may be any of {", ".join(matches)}; write the id')
    remedy = suggestion(name, known)
    raise UsageError(f'there is no {kind.value} "{name}"{remedy}')


def _begins(id_: str, name: str) -> bool:
    """Whether an id is this name, or begins with its words."""
    return f"{normalised_name(id_)} ".startswith(f"{normalised_name(name)} ")


_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


#: The keys that are ours; the user's own may hold anything.
_KEYS = {role: keys_on(On(role.value)) for role in PartyRole}


_ROLES = {role.value: role for role in PartyRole}


#: Beancount's title for books that give themselves none.
_NO_TITLE = "Beancount"


def read_parties(
    customs: Iterable[Custom], title: str = ""
) -> tuple[PartyDirectory, list[Finding]]:
    """Read every declared party, and report those that can't be read.

    Args:
        customs: The ``custom`` directives.
        title: Beancount's option: our name, unless a ``company`` directive gives it.
    """
    declarations: list[Declaration] = []
    findings: list[Finding] = []
    named: set[tuple[PartyRole, str]] = set()
    for custom in customs:
        role = _ROLES.get(custom.type)
        if role is None:
            findings += _check_type(custom)
            continue
        message = _unreadable(custom, role, named)
        if message:
            effects = effects_of_refusing(custom)
            findings.append(
                finding(BAD_DECLARATION, place_of(custom), message, explains=effects)
            )
            continue
        declaration = _declaration(custom, role)
        named.add((role, declaration.id))
        declarations.append(declaration)
        label = f"{role.value} {declaration.id}"
        findings += check_keys(custom, On(role.value), label)
    title = "" if title == _NO_TITLE else title
    return PartyDirectory(declarations, title=title), findings


def _declaration(custom: Custom, role: PartyRole) -> Declaration:
    values = _values(custom, role)
    # `check_keys` reports values of another type, and nothing reads them.
    facts = {
        key: value
        for key, value in custom.meta.items()
        if key not in {"filename", "lineno"}
        and not key.startswith("__")
        and not (key in _KEYS[role] and is_of_another_type(key, value))
    }
    return Declaration(
        day=custom.date,
        role=role,
        id=values[0],
        name=values[1] if len(values) > 1 else None,
        facts=facts,
        place=place_of(custom),
    )


def _values(custom: Custom, role: PartyRole) -> list[Any]:
    """Id and name; we ourselves need no id."""
    values = [value.value for value in custom.values or ()]
    return [OURSELVES, *values] if role is PartyRole.COMPANY else values


def _unreadable(
    custom: Custom, role: PartyRole, named: set[tuple[PartyRole, str]]
) -> str | None:
    """Why a directive declares nobody, and what to write; None if it is valid."""
    values = _values(custom, role)
    if role is PartyRole.COMPANY:
        if len(values) == 2 and isinstance(values[1], str) and values[1]:
            return None
        return (
            "company needs our name in quotes, and nothing else; write"
            f' {custom.date} custom "company" "Studio Aurora"'
        )
    form = f'{custom.date} custom "{role.value}" "acme" "Acme S.r.l."'
    if not 1 <= len(values) <= 2 or not all(isinstance(v, str) for v in values):
        return f"a {role.value} needs an id and a name in quotes; write {form}"
    if not _ID.fullmatch(values[0]):
        return _no_id(custom, role, values)
    if len(values) == 1 and (role, values[0]) not in named:
        return (
            f'{role.value} "{values[0]}" is declared first without a name;'
            f' write {custom.date} custom "{role.value}" "{values[0]}" "Its name"'
        )
    return None


def _no_id(custom: Custom, role: PartyRole, values: Sequence[str]) -> str:
    """What to say of an id that can't be one; it may be the name."""
    if len(values) == 2 and _ID.fullmatch(values[1]):
        return (
            f"id and name are the other way round; write {custom.date} custom"
            f' "{role.value}" "{values[1]}" "{values[0]}"'
        )
    return (
        f'"{values[0]}" is no {role.value} id: ids are lower-case letters,'
        f' digits and hyphens; write "{identifier(values[0])}"'
    )


def _check_type(custom: Custom) -> list[Finding]:
    """A directive whose type misspells one of ours, or that Fava fails on."""
    if custom.type in TYPE_NAMES:
        return []
    if not custom.values:
        message = (
            f'custom "{custom.type}" has no value, and Fava can\'t open books with such'
            f' a line; write one, e.g. {custom.date} custom "{custom.type}" ""'
        )
        return [finding(MISTYPED_DIRECTIVE, place_of(custom), message)]
    nearest_type = _nearest_type(custom.type)
    if nearest_type is None:
        return []
    message = (
        f'custom "{custom.type}" is ignored; did you mean custom "{nearest_type}"?'
    )
    effects = effects_of_refusing(custom._replace(type=nearest_type))
    return [finding(MISTYPED_DIRECTIVE, place_of(custom), message, explains=effects)]


@lru_cache(maxsize=64)
def _nearest_type(type_: str) -> str | None:
    """The type of ours that one of others may be meant for: they come in thousands."""
    return nearest(type_, TYPE_NAMES) or OTHER_TYPES.get(type_)


def unify_spellings(
    postings: Sequence[ControlPosting],
    names: AbstractSet[tuple[PartyRole, str]],
    directory: PartyDirectory,
) -> Sequence[ControlPosting]:
    """Let ``ACME SRL`` and ``Acme S.r.l.`` be one party, if neither is declared.

    The spelling used first is kept (on one day, the first in the alphabet), so later
    entries never rename a party.

    Args:
        postings: As read.
        names: The parties they name.
        directory: The declared parties.
    """
    alike = _alike(names, directory)
    if not alike:
        return postings
    first: dict[tuple[PartyRole, str], tuple[date, str]] = {}
    for posting in postings:
        group = alike.get((posting.side.party_role, posting.party))
        use = posting.day, posting.party
        if group is not None and (group not in first or use < first[group]):
            first[group] = use
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
            groups[role, normalised_name(name)].append(name)
    return {
        (group[0], name): group
        for group, spellings in groups.items()
        if len(spellings) > 1
        for name in spellings
    }

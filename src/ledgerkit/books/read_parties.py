"""``custom "client"``, ``"vendor"`` and ``"company"`` -> the directory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import (
    BAD_DECLARATION,
    MISTYPED_DIRECTIVE,
)
from ledgerkit.language.vocabulary import CUSTOM_TYPES
from ledgerkit.language.word import On
from ledgerkit.ledger.places import place_of
from ledgerkit.parties.directory import PartyDirectory
from ledgerkit.parties.party import OURSELVES, Declaration, PartyRole
from ledgerkit.parties.party_names import identifier
from ledgerkit.text.closest_word import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from beancount.core.data import Custom

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ROLES = {role.value: role for role in PartyRole}
_TYPE_NAMES = [custom_type.name for custom_type in CUSTOM_TYPES]


#: What Beancount calls books that give themselves no title.
_NO_TITLE = "Beancount"


def read_parties(
    customs: Iterable[Custom], title: str = ""
) -> tuple[PartyDirectory, list[Finding]]:
    """Read every declared party, and name what can't be read.

    Args:
        customs: The ``custom`` directives.
        title: Beancount's option: our name, where no ``company`` directive says it.
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
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
            continue
        declaration = _declaration(custom, role)
        named.add((role, declaration.id))
        declarations.append(declaration)
        about = f"{role.value} {declaration.id}"
        findings += check_keys(custom, On(role.value), about)
    title = "" if title == _NO_TITLE else title
    return PartyDirectory(declarations, title=title), findings


def _declaration(custom: Custom, role: PartyRole) -> Declaration:
    values = _values(custom, role)
    facts = {
        key: value
        for key, value in custom.meta.items()
        if key not in {"filename", "lineno"} and not key.startswith("__")
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
    """Why a directive declares nobody, and what to write; None if it does."""
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
        return (
            f'"{values[0]}" is no {role.value} id: ids are lower-case letters,'
            f' digits and hyphens; write "{identifier(values[0])}"'
        )
    if len(values) == 1 and (role, values[0]) not in named:
        return (
            f'{role.value} "{values[0]}" is declared first without a name;'
            f' write {custom.date} custom "{role.value}" "{values[0]}" "Its name"'
        )
    return None


def _check_type(custom: Custom) -> list[Finding]:
    """A directive whose type is a slip of one of ours."""
    meant = nearest(custom.type, _TYPE_NAMES)
    if custom.type in _TYPE_NAMES or meant is None:
        return []
    message = f'custom "{custom.type}" is ignored; did you mean custom "{meant}"?'
    return [finding(MISTYPED_DIRECTIVE, place_of(custom), message)]

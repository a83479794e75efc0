"""Give a client another id, or merge two clients, in every file of the books.

Only party ids change: the keys and values of directives of which the vocabulary says
that they hold the id of such a party. Payees and accounts with an earlier name are
still recognised as the client's.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from beancount.core.data import Custom, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.clients.records.record import client_ids
from ledgerkit.entries.rewrite_books import BooksRewrite
from ledgerkit.errors import UsageError
from ledgerkit.language.vocabulary import CUSTOM_TYPES, KEYS
from ledgerkit.language.word import On
from ledgerkit.parties.party import PartyRole, identifier, normalised_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books

_LATEST = date.max
_ROLES = (PartyRole.CLIENT, PartyRole.VENDOR)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: Where the values of directives are ids.
_IDS = {custom_type.name: custom_type.ids for custom_type in CUSTOM_TYPES}
#: Names of a party besides its id.
_NAMING = frozenset({"aliases", "legal-name"})


def rename_client(books: Books, old: str, new: str) -> BooksRewrite:
    """Plan to give a client another id; a vendor of the same id is the same party.

    Raises:
        UsageError: If there is no such client, or the new id is taken or not valid.
        WriteRefusedError: If a text can't be edited.
    """
    directory = books.directory
    _check_declared(books, old)
    if not _ID.fullmatch(new):
        raise UsageError(
            f'"{new}" is no client id: ids are lower-case letters, digits and hyphens,'
            f' e.g. "{identifier(new)}"'
        )
    for role in _ROLES:
        if any(party.id == new for party in books.parties(role, _LATEST)):
            raise UsageError(
                f'there is a {role.value} "{new}" already; to make one client of two,'
                f" write ledgerkit client merge {old} {new}"
            )
    roles = [r for r in _ROLES if directory.is_declared(r, old)]
    aliases = [old] if _is_named_in_books(books, old) else []
    renaming = _Renaming(books, old, new, roles, aliases)
    return BooksRewrite(books, renaming.changed, about=re.compile(re.escape(old)))


def merge_clients(
    books: Books, old: str, into: str, *, keep: str | None = None
) -> BooksRewrite:
    """Plan to merge two clients.

    Args:
        books: The books.
        old: The client that disappears.
        into: The one that stays, with its name.
        keep: Whose value stays if they differ: ``into`` or ``from``; None to refuse.

    Raises:
        UsageError: If there is no such client, or they differ and ``keep`` is None.
        WriteRefusedError: If a text can't be edited.
    """
    for id_ in (old, into):
        _check_declared(books, id_)
    if old == into:
        raise UsageError(f"{old} is one client already")
    if books.directory.is_declared(PartyRole.VENDOR, old):
        raise UsageError(f"{old} is a vendor too; only a client can be merged")
    old_facts, new_facts = _facts(books, old), _facts(books, into)
    differ = [
        key
        for key in old_facts
        if key in new_facts and old_facts[key] != new_facts[key] and key not in _NAMING
    ]
    _check_conflicts(differ, (old, old_facts), (into, new_facts), keep)
    aliases = [old, *_names(books, old)]
    renaming = _Renaming(books, old, into, [PartyRole.CLIENT], aliases)
    renaming.name = books.directory.as_of(PartyRole.CLIENT, into, _LATEST).name
    kept_keys = set(differ) if keep == "from" else set()
    renaming.dropped_of_old = {key for key in old_facts if key in new_facts} - kept_keys
    renaming.dropped_of_old |= _NAMING
    renaming.dropped_of_new = kept_keys
    pattern = re.compile(f"{re.escape(old)}|{re.escape(into)}")
    return BooksRewrite(books, renaming.changed, about=pattern)


def _check_conflicts(
    differ: Sequence[str],
    old: tuple[str, Mapping[str, Any]],
    new: tuple[str, Mapping[str, Any]],
    keep: str | None,
) -> None:
    if "account" in differ:
        raise UsageError(
            f"{old[0]} and {new[0]} each have an account of their own, so their"
            " postings would get mixed up; clear the account: of one of them first"
        )
    if differ and keep is None:
        values = "; ".join(
            f"{key}: {old[1][key]} of {old[0]}, {new[1][key]} of {new[0]}"
            for key in differ
        )
        raise UsageError(
            f"they differ in {values}. Say whose stay: --keep into or --keep from"
        )


class _Renaming:
    """From each directive to the one with the new id."""

    def __init__(
        self,
        books: Books,
        old: str,
        new: str,
        roles: Sequence[PartyRole],
        aliases: Sequence[str],
    ) -> None:
        self._old, self._new = old, new
        self._roles = {role.value for role in roles}
        ids_of = {On(role.value) for role in roles}
        self._keys = {key.name for key in KEYS if not ids_of.isdisjoint(key.of)}
        self._ids_of = ids_of
        # Commas separate aliases, and names are compared without them.
        self._aliases = [" ".join(a.replace(",", " ").split()) for a in aliases]
        self.name: str | None = None
        self.dropped_of_old: set[str] = set()
        self.dropped_of_new: set[str] = set()
        keeper = new if books.directory.is_declared(PartyRole.CLIENT, new) else old
        own = _own(books, self._roles, keeper)
        stated = [d for d in own if d.meta.get("aliases")]
        first_of_role = {d.type: d for d in reversed(own)}
        self._takes_aliases = [
            (d.type, d.date, [v.value for v in d.values or ()])
            for d in stated or first_of_role.values()
        ]

    def changed(self, directive: Directive) -> Directive:
        """The directive with the new id; unchanged without the old one."""
        if isinstance(directive, Transaction):
            return self._transaction(directive)
        if isinstance(directive, Custom):
            return self._custom(directive)
        meta = self._meta(directive.meta)
        return directive if meta is None else directive._replace(meta=meta)

    def _transaction(self, txn: Transaction) -> Transaction:
        postings = [
            posting if meta is None else posting._replace(meta=meta)
            for posting in txn.postings
            for meta in [self._meta(posting.meta)]
        ]
        meta = self._meta(txn.meta)
        if meta is None and all(
            a is b for a, b in zip(postings, txn.postings, strict=True)
        ):
            return txn
        return txn._replace(meta=meta or txn.meta, postings=postings)

    def _meta(self, meta: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """The keys with the new id; None if none holds the old one."""
        if not meta or not any(self._is_old(meta.get(key)) for key in self._keys):
            return None
        return {
            key: self._new if key in self._keys and self._is_old(value) else value
            for key, value in meta.items()
        }

    def _is_old(self, value: object) -> bool:
        # Beancount's own comparison of an amount with a text fails.
        return isinstance(value, str) and value == self._old

    def _custom(self, custom: Custom) -> Custom:
        meta = dict(self._meta(custom.meta) or custom.meta)
        if custom.type == On.CONTACT.value:
            meta |= self._clients_of_contact(meta.get("client"))
        values = [self._value(custom, n) for n in range(len(custom.values or ()))]
        id_ = custom.values[0].value if custom.values else None
        if custom.type in self._roles and isinstance(id_, str):
            if id_ in {self._old, self._new}:
                self._amend(custom, meta)
            if id_ == self._old and self.name is not None and len(values) > 1:
                values[1] = ValueType(self.name, str)
        if meta == custom.meta and values == (custom.values or []):
            return custom
        return custom._replace(meta=meta, values=values)

    def _clients_of_contact(self, clients: object) -> dict[str, str]:
        """The key with the new id, where several stand in it; each once."""
        ids = client_ids(clients) if isinstance(clients, str) else ()
        if self._old not in ids or PartyRole.CLIENT.value not in self._roles:
            return {}
        renamed = [self._new if id_ == self._old else id_ for id_ in ids]
        return {"client": ", ".join(dict.fromkeys(renamed))}

    def _value(self, custom: Custom, place: int) -> ValueType:
        value: ValueType = custom.values[place]
        before = custom.values[place - 1].value if place else ""
        is_id = any(
            id_.place == place
            and id_.of in self._ids_of
            and id_.after in {"", before if isinstance(before, str) else None}
            for id_ in _IDS.get(custom.type, ())
        )
        is_old = is_id and self._is_old(value.value)
        return ValueType(self._new, str) if is_old else value

    def _amend(self, custom: Custom, meta: dict[str, Any]) -> None:
        """The party's own directive: keys removed, and aliases added."""
        is_old = self._is_old(custom.values[0].value)
        for key in self.dropped_of_old if is_old else self.dropped_of_new:
            if self.name is not None:
                meta.pop(key, None)
        if meta.get("parent") == self._new and isinstance(meta["parent"], str):
            del meta["parent"]
        declaration = (custom.type, custom.date, [v.value for v in custom.values])
        if self._aliases and declaration in self._takes_aliases:
            stated = meta.get("aliases")
            known = [alias.strip() for alias in stated.split(",")] if stated else []
            added = [a for a in self._aliases if a not in known]
            meta["aliases"] = ", ".join([*known, *dict.fromkeys(added)])


def _own(books: Books, types: Collection[str], id_: str) -> list[Custom]:
    """The directives that declare or amend a party, in Beancount's order."""
    return [
        directive
        for directive in books.directives
        if isinstance(directive, Custom)
        and directive.type in types
        and directive.values
        and isinstance(directive.values[0].value, str)
        and directive.values[0].value == id_
    ]


def _check_declared(books: Books, id_: str) -> None:
    if not books.directory.is_declared(PartyRole.CLIENT, id_):
        id_found = books.find_party(PartyRole.CLIENT, id_)
        raise UsageError(
            f'no directive declares client "{id_found}"'
            if id_found == id_
            else f'"{id_}" is no id; write {id_found}'
        )


def _facts(books: Books, id_: str) -> dict[str, Any]:
    """The last value of each key, even if that clears it."""
    facts: dict[str, Any] = {}
    for directive in _own(books, {"client"}, id_):
        facts.update(directive.meta)
    return {
        key: value
        for key, value in facts.items()
        if key not in {"filename", "lineno"} and not key.startswith("__")
    }


def _names(books: Books, id_: str) -> list[str]:
    names: list[str] = []
    for directive in _own(books, {"client"}, id_):
        names += [value.value for value in directive.values[1:]]
        names.append(directive.meta.get("legal-name") or "")
        names += (directive.meta.get("aliases") or "").split(",")
    return [name.strip() for name in names if name.strip()]


def _is_named_in_books(books: Books, id_: str) -> bool:
    """Whether a payee or an account is recognised as the client by the id alone."""
    normalised = normalised_name(id_)
    for directive in books.directives:
        if isinstance(directive, Transaction):
            leaves = [p.account.rpartition(":")[2] for p in directive.postings]
            if any(
                normalised_name(n) == normalised
                for n in (directive.payee or "", *leaves)
            ):
                return True
    return False

"""Remove a person from the books, and find what else still names them.

A contact's directives are all removed, and so is every key that holds its id. Sentences
about the person can only be judged by a person: they are listed, or the name in them is
replaced.
"""

from __future__ import annotations

import codecs
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beancount.core.data import Custom, Note, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.books.clients.relations import RELATION_TYPES
from ledgerkit.books.parties import record_named
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.rewrite_books import BooksRewrite
from ledgerkit.errors import Place
from ledgerkit.language.relation_words import reference_of
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books

#: The replacement for a name.
FORMER_CONTACT = "(a former contact)"
#: Keys that hold a contact's id, by their directive.
CONTACT_KEYS: Mapping[str, Sequence[str]] = {
    on.value: [
        key for key in sorted(keys_on(on)) if reference_of(on, key) is On.CONTACT
    ]
    for on in On
}
#: An event is one directive; for other records a later directive amends an earlier one.
_EVENTS = frozenset({"activity", "survey"})
#: Folders of other programs, how many files are looked at, and how much of each.
_NOT_OURS = frozenset({".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__"})
_FILES_MAX, _BYTES_MAX = 20_000, 1 << 24
#: Files whose text isn't there as such.
_CLOSED = frozenset(
    {".pdf", ".xlsx", ".xls", ".ods", ".zip", ".gz", ".bz2", ".xz", ".7z", ".gpg"}
)
#: Keys by which a person can be found too.
_REACHED_BY = ("email", "email-work", "tel", "tel-work", "tel-cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A line that still names the person.

    Attributes:
        place: The file and the line, as after the change.
        text: The line.
    """

    place: Place
    text: str


class OtherFiles(NamedTuple):
    """Files in the folder of the books that are no part of them.

    Attributes:
        named: Those that name the person: backups, exports, letters.
        closed: Those that can't be searched as text.
    """

    named: Sequence[Path]
    closed: Sequence[Path]


class ForgottenContact:
    """A contact to forget.

    Attributes:
        id: Its id.
        change: Every file without it.
        terms: The search terms: id, names, addresses and numbers.
    """

    def __init__(self, books: Books, name: str, *, everywhere: bool = False) -> None:
        """Work out the changes.

        Args:
            books: The books.
            name: The contact's id, or its name.
            everywhere: Whether to replace its name in written text.

        Raises:
            UsageError: If there is no such contact.
            WriteRefusedError: If a text can't be edited.
        """
        self.id = record_named(books.relations, RecordKind.CONTACT, name)
        self._everywhere = everywhere
        self.terms = _terms(books, self.id)
        self._pattern = _pattern(self.terms[1:])
        self._amended = _amended(books, self.id)
        self.change = BooksRewrite(
            books,
            self._changed,
            about=_pattern(self.terms),
            in_comments=self._unnamed if everywhere else None,
        )

    def mentions(self) -> Sequence[Mention]:
        """The lines that still name the person, for somebody to decide on."""
        words = _pattern([f'"{self.id}"', *self.terms[1:]])
        return [
            Mention(place=Place(str(file), number), text=line.strip())
            for file in self.change.files
            for number, line in enumerate(self.change.new_text(file).split("\n"), 1)
            if words.search(line)
        ]

    def other_files(self) -> OtherFiles:
        """The files beside the books that are no part of them, such as backups."""
        words = _pattern([f'"{self.id}"', *self.terms[1:]])
        ours = {*self.change.files}
        named, closed = [], []
        for path in islice(_files_below(self.change.files[0].parent), _FILES_MAX):
            if path.resolve() in ours:
                continue
            if path.suffix.lower() in _CLOSED:
                closed.append(path)
            elif words.search(_text_of(path)):
                named.append(path)
        return OtherFiles(named=named, closed=closed)

    def _changed(self, directive: Directive) -> Directive | None:
        if isinstance(directive, Custom):
            first = directive.values[0].value if directive.values else None
            if directive.type == "contact" and _is_id(first, self.id):
                return None
            directive = self._without_id(directive)
        return self._without_name(directive) if self._everywhere else directive

    def _without_id(self, custom: Custom) -> Custom:
        named = [
            key
            for key in CONTACT_KEYS.get(custom.type, ())
            if _is_id(custom.meta.get(key), self.id)
        ]
        if not named:
            return custom
        meta = dict(custom.meta)
        id_ = custom.values[0].value if custom.values else None
        for key in named:
            if custom.type not in _EVENTS and (custom.type, id_, key) in self._amended:
                meta[key] = None  # Without the key, an earlier value would reappear.
            else:
                del meta[key]
        return custom._replace(meta=meta)

    def _without_name(self, directive: Directive) -> Directive:
        """A sentence without the name; payees stay as booked."""
        changed: dict[str, Any] = {}
        if isinstance(directive, Transaction):
            changed["narration"] = self._unnamed(directive.narration)
        elif isinstance(directive, Note):
            changed["comment"] = self._unnamed(directive.comment)
        elif isinstance(directive, Custom) and directive.type in RELATION_TYPES:
            changed["values"] = [
                ValueType(self._unnamed(value.value), str)
                if value.dtype is str
                else value
                for value in directive.values or ()
            ]
            changed["meta"] = {
                key: self._unnamed(value) if key != "filename" else value
                for key, value in directive.meta.items()
            }
        is_same = all(
            getattr(directive, key) == value for key, value in changed.items()
        )
        return directive if is_same else directive._replace(**changed)

    def _unnamed(self, text: Any) -> Any:
        return (
            self._pattern.sub(FORMER_CONTACT, text) if isinstance(text, str) else text
        )


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _NOT_OURS)
        yield from (Path(place, name) for name in sorted(names))


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES_MAX)
    except OSError:
        return ""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if marked else "utf-8", "replace")


def _terms(books: Books, id_: str) -> list[str]:
    """The id first, then every past and present name, address and number, once each."""
    key = RecordKind.CONTACT, id_
    terms = [title for _day, title in books.relations.titles.get(key, ())]
    for amendment in books.relations.amendments[key]:
        contact_values = (amendment.facts.get(word) for word in _REACHED_BY)
        terms += [
            value
            for value in contact_values
            if isinstance(value, str) and value.strip()
        ]
    return [id_, *dict.fromkeys(term for term in terms if len(term.strip()) > 1)]


def _pattern(terms: Sequence[str]) -> re.Pattern[str]:
    """Any of the terms as whole words, ignoring case and spacing."""
    ways = [r"\s+".join(map(re.escape, term.split())) for term in terms]
    longest_first = sorted(ways, key=len, reverse=True) or [r"(?!)"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _amended(books: Books, contact: str) -> set[tuple[str, Any, str]]:
    """The keys of records that named somebody else before."""
    ids_by_record: defaultdict[tuple[str, Any, str], set[Any]] = defaultdict(set)
    for directive in books.directives:
        if not (isinstance(directive, Custom) and directive.values):
            continue
        for key in CONTACT_KEYS.get(directive.type, ()):
            if key in directive.meta:
                record = directive.type, directive.values[0].value, key
                ids_by_record[record].add(str(directive.meta[key] or contact))
    return {record for record, ids in ids_by_record.items() if ids - {contact}}


def _is_id(value: object, id_: str) -> bool:
    # Beancount's own comparison of an amount with a text fails.
    return isinstance(value, str) and value == id_

"""Files that the books name and that lie outside their folder.

Whoever copies or sends the folder leaves them behind. And books that somebody else
sent can name any file of the computer they are opened on, and show it as a document.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Custom, Document

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.slip_kinds import OUTSIDE_FILE
from ledgerkit.ledger.files import find_includes
from ledgerkit.ledger.foreign_code import folders_of
from ledgerkit.ledger.loader import read_beside
from ledgerkit.ledger.place import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive

#: The `custom` directives whose ``file:`` is a path from the ledger's folder.
_WITH_A_FILE = frozenset({"statement", "payment-run", "direct-debit"})
_REMEDY = "move it into that folder, unless you mean it"


def find_outside_files(
    directives: Iterable[Directive], options: Mapping[str, Any]
) -> Iterator[Finding]:
    """Advice on includes, documents and kept files that lie elsewhere.

    Of the documents in one folder only the first is named.

    Args:
        directives: Of the books.
        options: Beancount's options.
    """
    main = Path(str(options["filename"]))
    if not main.is_file():
        return
    inside = _Inside(main)
    yield from _includes(inside, [str(name) for name in options.get("include", ())])
    yield from _document_folders(inside, options)
    told = {*inside.documents(options)}
    for directive in directives:
        path = _named_file(directive, main)
        if path is None or inside.holds(path) or told.intersection(path.parents):
            continue
        told.add(path.parent)
        shown = inside.shown(path)
        message = f"{shown} lies outside the folder of the books; {_REMEDY}"
        yield finding(OUTSIDE_FILE, place_of(directive), message)


class _Inside:
    """The folder of the books; links are followed."""

    def __init__(self, main: Path) -> None:
        self.main = main
        self._roots = {folder.resolve() for folder in folders_of(main)}

    def holds(self, path: Path) -> bool:
        real = Path(os.path.realpath(path))
        return not self._roots.isdisjoint([real, *real.parents])

    def shown(self, path: Path) -> str:
        """A file's name from the folder of the books."""
        return Path(os.path.relpath(path, self.main.parent)).as_posix()

    def documents(self, options: Mapping[str, Any]) -> Sequence[Path]:
        """The folders of documents that the options name."""
        return [
            Path(os.path.normpath(self.main.parent / str(name)))
            for name in options.get("documents", ())
        ]


def _includes(inside: _Inside, names: Sequence[str]) -> Iterator[Finding]:
    outside = {name for name in names if not inside.holds(Path(name))}
    if not outside:
        return
    for name in names:
        for include in find_includes(name):
            if outside.intersection(include.paths):
                message = (
                    f'include "{include.pattern}" names a file outside the folder of'
                    f" the books; {_REMEDY}"
                )
                yield finding(OUTSIDE_FILE, include.place, message)


def _document_folders(inside: _Inside, options: Mapping[str, Any]) -> Iterator[Finding]:
    for folder in inside.documents(options):
        if not inside.holds(folder):
            message = (
                f'option "documents" names {inside.shown(folder)}, which lies outside'
                f" the folder of the books; {_REMEDY}"
            )
            yield finding(OUTSIDE_FILE, _line_of_option(inside.main), message)


def _line_of_option(main: Path) -> Place:
    text = read_beside(main).decode("utf-8", "replace")
    match = re.search(r'^\s*option\s+"documents"', text, re.MULTILINE)
    line = text.count("\n", 0, match.end()) + 1 if match else 1
    return Place(str(main), line)


def _named_file(directive: Directive, main: Path) -> Path | None:
    if isinstance(directive, Document):
        return Path(directive.filename)
    if isinstance(directive, Custom) and directive.type in _WITH_A_FILE:
        name = directive.meta.get("file")
        if isinstance(name, str) and name and "\0" not in name:
            return Path(os.path.normpath(main.parent / name))
    return None

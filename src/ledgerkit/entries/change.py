"""Write planned documents into the books, in one step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ledgerkit.books.load import load_books
from ledgerkit.entries.directives import ledger_text
from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.loader import digest, load_unpublished
from ledgerkit.ledger.writing.splice import aligned_like
from ledgerkit.ledger.writing.writer import (
    BooksMovedOnError,
    BooksWriter,
    LoadedFiles,
    PlannedWrite,
    diff,
    splice_append,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.ledger.writing.writer import Splice


class Planned(Protocol):
    """Directives to write, with whatever their planner knows of them."""

    @property
    def directives(self) -> Sequence[Directive]:
        """The directives to write, in this order."""


P = TypeVar("P", bound=Planned)


def _nothing_kept(_planned: Planned) -> Mapping[Path, bytes]:
    return {}


class EntriesChange(Generic[P]):
    """The change of files for a plan.

    Attributes:
        planned: What is, or was, written: a renewed plan replaces the first.
        includes: Whether the main ledger gets an ``include`` line.
    """

    def __init__(  # noqa: PLR0913 - each is a part of what is written
        self,
        books: Books,
        planned: P,
        *,
        known: LoadedFiles,
        into: Path | None = None,
        replan: Callable[[Books], P] | None = None,
        kept: Callable[[P], Mapping[Path, bytes]] = _nothing_kept,
    ) -> None:
        """Work out which files change.

        Args:
            books: The books that the plan was made for.
            planned: The plan.
            known: The state of the books' files when they were loaded. If they have
                changed since, the plan may be wrong, and nothing is written.
            into: The file to write to; the main ledger if None. If it is not part of
                the books, the main ledger gets a line that includes it.
            replan: Renews the plan on the books as somebody else has changed them
                meanwhile: facts taken from the books, such as the next number of a
                series, hold only for the books it was made for.
            kept: From a plan to the files that its entries speak of, with their bytes;
                they are put in place with the entries, or not at all.
        """
        self._main = Path(books.filename)
        self.planned = planned
        self._known = known
        self._replan = replan
        self._kept = kept
        self._into = (into or self._main).resolve()
        self.includes = not _is_included(books, self._main, self._into)

    def _splices(self) -> Mapping[Path, Splice]:
        """The file with the transactions first, the line that includes it last."""
        splices = {
            self._into: self._guarded(
                ledger_text(self.planned.directives, self._into.parent)
            )
        }
        if self.includes:
            splices[self._main] = self._guarded(self._include_line())
        return splices

    def _include_line(self) -> str:
        relative = Path(os.path.relpath(self._into, self._main.parent)).as_posix()
        escaped = relative.replace("\\", "\\\\").replace('"', '\\"')
        return f'include "{escaped}"\n'

    def _guarded(self, text: str) -> Splice:
        """Append, unless somebody changed the books since they were read."""

        def guarded(old: bytes) -> bytes:
            changed = self._changed_file()
            if changed is not None and self._replan is not None:
                raise BooksMovedOnError(f"{changed}: was changed after it was read")
            if changed is not None:
                raise WriteRefusedError(
                    f"{changed}: was changed after it was read, so what to write may"
                    " be wrong by now; nothing was written, run the command again"
                )
            return splice_append(old, aligned_like(text, old))

        return guarded

    def _changed_file(self) -> Path | None:
        """A file of the books changed since it was loaded; None if there is none."""
        for path, known in self._known.digests.items():
            if not path.exists() or digest(path.read_bytes()) != known:
                return path
        return None

    def text(self) -> str:
        """The directives as they will stand in the file."""
        old = self._into.read_bytes() if self._into.exists() else b""
        return aligned_like(
            ledger_text(self.planned.directives, self._into.parent), old
        )

    def diff(self) -> str:
        """The change as a unified diff, file by file."""
        return self._diff_of(self._splices())

    def _diff_of(self, splices: Mapping[Path, Splice]) -> str:
        texts = []
        for path, splice in splices.items():
            old = path.read_bytes() if path.exists() else b""
            texts.append(diff(path, old, splice(old)))
        return "".join(texts)

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write everything, or nothing.

        Args:
            progress: Called with each step that may take a while, in a few words.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        writer = BooksWriter(main=self._main, progress=progress)
        writer.write_planned(self._plan)

    def _plan(self) -> PlannedWrite:
        """The entries for the books as they are now; called under the lock."""
        if self._replan is not None and self._changed_file() is not None:
            books = load_books(self._main, locked=True)
            self._known = LoadedFiles.of(
                books, despite_errors=self._known.despite_errors
            )
            self.planned = self._replan(books)
        return PlannedWrite(
            changes=self._splices(),
            expected=self.planned.directives,
            known=self._known,
            kept=self._kept(self.planned),
        )


def _is_included(books: Books, main: Path, file: Path) -> bool:
    if file in {Path(name).resolve() for name in books.options["include"]}:
        return True
    # An include line with a pattern may match a new file.
    return not file.exists() and file in load_unpublished(main, {file: b""}).digests

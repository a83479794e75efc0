"""Write planned documents into the books, in one step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.files import BooksWriter, KnownBooks, append, diff
from ledgerkit.books.unpublished_books import digest, load_unpublished
from ledgerkit.books.write import ledger_text
from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledgerkit.books.books import Books
    from ledgerkit.books.files import Splice
    from ledgerkit.books.plan_documents import PlannedDocuments


class DocumentsChange:
    """The change of files that a plan comes to.

    Attributes:
        includes: Whether the main ledger gets an ``include`` line.
    """

    def __init__(
        self,
        books: Books,
        planned: PlannedDocuments,
        *,
        known: KnownBooks,
        into: Path | None = None,
    ) -> None:
        """Work out which files change.

        Args:
            books: The books that the plan was made for.
            planned: What to write.
            known: What the books' files were like when they were loaded. If they
                are not so any more the plan may be wrong, and nothing is written.
            into: The file to write to; the main ledger if None. If it is not part
                of the books, the main ledger gets a line that includes it.
        """
        self._main = Path(books.filename)
        self._planned = planned
        self._known = known
        self._into = (into or self._main).resolve()
        self.includes = not _is_included(books, self._main, self._into)

    def _splices(self) -> Mapping[Path, Splice]:
        """The file with the transactions first, what makes them count last."""
        splices = {self._into: self._guarded(ledger_text(self._planned.directives))}
        if self.includes:
            splices[self._main] = self._guarded(self._include_line())
        return splices

    def _include_line(self) -> str:
        relative = Path(os.path.relpath(self._into, self._main.parent)).as_posix()
        escaped = relative.replace("\\", "\\\\").replace('"', '\\"')
        return f'include "{escaped}"\n'

    def _guarded(self, text: str) -> Splice:
        """Append, unless somebody changed the books since they were read."""
        splice = append(text)

        def guarded(old: bytes) -> bytes:
            for path, known in self._known.digests.items():
                if not path.exists() or digest(path.read_bytes()) != known:
                    raise WriteRefusedError(
                        f"{path}: was changed after it was read, so what to write may"
                        " be wrong by now; nothing was written, run the command again"
                    )
            return splice(old)

        return guarded

    def diff(self) -> str:
        """The change as a unified diff, file by file."""
        texts = []
        for path, splice in self._splices().items():
            old = path.read_bytes() if path.exists() else b""
            texts.append(diff(path, old, splice(old)))
        return "".join(texts)

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write everything, or nothing.

        Args:
            progress: Told each step that may take a while, in a few words.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        writer = BooksWriter(main=self._main, known=self._known, progress=progress)
        writer.write(self._splices(), expected=self._planned.directives)


def _is_included(books: Books, main: Path, into: Path) -> bool:
    if into in {Path(name).resolve() for name in books.options["include"]}:
        return True
    # A new file may be one that an include line with a pattern will find.
    return not into.exists() and into in load_unpublished(main, {into: b""}).digests

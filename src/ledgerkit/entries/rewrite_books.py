"""A change of directives in every file of the books, as one change of files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.ledger.loader import digest
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.rewrite import DirectiveChange, Rewritten, rewrite
from ledgerkit.ledger.writing.writer import BooksWriter, LoadedFiles, PlannedWrite, diff

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
from ledgerkit.ledger.writing.writer import Splice


class BooksRewrite:
    """Every file of the books after a change of directives.

    Either all files are written or none, as far as a disk can: see `files`. They are
    written in the order in which the books name them.
    """

    def __init__(
        self,
        books: Books,
        change: DirectiveChange,
        *,
        about: re.Pattern[str],
        in_comments: Callable[[str], str] | None = None,
    ) -> None:
        """Work out which files change.

        Args:
            books: The books.
            change: From each directive to its replacement.
            about: Files without a match are left alone.
            in_comments: The same for the text of comments.

        Raises:
            WriteRefusedError: If a text can't be edited.
        """
        self._main = Path(books.filename)
        self._known = LoadedFiles.of(books)
        self._change = change
        self._about = about
        self._in_comments = in_comments
        self._done: dict[tuple[Path, str], Rewritten] = {}
        #: Every file of the books, by real path.
        self.files: Sequence[Path] = list(
            dict.fromkeys(Path(name).resolve() for name in books.options["include"])
        )
        self.changed: Mapping[Path, Rewritten] = self._rewritten()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.changed

    def new_text(self, file: Path) -> str:
        """The content of a file after the change."""
        rewritten = self.changed.get(file)
        data = file.read_bytes() if rewritten is None else rewritten.data
        return data.decode("utf-8", "replace")

    def text(self) -> str:
        """The change, as a diff: it is more than additions."""
        return self.diff()

    def diff(self) -> str:
        """The change as a unified diff, file by file."""
        return "".join(
            diff(path, path.read_bytes(), rewritten.data)
            for path, rewritten in self.changed.items()
        )

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write every file, or nothing.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        writer = BooksWriter(main=self._main, progress=progress, disk=DISK)
        writer.write_planned(self._plan)

    def _plan(self) -> PlannedWrite:
        """The new content of the files as they are now; called under the lock."""
        self.changed = self._rewritten()
        before: list[Directive] = []
        after: list[Directive] = []
        for rewritten in self.changed.values():
            before += rewritten.before
            after += rewritten.after
        return PlannedWrite(
            changes={path: self._splice(path) for path in self.changed},
            expected=after,
            replaced=before,
            known=self._known,
        )

    def _rewritten(self) -> Mapping[Path, Rewritten]:
        changed = {}
        for path in self.files:
            data = path.read_bytes()
            if self._about.search(data.decode("utf-8", "replace")):
                rewritten = self._rewrite(path, data)
                if rewritten.data != data:
                    changed[path] = rewritten
        return changed

    def _splice(self, path: Path) -> Splice:
        return lambda data: self._rewrite(path, data).data

    def _rewrite(self, path: Path, data: bytes) -> Rewritten:
        # The diff, the check and the writing all ask for the same text.
        key = path, digest(data)
        if key not in self._done:
            self._done[key] = rewrite(
                data, self._change, name=str(path), in_comments=self._in_comments
            )
        return self._done[key]

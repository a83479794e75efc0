"""Write to the books: the only way in.

`write_books` is the whole protocol; the modules it uses each hold one step of it.
Nothing anyone wrote is ever lost: a file is only ever replaced by its own bytes with
additions, in one step, and only while it still is the file that was read. If a person
asks to remove or change directives, exactly those are.

If there are several files, each is read, spliced, checked as part of the books and
written under another name before the first is put in place, in the order given. If a
step fails, the files already in place are put back; if the process is killed between
two of them, the next command finishes the change: see `journal`. Files that the change
speaks of, letters and payment files and statements, are part of it.

If somebody saves a file between our reading and our writing, we notice, and repeat
the splice on the saved file. Two gaps remain, as only programs that take our lock can
close them: the instant between the last look at a file and its replacement, and an
editor that still shows the old text and saves it later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.errors import WriteRefusedError
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.ledger.loader import digest, files_of
from ledgerkit.ledger.writing.atomic import (
    discard,
    note_folders,
    publish,
    stage,
    sweep,
)
from ledgerkit.ledger.writing.change import (
    FileChange,
    StagedFile,
    diff,
    read_change,
    real_path,
)
from ledgerkit.ledger.writing.check import LoadedFiles, check_change
from ledgerkit.ledger.writing.disk import DISK, Disk, read_file
from ledgerkit.ledger.writing.journal import finish
from ledgerkit.ledger.writing.lock import ledger_lock
from ledgerkit.ledger.writing.splice import (
    Splice,
    append,
    insert,
    splice_append,
    splice_insert,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from beancount.core.data import Directive

    from ledgerkit.errors import Place


__all__ = [
    "BooksWriter",
    "LoadedFiles",
    "PlannedWrite",
    "Splice",
    "append",
    "diff",
    "insert",
    "put_in_place",
    "splice_append",
    "splice_insert",
    "write_books",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWrite:
    """A write, planned while nobody else can write.

    Attributes:
        changes: For each file, from its bytes to its new bytes.
        expected: The directives that the change adds; None if any will do.
        known: The load of the books that it was planned on, if any.
        verify: Whether to load the new books first and compare.
        finished: The places, by real path, of transactions whose ``!`` becomes ``*``:
            nothing else there may change.
        replaced: The directives of the old text to remove or change; ``expected`` has
            their replacements. None if text is only added, and a shorter text is
            refused.
        kept: Files that the change speaks of, such as letters or a bank's statement,
            with their bytes; put in place with it, and only with it.
    """

    changes: Mapping[Path, Splice]
    expected: Sequence[Directive] | None = None
    known: LoadedFiles | None = None
    verify: bool = True
    finished: AbstractSet[Place] = frozenset()
    replaced: Sequence[Directive] | None = None
    kept: Mapping[Path, bytes] = field(default_factory=dict)


class BooksMovedOnError(WriteRefusedError):
    """The books are no longer those the splice was planned on; plan again."""


#: How often a splice is repeated because somebody saved the file meanwhile.
_TRIES = 5


def write_books(
    main: Path,
    changes: Mapping[Path, Splice],
    *,
    verify: bool = True,
    expected: Sequence[Directive] | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Change files of the books, all of them or none.

    After a crash in the middle of several files the next command finishes it.

    Args:
        main: The main ledger file, used to lock and check the books.
        changes: For each file, from its bytes to its new bytes; pure, as it may be
            repeated. A file that does not exist has no bytes, and is created. A link
            stays, and the file it leads to is written.
        verify: Whether to load the new books first and refuse a change that gains an
            error, loses a directive, or adds one not in ``expected``. That takes half
            as long again as loading the books, and another load if they have errors.
        expected: The directives that the change adds; None if any will do. Only used
            when verifying.
        progress: Told each step that may take a while, in a few words.

    Raises:
        WriteRefusedError: If nothing was written; the old text stays. Only if the disk
            fails twice, in the write and in putting the old text back, may the new
            text stay, and then the message says so.
    """
    writer = BooksWriter(main=main, progress=progress)
    writer.write(changes, verify=verify, expected=expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksWriter:
    """`write_books` with all settings.

    Attributes:
        main: The main ledger file.
        known: The books as already loaded by the caller; saves a load if they have
            errors.
        lock_timeout: Seconds to wait for another writer.
        progress: Told each step that may take a while, in a few words.
        disk: The disk to use.
    """

    main: Path
    known: LoadedFiles | None = None
    lock_timeout: float = 10.0
    progress: Callable[[str], None] | None = None
    disk: Disk = DISK

    def write(
        self,
        changes: Mapping[Path, Splice],
        *,
        verify: bool = True,
        expected: Sequence[Directive] | None = None,
    ) -> None:
        """Change files of the books: see `write_books`."""
        planned = PlannedWrite(
            changes=changes, expected=expected, known=self.known, verify=verify
        )
        self.write_planned(lambda: planned)

    def write_planned(self, plan: Callable[[], PlannedWrite]) -> None:
        """Change files of the books as planned under the lock.

        Anything that must not be given twice, such as the next number of a series, is
        only certain while nobody else can write. So the plan is made under the lock,
        and again if somebody without the lock has saved the books meanwhile.

        Raises:
            WriteRefusedError: If nothing was written: see `write_books`.
        """
        main = real_path(self.main)
        try:
            with (
                garbage_collection_off(),
                ledger_lock(main.parent, timeout=self.lock_timeout, disk=self.disk),
            ):
                for told in finish(self.disk, main.parent):
                    self._tell(told)
                for _ in range(_TRIES):
                    if self._attempt(main, plan()):
                        return
        except OSError as error:
            raise WriteRefusedError(
                f"{error.filename or main}: {error.strerror or error}; nothing was"
                " written, the old text stands"
            ) from error
        raise WriteRefusedError(
            f"{main}: somebody saved the books {_TRIES} times while they were being"
            " written to; nothing was written, try again"
        )

    def _attempt(self, main: Path, planned: PlannedWrite) -> bool:
        """Try to write; False if somebody has saved one of the files meanwhile."""
        splices = _splices(self.main, planned.changes)
        for folder in {path.parent for path in splices}:
            sweep(self.disk, folder)
        try:
            changes = [
                read_change(
                    self.disk,
                    path,
                    splice,
                    main=main,
                    only_adds=planned.replaced is None,
                )
                for path, splice in splices.items()
            ]
        except BooksMovedOnError:
            return False
        relied_on: Mapping[Path, str] = {}
        if planned.verify:
            self._tell("checking the new books")
            relied_on = check_change(
                self.main,
                changes,
                expected=planned.expected,
                known=planned.known,
                finished=planned.finished,
                replaced=planned.replaced or (),
                kept=[real_path(path) for path in planned.kept],
            )
        self._tell("writing")
        # The kept files first: the books say that they are there.
        changes = [*_kept_changes(self.disk, planned.kept), *changes]
        changes = [change for change in changes if change.new != change.old]
        return self._put_in_place(changes, relied_on)

    def _put_in_place(
        self, changes: Sequence[FileChange], relied_on: Mapping[Path, str]
    ) -> bool:
        folder = real_path(self.main).parent
        # Whoever reads the books sweeps the folders of their files in any case.
        others = {c.path.parent for c in changes if c.old is None} - {folder}
        notes = [note_folders(self.disk, folder, others)] if others else []
        staged: list[StagedFile] = []
        try:
            for change in changes:
                new = stage(self.disk, change, hold=not change.private)
                staged.append(new)
            return self._are_as_read(relied_on) and publish(self.disk, staged, folder)
        finally:
            discard(self.disk, [*staged, *notes])

    def _are_as_read(self, relied_on: Mapping[Path, str]) -> bool:
        return all(
            digest(read_file(self.disk, path) or b"") == old_digest
            for path, old_digest in relied_on.items()
        )

    def _tell(self, step: str) -> None:
        if self.progress is not None:
            self.progress(step)


def _kept_changes(disk: Disk, kept: Mapping[Path, bytes]) -> Sequence[FileChange]:
    """The kept files as changes; only their owner may read new ones."""
    changes = []
    for path, content in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        real = real_path(path)
        old = read_file(disk, real)
        like = None if old is None else disk.stat(real)
        changes.append(
            FileChange(path=real, old=old, new=content, like=like, private=True)
        )
    return changes


def put_in_place(path: Path, content: bytes, *, disk: Disk = DISK) -> None:
    """Write a document in one step; if it is new, only its owner may read it.

    It is no part of the books, so that no lock is taken.

    Raises:
        OSError: If the disk fails; what was there stands.
    """
    staged: list[StagedFile] = []
    try:
        for change in _kept_changes(disk, {path: content}):
            staged.append(stage(disk, change))  # noqa: PERF401 - kept if one fails
        publish(disk, staged, path.parent)
    finally:
        discard(disk, staged)


def _splices(main: Path, changes: Mapping[Path, Splice]) -> Mapping[Path, Splice]:
    """The splices by real path.

    Raises:
        WriteRefusedError: If two names lead to one file, or a file is neither in the
            main ledger's folder nor part of the books.
    """
    splices: dict[Path, Splice] = {}
    folders = {real_path(main).parent, real_path(main.parent)}
    if not main.exists() and real_path(main) not in map(real_path, changes):
        raise WriteRefusedError(f"{main}: no such file; name the main ledger file")
    for name, splice in changes.items():
        path = real_path(name)
        if path in splices:
            raise WriteRefusedError(f"{name}: is the same file as {path}; name it once")
        if not folders.intersection(path.parents) and path not in files_of(main):
            raise WriteRefusedError(
                f"{path}: is neither in the folder of {main} nor part of its books"
            )
        splices[path] = splice
    return splices

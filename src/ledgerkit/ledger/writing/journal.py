"""A change of several files is whole, whenever the power fails.

Each file is replaced in one step, but two files are two steps. So before the first of
them a journal says what is about to be put in place; once all are, it is removed.
Whoever finds one whose writer is dead finishes the change: the new texts lie beside
the files, synced, and are known by their digests. A file that somebody has changed in
between is left as they saved it, and named.

A journal can't be used to overwrite anything else: a new text must lie in the very
folder of its file, under a name of ours, and whoever put it there could write there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerkit.ledger.loader import digest
from ledgerkit.ledger.writing.disk import NO_LINK, read_file, sync_folder, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledgerkit.ledger.writing.change import StagedFile
    from ledgerkit.ledger.writing.disk import Disk

#: Beside the lock, in the main ledger's folder.
JOURNAL_NAME = ".ledgerkit-journal"
#: A dot-file with an extension of its own, so that neither ``include "*.beancount"``
#: nor an editor ever takes it for a ledger.
TEMPORARY_PREFIX, TEMPORARY_SUFFIX = ".ledgerkit-", ".lktmp"
_SIZE_MAX = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One file that is put in place.

    Attributes:
        target: The file.
        temporary: The name of its new text, in the same folder.
        old: Digest of the old text; empty if there was no file.
        new: Digest of the new text.
    """

    target: Path
    temporary: str
    old: str
    new: str


def begin(disk: Disk, folder: Path, staged: Sequence[StagedFile]) -> None:
    """Write down what is about to be put in place; it lasts before this returns.

    So do the names of the new texts in other folders: a journal that outlives them
    could not be finished.

    Raises:
        OSError: If the disk fails; there is no journal then.
    """
    steps = [
        {
            "target": os.path.relpath(file.change.path, folder),
            "temporary": file.temporary.name,
            "old": "" if file.change.old is None else digest(file.change.old),
            "new": digest(file.change.new),
        }
        for file in staged
    ]
    path = folder / JOURNAL_NAME
    draft = path.with_name(f"{JOURNAL_NAME}{TEMPORARY_SUFFIX}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_LINK
    for other in sorted({file.temporary.parent for file in staged} - {folder}):
        _sync_way(disk, other, folder)
    try:
        descriptor = disk.open(draft, flags, 0o600)
        try:
            write_all(disk, descriptor, json.dumps(steps).encode())
            disk.fsync(descriptor)
        finally:
            disk.close(descriptor)
        disk.replace(draft, path)
    except BaseException:
        _remove(disk, draft)
        raise
    sync_folder(disk, folder)


def _sync_way(disk: Disk, other: Path, folder: Path) -> None:
    """Sync another folder, and those above that may be new, too."""
    sync_folder(disk, other)
    for above in other.parents:
        with suppress(PermissionError):  # A folder that we may not list isn't new.
            sync_folder(disk, above)
        if folder.is_relative_to(above):
            return


def end(disk: Disk, folder: Path) -> bool:
    """Remove the journal: everything is in place, or as it was before.

    Returns:
        Whether it is gone. If the disk fails it stays, and the next command finds it.
    """
    path = folder / JOURNAL_NAME
    try:
        disk.unlink(path)
        sync_folder(disk, folder)
    except OSError:
        _remove(disk, path)
    except BaseException:
        _remove(disk, path)
        raise
    return not path.exists()


def _remove(disk: Disk, path: Path) -> None:
    with suppress(OSError):
        disk.unlink(path)


def is_interrupted(folder: Path) -> bool:
    """Whether a change was begun and its end is not written down; maybe it runs yet."""
    return (folder / JOURNAL_NAME).exists()


def finish(disk: Disk, folder: Path) -> Sequence[str]:
    """Finish what a dead writer began; called under the lock.

    Returns:
        What was done, one sentence for each; nothing if there was no journal.

    Raises:
        OSError: If the disk fails; the journal stays for the next one.
    """
    path = folder / JOURNAL_NAME
    data = read_file(disk, path)
    if data is None:
        return ()
    steps = _read(data, folder)
    if steps is None:
        end(disk, folder)
        return (f"{path}: says nothing that ledgerkit wrote, and was removed",)
    said = [sentence for step in steps if (sentence := _finish_step(disk, step))]
    for touched in {step.target.parent for step in steps}:
        sync_folder(disk, touched)
    end(disk, folder)
    names = ", ".join(step.target.name for step in steps)
    return (
        f"{folder}: a change of {names} was interrupted, and is finished now",
        *said,
    )


def _finish_step(disk: Disk, step: _Step) -> str:
    """Put one file in place; a sentence if it can't be."""
    content = read_file(disk, step.target)
    now = "" if content is None else digest(content)
    temporary = step.target.parent / step.temporary
    new = _own_text(disk, temporary)
    if now == step.new:
        _remove(disk, temporary)
        return ""
    if new is None or digest(new) != step.new:
        return f"{step.target}: its new text is gone; look at the file"
    if now != step.old:
        return (
            f"{step.target}: was saved meanwhile, so it is left as it is; the text that"
            f" ledgerkit would have written lies in {temporary.name}"
        )
    disk.replace(temporary, step.target)
    return ""


def _own_text(disk: Disk, path: Path) -> bytes | None:
    try:
        descriptor = disk.open(path, os.O_RDONLY | NO_LINK)
    except OSError:
        return None
    disk.close(descriptor)
    return read_file(disk, path)


def _read(data: bytes, folder: Path) -> Sequence[_Step] | None:
    """The steps of a journal; None if it is none of ours."""
    try:
        if len(data) > _SIZE_MAX:
            return None
        return [_step(written, folder) for written in json.loads(data)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _step(written: dict[str, Any], folder: Path) -> _Step:
    target, temporary = folder / str(written["target"]), str(written["temporary"])
    is_ours = temporary.startswith(TEMPORARY_PREFIX)
    if not is_ours or not temporary.endswith(TEMPORARY_SUFFIX) or "/" in temporary:
        raise ValueError
    return _Step(
        target=Path(os.path.normpath(target)),
        temporary=temporary,
        old=str(written["old"]),
        new=str(written["new"]),
    )

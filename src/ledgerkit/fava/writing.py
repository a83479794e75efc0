"""Fava's own changes to the books, made as ours are.

Fava empties a file and then writes it anew: if the text can't be encoded, or the
process is killed, the books are gone. So its functions take our lock, and what they
write replaces the file in one step.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fava.core import file as fava_file
from fava.helpers import FavaAPIError
from flask import current_app

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.text import encoded
from ledgerkit.ledger.writing.atomic import discard, publish, stage, sweep
from ledgerkit.ledger.writing.change import read_change, real_path
from ledgerkit.ledger.writing.disk import DISK
from ledgerkit.ledger.writing.journal import finish
from ledgerkit.ledger.writing.lock import ledger_lock
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fava.beans.abc import Directive
    from fava.core import FavaLedger

#: Seconds to wait for another writer.
_PATIENCE = 10.0


def may_write() -> bool:
    """Whether this Fava may change the books: it was not started with --read-only."""
    # Fava keeps no setting of it, only the function that refuses.
    first = current_app.before_request_funcs.get(None, [])
    return all(function.__name__ != "_read_only" for function in first)


def write_safely(ledger: FavaLedger) -> None:
    """Make a ledger's changes, and this process's, safe."""
    fava_file.Path = SafePath  # type: ignore[attr-defined]
    ledger.file = SafeFiles(ledger)


class SafePath(type(Path())):  # type: ignore[misc]
    """A path that, opened for writing, keeps its old text until there is the new."""

    def open(self, mode: str = "r", *args: Any, **options: Any) -> Any:
        """Open the file as `pathlib.Path` does; ``w`` replaces it on closing."""
        if mode != "w":
            return super().open(mode, *args, **options)
        return _replaced(Path(self), options.get("newline") or "\n")


@contextmanager
def _replaced(path: Path, newline: str) -> Iterator[io.StringIO]:
    """A text that replaces a file's, unless something goes wrong.

    Raises:
        WriteRefusedError: If it can't be written; the old text stands.
    """
    text = io.StringIO()
    yield text
    new = encoded(text.getvalue(), newline.encode())
    real = real_path(path)
    sweep(DISK, real.parent)
    change = read_change(DISK, real, lambda _: new, main=real, only_adds=False)
    staged = stage(DISK, change)
    try:
        is_written = publish(DISK, [staged], real.parent)
    finally:
        discard(DISK, [staged])
    if not is_written:
        raise WriteRefusedError(
            f"{path}: somebody saved it at the same time; nothing was written, try"
            " again"
        )


class SafeFiles(fava_file.FileModule):
    """Fava's changes to files, one writer at a time, refused in a sentence."""

    @contextmanager
    def _writing(self) -> Iterator[None]:
        folder = real_path(Path(self.ledger.beancount_file_path)).parent
        try:
            with ledger_lock(folder, timeout=_PATIENCE, disk=DISK):
                finish(DISK, folder)
                yield
        except WriteRefusedError as error:
            raise FavaAPIError(str(error)) from error
        except OSError as error:
            raise FavaAPIError(
                f"{error.filename or folder}: {error.strerror or error}; nothing was"
                " written, the old text stands"
            ) from error

    def set_source(self, path: Path, source: str, sha256sum: str) -> str:
        """Replace a file's text."""
        with self._writing():
            return super().set_source(SafePath(path), source, sha256sum)

    def insert_metadata(self, entry_hash: str, basekey: str, value: str) -> None:
        """Add a key to a directive; its value is a text."""
        hidden = hidden_character(value)
        if hidden:
            raise FavaAPIError(
                f"The value of {basekey} holds {hidden}, which can't be seen; nothing"
                " was written. Take it out of the name."
            )
        text = value.replace("\\", "\\\\").replace('"', '\\"')
        with self._writing():
            super().insert_metadata(entry_hash, basekey, text)

    def save_entry_slice(
        self, entry_hash: str, source_slice: str, sha256sum: str
    ) -> str:
        """Replace a directive's text."""
        with self._writing():
            return super().save_entry_slice(entry_hash, source_slice, sha256sum)

    def delete_entry_slice(self, entry_hash: str, sha256sum: str) -> None:
        """Take a directive's text out."""
        with self._writing():
            super().delete_entry_slice(entry_hash, sha256sum)

    def insert_entries(self, entries: Sequence[Directive]) -> None:
        """Add directives."""
        with self._writing():
            super().insert_entries(entries)

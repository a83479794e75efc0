"""Answering what was asked before, for books that are as they were.

The whole answer is kept, as it was printed, and is given again only if the question is
the same in every word, day and setting, and everything that was looked at then is the
same, byte by byte. Books with plugins that are neither ours nor Beancount's are always
read: such a plugin may look at anything.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ledgerkit.cli.answers.kept import KeptAnswer, KeptAnswers, answers_folder
from ledgerkit.cli.answers.witness import Witness, code_versions
from ledgerkit.cli.commands import DONE, FINDINGS, VERBS
from ledgerkit.cli.reports import REPORT_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.cli.answers.witness import Looked

#: Commands that only show, besides the reports.
_SHOW = frozenset({"practice", "today"})
#: What of the environment an answer may depend on.
_MATTERS = (
    "BEANCOUNT", "CLICOLOR", "COLORTERM", "COLUMNS", "FORCE_COLOR", "HOME", "JUPYTER",
    "LANG", "LC_", "LEDGERKIT", "LINES", "NO_COLOR", "PYTHON", "TERM", "TTY_", "TZ",
    "UNICODE", "XDG_",
)  # fmt: skip
#: Where it is ``no``, no answer is kept or given again.
SWITCH = "LEDGERKIT_CACHE"
#: Where an answer went that a file holds.
_TO_A_FILE = ("-o", "--output")


def is_kept(words: Sequence[str]) -> bool:
    """Whether the answer to a command may be kept: it shows, and changes nothing.

    Args:
        words: The command and its arguments.
    """
    if os.environ.get(SWITCH) == "no" or not words:
        return False
    if any(word.startswith(_TO_A_FILE) for word in words):
        return False
    name = VERBS.get(words[0], {}).get(words[1]) if len(words) > 1 else None
    return (name or words[0]) in {*REPORT_COMMANDS, *_SHOW}


def answer(
    words: Sequence[str], parameters: Mapping[str, Any], ask: Callable[[], Any]
) -> Any:
    """Answer a command: as before if nothing has changed, else anew.

    Args:
        words: The command and its arguments.
        parameters: What was said before the command.
        ask: Runs the command, which ends with an exit.
    """
    folder = answers_folder(os.environ) if is_kept(words) else None
    if folder is None:
        return ask()
    key, kept = list(_key(words, parameters)), KeptAnswers(folder)
    if (known := kept.find(key)) is not None:
        click.echo(known.err, nl=False, err=True)
        click.echo(known.out, nl=False)
        sys.exit(known.status)
    return _asked(key, kept, ask)


def _asked(key: Sequence[str], kept: KeptAnswers, ask: Callable[[], Any]) -> Any:
    """Ask anew, and keep the answer if all that it depends on is known."""
    witness = _now.witness = Witness()
    try:
        with witness, _heard() as (out, err):
            return ask()
    except SystemExit as end:
        looked: Looked = witness.looked
        status = end.code if isinstance(end.code, int) else DONE
        is_whole = witness.is_good and end.code in {DONE, FINDINGS}
        # Whoever saved a file meanwhile, or asked at midnight, is to be answered anew.
        if is_whole and str(_today()) in key and looked.is_unchanged():
            kept.keep(key, looked, KeptAnswer(bytes(out), bytes(err), status))
        raise
    finally:
        _now.witness = None


class _Now:
    """The witness of the command that runs now."""

    witness: Witness | None = None


_now = _Now()


def note_books(options: Mapping[str, Any]) -> None:
    """Keep no answer from books whose plugins may look at anything.

    Args:
        options: From a loader.
    """
    plugins = [name for name, _config in options.get("plugin", ())]
    ours = all(
        name.startswith(("ledgerkit.plugins.", "beancount.plugins."))
        for name in plugins
    )
    if _now.witness and (not ours or options.get("pythonpath")):
        _now.witness.refuse()


def _key(words: Sequence[str], parameters: Mapping[str, Any]) -> Iterator[str]:
    """All that an answer depends on besides the books."""
    yield from words
    yield f"{sorted((name, str(value)) for name, value in parameters.items())}"
    yield str(_today())
    yield str(Path.cwd())
    yield str(os.geteuid() if hasattr(os, "geteuid") else "")
    streams = (sys.stdin, sys.stdout, sys.stderr)
    yield f"{[_is_terminal(s) for s in streams]} {shutil.get_terminal_size().columns}"
    for name, value in sorted(os.environ.items()):
        if name.startswith(_MATTERS):
            yield f"{name}={value}"
    yield from code_versions()


def _today() -> date:
    return date.today()


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # It is closed.
        return False


class _Heard(io.RawIOBase):
    """A stream that passes everything on, and remembers it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.said = bytearray()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return bool(self._stream.isatty())

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def flush(self) -> None:
        self._stream.flush()

    def write(self, data: Any) -> int:
        said = bytes(data)
        self.said += said
        self._stream.write(said)
        return len(said)


@contextmanager
def _heard() -> Iterator[tuple[bytearray, bytearray]]:
    """Remember what is printed meanwhile, on standard output and standard error."""
    before = sys.stdout, sys.stderr
    heard = [_Heard(stream.buffer) for stream in before]
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(
            io.BufferedWriter(each),
            encoding=stream.encoding,
            errors=stream.errors,
            write_through=True,
        )
        for each, stream in zip(heard, before, strict=True)
    )
    try:
        for stream in before:
            stream.flush()
        yield heard[0].said, heard[1].said
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = before

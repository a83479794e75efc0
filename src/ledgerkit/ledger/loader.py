"""Beancount's loader, with a look at the code that the books name.

And the books as they would be, loaded before anything is written.

Beancount's loader reads files by name, so a text not yet in place needs a way in.
Three were considered. A mirror of the folder made of links changes file names in
errors, documents and plugins, and directory walks skip linked folders. Patching the
loader during the load would show the unpublished text to every other thread that
loads books, such as Fava's. So the loader module is executed once more, privately,
with its own versions of the few functions that read the disk: it is the installed
Beancount's own code, every path in it is real, and nobody else sees it. Its pickle
cache is bypassed.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from beancount.core.data import Document, Transaction, entry_sortkey
from beancount.ops.pad import pad
from beancount.parser import booking, parser

from ledgerkit.errors import UntrustedBooksError, WriteRefusedError
from ledgerkit.fast_loader.loader import beancounts_loader, fast_loader
from ledgerkit.fast_loader.rest import parse_bytes
from ledgerkit.fast_loader.switch import Tally, is_proven
from ledgerkit.fast_loader.transactions import as_written, last_plain_line
from ledgerkit.ledger.foreign_code import check_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from beancount.core.data import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpublishedBooks:
    """The result of loading books not yet written.

    Attributes:
        errors: Beancount's errors and every plugin's.
        digests: The digest of each file of the books, by real path.
        said: The directives of each given text, before booking and plugins, from the
            line that `since` names.
        since: By file, the line up to which the text says what it said before.
    """

    errors: Sequence[Any]
    digests: Mapping[Path, str]
    said: Mapping[Path, Sequence[Directive]]
    since: Mapping[Path, int]


def digest(data: bytes) -> str:
    """A digest, the same for two texts only if they are equal."""
    return hashlib.sha256(data).hexdigest()


def load_unpublished(
    main: Path,
    texts: Mapping[Path, bytes],
    kept: Collection[Path] = (),
    before: Mapping[Path, bytes] = MappingProxyType({}),
) -> UnpublishedBooks:
    """Load a ledger as if some files held other bytes.

    Args:
        main: The main ledger as named, since includes are relative to a link.
        texts: The bytes of files, by real path; the files need not exist.
        kept: Documents, by real path, that are put in place with these texts.
        before: The bytes of files as they are, to tell from where on they differ.

    Raises:
        WriteRefusedError: If Beancount itself fails on the books.
    """
    reader = _Reader(texts, before)
    try:
        with _unpublished(texts):
            _directives, errors, _options = _reading_loader(reader)._load(  # noqa: SLF001
                _sources(main), None, None, None
            )
    except (OSError, UntrustedBooksError):
        raise
    except Exception as error:
        # On some texts, a number of thirty digits say, Beancount fails with a Python
        # error, as it would whenever such books were loaded.
        raise WriteRefusedError(
            f"{main}: Beancount fails on the new books with {type(error).__name__};"
            " nothing was written"
        ) from error
    errors = [error for error in errors if not _misses_one_of(kept, error)]
    return UnpublishedBooks(
        errors=errors, digests=reader.digests, said=reader.said, since=reader.since
    )


def _misses_one_of(kept: Collection[Path], error: Any) -> bool:
    """Whether an error is that a document isn't there, which will be."""
    return (
        isinstance(error.entry, Document)
        and str(error.message).startswith("File does not exist")
        and Path(error.entry.filename).resolve() in kept
    )


#: What is to be written, while the books are loaded with it to check them: a plugin
#: that reads a file beside them must find the one that will be there.
_TEXTS: ContextVar[Mapping[Path, bytes]] = ContextVar("unpublished texts")


@contextmanager
def _unpublished(texts: Mapping[Path, bytes]) -> Iterator[None]:
    token = _TEXTS.set(texts)
    try:
        yield
    finally:
        _TEXTS.reset(token)


def read_beside(path: Path) -> bytes:
    """The bytes of a file beside the books; while a change is checked, the new ones.

    Raises:
        OSError: If it can't be read.
    """
    real = path.resolve()
    texts = _TEXTS.get({})
    return texts[real] if real in texts else real.read_bytes()


def open_beside(path: Path) -> TextIO:
    """A file of the books as text, to read from its beginning; as `read_beside`.

    Raises:
        OSError: If it can't be read.
    """
    text = _TEXTS.get({}).get(path.resolve())
    if text is not None:
        return io.StringIO(text.decode("utf-8", "replace"))
    return path.open(encoding="utf-8", errors="replace")


class WrittenText(NamedTuple):
    """A ledger as its text has it, without any plugin.

    Attributes:
        directives: In order; amounts left out and lots are filled in, and pads have
            made their transactions.
        at_cost: By file and line, the transactions with a cost, as they are written:
            nothing is filled in.
    """

    directives: Sequence[Directive]
    at_cost: Mapping[tuple[str, int], Transaction]


def written_text(main: Path) -> WrittenText:
    """A ledger as its text has it.

    Args:
        main: The main ledger as named, since includes are relative to a link.
    """
    reader = _Reader(_TEXTS.get({}))
    # Nothing is run, so that the folder need not be trusted.
    parse = _through(reader, beancounts_loader())._parse_recursive  # noqa: SLF001
    directives, _errors, options = parse(_sources(main), None)
    directives.sort(key=entry_sortkey)
    booked, _errors = booking.book(directives, options)
    padded, _errors = pad(booked, options)
    at_cost = {
        (directive.meta["filename"], directive.meta["lineno"]): directive
        for directive in directives
        if isinstance(directive, Transaction)
        and any(posting.cost is not None for posting in directive.postings)
    }
    return WrittenText(padded, at_cost)


def directives_in(data: bytes, filename: str, since: int = 1) -> Sequence[Directive]:
    """What a text says, before booking; in any order, the same for the same text.

    Args:
        data: The text.
        filename: For the metadata.
        since: The line from which on it is asked; of `UnpublishedBooks.since`.
    """
    if since > 1:
        lines = data.split(b"\n")
        data = b"\n" * (since - 1) + b"\n".join(lines[since - 1 :])
    if is_proven():
        found: Sequence[Directive] = parse_bytes(data, filename, Tally())[0]
        return found
    return parser.parse_file(io.BytesIO(data), report_filename=filename)[0]


def _common_lines(old: bytes, new: bytes) -> int:
    """The number of whole lines at the beginning that are the same."""
    left, right = memoryview(old), memoryview(new)
    same, most = 0, min(len(old), len(new))
    while same < most:
        middle = (same + most + 1) // 2
        if left[same:middle] == right[same:middle]:
            same = middle
        else:
            most = middle - 1
    return old.count(b"\n", 0, same)


def files_of(main: Path) -> set[Path]:
    """The files of a ledger, by real path; no plugins are run."""
    reader = _Reader({})
    _reading_loader(reader)._parse_recursive(_sources(main), None)  # noqa: SLF001
    return set(reader.digests)


def _sources(main: Path) -> list[tuple[str, bool]]:
    return [(os.path.abspath(main), True)]  # noqa: PTH100 - resolve follows links


def careful_loader() -> Any:
    """Beancount's loader module, of our own, that runs no code of untrusted folders.

    Its ``_load`` raises `UntrustedBooksError` after parsing, before it imports the
    first plugin. Where the fast way is proven it goes that way, to the same result.
    """
    return fast_loader(_careful) if is_proven() else _careful()


def _careful() -> Any:
    module = beancounts_loader()
    really = module._parse_recursive  # noqa: SLF001

    def parse(sources: Any, *arguments: Any) -> Any:
        parsed = really(sources, *arguments)
        check_code(Path(sources[0][0]), parsed[2])
        return parsed

    module._parse_recursive = parse  # noqa: SLF001
    return module


def _reading_loader(reader: _Reader) -> Any:
    def prepared() -> Any:
        return _through(reader, _careful())

    if not is_proven():
        return prepared()
    return fast_loader(prepared, reader.read, reader.hear)


def _through(reader: _Reader, module: Any) -> Any:
    """A loader module that sees the disk as a reader does."""
    module.parser = SimpleNamespace(
        parse_file=reader.parse_file, parse_string=parser.parse_string
    )
    module.path = SimpleNamespace(**{**vars(os.path), "exists": reader.exists})
    module.glob = SimpleNamespace(glob=reader.glob)
    # It asks the disk for times and sizes, which a new file does not have.
    module.compute_input_hash = lambda _filenames: ""
    return module


class _Reader:
    """The disk as the loader is to see it."""

    def __init__(
        self,
        texts: Mapping[Path, bytes],
        before: Mapping[Path, bytes] = MappingProxyType({}),
    ) -> None:
        self._texts = texts
        self._before = before
        self.since: dict[Path, int] = {}
        self.digests: dict[Path, str] = {}
        self.said: dict[Path, Sequence[Directive]] = {}

    def read(self, filename: str) -> bytes:
        """The bytes of a file."""
        real = Path(filename).resolve()
        data = self._texts[real] if real in self._texts else real.read_bytes()
        self.digests[real] = digest(data)
        return data

    def hear(self, filename: str, directives: Sequence[Directive]) -> None:
        """Keep what a given text says."""
        real = Path(filename).resolve()
        if real not in self._texts:
            return
        common = _common_lines(self._before.get(real, b""), self._texts[real])
        since = last_plain_line(directives, common)
        self.since[real] = since
        self.said[real] = [
            as_written(directive)
            for directive in directives
            if directive.meta["lineno"] >= since
        ]

    def parse_file(self, filename: str, encoding: str | None = None) -> Any:
        real = Path(filename).resolve()
        data = self.read(filename)
        parsed = parser.parse_file(
            io.BytesIO(data), report_filename=filename, encoding=encoding
        )
        if real in self._texts:
            self.said[real] = parsed[0]
        return parsed

    def exists(self, filename: str) -> bool:
        return Path(filename).exists() or Path(filename).resolve() in self._texts

    def glob(self, pattern: str, *, recursive: bool) -> list[str]:
        # The very function that Beancount calls: Path.glob has other rules.
        paths = glob.glob(pattern, recursive=recursive)  # noqa: PTH207
        return [*paths, *self._new_files(pattern)]

    def _new_files(self, pattern: str) -> Iterator[str]:
        """The files that a pattern will match once they exist."""
        parts = Path(pattern).resolve().parts
        for path in self._texts:
            if not path.exists() and _matches(parts, path.parts):
                yield str(path)


def _matches(pattern: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a path matches as in ``glob``: ``*`` never matches a hidden name."""
    if not pattern or not names:
        return not pattern and not names
    hidden = names[0].startswith(".")
    if pattern[0] == "**":
        return _matches(pattern[1:], names) or (
            not hidden and _matches(pattern, names[1:])
        )
    is_match = fnmatchcase(names[0], pattern[0])
    if hidden and not pattern[0].startswith("."):
        is_match = False
    return is_match and _matches(pattern[1:], names[1:])

"""Everything on the disk that a command looks at, so that a change of it is noticed.

What an answer depends on is not listed by hand, where something would be forgotten:
Python itself tells of each file that is opened and each folder that is listed, and the
two functions that ask about a file are listened to. So included files are seen, folders
that a pattern was looked for in, folders of documents, statements and closed periods,
and a file that was looked for and is not there.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import sysconfig
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

_STAT, _LSTAT = os.stat, os.lstat
#: Code that is installed: the key of an answer has its versions.
_CODE = frozenset({".py", ".pyc", ".so", ".pyd", ".pth"})
#: What makes an answer depend on more than files.
_BEYOND_FILES = (
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "socket.connect",
    "sqlite3.connect",
    "subprocess.Popen",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: The ways in which Python asks about a file.
_QUESTIONS: Sequence[Callable[[str], object]] = (
    os.path.exists,
    os.path.lexists,
    os.path.isfile,
    os.path.isdir,
    os.path.islink,
    lambda name: Path(name).exists(),
    lambda name: Path(name).is_file(),
    lambda name: Path(name).is_dir(),
)
_SYSTEM = ("/dev/", "/proc/", "/sys/")


@dataclass(slots=True)
class Looked:
    """What was looked at, as it was.

    Attributes:
        files: The digest of each file that was read; empty if it could not be.
        folders: A digest of the names in each folder that was listed.
        asked: What was found of each path that was asked about.
    """

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    def is_unchanged(self) -> bool:
        """Whether all of it is as it was."""
        return (
            all(asked(path) == was for path, was in self.asked.items())
            and all(listed(path) == was for path, was in self.folders.items())
            and all(digest_of(path) == was for path, was in self.files.items())
        )

    def as_json(self) -> Mapping[str, Mapping[str, str]]:
        """As a value that JSON knows."""
        return {"files": self.files, "folders": self.folders, "asked": self.asked}

    @classmethod
    def from_json(cls, value: Any) -> Looked:
        """What `as_json` made.

        Raises:
            ValueError: If it is anything else.
        """
        parts = [value[name] for name in ("files", "folders", "asked")]
        for part in parts:
            if not isinstance(part, dict) or not all(
                isinstance(text, str) for text in part.values()
            ):
                raise ValueError("no list of what was looked at")
        return cls(*parts)


def digest_of(path: str) -> str:
    """The digest of a file's bytes; empty if it can't be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a name, not a path
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def listed(path: str) -> str:
    """A digest of what a folder holds, by name and kind; empty if it can't be read."""
    try:
        with os.scandir(path) as entries:
            names = sorted(f"{e.name!r} {e.is_dir()} {e.is_symlink()}" for e in entries)
    except (OSError, ValueError):
        return ""
    return hashlib.sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()


def asked(path: str) -> str:
    """What there is of this name: its kind, a link's target, a file's size and time."""
    try:
        link = _target(path) if stat.S_ISLNK(_LSTAT(path).st_mode) else ""
        found = _STAT(path)
    except (OSError, ValueError):
        return "nothing"
    kind = f"{stat.S_IFMT(found.st_mode)} {link}"
    if not stat.S_ISREG(found.st_mode):
        return kind
    return f"{kind} {found.st_size} {found.st_mtime_ns}"


def _target(link: str) -> str:
    return str(os.readlink(link))  # noqa: PTH115 - called for each path


class Witness:
    """Notes what is looked at while it is entered; one at a time.

    Attributes:
        looked: What it has noted.
        is_good: Whether an answer depends on nothing else.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.looked = Looked()
        self.is_good = True
        self._is_busy = False

    def __enter__(self) -> Self:
        """Listen."""
        _hear(self)
        os.stat, os.lstat = self._noting(_STAT), self._noting(_LSTAT)
        self._check_ears()
        return self

    def _check_ears(self) -> None:
        """Keep nothing where Python asks the disk past our ears, as on Windows."""
        here = f"{Path(__file__).parent}{os.sep}question"
        for number, ask in enumerate(_QUESTIONS):
            ask(f"{here}-{number}")
            self.is_good &= self.looked.asked.pop(f"{here}-{number}", "") != ""
        with suppress(OSError):
            Path(here).read_bytes()
        self.is_good &= self.looked.files.pop(here, None) == ""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Listen no more; what changed meanwhile is no basis of an answer."""
        os.stat, os.lstat = _STAT, _LSTAT
        _hear(None)

    def refuse(self) -> None:
        """Say that an answer depends on what can't be noted."""
        self.is_good = False

    def _noting(self, ask: Any) -> Any:
        def noting(path: Any, *more: Any, **named: Any) -> Any:
            if not isinstance(path, int) and not named.get("dir_fd"):
                self._note(self.looked.asked, path, asked)
            return ask(path, *more, **named)

        return noting

    def hears(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event of Python's."""
        if self._is_busy:
            return
        if event == "open":
            self._opened(*arguments)
        elif event in {"os.listdir", "os.scandir"}:
            self._note(self.looked.folders, arguments[0] or ".", listed)
        elif event.startswith(_BEYOND_FILES):
            self.refuse()

    def _opened(self, path: Any, _mode: Any, flags: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        if isinstance(flags, int) and flags & _WRITES:
            if not os.fsdecode(path).startswith(_SYSTEM):
                self.refuse()
            return
        self._note(self.looked.files, path, digest_of)

    def _note(self, notes: dict[str, str], path: Any, look: Any) -> None:
        if isinstance(path, int):
            self.refuse()
            return
        if self._is_busy:
            return
        self._is_busy = True
        try:
            name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - links are kept
            if name not in notes and not _is_code(name):
                notes[name] = look(name)
        except (TypeError, ValueError):
            self.refuse()
        finally:
            self._is_busy = False


def _is_code(name: str) -> bool:
    """Whether it is installed code, or a folder or a file of the system."""
    if name.startswith(_SYSTEM):
        return True
    if not name.startswith(tuple(code_folders())):
        return False
    suffix = os.path.splitext(name)[1]  # noqa: PTH122 - called for each file
    return suffix in _CODE


@cache
def code_folders() -> list[str]:
    """The folders that installed code lies in, ours among them."""
    ours = Path(__file__).resolve().parents[2]
    paths = [sysconfig.get_path(n) for n in ("stdlib", "platstdlib", "purelib")]
    return [f"{path}{os.sep}" for path in dict.fromkeys((str(ours), *paths))]


class _Ear:
    """Whoever listens now: Python can't be told to stop telling."""

    witness: Witness | None = None
    is_there = False


def _hear(witness: Witness | None) -> None:
    _Ear.witness = witness
    if not _Ear.is_there:
        _Ear.is_there = True
        sys.addaudithook(_tell)


def _tell(event: str, arguments: tuple[Any, ...]) -> None:
    if _Ear.witness is not None:
        _Ear.witness.hears(event, arguments)


def code_versions() -> Iterator[str]:
    """What says which code answers: ours by its files, others' by what is installed."""
    yield sys.version
    ours = Path(__file__).resolve().parents[2]
    for folder in (ours, ours.parents[1] / "plugins"):
        for name, _below, files in sorted(os.walk(folder)):
            for file in sorted(files):
                if not file.endswith(".pyc"):
                    found = _STAT(f"{name}{os.sep}{file}")
                    yield f"{name} {file} {found.st_size} {found.st_mtime_ns}"
    for name in ("purelib", "platlib"):
        yield listed(sysconfig.get_path(name))

"""Every call of a command to the operating system that touches a folder, one by one.

`tests.safe.dying` counts the writer's calls to its disk. Here all calls are counted:
looking for a file, reading the books, listing, locking. The command runs once; at each
of its calls it forks, and in the fork the call fails and the command goes on in a copy
of the folder, mounted in its place for this process alone (Linux, and a user who may
mount). So a point costs a fork, and not a run.
"""

from __future__ import annotations

import builtins
import ctypes
import fcntl
import io
import os
import pickle
import shutil
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

from ledgerkit.cli import main
from tests.safe.dying import CRASHED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    State = dict[str, bytes]

#: Beside an error's number: the process is gone; half is written, and the call says so;
#: the power is cut, and the contents that were not synced are lost, or names too.
KILLED, HALF = "killed", "half written"
POWER, NAMES = "power cut", "power cut, names lost"
CALLS = (
    *("open", "stat", "lstat", "fstat", "access", "listdir", "scandir", "readlink"),
    *("read", "write", "fsync", "replace", "rename", "unlink", "remove", "mkdir"),
    *("rmdir", "chmod", "fchmod", "chown", "fchown", "utime", "link", "symlink"),
    *("truncate", "ftruncate", "listxattr", "getxattr", "setxattr"),
)
_MS_BIND, _MS_REC, _MS_PRIVATE, _CLONE_NEWNS = 4096, 16384, 1 << 18, 0x20000
_REAL = {name: getattr(os, name) for name in CALLS if hasattr(os, name)}
_OPEN, _FLOCK = io.open, fcntl.flock


class Outcome(NamedTuple):
    """What came of one point.

    Attributes:
        at: The how-manieth call.
        call: Its name, and what it was for.
        failure: An error's number, or a word.
        status: The exit status; -1 for none.
        state: The folder's files then.
    """

    at: int
    call: str
    failure: int | str
    status: int
    state: State


def can_mount() -> bool:
    """Whether this process may show itself another folder in a folder's place."""
    child = os.fork()
    if not child:
        libc = ctypes.CDLL(None, use_errno=True)
        os._exit(bool(libc.unshare(_CLONE_NEWNS)))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def files(folder: Path, lock: str = ".ledgerkit.lock") -> State:
    """The bytes of every file, without the lock; asked past every watch."""
    found: State = {}
    waiting = [str(folder)]
    while waiting:
        with _REAL["scandir"](waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.name != lock:
                    with _OPEN(entry.path, "rb") as file:
                        found[os.path.relpath(entry.path, folder)] = file.read()
    return found


def _content(path: str) -> bytes | None:
    try:
        with _OPEN(path, "rb") as file:
            return bytes(file.read())
    except OSError:
        return None


def _exists(path: str) -> bool:
    try:
        _REAL["lstat"](path)
    except OSError:
        return False
    return True


def _makes_a_file(name: str, args: Sequence[Any]) -> bool:
    return name == "open" and bool(args[1] & os.O_CREAT)


def _in_filelock() -> bool:
    """Whether its lock is being taken: it doesn't bear a fork in the middle of that.

    `tests.safe.dying` has the lock itself fail.
    """
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if "/filelock/" in frame.f_code.co_filename:
            return True
    return False


def restore(folder: Path, state: State) -> None:
    """The folder with these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def explore(
    folder: Path,
    arguments: Sequence[str],
    failures: Sequence[int | str],
    is_tried: Callable[[int, int | str], bool],
) -> tuple[int, list[Outcome]]:
    """Run a command once, and try failures at each of its calls.

    Returns:
        Its exit status, and what came of each point that was tried.
    """
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        os.chdir(folder)
        watch = _Watch(folder, failures, is_tried)
        watch.begin()
        done = CliRunner().invoke(main, list(arguments))
        crashed = not isinstance(done.exception, SystemExit | None)
        status = CRASHED if crashed else done.exit_code
        with os.fdopen(theirs if watch.branch is None else watch.branch, "wb") as pipe:
            pickle.dump((status, watch.told(status)), pipe)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        status, outcomes = pickle.load(pipe)
    os.waitpid(child, 0)
    return status, outcomes


class _Watch:
    """The calls under a folder, counted; at each of them forks that fail there."""

    def __init__(
        self,
        folder: Path,
        failures: Sequence[int | str],
        is_tried: Callable[[int, int | str], bool],
    ) -> None:
        self.folder, self.failures, self.is_tried = str(folder), failures, is_tried
        self.count, self.locked = 0, set[int]()
        self.outcomes: list[Outcome] = []
        #: Where a fork tells what came of it; None in the run without failure.
        self.branch: int | None = None
        self._point: tuple[int, str, int | str] | None = None
        self._unsynced: set[str] = set()
        #: Names changed since their folder was synced, with what was there before.
        self._named: list[tuple[str, bytes | None]] = []

    def begin(self) -> None:
        """From now on."""
        for name, real in _REAL.items():
            setattr(os, name, self._watched(name, real))
        io.open = builtins.open = self._opened  # type: ignore[assignment]
        fcntl.flock = self._flocked  # type: ignore[assignment]

    def told(self, status: int) -> list[Outcome]:
        """What came of every point; in a fork, of its own."""
        if self._point is None:
            return self.outcomes
        return [Outcome(*self._point, status, files(Path(self.folder)))]

    def _is_ours(self, what: object) -> bool:
        return self._name(what).startswith(self.folder)

    def _name(self, what: object) -> str:
        try:
            if isinstance(what, int):
                return str(_REAL["readlink"](f"/proc/self/fd/{what}"))
            # Links are not followed, and nothing is asked of the disk.
            return os.path.abspath(os.fsdecode(what))  # type: ignore[arg-type]  # noqa: PTH100
        except (OSError, TypeError, ValueError):
            return ""

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if self.branch is not None or not args or not self._is_ours(args[0]):
                return real(*args, **options)
            failure = self._step(name, args[0])
            if failure == HALF:
                return real(args[0], args[1][: len(args[1]) // 2])
            if isinstance(failure, int):
                raise OSError(failure, os.strerror(failure))
            self._note(name, args)
            return real(*args, **options)

        return call

    def _note(self, name: str, args: Sequence[Any]) -> None:
        """What a power cut would lose from this call on."""
        path = self._name(args[0])
        if name == "write":
            self._unsynced.add(path)
        elif name == "fsync":
            self._unsynced.discard(path)
            self._named = [n for n in self._named if str(Path(n[0]).parent) != path]
        elif name in {"unlink", "remove"}:
            self._named.append((path, _content(path)))
        elif (name == "mkdir" or _makes_a_file(name, args)) and not _exists(path):
            self._named.append((path, None))
        elif name in {"replace", "rename"}:
            target = self._name(args[1])
            self._named += [(target, _content(target)), (path, _content(path))]
            if path in self._unsynced:
                self._unsynced.remove(path)
                self._unsynced.add(target)

    def _flocked(self, descriptor: Any, operation: int) -> Any:
        if self.branch is None and self._is_ours(descriptor):
            failure = self._step("flock", descriptor)
            if isinstance(failure, int):
                raise OSError(failure, os.strerror(failure))
            (self.locked.discard if operation & fcntl.LOCK_UN else self.locked.add)(
                descriptor
            )
        return _FLOCK(descriptor, operation)

    def _opened(self, file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if self.branch is not None or not self._is_ours(file):
            return _OPEN(file, mode, *rest, **options)
        failure = self._step(f"open {mode}", file)
        if isinstance(failure, int):
            raise OSError(failure, os.strerror(failure), file)
        opened = _OPEN(file, mode, *rest, **options)
        failure = self._step("read" if "r" in mode else "first write", file)
        if isinstance(failure, int):
            broken = _Broken(failure)
            buffered = io.BufferedRWPair(broken, broken)
            return buffered if "b" in mode else io.TextIOWrapper(buffered)  # type: ignore[type-var]
        return opened

    def _step(self, name: str, what: object) -> int | str | None:
        """The failure of this call; in the run without failure none, after forking."""
        self.count += 1
        called = f"{name} {os.path.relpath(self._name(what), self.folder)}"
        for failure in self.failures:
            if failure == HALF and name != "write":
                continue
            if not self.is_tried(self.count, failure):
                continue
            if failure in {KILLED, POWER, NAMES}:
                self._cut(called, str(failure))
            elif not _in_filelock() and self._fork(called, failure):
                return failure
        return None

    def _cut(self, called: str, failure: str) -> None:
        state = files(Path(self.folder))
        if failure in {POWER, NAMES}:
            lost = {os.path.relpath(name, self.folder) for name in self._unsynced}
            state |= dict.fromkeys(lost & state.keys(), b"")
        for path, content in reversed(self._named if failure == NAMES else []):
            name = os.path.relpath(path, self.folder)
            inside = {n for n in state if f"{n}/".startswith(f"{name}/")}
            state = {n: state[n] for n in state.keys() - inside}
            state |= {} if content is None else {name: content}
        self.outcomes.append(Outcome(self.count, called, failure, -1, state))

    def _fork(self, called: str, failure: int | str) -> bool:
        """Whether this is the fork."""
        ours, theirs = os.pipe()
        child = os.fork()
        if not child:
            os.close(ours)
            self._point, self.branch = (self.count, called, failure), theirs
            try:
                self._move_away()
            except BaseException:  # noqa: BLE001 - Nothing above may catch it.
                traceback.print_exc(file=sys.__stderr__)
                os._exit(1)
            return True
        os.close(theirs)
        with os.fdopen(ours, "rb") as pipe:
            _status, outcomes = pickle.load(pipe)
        os.waitpid(child, 0)
        self.outcomes += outcomes
        return False

    def _move_away(self) -> None:
        """A copy of the folder stands in its place, for this process alone."""
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.unshare(_CLONE_NEWNS) == 0
        assert libc.mount(None, b"/", None, _MS_REC | _MS_PRIVATE, None) == 0
        copy = f"{self.folder}-copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder, copy, symlinks=True)
        numbers = [int(name) for name in _REAL["listdir"]("/proc/self/fd")]
        held = {
            n: name for n in numbers if (name := self._name(n)) and self._is_ours(n)
        }
        target = self.folder.encode()
        assert libc.mount(copy.encode(), target, None, _MS_BIND, None) == 0, (
            os.strerror(ctypes.get_errno())
        )
        for number, name in held.items():
            self._reopen(number, name)
        os.chdir(self.folder)

    def _reopen(self, number: int, name: str) -> None:
        if not Path(name).exists():
            return
        flags = fcntl.fcntl(number, fcntl.F_GETFL) & ~(os.O_CREAT | os.O_EXCL)
        new = _REAL["open"](name, flags | os.O_CLOEXEC)
        if not Path(name).is_dir():
            os.lseek(new, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
        os.dup2(new, number, inheritable=False)
        os.close(new)
        if number in self.locked:
            _FLOCK(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


class _Broken(io.RawIOBase):
    """A file whose first read, and every write, fails."""

    def __init__(self, failure: int) -> None:
        self._failure = failure

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, _buffer: object) -> int:
        raise OSError(self._failure, os.strerror(self._failure))

    def write(self, _data: object) -> int:
        raise OSError(self._failure, os.strerror(self._failure))

"""Where answers are kept: the user's cache, which nobody else may read.

A file holds one answer as JSON, after a line with its digest. What is damaged, somebody
else's or not understood counts as not there. At most 200 MB stay, the latest.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.cli.answers.witness import Looked
from ledgerkit.ledger.writing.disk import private

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The most that all answers take, and one of them.
BYTES_MAX, ANSWER_MAX = 200_000_000, 20_000_000
_SUFFIX = ".json"


class KeptAnswer(NamedTuple):
    """What a command printed, and its exit status."""

    out: bytes
    err: bytes
    status: int


def answers_folder(environment: Mapping[str, str]) -> Path | None:
    """The folder of kept answers; None for a user without a home.

    Args:
        environment: Its ``XDG_CACHE_HOME`` comes first, then what the system uses.
    """
    chosen = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(chosen):  # noqa: PTH117 - a relative one is to be ignored
        return Path(chosen) / "ledgerkit" / "answers"
    if sys.platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "ledgerkit" / "Cache" / "answers"
    if not os.path.isabs(environment.get("HOME", "")):  # noqa: PTH117
        return None
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path(environment["HOME"]) / caches / "ledgerkit" / "answers"


class KeptAnswers:
    """The answers in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which may not be there yet."""
        self._folder = folder

    def find(self, key: Sequence[str]) -> KeptAnswer | None:
        """The answer to this question, if nothing has changed since; None if none is.

        Args:
            key: All that the answer depends on besides what was looked at.
        """
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            if not self._is_ours():
                return None
            digest, _end, content = self._path(key).read_bytes().partition(b"\n")
            if hashlib.sha256(content).hexdigest().encode() != digest:
                return None
            value = json.loads(content)
            if value["key"] != list(key):
                return None
            if Looked.from_json(value["looked"]).is_unchanged():
                out, err = (base64.b64decode(value[name]) for name in ("out", "err"))
                return KeptAnswer(out, err, int(value["status"]))
        return None

    def keep(self, key: Sequence[str], looked: Looked, answer: KeptAnswer) -> None:
        """Keep an answer, if the disk allows it, and let the oldest go."""
        value = {
            "key": list(key),
            "looked": looked.as_json(),
            "out": base64.b64encode(answer.out).decode(),
            "err": base64.b64encode(answer.err).decode(),
            "status": answer.status,
        }
        content = json.dumps(value).encode("utf-8", "surrogatepass")
        if len(content) > ANSWER_MAX:
            return
        digest = hashlib.sha256(content).hexdigest().encode()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._is_ours():
                self._put(self._path(key), digest + b"\n" + content)
                self._let_go()

    def _path(self, key: Sequence[str]) -> Path:
        text = json.dumps(list(key)).encode("utf-8", "surrogatepass")
        return self._folder / f"{hashlib.sha256(text).hexdigest()}{_SUFFIX}"

    def _is_ours(self) -> bool:
        """Whether the folder is the user's own, and closed to all others."""
        found = self._folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            return False
        if sys.platform == "win32":
            return True
        return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077

    def _put(self, path: Path, content: bytes) -> None:
        draft = path.with_name(f"{os.urandom(8).hex()}.draft")
        try:
            with open(draft, "xb", opener=private) as file:
                file.write(content)
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise

    def _let_go(self) -> None:
        """Remove the oldest, until the rest is little enough."""
        files = [(path, path.stat()) for path in self._folder.iterdir()]
        files.sort(key=lambda one: one[1].st_mtime_ns, reverse=True)
        total = 0
        for path, found in files:
            total += found.st_size
            if total > BYTES_MAX:
                with suppress(OSError):
                    path.unlink()

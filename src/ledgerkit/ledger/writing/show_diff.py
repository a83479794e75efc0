"""A change to a file, as people read one."""

from __future__ import annotations

import difflib
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_CONTEXT = 3


def diff(path: Path, old: bytes, new: bytes) -> str:
    r"""A unified diff; nothing when nothing changes.

    Lines keep their own endings, and a last line without one is marked as
    ``diff`` marks it.

    >>> from pathlib import Path
    >>> print(diff(Path("a"), b"1\n", b"1\n2\n"), end="")
    --- a
    +++ a
    @@ -1 +1,2 @@
     1
    +2
    """
    before, after = _lines(old), _lines(new)
    # A ledger has a hundred thousand lines, and comparing them all would take
    # seconds: only what lies between the first and the last change is compared.
    head = max(0, _common(before, after) - _CONTEXT)
    before, after = before[head:], after[head:]
    tail = max(0, _common(before[::-1], after[::-1]) - _CONTEXT)
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    return "".join(_unified(str(path), before, after, head))


def _lines(data: bytes) -> list[str]:
    """Lines with their endings, parted where Beancount parts them."""
    lines = data.decode("utf-8", "replace").split("\n")
    last = [lines[-1] + "\n\\ No newline at end of file\n"] if lines[-1] else []
    return [line + "\n" for line in lines[:-1]] + last


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same, from the first on."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _unified(
    name: str, before: Sequence[str], after: Sequence[str], skipped: int
) -> Iterator[str]:
    if before == after:
        return
    groups = difflib.SequenceMatcher(None, before, after).get_grouped_opcodes(_CONTEXT)
    yield f"--- {name}\n+++ {name}\n"
    for group in groups:
        old = _range(skipped + group[0][1], skipped + group[-1][2])
        new = _range(skipped + group[0][3], skipped + group[-1][4])
        yield f"@@ -{old} +{new} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[i1:i2])
            else:
                yield from (f"-{line}" for line in before[i1:i2])
                yield from (f"+{line}" for line in after[j1:j2])


def _range(start: int, stop: int) -> str:
    """Lines as a hunk's head counts them: from 1, and the line before when empty."""
    length = stop - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"

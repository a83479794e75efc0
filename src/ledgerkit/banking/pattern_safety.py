"""Patterns that can't keep a computer busy for ever.

Python tries every way to match, and for some patterns the ways double with each
character: ``(a+)+$`` on thirty of them takes minutes. A bank's text comes from
strangers, so such patterns are refused, and a text is cut before it is searched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How much of a text is searched.
TEXT_MAX = 280
_PATTERN_MAX = 500
#: With so many that can take any length the steps grow with the cube of the text.
_REPEATS_MAX, _OPTIONAL_MAX = 3, 10
#: From here on a bounded repeat is as bad as an unbounded one.
_LONG_REPEAT = 12
_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<open>\((?:\?[^)]*?[:=!>]|\?P<\w+>)?)"
    r"|(?P<close>\))|(?P<repeat>[*+?]|\{\d*,?\d*\})[?+]?|(?P<other>.)",
    re.DOTALL,
)


def pattern_problem(pattern: str) -> str:
    """What is wrong with a pattern, to follow its name; empty if nothing is.

    >>> pattern_problem("ENEL.*energia"), pattern_problem("(")
    ('', "can't be read: missing ), unterminated subpattern at position 0")
    >>> pattern_problem("(a+)+$")
    'repeats what repeats itself, and could take for ever; write one of the two'
    """
    if len(pattern) > _PATTERN_MAX:
        return f"is longer than {_PATTERN_MAX} characters"
    try:
        re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        return f"can't be read: {error}"
    if re.search(r"\\[1-9]|\(\?P=|\(\?\(", pattern):
        return "refers to what it matched before, which could take for ever"
    return next(_slow(pattern), "")


def _slow(pattern: str) -> Iterator[str]:
    core = re.sub(r"^(?:\.\*\??)+|(?:\.\*\??)+$", "", pattern)
    # For each open group, whether it holds a repeat or alternatives so far.
    holds, long, optional = [False], 0, 0
    closed = False
    for token in _TOKEN.finditer(core):
        kind = token.lastgroup
        if kind == "open":
            holds.append(False)
        elif kind == "close" and len(holds) > 1:
            closed = holds.pop()
            holds[-1] = holds[-1] or closed
            continue
        elif kind == "repeat":
            most = _most(token["repeat"])
            if closed and most > 1:
                yield (
                    "repeats what repeats itself, and could take for ever;"
                    " write one of the two"
                )
            long += most >= _LONG_REPEAT
            optional += most < _LONG_REPEAT
            holds[-1] = holds[-1] or most > 1 or token["repeat"] == "?"
        elif kind == "other" and token["other"] == "|":
            holds[-1] = True
        closed = False
    if long > _REPEATS_MAX - (not core.startswith("^")):
        yield "has too many parts of any length, and could take for ever"
    if optional > _OPTIONAL_MAX:
        yield "has too many parts that may be left out, and could take for ever"


def _most(repeat: str) -> int:
    """How often at most; a literal brace is once."""
    if repeat in "*+":
        return _LONG_REPEAT
    if repeat == "?":
        return 1
    bounds = repeat.strip("{}").split(",")
    if not any(bounds):
        return 1
    return int(bounds[-1]) if bounds[-1] else _LONG_REPEAT

r"""Patterns of bank rules: only those that no line can make run for long.

Python's own matcher tries every way in which a pattern can be laid over a text, and
whoever sends us a payment chooses that text. So the ways are counted beforehand: the
product over a sequence, the sum over alternatives, and for a repeat of something that
can itself be laid in several ways their number to the power of the repeats.
``(a+)+`` has more ways than there are seconds; ``INV-[0-9]{4,6}`` has three.
"""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: What is matched of a line's name, and of its text: no bank has more to say.
LINE_TEXT_MAX = 300
_PATTERN_MAX = 200
#: Two free repeats, and some choices besides: a tenth of a second at the worst.
_WAYS_MAX = 1_000_000


def line_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern ready for use, without regard to capitals.

    Raises:
        ValueError: If it is no pattern, or some text would make it run for long; the
            message says what to write instead.

    >>> bool(line_pattern("inv-[0-9]{4,6}").search("Payment INV-20261"))
    True
    >>> line_pattern("(a+)+$")
    Traceback (most recent call last):
    ValueError: "(a+)+$" could run for hours on some lines; write at most two of * \
and +, none within another, and else bounds, such as [0-9]{1,8}
    """
    if len(pattern) > _PATTERN_MAX:
        raise ValueError(
            f"the pattern has {len(pattern)} characters; write one of at most"
            f" {_PATTERN_MAX}"
        )
    try:
        parsed = _parser.parse(pattern, re.IGNORECASE)
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f'"{pattern}" is no pattern: {error}') from None
    if _ways(parsed) > _WAYS_MAX:
        raise ValueError(
            f'"{pattern}" could run for hours on some lines; write at most two of *'
            " and +, none within another, and else bounds, such as [0-9]{1,8}"
        )
    return compiled


def _ways(parsed: Any) -> int:
    """In how many ways a parsed pattern can be laid over a line, up to the limit."""
    ways = 1
    for operation, argument in parsed:
        ways = min(ways * _ways_of(str(operation), argument), _WAYS_MAX + 1)
    return ways


def _ways_of(operation: str, argument: Any) -> int:
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = argument
        return _ways_of_repeat(int(least), min(int(most), LINE_TEXT_MAX), _ways(inner))
    if operation == "BRANCH":
        return sum(_ways(branch) for branch in argument[1])
    if operation in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
        return _ways(argument if operation == "ATOMIC_GROUP" else argument[-1])
    if operation == "GROUPREF_EXISTS":
        _group, then, otherwise = argument
        return _ways(then) + (_ways(otherwise) if otherwise else 1)
    return 1


def _ways_of_repeat(least: int, most: int, inner: int) -> int:
    if inner == 1:
        return max(most - least + 1, 1)
    ways = 0
    for times in range(least, most + 1):
        ways += inner**times
        if ways > _WAYS_MAX:
            break
    return max(ways, 1)

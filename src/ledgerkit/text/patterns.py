"""Search patterns (regular expressions) that can't run for long.

Patterns that some text could make run for long are refused.

Python's matcher tries every way in which a pattern can match a text, and whoever sends
us a payment chooses that text. So the ways are counted beforehand: the product over a
sequence, the sum over alternatives, and for a repeat of something with several ways,
their number to the power of the repeats. ``(a+)+`` has more ways than there are
seconds; ``INV-[0-9]{4,6}`` has three.
"""

from __future__ import annotations

import re
from re import _parser  # type: ignore[attr-defined]
from typing import Any

#: The length of a name or text that is matched: no bank sends more.
LINE_TEXT_MAX = 300


_PATTERN_MAX = 200


#: Two unbounded repeats and a few alternatives: a tenth of a second at worst.
_WAYS_MAX = 1_000_000


def line_pattern(pattern: str, longest: int = LINE_TEXT_MAX) -> re.Pattern[str]:
    """A compiled pattern, ignoring case.

    Args:
        pattern: The pattern.
        longest: The length of the longest text that it is to be searched in.

    Raises:
        ValueError: If it is not a pattern, or some text could make it run for long; the
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
    # A search begins at each character.
    if _ways(parsed, longest) * longest > _WAYS_MAX * LINE_TEXT_MAX:
        raise ValueError(
            f'"{pattern}" could run for hours on some lines; write at most two of *'
            " and +, none within another, and else bounds, such as [0-9]{1,8}"
        )
    return compiled


def _ways(parsed: Any, longest: int) -> int:
    """The number of ways a parsed pattern can match a line, up to the limit."""
    ways = 1
    for operation, argument in parsed:
        more = _ways_of(str(operation), argument, longest)
        ways = min(ways * more, _WAYS_MAX + 1)
    return ways


def _ways_of(operation: str, argument: Any, longest: int) -> int:
    if operation in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, inner = argument
        return _ways_of_repeat(
            int(least), min(int(most), longest), _ways(inner, longest)
        )
    if operation == "BRANCH":
        return sum(_ways(branch, longest) for branch in argument[1])
    if operation in {"SUBPATTERN", "ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"}:
        inner = argument if operation == "ATOMIC_GROUP" else argument[-1]
        return _ways(inner, longest)
    if operation == "GROUPREF_EXISTS":
        _group, then, otherwise = argument
        return _ways(then, longest) + (_ways(otherwise, longest) if otherwise else 1)
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

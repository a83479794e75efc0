"""Searches that can't keep Fava busy.

Fava's filters and its query language take regular expressions as they come, and Python
doesn't let other requests run during a search. So patterns that could run for long are
refused by their shape, and many short searches are cut off together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from beanquery import query_compile, query_env
from fava.core import filters
from flask import g, has_app_context

from ledgerkit.text.patterns import LINE_TEXT_MAX, line_pattern
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable

#: What all searches of one request may take together, in seconds.
_SECONDS_MAX = 3


def bound_searches() -> None:
    """Bound the searches of this process: Fava's filters and the query language's."""
    filters.Match = BoundedMatch  # type: ignore[misc, assignment]
    for module in (query_compile, query_env):
        module.re = BoundedSearches()


class BoundedMatch:
    """What Fava's ``Match`` is: a pattern, or a text if it is none.

    Raises:
        FilterError: If the pattern could run for long; also when it is called.
    """

    __slots__ = ("_pattern",)

    def __init__(self, search: str) -> None:
        self._pattern = search
        if _is_pattern(search):
            check_pattern(search, LINE_TEXT_MAX)

    def __call__(self, value: Any) -> bool:
        """Whether a value's text holds the pattern."""
        text = str(value)
        if not _is_pattern(self._pattern):
            return text == self._pattern
        return bool(searched(re.search, self._pattern, text, flags=re.IGNORECASE))


class BoundedSearches:
    """In place of the module `re` where a query's functions search."""

    IGNORECASE = re.IGNORECASE

    @staticmethod
    def search(pattern: str, text: str, flags: int = 0) -> Any:
        """As `re.search`."""
        return searched(re.search, pattern, text, flags=flags)

    @staticmethod
    def match(pattern: str, text: str, flags: int = 0) -> Any:
        """As `re.match`."""
        return searched(re.match, pattern, text, flags=flags)

    @staticmethod
    def sub(pattern: str, replacement: str, text: str) -> Any:
        """As `re.sub`."""

        def substitute(pattern: str, text: str, flags: int) -> str:
            return re.sub(pattern, replacement, text, flags=flags)

        return searched(substitute, pattern, text)


def searched(
    search: Callable[..., Any], pattern: str, text: str, *, flags: int = 0
) -> Any:
    """Search, if the pattern is harmless and the request still has time.

    Raises:
        FilterError: If not; the message says what to write instead.
    """
    if _is_pattern(pattern):
        check_pattern(pattern, max(LINE_TEXT_MAX, _rounded(len(text))))
    begun = perf_counter_ns()
    result = search(pattern, text, flags=flags)
    _spend(perf_counter_ns() - begun)
    return result


def check_pattern(pattern: str, longest: int) -> None:
    """Refuse a pattern that could run for long.

    Raises:
        FilterError: If it could.
    """
    if problem := _problem(pattern, longest):
        raise filters.FilterError("filter", f"Not searched: {visible(problem)}.")


@lru_cache(maxsize=1024)
def _problem(pattern: str, longest: int) -> str:
    try:
        line_pattern(pattern, longest)
    except ValueError as error:
        return str(error)
    return ""


@lru_cache(maxsize=1024)
def _is_pattern(text: str) -> bool:
    try:
        re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _rounded(length: int) -> int:
    """The next power of two, so that few lengths are checked."""
    return 1 << max(length - 1, 0).bit_length()


def _spend(nanoseconds: int) -> None:
    """Count a search against its request.

    Raises:
        FilterError: If the request has searched for long enough.
    """
    if not has_app_context():
        return
    g.time_searched = getattr(g, "time_searched", 0) + nanoseconds
    if g.time_searched > _SECONDS_MAX * 1_000_000_000:
        raise filters.FilterError(
            "filter",
            f"Not searched to the end: it took over {_SECONDS_MAX} seconds; write a"
            " pattern with fewer * and +.",
        )

"""Jinja's sandbox for users' templates, in which nothing grows or lasts without bound.

What could is counted for each page: turns of loops, calls (of macros too), and letters
that are put together, padded or printed. No page of a letter comes near the limits.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.runtime import markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Characters of a repeated text, and what may be raised to a power or be one.
_LARGEST, _HIGHEST = 1_000_000, 10_000
#: Turns of loops and calls of a page, its letters, and the width of a column.
_TURNS, _LETTERS, _WIDEST = 200_000, 20_000_000, 1_000

_WIDE_PERCENT = re.compile(r"%[^A-Za-z%]*(?:\d{4,}|\*)")
_WIDE_BRACES = re.compile(r"\{[^{}]*(?:\d{4,}[^{}]*\}|\{)")
#: Texts' methods and filters that take a width, or a number of parts.
_WIDENING = {"center", "ljust", "rjust", "zfill", "expandtabs", "indent", "wordwrap"}
_WIDENING |= {"batch", "slice"}


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, which counts what a page costs."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        """Take Jinja's options."""
        super().__init__(**options, finalize=self._printed)
        self.begin()
        for name, filter_ in list(self.filters.items()):
            self.filters[name] = self._bounded(name, filter_)
        self.filters["counted turns"] = self._turns_of
        self.filters["one text"] = self._one_text
        # It makes texts of any length.
        self.globals.pop("lipsum", None)

    def begin(self) -> None:
        """Begin a page: nothing is spent."""
        self._turns, self._letters = _TURNS, _LETTERS

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        return _Counting().visit(super()._parse(source, name, filename))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse a text repeated too often, and a power of too many digits."""
        sizes = [len(v) for v in (left, right) if isinstance(v, (str, list, tuple))]
        counts = [abs(v) for v in (left, right) if isinstance(v, int)]
        grows = bool(sizes and counts) and sizes[0] * counts[0] > _LARGEST
        if operator == "**":
            grows = any(abs(v) > _HIGHEST for v in (left, right))
        if operator == "%":
            grows = isinstance(left, str) and _WIDE_PERCENT.search(left) is not None
        if grows:
            raise OverflowError(f"{operator} makes something too large")
        return self._spent(super().call_binop(context, operator, left, right))

    def call(self, context: Any, called: Any, /, *args: Any, **named: Any) -> Any:
        """Call something, which is counted, and so is what it gives."""
        self._turn()
        owner, name = getattr(called, "__self__", None), getattr(called, "__name__", "")
        if isinstance(owner, str):
            _check_width(name, (owner, *args), named.values())
        return self._spent(super().call(context, called, *args, **named))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse to fill in a text with columns too wide."""
        wide = attr in {"format", "format_map"} and isinstance(obj, str)
        if wide and _WIDE_BRACES.search(obj):
            raise OverflowError(f"{attr} makes something too large")
        return super().is_safe_attribute(obj, attr, value)

    def _bounded(self, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(filter_)
        def bounded(*args: Any, **named: Any) -> Any:
            self._turn()
            _check_width(name, args, named.values())
            return self._spent(filter_(*args, **named))

        return bounded

    def _turn(self) -> None:
        self._turns -= 1
        if self._turns < 0:
            raise OverflowError("loops and calls make something too large")

    def _turns_of(self, each: Iterable[Any]) -> Iterator[Any]:
        for one in each:
            self._turn()
            yield one

    def _one_text(self, parts: Iterable[Any]) -> Any:
        return self._spent(markup_join(parts))

    def _spent(self, made: Any) -> Any:
        if isinstance(made, str):
            self._letters -= len(made)
            if self._letters < 0:
                raise OverflowError("the texts make something too large")
        return made

    def _printed(self, value: Any) -> Any:
        self._spent(value)
        return value


def _check_width(name: str, args: Iterable[Any], named: Iterable[Any]) -> None:
    """Refuse widths beyond any page, and texts put in the place of many."""
    values = [*args, *named]
    texts = [value for value in values if isinstance(value, str)]
    widths = [v for v in values[1:] if isinstance(v, int)]
    is_wide = name in _WIDENING and any(abs(width) > _WIDEST for width in widths)
    if name == "format":
        is_wide = bool(texts) and _WIDE_PERCENT.search(texts[0]) is not None
    if name in {"replace", "join"}:
        sizes = [len(v) for v in values if isinstance(v, (str, list, tuple))]
        put = len(texts[-1]) if texts else 0
        is_wide = (max(sizes, default=0) + 1) * put > _LARGEST
    if is_wide:
        raise OverflowError(f"{name} makes something too large")


class _Counting(NodeTransformer):
    """Lets loops and the joining of texts go through filters that count."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's name
        """A loop: each turn is counted."""
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "counted turns")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        """Texts put together with ``~``."""
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "one text")


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)

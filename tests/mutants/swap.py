"""Functions that are loaded already get other code: nothing is written or imported."""

from __future__ import annotations

import ast
import gc
from collections import defaultdict
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

from tests.mutants.changes import compiled, outer_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: A module's path, and a function's name in it.
Name = tuple[str, str]
#: What a watched function calls its list.
_REACHED = "__reached__"


class Functions:
    """The functions of some modules, as they are loaded."""

    def __init__(self, paths: Iterable[Path]) -> None:
        wanted = {str(path) for path in paths}
        self._loaded: dict[Name, list[FunctionType]] = defaultdict(list)
        for found in gc.get_objects():
            if isinstance(found, FunctionType):
                code = found.__code__
                if code.co_filename in wanted and "<" not in code.co_qualname:
                    self._loaded[code.co_filename, code.co_qualname].append(found)

    def swap(self, path: Path, code: CodeType, name: str | None = None) -> bool:
        """Give functions the code that a changed module has for them.

        Args:
            path: The module.
            code: It, changed and compiled.
            name: The one function to swap; None for all.

        Returns:
            Whether any function was swapped.
        """
        swapped = False
        for found, new in _codes(code):
            if name in {None, found}:
                for function in self._loaded.get((str(path), found), ()):
                    function.__code__ = new
                    swapped = True
        return swapped

    def watch(self, path: Path, reached: set[Name]) -> None:
        """Let each function of a module put its name there when it is called."""
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, function in outer_functions(tree):
            call = f"{_REACHED}.add(({str(path)!r}, {name!r}))"
            function.body[:0] = ast.parse(call).body
        self.swap(path, compiled(tree, path))
        for functions in self._loaded.values():
            for function in functions:
                function.__globals__[_REACHED] = reached


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The code of each function of a module, and of each method of its classes."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and "<" not in constant.co_qualname:
            yield constant.co_qualname, constant
            yield from _codes(constant)

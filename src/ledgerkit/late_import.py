"""Imports on first call, not in advance."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateImport:
    """A module, or something in it, by its path; it is imported when called.

    Type checkers see the real thing: users import it for them under ``TYPE_CHECKING``,
    and bind the same name to a `LateImport` otherwise.
    """

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        """Take the full name, e.g. ``ledgerkit.reports``."""
        self._path = path

    def __getattr__(self, name: str) -> LateImport:
        """The member of the module with this name."""
        return LateImport(f"{self._path}.{name}")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Import and call it."""
        return imported(self)(*arguments, **named)


def imported(late: Any) -> Any:
    """The thing itself, imported now; anything other than a `LateImport` unchanged."""
    if not isinstance(late, LateImport):
        return late
    module, _, name = late._path.rpartition(".")  # noqa: SLF001 - its own module
    return getattr(import_module(module), name)

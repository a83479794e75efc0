"""What is imported when it is first called, and not when somebody might call it."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateImport:
    """A module, or something in it, by its path; called, it is imported first.

    Type checkers see the real thing: whoever uses this imports it for them under
    ``TYPE_CHECKING``, and binds the same name to a `LateImport` otherwise.
    """

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        """Take the whole name, e.g. ``ledgerkit.reports``."""
        self._path = path

    def __getattr__(self, name: str) -> LateImport:
        """What has this name in the module."""
        return LateImport(f"{self._path}.{name}")

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Import and call it."""
        return imported(self)(*arguments, **named)


def imported(late: Any) -> Any:
    """The thing itself, imported now; whatever is no `LateImport` as it is."""
    if not isinstance(late, LateImport):
        return late
    module, _, name = late._path.rpartition(".")  # noqa: SLF001 - its own module
    return getattr(import_module(module), name)

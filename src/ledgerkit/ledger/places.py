"""Where a directive or posting stands in the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Directive


def place_in(meta: Mapping[str, Any] | None) -> Place:
    """The place that metadata carries; other plugins may have left none."""
    if not meta:
        return Place("<ledger>", 0)
    return Place(meta.get("filename") or "<ledger>", meta.get("lineno") or 0)


def place_of(directive: Directive) -> Place:
    """Where a directive begins."""
    return place_in(directive.meta)


def short_place(place: Place) -> str:
    """A place as a sentence has it: the file's own name and the line."""
    return f"{Path(place.filename).name}:{place.lineno}"

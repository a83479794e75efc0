"""Metadata: what a person wrote, and what our plugins added.

The plugins add keys so that Fava's filter and bean-query see them. What they add
is text and dates like any other to whoever reads it, but of a type of its own, and
our own reading passes it over: books read the same with the plugins and without.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Directive


class AddedText(str):
    """A text that a plugin of ours added."""

    __slots__ = ()


class AddedDate(date):
    """A date that a plugin of ours added."""

    __slots__ = ()


#: A value that a plugin added, and nobody wrote.
ADDED = (AddedText, AddedDate)


def added_date(day: date) -> AddedDate:
    """The day as an added one."""
    return AddedDate(day.year, day.month, day.day)


def added(value: Any) -> Any:
    """A value as an added one, where there is a type for that."""
    if isinstance(value, str):
        return AddedText(value)
    return added_date(value) if isinstance(value, date) else value


def written(meta: Mapping[str, Any] | None, key: str) -> Any:
    """What a person wrote under this key; None if nobody did."""
    value = meta.get(key) if meta else None
    return None if isinstance(value, ADDED) else value


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

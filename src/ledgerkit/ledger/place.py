"""Metadata, written by a person or added by our plugins, and places.

The plugins add keys for Fava's filter and bean-query. Their values look like any other
text or date, but have types of their own, which we ignore: books read the same with
and without the plugins.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beancount.core.data import Directive


class AddedText(str):
    """A text added by one of our plugins."""

    __slots__ = ()


class AddedDate(date):
    """A date added by one of our plugins."""

    __slots__ = ()


#: The types of values added by a plugin, not written by a person.
ADDED = (AddedText, AddedDate)


@lru_cache(maxsize=4096)
def added_date(day: date) -> AddedDate:
    """A day, as an added date; mostly one object for all that is due on it."""
    return AddedDate(day.year, day.month, day.day)


def added(value: Any) -> Any:
    """A value as an added one, if there is a type for it."""
    if isinstance(value, str):
        return AddedText(value)
    return added_date(value) if isinstance(value, date) else value


def written(meta: Mapping[str, Any] | None, key: str) -> Any:
    """The value a person wrote for this key; None if there is none."""
    value = meta.get(key) if meta else None
    return None if isinstance(value, ADDED) else value


def place_in(meta: Mapping[str, Any] | None) -> Place:
    """The place in metadata; other plugins may have left none."""
    if not meta:
        return Place("<ledger>", 0)
    return Place(meta.get("filename") or "<ledger>", meta.get("lineno") or 0)


def place_of(directive: Directive) -> Place:
    """Where a directive begins."""
    return place_in(directive.meta)


def short_place(place: Place) -> str:
    """A place for a sentence: the file's own name and the line."""
    return f"{_name_of(place.filename)}:{place.lineno}"


@lru_cache(maxsize=1024)
def _name_of(filename: str) -> str:
    """A file's own name; a journal asks for it at each of its lines."""
    return Path(filename).name

"""A part of an XML document, asked for by the names of its elements.

Names are local ones: prefixes are the sender's choice, and FatturaPA's namespaces
have changed with its versions. What is there and can't be read is an error that
names the file, the line, the element, its term in the standard, and the value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.errors import Place
from ledgerkit.money import AMOUNT_LIMIT
from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

#: A decimal of XML Schema, with what books can hold.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_LONGEST = 40
_PERCENT_MAX = 1000
#: A day of XML Schema, whose zone says nothing here; and the same in one piece, as
#: CII has it (UNTDID 2379: 102), with the time behind it in 203 and 204.
_DAY = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SHORT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?")


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


class XmlPart:
    """One element and what stands below it."""

    __slots__ = ("_above", "_file", "_node")

    def __init__(
        self, node: etree._Element, file: str, above: XmlPart | None = None
    ) -> None:
        """Take an element.

        Args:
            node: The element.
            file: What to call the file in an error.
            above: The part that it stands in, as an error shows it.
        """
        self._node = node
        self._file = file
        self._above = above

    @property
    def path(self) -> str:
        """Its name below those above it; made only where an error shows it."""
        return f"{self._above.path}/{self.name}" if self._above else self.name

    @property
    def name(self) -> str:
        """The element's local name."""
        return local_name(self._node)

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self._file

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self._file, self._node.sourceline or 1)

    def all(self, path: str) -> Iterator[XmlPart]:
        """Every part below it by this path, e.g. ``Party/PartyName``."""
        first, _, rest = path.partition("/")
        for child in self._node.iterchildren(f"{{*}}{first}"):
            part = XmlPart(child, self._file, self)
            if rest:
                yield from part.all(rest)
            else:
                yield part

    def first(self, path: str) -> XmlPart | None:
        """The first of them; None if there is none."""
        return next(self.all(path), None)

    def __contains__(self, path: str) -> bool:
        return self.first(path) is not None

    @property
    def content(self) -> str:
        """Its own text, without white space around it."""
        return (self._node.text or "").strip()

    def text(self, *paths: str) -> str:
        """The text of the first of these paths that has any; else empty."""
        for path in paths:
            for part in self.all(path):
                if part.content:
                    return part.content
        return ""

    def texts(self, path: str) -> tuple[str, ...]:
        """The texts of all parts by this path, without empty ones."""
        return tuple(part.content for part in self.all(path) if part.content)

    def attribute(self, name: str) -> str:
        """One of its attributes; empty if it has none of that name."""
        return (self._node.get(name) or "").strip()

    def required(self, path: str, term: str) -> str:
        """A text that must be there.

        Raises:
            UnreadableFileError: If it isn't.
        """
        found = self.text(path)
        if not found:
            raise self.missing(path, term)
        return found

    def number(self, path: str, term: str) -> Decimal | None:
        """A number; None if there is none.

        Args:
            path: Where it stands.
            term: What the standard calls it, for an error.

        Raises:
            UnreadableFileError: If what stands there is no number.
        """
        part = self.first(path)
        return part.as_number(term) if part and part.content else None

    def required_number(self, path: str, term: str) -> Decimal:
        """A number that must be there.

        Raises:
            UnreadableFileError: If it isn't, or is no number.
        """
        found = self.number(path, term)
        if found is None:
            raise self.missing(path, term)
        return found

    def percent(self, path: str, term: str) -> Decimal | None:
        """A percentage; None if there is none.

        Raises:
            UnreadableFileError: If what stands there is no number, or so large
                that it can't be meant.
        """
        part = self.first(path)
        found = self.number(path, term)
        if part and found is not None and abs(found) > _PERCENT_MAX:
            raise part.wrong(term, "no percentage; 22 % is written 22")
        return found

    def as_number(self, term: str) -> Decimal:
        """Its own text as a number.

        Raises:
            UnreadableFileError: If it is none.
        """
        text = self.content
        if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
            raise self.wrong(term, "no number; XML writes one as 1234.50")
        number = Decimal(text)
        if abs(number) >= AMOUNT_LIMIT:
            raise self.wrong(term, "larger than any amount that books can hold")
        return number

    def day(self, path: str, term: str) -> date | None:
        """A day; None if there is none.

        Raises:
            UnreadableFileError: If what stands there is no day.
        """
        part = self.first(path)
        return part.as_day(term) if part and part.content else None

    def required_day(self, path: str, term: str) -> date:
        """A day that must be there.

        Raises:
            UnreadableFileError: If it isn't, or is no day.
        """
        found = self.day(path, term)
        if found is None:
            raise self.missing(path, term)
        return found

    def as_day(self, term: str) -> date:
        """Its own text as a day, as XML Schema or CII writes it.

        Raises:
            UnreadableFileError: If it is none.
        """
        text = self.content
        match = _DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text)
        try:
            if match and match[1].isascii():
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        raise self.wrong(term, "no day; XML writes one as 2026-01-31")

    def missing(self, path: str, term: str) -> Exception:
        """The error that something isn't there."""
        what = f"{self.path}/{path} ({term}) is missing or empty"
        return unreadable(self._file, what, self._node.sourceline)

    def wrong(self, term: str, what: str) -> Exception:
        """The error that its own text can't be read."""
        said = f"{self.path} ({term}) is {excerpt(self.content)}, which is {what}"
        return unreadable(self._file, said, self._node.sourceline)

"""A part of an XML document, read by the names of its elements.

Names are local ones: prefixes are the sender's choice, and FatturaPA's namespaces have
changed with its versions. A value that can't be read is an error that names the file,
the line, the element, its term in the standard, and the value.
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

#: A decimal of XML Schema, as far as books can hold it.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_LONGEST = 40
_PERCENT_MAX = 1000
#: A day of XML Schema, whose time zone is ignored; and the same without hyphens, as in
#: CII (UNTDID 2379: 102), followed by the time in 203 and 204.
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
    """One element and everything below it."""

    __slots__ = ("_above", "_file", "_node")

    def __init__(
        self, node: etree._Element, file: str, above: XmlPart | None = None
    ) -> None:
        """Take an element.

        Args:
            node: The element.
            file: The file's name, for errors.
            above: The part it is in, shown in errors.
        """
        self._node = node
        self._file = file
        self._above = above

    @property
    def path(self) -> str:
        """Its path from the root; made only for an error."""
        return f"{self._above.path}/{self.name}" if self._above else self.name

    @property
    def name(self) -> str:
        """The element's local name."""
        return local_name(self._node)

    @property
    def file(self) -> str:
        """The file it is in."""
        return self._file

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self._file, self._node.sourceline or 1)

    def all(self, path: str) -> Iterator[XmlPart]:
        """Every part below it with this path, e.g. ``Party/PartyName``."""
        first, _, remainder = path.partition("/")
        for child in self._node.iterchildren(f"{{*}}{first}"):
            part = XmlPart(child, self._file, self)
            if remainder:
                yield from part.all(remainder)
            else:
                yield part

    def first(self, path: str) -> XmlPart | None:
        """The first of them; None if there is none."""
        return next(self.all(path), None)

    def __contains__(self, path: str) -> bool:
        return self.first(path) is not None

    @property
    def content(self) -> str:
        """Its own text, without surrounding white space."""
        return (self._node.text or "").strip()

    def text(self, *paths: str) -> str:
        """The text of the first of these paths with any; else empty."""
        for path in paths:
            for part in self.all(path):
                if part.content:
                    return part.content
        return ""

    def texts(self, path: str) -> tuple[str, ...]:
        """The texts of all parts with this path, without empty ones."""
        return tuple(part.content for part in self.all(path) if part.content)

    def attribute(self, name: str) -> str:
        """One of its attributes; empty if it has none of that name."""
        return (self._node.get(name) or "").strip()

    def required(self, path: str, term: str) -> str:
        """A text that must be present.

        Raises:
            UnreadableFileError: If it isn't.
        """
        text = self.text(path)
        if not text:
            raise self.missing(path, term)
        return text

    def number(self, path: str, term: str) -> Decimal | None:
        """A number; None if there is none.

        Args:
            path: Its path.
            term: Its term in the standard, for errors.

        Raises:
            UnreadableFileError: If the text is not a number.
        """
        part = self.first(path)
        return part.as_number(term) if part and part.content else None

    def required_number(self, path: str, term: str) -> Decimal:
        """A number that must be present.

        Raises:
            UnreadableFileError: If it isn't, or is not a number.
        """
        number = self.number(path, term)
        if number is None:
            raise self.missing(path, term)
        return number

    def percent(self, path: str, term: str) -> Decimal | None:
        """A percentage; None if there is none.

        Raises:
            UnreadableFileError: If the text is not a number, or implausibly large.
        """
        part = self.first(path)
        number = self.number(path, term)
        if part and number is not None and abs(number) > _PERCENT_MAX:
            raise part.wrong(term, "no percentage; 22 % is written 22")
        return number

    def as_number(self, term: str) -> Decimal:
        """Its own text as a number.

        Raises:
            UnreadableFileError: If it isn't one.
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
            UnreadableFileError: If the text is not a day.
        """
        part = self.first(path)
        return part.as_day(term) if part and part.content else None

    def required_day(self, path: str, term: str) -> date:
        """A day that must be present.

        Raises:
            UnreadableFileError: If it isn't, or is not a day.
        """
        day = self.day(path, term)
        if day is None:
            raise self.missing(path, term)
        return day

    def as_day(self, term: str) -> date:
        """Its own text as a day, in the form of XML Schema or CII.

        Raises:
            UnreadableFileError: If it isn't one.
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
        """The error for a missing part."""
        problem = f"{self.path}/{path} ({term}) is missing or empty"
        return unreadable(self._file, problem, self._node.sourceline)

    def wrong(self, term: str, problem: str) -> Exception:
        """The error for an unreadable text."""
        sentence = (
            f"{self.path} ({term}) is {excerpt(self.content)}, which is {problem}"
        )
        return unreadable(self._file, sentence, self._node.sourceline)

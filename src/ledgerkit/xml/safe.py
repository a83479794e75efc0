"""Untrusted XML, parsed so that it can do no harm.

No document type, and so no entities and nothing from disk or network; limits on
size, depth and number of elements, which apply before a tree is built.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The largest file, including attachments.
XML_BYTES_MAX = 20_000_000
#: No invoice or statement nests more than 20 elements, an extension perhaps more.
DEPTH_MAX = 100
#: Some ten thousand lines of an invoice or statement, which make 20 MB.
XML_ELEMENTS_MAX = 400_000
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlLimits:
    """The limits on a file.

    Attributes:
        size: In bytes.
        elements: The number of elements.
    """

    size: int = XML_BYTES_MAX
    elements: int = XML_ELEMENTS_MAX


#: The limits for invoices, and anything without limits of its own.
USUAL_LIMITS = XmlLimits()
_TOO_DEEP = f"its elements nest more than {DEPTH_MAX} deep; no such file is so"
#: libxml2 adds a file and a place after its sentence.
_PLACE = re.compile(r",? line \d+, column \d+.*", re.DOTALL)


def check_size(data: bytes, file: str, limits: XmlLimits = USUAL_LIMITS) -> None:
    """Refuse a file of more bytes than the limit.

    Raises:
        UnreadableFileError: If it is too large.
    """
    if len(data) > limits.size:
        most = limits.size // 1_000_000
        raise unreadable(file, f"it has more than {most} MB; no such file is so large")


def parse_xml(
    data: bytes, file: str, limits: XmlLimits = USUAL_LIMITS
) -> etree._Element:
    """The root of a document; comments and processing instructions are left out.

    Args:
        data: The whole file.
        file: Its name, for errors.
        limits: The limits.

    Raises:
        UnreadableFileError: If it isn't well-formed XML, has a document type,
            or is beyond a limit.
    """
    check_size(data, file, limits)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    watch = _Watch(file, limits.elements)
    # Two for each element; a comment or a CDATA section may have more.
    if data.count(b"<") > 3 * limits.elements:
        raise watch.too_many()
    try:
        for piece in _pieces(data.removeprefix(BOM_UTF8).lstrip()):
            parser.feed(piece)
            watch.check(parser)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise unreadable(file, *_sentence(error)) from None
    watch.check(parser)
    return root


def _pieces(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _AT_ONCE] for at in range(0, len(data), _AT_ONCE))


class _Watch:
    """The limits of a document, checked while it is parsed."""

    def __init__(self, file: str, elements_max: int) -> None:
        self._file = file
        self._elements_max = elements_max
        self._depth = 0
        self._elements = 0

    def check(self, parser: etree.XMLPullParser) -> None:
        for event, element in parser.read_events():
            if event == "end":
                self._depth -= 1
                continue
            if not self._elements:
                self._refuse_document_type(element)
            self._depth += 1
            self._elements += 1
            if self._depth > DEPTH_MAX:
                raise unreadable(self._file, _TOO_DEEP, element.sourceline)
            if self._elements > self._elements_max:
                raise self.too_many()

    def too_many(self) -> Exception:
        return unreadable(
            self._file,
            f"it has more than {self._elements_max:,} elements; no such file is so",
        )

    def _refuse_document_type(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.internalDTD is not None:
            raise unreadable(
                self._file,
                "it has a DOCTYPE, which these files never have and which can make a"
                " program fetch or expand things; ask the sender for one without",
            )


def _sentence(error: etree.XMLSyntaxError) -> tuple[str, int | None]:
    """What is wrong with the XML, and on which line."""
    message = _PLACE.sub("", error.msg or "it ends before it has begun").strip()
    line = error.lineno if error.lineno and error.lineno > 0 else None
    if "encod" in message.lower() or "UTF-8" in message:
        return f"its letters aren't in the encoding that it names ({message})", line
    if "depth" in message.lower():
        return _TOO_DEEP, line
    return f"it isn't well-formed XML ({message})", line

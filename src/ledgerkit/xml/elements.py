"""Elements of an XML document, as plain values that a writer nests in order.

A writer reads like its format's own list of elements. An element without text and
children is left out, so a writer needs no conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Element(NamedTuple):
    """One element.

    Attributes:
        name: With its prefix, e.g. ``cbc:ID``.
        text: Its text; empty if it has children.
        children: In order.
        attributes: By name.
    """

    name: str
    text: str
    children: Sequence[Element]
    attributes: Mapping[str, str]


#: The content of an element; None is left out.
Content = Element | str | None


def element(name: str, *content: Content, **attributes: str) -> Element | None:
    """An element with this text or these children; None if it has neither.

    >>> element("cac:Party", element("cbc:Name", "")) is None
    True
    """
    if len(content) == 1 and isinstance(content[0], str):
        text = content[0]
        return Element(name, text, (), attributes) if text else None
    children = [child for child in content if isinstance(child, Element)]
    return Element(name, "", children, attributes) if children else None


def required(name: str, *content: Element | None) -> Element:
    """An element that is written even if empty."""
    return Element(name, "", [child for child in content if child is not None], {})


class Namespaces:
    """The namespaces of one kind of document, and its writer."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        """Take the addresses by prefix; the empty prefix is the root's own."""
        self._map = {prefix or None: address for prefix, address in addresses.items()}
        self._names: dict[str, str] = {}

    def write(self, root: Element) -> bytes:
        """The document as UTF-8, one element a line; always the same bytes.

        Raises:
            ValueError: If a text holds a character that XML can't.
        """
        top = etree.Element(
            self._name(root.name), dict(root.attributes), nsmap=self._map
        )
        self._fill(top, root)
        content: bytes = etree.tostring(
            top, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
        return content

    def _name(self, name: str) -> str:
        """A prefixed name as lxml needs it, with its namespace."""
        full_name = self._names.get(name)
        if full_name is None:
            prefix, _, local = name.rpartition(":")
            address = self._map.get(prefix or None)
            full_name = self._names[name] = (
                f"{{{address}}}{local}" if address else local
            )
        return full_name

    def _fill(self, node: etree._Element, element: Element) -> None:
        if element.text:
            node.text = element.text
        for child in element.children:
            below = etree.SubElement(node, self._name(child.name), child.attributes)
            self._fill(below, child)

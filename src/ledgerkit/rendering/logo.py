"""A logo as a ``data:`` address: a picture that is part of the page.

It is shown through ``<img>``, where an SVG file runs no script and loads nothing.
"""

from __future__ import annotations

from base64 import b64encode

from lxml import etree

from ledgerkit.errors import StationeryError

_SVG = "{http://www.w3.org/2000/svg}svg"


def logo_address(name: str, content: bytes) -> str:
    """The address of a picture that has these bytes.

    Args:
        name: As the books call it.
        content: Of the file.

    Raises:
        StationeryError: If it is neither SVG, PNG nor JPEG.
    """
    kind = _kind(content)
    if kind is None:
        raise StationeryError(
            f'logo "{name}": is no SVG, PNG or JPEG picture; save it as one of these'
        )
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _kind(content: bytes) -> str | None:
    """What a file is by what is in it: names may say anything."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return "image/svg+xml" if root.tag == _SVG else None

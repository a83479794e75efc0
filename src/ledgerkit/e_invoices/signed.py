"""The content of a signed file (CMS, p7m) by RFC 5652, in BER as programs write it.

Only as much of ASN.1 is read as leads to the content. The signature isn't verified,
and whoever shows the content says so: a bill is checked as any other.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a reader is told of an invoice from a signed file.
NOT_VERIFIED = "it is signed (p7m), and the signature was not verified"

_OID, _OCTETS, _SEQUENCE, _CONTENT = 0x06, 0x04, 0x30, 0xA0
_IN_PARTS = 0x20
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_PKCS7 = _SIGNED_DATA[:-1]
_CUT_SHORT = "it is signed (p7m), and cut short"
_OTHER_CONTENT = {
    3: "it is encrypted (p7m); ask for it unencrypted",
    4: "it is encrypted (p7m); ask for it unencrypted",
}
#: The content type within this many bytes makes a file a CMS.
_TYPE_WITHIN = 64
#: Chunks in chunks, signatures around signatures: more is no such file.
_DEPTH_MAX = 16
_LENGTH_BYTES_MAX = 4
#: Twenty megabytes in chunks of a kilobyte are 20,000, looked at on each level.
_ELEMENTS_MAX = 400_000
_ARMOUR = re.compile(
    rb"-----BEGIN [A-Z0-9 #]+-----(.*?)-----END [A-Z0-9 #]+-----\s*", re.DOTALL
)
#: How base64 of a sequence begins, whatever its length.
_BASE64 = re.compile(rb"MI[A-Za-z0-9+/]{2}[A-Za-z0-9+/=\s]*")
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def signed_content(data: bytes, file: str) -> bytes | None:
    """The content of a signed file; None if the file is none.

    Args:
        data: The file, in DER or BER, or either of them in base64.
        file: Its name, for messages.

    Raises:
        UnreadableFileError: If it is damaged, encrypted, or without its content.
    """
    content, is_signed = data, False
    for _ in range(_DEPTH_MAX):
        inside = _one_content(content, file)
        if inside is None:
            return content if is_signed else None
        content, is_signed = inside, True
    raise unreadable(file, f"it is signed more than {_DEPTH_MAX} times")


def _one_content(data: bytes, file: str) -> bytes | None:
    binary = _binary(data, file)
    start = binary[:_TYPE_WITHIN]
    if start[:1] != b"\x30" or _PKCS7 not in start:
        return None
    return _Cms(binary, file).content()


def _binary(data: bytes, file: str) -> bytes:
    """The bytes, out of base64 if they are in it: on one line or many."""
    bare = data.lstrip(_BEFORE)
    armoured = _ARMOUR.fullmatch(bare)
    text = armoured[1] if armoured else bare
    if not armoured and not _BASE64.fullmatch(text):
        return data
    try:
        return binascii.a2b_base64(b"".join(text.split()), strict_mode=True)
    except binascii.Error as error:
        raise unreadable(file, f"it is in base64, which is damaged: {error}") from None


class _Element(NamedTuple):
    """An ASN.1 element.

    Attributes:
        tag: Its identifier.
        start: Where its content begins.
        end: Where its content ends.
        next: Where the next element begins.
    """

    tag: int
    start: int
    end: int
    next: int


class _Cms:
    """A ContentInfo with SignedData, read as far as its content."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data = data
        self._file = file
        self._elements = 0

    def content(self) -> bytes:
        """The signed content."""
        outer = self._element(0, len(self._data), _SEQUENCE)
        kind = self._element(outer.start, outer.end, _OID)
        self._check(self._data[kind.start : kind.end])
        wrapped = self._element(kind.next, outer.end, _CONTENT)
        signed = self._element(wrapped.start, wrapped.end, _SEQUENCE)
        # Version, digest algorithms, then what was signed.
        place = signed.start
        for _ in range(2):
            place = self._element(place, signed.end).next
        inside = self._element(place, signed.end, _SEQUENCE)
        kind = self._element(inside.start, inside.end, _OID)
        if kind.next >= inside.end:
            raise unreadable(
                self._file, "it holds a signature alone; read the signed file itself"
            )
        wrapped = self._element(kind.next, inside.end, _CONTENT)
        octets = self._element(wrapped.start, wrapped.end)
        return b"".join(self._octets(octets, 0))

    def _check(self, kind: bytes) -> None:
        """Refuse what is a CMS of another kind than signed data."""
        if kind == _SIGNED_DATA:
            return
        other = _OTHER_CONTENT.get(kind[-1]) if kind[:-1] == _PKCS7 else None
        raise unreadable(self._file, other or "it is a CMS file without signed data")

    def _octets(self, octets: _Element, depth: int) -> Iterator[bytes]:
        """The bytes of an octet string, which may be in parts."""
        if octets.tag & ~_IN_PARTS != _OCTETS or depth > _DEPTH_MAX:
            self._damaged(octets.start)
        if not octets.tag & _IN_PARTS:
            yield self._data[octets.start : octets.end]
            return
        place = octets.start
        while place < octets.end:
            part = self._element(place, octets.end)
            yield from self._octets(part, depth + 1)
            place = part.next

    def _element(
        self, place: int, end: int, tag: int | None = None, depth: int = 0
    ) -> _Element:
        """The element that begins at a place, of this tag if one is given."""
        self._elements += 1
        if self._elements > _ELEMENTS_MAX:
            raise unreadable(self._file, "it is signed (p7m), and in too many parts")
        if place + 2 > end:
            raise unreadable(self._file, _CUT_SHORT)
        if depth > _DEPTH_MAX:
            self._damaged(place)
        found, length, start = self._data[place], self._data[place + 1], place + 2
        if found & 0x1F == 0x1F or (tag is not None and found != tag):
            self._damaged(place)
        if length == 0x80:
            return self._without_length(place, end, depth)
        if length > 0x80:
            count = length - 0x80
            if count > _LENGTH_BYTES_MAX or start + count > end:
                self._damaged(place)
            length = int.from_bytes(self._data[start : start + count])
            start += count
        if start + length > end:
            raise unreadable(self._file, _CUT_SHORT)
        return _Element(found, start, start + length, start + length)

    def _without_length(self, place: int, end: int, depth: int) -> _Element:
        """An element of unknown length, which two zero bytes end."""
        if not self._data[place] & _IN_PARTS:
            self._damaged(place)
        inside = place + 2
        while self._data[inside : min(inside + 2, end)] != b"\0\0":
            inside = self._element(inside, end, depth=depth + 1).next
        return _Element(self._data[place], place + 2, inside, inside + 2)

    def _damaged(self, place: int) -> NoReturn:
        raise unreadable(
            self._file, f"it is signed (p7m), and damaged at byte {place + 1}"
        )

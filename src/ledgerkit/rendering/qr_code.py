"""A QR code of bytes at error level M, by ISO/IEC 18004.

Only what the payment code needs: byte mode, versions 1 to 13, and one mask. Anything
that depends on the version alone is laid out once, so that ten thousand invoices take
seconds; the tests compare it with a common encoder, module by module.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: Table 9 for level M: error codewords of a block, blocks, data codewords in all.
_BLOCKS = {
    1: (10, 1, 16), 2: (16, 1, 28), 3: (26, 1, 44), 4: (18, 2, 64), 5: (24, 2, 86),
    6: (16, 4, 108), 7: (18, 4, 124), 8: (22, 4, 154), 9: (22, 5, 182),
    10: (26, 5, 216), 11: (30, 5, 254), 12: (22, 8, 290), 13: (22, 9, 334),
}  # fmt: skip
#: Annex E: rows and columns of the centres of alignment patterns.
_ALIGNMENT = {
    1: (), 2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38),
    8: (6, 24, 42), 9: (6, 26, 46), 10: (6, 28, 50), 11: (6, 30, 54), 12: (6, 32, 58),
    13: (6, 34, 62),
}  # fmt: skip
#: The one of the eight masks that we use. The standard tries them all; readers accept
#: any, because the code says which it is.
MASK = 3
_BYTE_MODE = 0b0100
_BITS = bytes.maketrans(b"01", b"\0\1")
_PADDING = bytes((0b11101100, 0b00010001))


def qr_matrix(content: bytes) -> Sequence[bytes]:
    """The rows of the smallest code that holds the content; a 1 is black.

    Raises:
        ValueError: If it has more than the 331 bytes that fit.
    """
    version = _version_for(len(content))
    layout = _layout(version)
    codewords = _codewords(content, version)
    digits = f"{int.from_bytes(codewords):0{8 * len(codewords)}b}0".encode()
    data = bytes(layout.pick(digits.translate(_BITS)))
    modules = (int.from_bytes(data) ^ layout.modules).to_bytes(len(data))
    size = layout.size
    return [modules[row : row + size] for row in range(0, size * size, size)]


def _version_for(length: int) -> int:
    for version, (_errors, _blocks, data) in _BLOCKS.items():
        if length + _head_bytes(version) <= data:
            return version
    raise ValueError(f"{length} bytes are more than the code holds")


def _head_bytes(version: int) -> int:
    """The bytes taken by mode and length, with the half byte at the end."""
    return 2 if version < 10 else 3


def _codewords(content: bytes, version: int) -> bytes:
    """Data and error codewords, interleaved from the blocks (7.6)."""
    errors, blocks, capacity = _BLOCKS[version]
    # Mode and length are 12 or 20 bits: everything is shifted by half a byte, and the
    # other half is the terminator.
    head = _head_bytes(version)
    number = _BYTE_MODE << 8 * (head - 1) | len(content)
    number = number << 8 * len(content) | int.from_bytes(content)
    data = (number << 4).to_bytes(head + len(content))
    data += (_PADDING * capacity)[: capacity - len(data)]
    shorter, longer = divmod(capacity, blocks)
    parts, start = [], 0
    for block in range(blocks):
        end = start + shorter + (block >= blocks - longer)
        parts.append(data[start:end])
        start = end
    checks = [_error_codewords(part, errors) for part in parts]
    interleaved = (*zip_longest(*parts), *zip(*checks, strict=True))
    return bytes(byte for byte in chain.from_iterable(interleaved) if byte is not None)


def _error_codewords(data: bytes, count: int) -> bytes:
    """The remainder of the data polynomial divided by the generator (7.5)."""
    table = _multiples(count)
    remainder, low = 0, (1 << 8 * count - 8) - 1
    for byte in data:
        first = remainder >> 8 * count - 8 ^ byte
        remainder = (remainder & low) << 8 ^ table[first]
    return remainder.to_bytes(count)


@lru_cache
def _multiples(count: int) -> Sequence[int]:
    """The generator polynomial times each byte, without its first term."""
    powers = [1]
    for _ in range(254):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0x11D if doubled > 0xFF else doubled)
    logarithms = {power: exponent for exponent, power in enumerate(powers)}

    def times(factor: int, other_factor: int) -> int:
        if not factor or not other_factor:
            return 0
        return powers[(logarithms[factor] + logarithms[other_factor]) % 255]

    generator = [1]
    for exponent in range(count):
        shifted = [*generator, 0]
        for place, factor in enumerate(generator):
            shifted[place + 1] ^= times(factor, powers[exponent])
        generator = shifted
    return [
        int.from_bytes(bytes(times(factor, byte) for factor in generator[1:]))
        for byte in range(256)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The parts that depend on the version alone.

    Attributes:
        size: Modules per side.
        modules: A byte for each, row by row, as one number: the patterns, and where
            data goes, the mask.
        pick: From the bits of the codewords, and a zero at their end, to the bit of
            each module; patterns get the zero.
    """

    size: int
    modules: int
    pick: Callable[[bytes], tuple[int, ...]]


@lru_cache
def _layout(version: int) -> _Layout:
    size = 17 + 4 * version
    patterns = dict(_patterns(version, size))
    places = [
        row * size + column
        for row, column in _data_path(size)
        if (row, column) not in patterns
    ]
    modules = bytearray(
        patterns.get((row, column), (row + column) % 3 == 0)
        for row in range(size)
        for column in range(size)
    )
    bits = [8 * _total(version)] * (size * size)
    for number, place in enumerate(places[: 8 * _total(version)]):
        bits[place] = number
    return _Layout(
        size=size,
        modules=int.from_bytes(modules),
        pick=itemgetter(*bits),
    )


def _total(version: int) -> int:
    """The number of codewords, data and error."""
    errors, blocks, data = _BLOCKS[version]
    return data + errors * blocks


_Module = tuple[tuple[int, int], bool]


def _data_path(size: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time, from the right, up and down in turn (7.7.3)."""
    upward = True
    # Column 6 is a timing pattern, and the columns left of it shift by one.
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upward else range(size):
            yield row, right
            yield row, right - 1
        upward = not upward


def _patterns(version: int, size: int) -> Iterator[_Module]:
    """Everything except data; later modules overwrite earlier ones."""
    for place in range(size):
        yield (6, place), place % 2 == 0
        yield (place, 6), place % 2 == 0
    centres = _ALIGNMENT[version]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for centre in ((row, column) for row in centres for column in centres):
        if centre not in corners:
            yield from _squares(*centre, 2, size)
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        yield from _squares(row, column, 4, size)
    yield from _format_modules(size)
    if version >= 7:
        yield from _version_modules(version, size)


def _squares(row: int, column: int, radius: int, size: int) -> Iterator[_Module]:
    """A pattern of nested squares: black, white, black, and perhaps white again."""
    white = {1} if radius == 2 else {2, 4}
    for down in range(-radius, radius + 1):
        for right in range(-radius, radius + 1):
            place = row + down, column + right
            if min(place) >= 0 and max(place) < size:
                distance = max(abs(down), abs(right))
                yield place, distance not in white


def _format_modules(size: int) -> Iterator[_Module]:
    """Level and mask, twice, and the module that is always black (7.9)."""
    bits = _with_check(MASK, 10, 0x537) ^ 0x5412
    beside = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7, 8)]
    beside += [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    split_copy = [(size - 1 - r, 8) for r in range(7)]
    split_copy += [(8, size - 8 + c) for c in range(8)]
    for number in range(15):
        black = bool(bits >> 14 - number & 1)
        yield beside[number], black
        yield split_copy[number], black
    yield (size - 8, 8), True


def _version_modules(version: int, size: int) -> Iterator[_Module]:
    """The version, twice (7.10)."""
    bits = _with_check(version, 12, 0x1F25)
    for number in range(18):
        black = bool(bits >> number & 1)
        row, column = number // 3, size - 11 + number % 3
        yield (row, column), black
        yield (column, row), black


def _with_check(number: int, length: int, divisor: int) -> int:
    """A number followed by its error correction bits (Annexes C and D)."""
    remainder = number << length
    while remainder.bit_length() > length:
        remainder ^= divisor << remainder.bit_length() - length - 1
    return number << length | remainder

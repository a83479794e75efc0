"""The bytes of a vCard file -> the lines of each card, unfolded and decoded.

Versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as telephones and programs really write
them.
"""

from __future__ import annotations

import codecs
import quopri
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.text.unreadable import excerpt, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CARDS_MAX = 50_000
_LINES_MAX = 2_000_000
#: The text encodings allowed; others are not text, or expand a few bytes into many.
_ENCODINGS = re.compile(
    r"ascii|utf-8|utf-16(-[bl]e)?|iso8859-\d+|cp\d+|koi8-[ru]|mac-roman"
    r"|shift_jis|euc_(jp|kr)|gb2312|gbk|gb18030|big5|iso2022_jp"
)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BINARY = re.compile(rb"[;=](?:BASE64|B)(?:[;:]|$)", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb"[;=]QUOTED-PRINTABLE(?:[;:]|$)", re.IGNORECASE)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;"])*)')


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLine:
    """One line of a card.

    Attributes:
        line: Where it begins in the file.
        name: In capitals and without its group, e.g. ``TEL``.
        types: The words of ``TYPE``, in lower case, e.g. ``work``.
        parameters: The others, by their names in capitals.
        value: As it stands, with escapes; empty if it is not text.
        is_binary: Whether it is a picture or a key.
    """

    line: int
    name: str
    types: frozenset[str]
    parameters: Mapping[str, str]
    value: str
    is_binary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card.

    Attributes:
        line: Where it begins in the file.
        lines: Those between its beginning and its end.
        malformed: Invalid lines, with their text.
    """

    line: int
    lines: Sequence[ContentLine]
    malformed: Sequence[tuple[int, str]]


def read_cards(data: bytes, file: str, encoding: str | None = None) -> Sequence[Card]:
    """Read the cards of a file, in their order.

    Args:
        data: The file.
        file: Its name, for messages.
        encoding: Of lines that state none; UTF-8 if None, UTF-16 with its mark.

    Raises:
        UnreadableFileError: If it is no vCard file, breaks off, or is in another
            encoding.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    stack = _CardStack(file)
    for number, raw in _unfolded(data, file):
        stack.take(number, raw, _parsed(number, raw, file, encoding or "utf-8"))
    return stack.cards_read()


class _CardStack:
    """Puts lines into their cards."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._cards: list[Card] = []
        self._depth = 0
        self._begun = 0
        self._lines: list[ContentLine] = []
        self._malformed: list[tuple[int, str]] = []

    def take(self, number: int, raw: bytes, parsed: ContentLine | None) -> None:
        """Take the next line, in bytes and as parsed."""
        marker = (parsed.name, parsed.value.strip().upper()) if parsed else None
        if marker == ("BEGIN", "VCARD"):
            self._begin(number)
        elif self._depth == 0:
            raise unreadable(self._file, f"{_shown(raw)} stands in no vCard", number)
        elif marker == ("END", "VCARD"):
            self._end()
        elif self._depth > 1:
            pass  # The card of an agent within a card.
        elif parsed is None:
            self._malformed.append((number, _shown(raw)))
        else:
            self._lines.append(parsed)

    def cards_read(self) -> Sequence[Card]:
        """The cards, once every line is taken."""
        if self._depth:
            message = "breaks off within the card that begins here"
            raise unreadable(self._file, message, self._begun)
        if not self._cards:
            raise unreadable(self._file, "holds no card")
        return self._cards

    def _begin(self, number: int) -> None:
        self._depth += 1
        if self._depth == 1:
            self._begun, self._lines, self._malformed = number, [], []

    def _end(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            if len(self._cards) == _CARDS_MAX:
                raise unreadable(self._file, f"holds more than {_CARDS_MAX:,} cards")
            card = Card(line=self._begun, lines=self._lines, malformed=self._malformed)
            self._cards.append(card)


def is_card_file(data: bytes) -> bool:
    """Whether a file begins like a vCard file."""
    start = data[:400].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = data[:400].decode("utf-16", "replace").strip().encode()
    return re.match(rb"BEGIN\s*:\s*VCARD", start, re.IGNORECASE) is not None


def _unfolded(data: bytes, file: str) -> Iterator[tuple[int, bytes]]:
    """The logical lines of a file, each with its first line; blank ones left out.

    A line continues if the next begins with a blank; in quoted-printable if it ends in
    ``=``; and with pictures until a line looks like the next property.
    """
    begun, pieces = 0, list[bytes]()
    head = b""
    physical = _LINE_END.split(data)
    if len(physical) > _LINES_MAX:
        raise unreadable(file, f"has more lines than {_LINES_MAX:,}")
    for number, line in enumerate(physical, start=1):
        if pieces and line[:1] in {b" ", b"\t"}:
            pieces.append(line[1:])
        elif pieces and pieces[-1].endswith(b"=") and _QUOTED_PRINTABLE.search(head):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and line and b":" not in line and _BINARY.search(head):
            pieces.append(line)
        else:
            if b"".join(pieces).strip():
                yield begun, b"".join(pieces)
            begun, pieces = number, [line]
            head = line.partition(b":")[0] + b":"
    if b"".join(pieces).strip():
        yield begun, b"".join(pieces)


def _parsed(number: int, raw: bytes, file: str, encoding: str) -> ContentLine | None:
    """A line's parts; None if it is no vCard line."""
    place = _colon(raw)
    if place < 0:
        return None
    head = raw[:place].decode("ascii", "replace")
    name = head.partition(";")[0].rpartition(".")[2].strip().upper()
    if not name:
        return None
    types, parameters = _parameters(head)
    coded = parameters.get("ENCODING", "").upper()
    if coded in {"B", "BASE64"}:
        return ContentLine(
            line=number, name=name, types=types, parameters=parameters, value="",
            is_binary=True,
        )  # fmt: skip
    value = raw[place + 1 :]
    if coded == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value)
    charset = _known_encoding(parameters.get("CHARSET", "")) or encoding
    return ContentLine(
        line=number,
        name=name,
        types=types,
        parameters=parameters,
        value=_decoded(value, charset, file, number),
    )


def _colon(raw: bytes) -> int:
    """The position of the value: at the first colon outside quotes."""
    inside = False
    for place, byte in enumerate(raw[:2000]):
        if byte == ord('"'):
            inside = not inside
        elif byte == ord(":") and not inside:
            return place
    return raw.find(b":")


def _parameters(head: str) -> tuple[frozenset[str], dict[str, str]]:
    """Types and the other parameters; version 2.1 writes types without a name."""
    types: set[str] = set()
    others: dict[str, str] = {}
    for text in _PARAMETER.findall(head):
        key, sign, value = text.partition("=")
        key, value = key.strip().upper(), value.strip().replace('"', "")
        if not sign and key in {"QUOTED-PRINTABLE", "BASE64"}:
            others["ENCODING"] = key
        elif not sign or key == "TYPE":
            words = (value if sign else key).lower().split(",")
            types.update(word.strip() for word in words)
        else:
            others.setdefault(key, value)
    return frozenset(types), others


def _known_encoding(name: str) -> str:
    """Python's name of a text encoding; empty if it is none."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    return codec if _ENCODINGS.fullmatch(codec) else ""


def _decoded(value: bytes, encoding: str, file: str, line: int) -> str:
    try:
        return value.decode(encoding)
    except LookupError:
        message = f"there is no text encoding {excerpt(encoding)}; write cp1252, say"
    except ValueError:
        message = f"is not {encoding}; give the file's own --encoding, e.g. cp1252"
    raise unreadable(file, message, line)


def _shown(raw: bytes) -> str:
    return excerpt(raw[:400].decode("utf-8", "replace"))

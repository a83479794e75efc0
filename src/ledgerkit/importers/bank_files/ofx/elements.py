"""OFX text -> the elements that matter, however loosely they are written.

OFX 1 is SGML: elements that hold text need no end tag, and banks leave out others, nest
them crosswise, or close elements never opened. OFX 2 is XML, and not always
well-formed. So tags are read one by one, and structure comes from a short list of the
aggregates that matter: each has a rank, and a new one ends every open one of its rank
or lower. Everything else is a field of its aggregate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

OFX_ELEMENTS_MAX = 2_000_000
#: Aggregates, the outermost first.
_RANKS = (
    ("OFX",),
    ("SONRS", "STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS"),
    ("STATUS", "STMTRS", "CCSTMTRS", "INVSTMTRS"),
    (
        "BANKACCTFROM", "CCACCTFROM", "INVACCTFROM", "BANKTRANLIST", "INVTRANLIST",
        "BANKTRANLISTP", "LEDGERBAL", "AVAILBAL", "BALLIST", "INVBAL", "INVPOSLIST",
        "INVOOLIST", "BAL",
    ),
    ("STMTTRN", "STMTTRNP", "INVTRAN"),
    ("CURRENCY", "ORIGCURRENCY", "PAYEE", "BANKACCTTO", "CCACCTTO", "IMAGEDATA"),
)  # fmt: skip
_RANK = {name: rank for rank, names in enumerate(_RANKS) for name in names}
_AROUND = _RANK["STMTTRNRS"]
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]{0,63})([^<>]{0,500})>")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,4});")
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "quot": '"', "apos": "'",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class OfxAggregate:
    """An aggregate: its fields' texts, and the aggregates within.

    Attributes:
        name: In capitals.
        line: Where it begins.
        fields: The first text of each field; empty if blank.
        lines: The line of each field.
        parts: In the order of the file.
    """

    name: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    parts: list[OfxAggregate] = field(default_factory=list)

    def text(self, *names: str) -> str:
        """The first of these fields that is not blank; empty if all are."""
        return next((t for n in names if (t := self.fields.get(n, ""))), "")

    def part(self, *names: str) -> OfxAggregate | None:
        """The first aggregate within with one of these names."""
        return next((part for part in self.parts if part.name in names), None)

    def walk(self, *names: str) -> Iterator[OfxAggregate]:
        """Every aggregate with one of these names at any depth, in file order."""
        for part in self.parts:
            if part.name in names:
                yield part
            yield from part.walk(*names)


def read_elements(text: str, file: str) -> OfxAggregate:
    """A file's aggregates, below one that stands for the file.

    Args:
        text: Its text, with Python's line ends.
        file: Its name in an error.

    Raises:
        UnreadableFileError: If it breaks off, has a document type, or has implausibly
            many elements.
    """
    reader = _Reader(file)
    ended = False
    for line, closes, name, content in _tags(text, file):
        if closes:
            reader.end(name)
            ended = ended or name == "OFX"
        else:
            reader.start(name, content, line)
    last = text.count("\n") + 1
    if not any(reader.root.walk("OFX")):
        raise unreadable(file, "it ends before <OFX>, so it broke off", last)
    if not ended and reader.is_within_statement():
        raise unreadable(
            file, "it ends within a statement, so it broke off; download it anew", last
        )
    return reader.root


class _Reader:
    """Sorts tags into aggregates."""

    def __init__(self, file: str) -> None:
        self.root = OfxAggregate(name="", line=1)
        self._open = [self.root]
        self._file = file
        self._count = 0

    def start(self, name: str, content: str, line: int) -> None:
        self._count += 1
        if self._count > OFX_ELEMENTS_MAX:
            raise unreadable(
                self._file,
                f"it has more than {OFX_ELEMENTS_MAX:,} elements; no such file is so",
            )
        rank = _RANK.get(name)
        if rank is None:
            self._put(name, content, line)
            return
        while len(self._open) > 1 and _RANK[self._open[-1].name] >= rank:
            self._open.pop()
        aggregate = OfxAggregate(name=name, line=line)
        self._open[-1].parts.append(aggregate)
        self._open.append(aggregate)

    def _put(self, name: str, content: str, line: int) -> None:
        aggregate = self._open[-1]
        # If a field comes twice, the first one not blank counts.
        if not aggregate.fields.get(name):
            aggregate.fields[name] = _unescaped(content).strip()
            aggregate.lines[name] = line

    def is_within_statement(self) -> bool:
        """Whether a statement has begun and not ended."""
        return any(_RANK.get(aggregate.name, 0) > _AROUND for aggregate in self._open)

    def end(self, name: str) -> None:
        if any(aggregate.name == name for aggregate in self._open[1:]):
            while self._open.pop().name != name:
                pass


def _tags(text: str, file: str) -> Iterator[tuple[int, bool, str, str]]:
    """Line, whether it closes, name, and the text up to the next tag."""
    line = 1
    counted = 0
    pending: tuple[int, bool, str] | None = None
    content: list[str] = []
    position = 0
    while (opening := text.find("<", position)) >= 0:
        content.append(text[position:opening])
        line += text.count("\n", counted, opening)
        counted = opening
        match = _TAG.match(text, opening)
        if match is None:
            position, literal = _beyond(text, opening, file, line)
            content.append(literal)
            continue
        if pending is not None:
            yield (*pending, "".join(content))
        content = []
        name = match[2].rpartition(":")[2].upper()
        pending = (line, bool(match[1]), name)
        position = match.end()
    if pending is not None:
        yield (*pending, "")


def _beyond(text: str, opening: int, file: str, line: int) -> tuple[int, str]:
    """The end of text that begins with ``<`` but is no tag, and its literal part."""
    for begins, ends, is_text in (
        ("<!--", "-->", False),
        ("<![CDATA[", "]]>", True),
        ("<?", ">", False),
    ):
        if text.startswith(begins, opening):
            end = text.find(ends, opening + len(begins))
            if end < 0:
                raise unreadable(file, f"what {begins} begins is never ended", line)
            inside = text[opening + len(begins) : end]
            return end + len(ends), inside.replace("&", "&amp;") if is_text else ""
    if text[opening : opening + 9].upper() == "<!DOCTYPE":
        raise unreadable(
            file,
            "it has a DOCTYPE, which these files never have and which can make a"
            " program fetch or expand things; ask the sender for one without",
            line,
        )
    return opening + 1, "<"


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    word = match[1]
    if not word.startswith("#"):
        return _ENTITIES.get(word.lower(), match[0])
    code = int(f"0{word[1:]}", 0) if word[1] in "xX" else int(word[1:])
    is_letter = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_letter else match[0]

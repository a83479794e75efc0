"""Change some directives of a file, every byte of the others untouched.

A change is a function from a directive to its replacement. Only the strings and keys
that differ are edited, in place. Then the new text is parsed, and every directive in
it, keys and all, must be as requested: text laid out in an unforeseen way is refused,
and never written wrongly.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from beancount.core.data import Custom, Note, Transaction
from beancount.core.data import sorted as in_order
from beancount.parser import parser

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.text import (
    DirectiveText,
    KeyText,
    Span,
    comments_in,
    line_ending,
    line_offsets,
    read_directive_text,
    value_end,
)
from ledgerkit.money import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive, Posting

#: From a directive to its replacement: itself, another, or none.
DirectiveChange: TypeAlias = "Callable[[Directive], Directive | None]"


_BLANK_LINES = re.compile(rb"(?:[ \t]*\r?\n)+")


#: A posting's account, with what stands before and behind it.
_ACCOUNT = re.compile(rb"[ \t]+(?:[^ \t\r\n:][ \t]+)?(?P<account>[^ \t\r\n;]+)[ \t]*")
#: With more decimals than these, a price is written as the total that it came from.
_PRICE_DECIMALS = 6


class Rewritten(NamedTuple):
    """A file's new text.

    Attributes:
        data: Its bytes.
        before: The old directives that were changed or removed.
        after: Their replacements.
    """

    data: bytes
    before: Sequence[Directive]
    after: Sequence[Directive]


class _Edit(NamedTuple):
    place: Span
    new: bytes


def rewrite(
    data: bytes,
    change: DirectiveChange,
    *,
    name: str,
    in_comments: Callable[[str], str] | None = None,
) -> Rewritten:
    """Change directives of a file.

    Args:
        data: The file's bytes.
        change: The replacement of each directive.
        name: The file's name, for messages.
        in_comments: The replacement of a comment's text.

    Raises:
        WriteRefusedError: If the change can't be made in this text.
    """
    text = _Text(data)
    before, after, expected = [], [], []
    edits: list[_Edit] = []
    for directive in _parsed(data, name):
        new = change(directive)
        if new is not None:
            expected.append(new)
        if new is directive:
            continue
        before.append(directive)
        if new is None:
            edits.append(_Edit(text.removed(directive), b""))
        else:
            after.append(new)
            edits += text.edits(directive, new)
    if in_comments is not None:
        edits += _comment_edits(data, in_comments)
    result = _applied(data, edits)
    _check(result, expected, name)
    return Rewritten(data=result, before=before, after=after)


def _parsed(data: bytes, name: str) -> Sequence[Directive]:
    directives, _errors, _options = parser.parse_file(
        io.BytesIO(data), report_filename=name
    )
    return in_order(directives)  # type: ignore[no-any-return, no-untyped-call, unused-ignore]


class _Text:
    """A file's text, and the edits to make in it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offsets = line_offsets(data)

    def _parts(self, directive: Directive) -> DirectiveText:
        return read_directive_text(self._data, self._offsets[directive.meta["lineno"]])

    def removed(self, directive: Directive) -> Span:
        """The span to remove; the blank lines above or below it stay."""
        data, lines = self._data, self._parts(directive).lines
        line_above = data[: lines.start].rpartition(b"\n")[0].rpartition(b"\n")[2]
        below = _BLANK_LINES.match(data, lines.end)
        if line_above.strip():
            return lines
        if below:
            return Span(lines.start, below.end())
        at_end = lines.end == len(data)
        start = len(data[: lines.start].rstrip()) if at_end else lines.start
        # The last remaining line keeps its line end.
        ending = data.find(b"\n", start) + 1
        return Span(max(ending, 0) if at_end and start else start, lines.end)

    def edits(self, old: Directive, new: Directive) -> Iterator[_Edit]:
        """The edits that turn one directive into the other."""
        text = self._parts(old)
        yield from _head_edits(text, _head(old), _head(new))
        postings = old.postings if isinstance(old, Transaction) else []
        starts = sorted(self._offsets[p.meta["lineno"]] for p in postings if p.meta)
        first = min(starts, default=text.lines.end)
        own_keys = [key for key in text.keys if key.line.start < first]
        yield from self._key_edits(text, own_keys, (old.meta, new.meta))
        if not isinstance(new, Transaction):
            return
        ends = dict(pairwise([*starts, text.lines.end]))
        yield from self._posting_edits(text, postings, new.postings, ends)

    def _posting_edits(
        self,
        text: DirectiveText,
        old: Sequence[Posting],
        new: Sequence[Posting],
        ends: Mapping[int, int],
    ) -> Iterator[_Edit]:
        """Edits of keys and amounts, and the postings that come below one.

        A posting without a line of its own is new.
        """
        by_line = {p.meta["lineno"]: p for p in old if p.meta}
        end = text.head_end
        for other in new:
            posting = by_line.get((other.meta or {}).get("lineno"))
            if posting is None:
                yield _Edit(Span(end, end), self._posting_line(other))
                continue
            assert posting.meta is not None
            assert other.meta is not None
            start = self._offsets[posting.meta["lineno"]]
            end = ends.get(start, text.lines.end)
            if (posting.units, posting.price) != (other.units, other.price):
                yield self._amount_edit(start, other)
            if posting.meta != other.meta:
                keys = [key for key in text.keys if start < key.line.start < end]
                yield from self._key_edits(text, keys, (posting.meta, other.meta))

    def _amount_edit(self, start: int, posting: Posting) -> _Edit:
        """The amount of a posting, from behind its account up to a comment."""
        line = _ACCOUNT.match(self._data, start)
        if line is None or line["account"].decode() != posting.account:
            raise WriteRefusedError(
                f"{posting.account}: its posting is laid out in a way that can't be"
                " edited safely; nothing was written"
            )
        after = self._data.find(b"\n", start) + 1 or len(self._data)
        amount = Span(line.end(), value_end(self._data, line.end(), after))
        return _Edit(amount, _amount_text(posting))

    def _posting_line(self, posting: Posting) -> bytes:
        line = b"  " + posting.account.encode() + b"  " + _amount_text(posting)
        return line + line_ending(self._data)

    def _key_edits(
        self,
        text: DirectiveText,
        keys: Sequence[KeyText],
        metas: tuple[Mapping[str, Any], Mapping[str, Any]],
    ) -> Iterator[_Edit]:
        old, new = metas
        for key in keys:
            if key.name in old and key.name not in new:
                yield _Edit(key.line, b"")
            elif old.get(key.name) != new.get(key.name):
                value = new[key.name]
                new_text = b"" if value is None else b" " + quoted_string(value)
                yield _Edit(key.value, new_text)
        names = {key.name for key in keys}
        for name in new:
            if name not in old:
                line = f"  {name}: ".encode() + quoted_string(new[name])
                place = Span(text.head_end, text.head_end)
                yield _Edit(place, line + line_ending(self._data))
            elif name not in names and old[name] != new[name]:
                yield from _pushed(self._data, name, old[name], new[name])


def _amount_text(posting: Posting) -> bytes:
    units, price = posting.units, posting.price
    assert units is not None
    text = f"{units.number:f} {units.currency}"
    if price is not None and price.number is not None and units.number is not None:
        if round(price.number, _PRICE_DECIMALS) == price.number:
            text += f" @ {price.number:f} {price.currency}"
        else:
            total = rounded(price.number * abs(units.number), price.currency)
            text += f" @@ {total:f} {price.currency}"
    return text.encode()


def _head(directive: Directive) -> list[str | None]:
    """The strings before the first line end that a change may edit."""
    if isinstance(directive, Transaction):
        if directive.payee is None:
            return [directive.narration]
        return [directive.payee, directive.narration]
    if isinstance(directive, Custom):
        texts = [v.value for v in directive.values or () if v.dtype is str]
        return [directive.type, *texts]
    return [directive.comment] if isinstance(directive, Note) else []


def _head_edits(
    text: DirectiveText, old: list[str | None], new: list[str | None]
) -> Iterator[_Edit]:
    for place, old_text, new_text in zip(text.head, old, new, strict=False):
        if old_text != new_text and new_text is not None:
            yield _Edit(place, quoted_string(new_text))


def _pushed(data: bytes, name: str, old: Any, new: Any) -> Iterator[_Edit]:
    """Edit the value that ``pushmeta`` gives to every directive below it."""
    if not isinstance(old, str) or not isinstance(new, str):
        return
    pattern = rb"^pushmeta[ \t]+" + re.escape(name.encode()) + rb":[ \t]*(\"[^\"]*\")"
    for match in re.finditer(pattern, data, re.MULTILINE):
        if match[1] == quoted_string(old):
            yield _Edit(Span(*match.span(1)), quoted_string(new))


def _comment_edits(data: bytes, in_comments: Callable[[str], str]) -> Iterator[_Edit]:
    for place in comments_in(data):
        old = data[place.start : place.end].decode("utf-8", "surrogateescape")
        new = in_comments(old)
        if new != old:
            yield _Edit(place, new.encode("utf-8", "surrogateescape"))


def _applied(data: bytes, edits: Sequence[_Edit]) -> bytes:
    """The text after all edits; an edit within a removed span is dropped."""
    pieces, place = [], 0
    for edit in sorted(set(edits), key=lambda planned: planned.place):
        if edit.place.start < place:
            continue
        pieces += [data[place : edit.place.start], edit.new]
        place = edit.place.end
    return b"".join([*pieces, data[place:]])


def _check(data: bytes, expected: Sequence[Directive], name: str) -> None:
    """Refuse a text that says anything other than expected."""
    directives = _parsed(data, name)
    for directive, other in zip(expected, directives, strict=False):
        if _comparable(directive) != _comparable(other):
            raise WriteRefusedError(
                f"{name}:{directive.meta['lineno']}: the"
                f" {type(directive).__name__.lower()} of {directive.date} is laid out"
                " in a way that can't be edited safely; nothing was written, edit it"
                " by hand and run the command again"
            )
    if len(directives) != len(expected):
        raise WriteRefusedError(
            f"{name}: would have {len(directives)} directives, and should have"
            f" {len(expected)}; nothing was written"
        )


def _comparable(directive: Any) -> Any:
    """A directive without its place."""
    changed = {"meta": _facts(directive.meta)}
    if isinstance(directive, Transaction):
        changed["postings"] = [
            posting._replace(meta=_facts(posting.meta))
            for posting in directive.postings
        ]
    return directive._replace(**changed)


def _facts(meta: Mapping[str, Any] | None) -> Any:
    places = {"filename", "lineno"}
    return {key: value for key, value in (meta or {}).items() if key not in places}


def quoted_string(text: str) -> bytes:
    """A string as written in the ledger."""
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'

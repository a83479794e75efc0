"""A directive of a closed period, described so that a later change can be named.

The digest tells that something is different; the description tells what, without a
payee or a text: place, accounts and amounts, and a short print of each other part. A
short print says only whether that part is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from beancount.core.data import Custom, Open, Transaction

from ledgerkit.general_ledger.closing.canonical import KEYS_OF_ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.general_ledger.closing.canonical import CanonicalForm

#: Six hexadecimal digits tell two texts apart, and tell nobody what they are.
_PRINT_LENGTH = 6
_LINE = re.compile(
    r"(?P<digest>[0-9a-f]{64}) (?P<day>\d{4}-\d{2}-\d{2}) (?P<kind>[a-z]+)"
    r" (?P<prints>\S+) (?P<place>.+?:\d+) \| (?P<words>.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedDirective:
    """A directive as the list of a closed period has it.

    Attributes:
        digest: Of its canonical form.
        day: Its date, as it is written.
        kind: What it is: ``transaction``, ``open``, …
        prints: For each part that has no words here, its short print.
        filename: The file that it stood in, from the books' folder.
        lineno: Its line there.
        words: Its accounts and amounts, each a part.
        is_used: Whether figures of the period rest on it.
    """

    digest: str
    day: str
    kind: str
    prints: Mapping[str, str]
    filename: str
    lineno: int
    words: Sequence[str]
    is_used: bool = True

    def __str__(self) -> str:
        """Its line in the list."""
        prints = ",".join(f"{part}={p}" for part, p in self.prints.items())
        place = f"{_plain(self.filename)}:{self.lineno}"
        words = "; ".join(self.words)
        line = f"{self.digest} {self.day} {self.kind} {prints or '-'} {place} | {words}"
        return line if self.is_used else f"{_UNUSED}{line}"

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts, or other names, that it is about."""
        return frozenset(word.partition(" ")[0] for word in self.words)

    @property
    def in_short(self) -> str:
        """What it is, for a sentence."""
        words = ", ".join(self.words[:_WORDS_SHOWN])
        more = len(self.words) - _WORDS_SHOWN
        return f"{words} and {more} more" if more > 0 else words


#: The digest of what is written of a transaction whose lots are found by booking.
WRITTEN = "written"
_WORDS_SHOWN = 4
_UNUSED = "unused "


def parse_described(line: str) -> DescribedDirective:
    """The directive that a line of a list describes.

    Raises:
        ValueError: If the line describes none.
    """
    match = _LINE.fullmatch(line.removeprefix(_UNUSED))
    if match is None:
        raise ValueError(f"{line[:40]!r} describes no directive")
    filename, _, lineno = match["place"].rpartition(":")
    pairs = match["prints"].split(",") if match["prints"] != "-" else []
    return DescribedDirective(
        digest=match["digest"],
        day=match["day"],
        kind=match["kind"],
        prints={part: p for part, _, p in (pair.partition("=") for pair in pairs)},
        filename=filename,
        lineno=int(lineno),
        words=tuple(word for word in match["words"].split("; ") if word),
        is_used=not line.startswith(_UNUSED),
    )


def describe(
    directive: Directive,
    form: CanonicalForm,
    filename: str,
    *,
    is_used: bool,
    written: Transaction | None,
) -> DescribedDirective:
    """Describe a directive.

    Args:
        directive: The directive.
        form: What writes canonical forms.
        filename: The file that it stands in, from the books' folder.
        is_used: Whether figures of the period rest on it.
        written: What the text has of a transaction at cost, before its lots are found.
    """
    prints = {part: _print(text) for part, text in _parts(directive, form) if text}
    if written is not None:
        prints[WRITTEN] = form.digest(written)
    return DescribedDirective(
        digest=form.digest(directive),
        day=str(directive.date),
        kind=type(directive).__name__.lower(),
        prints=prints,
        filename=filename,
        lineno=int(directive.meta.get("lineno") or 0),
        words=tuple(_words(directive, form)),
        is_used=is_used,
    )


def _print(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_PRINT_LENGTH]


def _parts(directive: Directive, form: CanonicalForm) -> Iterator[tuple[str, str]]:
    """The parts that are not shown in words, by name."""
    if isinstance(directive, Transaction):
        yield "flag", directive.flag or ""
        yield "payee", directive.payee or ""
        yield "narration", directive.narration or ""
        yield "tags", " ".join(sorted(directive.tags or ()))
        yield "links", " ".join(sorted(directive.links or ()))
        postings = directive.postings
        values = sorted(f"{p.account}{v}" for p in postings if (v := form.value(p)))
        marks = sorted(f"{p.account}{m}" for p in postings if (m := form.marks(p)))
        yield "costs-and-prices", "\n".join(values)
        yield "keys-of-postings", "\n".join(marks)
    keys = form.keys(directive.meta)
    if isinstance(directive, Open):
        keys = [key for key in keys if key.partition(":")[0] in KEYS_OF_ACCOUNTS]
    yield "keys", "\n".join(keys)


def _words(directive: Directive, form: CanonicalForm) -> Iterator[str]:
    if isinstance(directive, Transaction):
        yield from sorted(
            f"{p.account} {form.amount(p.units)}" if p.units else p.account
            for p in directive.postings
        )
        return
    lines = form.form(directive).split("\n")[2:]
    if isinstance(directive, Custom):
        values = [form.amount_or_text(v.value) for v in directive.values or ()]
        yield _plain(" ".join([directive.type, *values]))
        return
    keys = len(form.keys(directive.meta))
    shown = lines[:3] if isinstance(directive, Open) else lines[: len(lines) - keys]
    yield _plain(" ".join(shown))


def _plain(text: str) -> str:
    """Text that can't be mistaken for two parts."""
    return " ".join(text.replace(";", ",").split())

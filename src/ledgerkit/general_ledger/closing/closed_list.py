r"""The list of a closed period: what was closed, a line for each directive.

It is a text file beside the books. Its own SHA-256 stands in the ``close`` directive
and in the next list, so that nobody can change one without it being noticed. Lines end
with ``\n``; a copy whose lines end with ``\r\n`` counts as the same file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.closing.canonical import total_digest
from ledgerkit.general_ledger.closing.described import parse_described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.general_ledger.closing.described import DescribedDirective

_FIRST_LINE = "ledgerkit closed period, form 1"
#: Repeated for each option, plugin and check.
_LISTS = ("option", "plugin", "check")
_BALANCE = "balance "
_REQUIRED = frozenset(
    ("period", "from", "until", "closed", "previous", "balances", "directives")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedList:
    """What a period was when it was closed.

    Attributes:
        period: Its word, e.g. ``2025-Q2``.
        first: Its first day.
        last: Its last day.
        closed: The day it was closed.
        previous: Digest of the list before this one; empty if it is the first.
        options: The options that figures depend on, by name.
        plugins: The plugins of the book, with their versions.
        checks: The checklist: each item's name and how it was.
        balances: The trial balance at its end: ``ACCOUNT NUMBER CURRENCY``.
        directives: Its directives.
    """

    period: str
    first: str
    last: str
    closed: str
    previous: str
    options: Mapping[str, str]
    plugins: Sequence[str]
    checks: Mapping[str, str]
    balances: Sequence[str]
    directives: Sequence[DescribedDirective] = field(repr=False)

    def text(self) -> str:
        """The file."""
        digests = [d.digest for d in self.directives if d.is_used]
        return "\n".join(
            [
                _FIRST_LINE,
                f"period: {self.period}",
                f"from: {self.first}",
                f"until: {self.last}",
                f"closed: {self.closed}",
                f"previous: {self.previous or 'none'}",
                *(f"option: {name} {value}" for name, value in self.options.items()),
                *(f"plugin: {plugin}" for plugin in self.plugins),
                *(f"check: {name} {how}" for name, how in self.checks.items()),
                f"balances: {total_digest(self.balances)}",
                f"directives: {len(digests)} {total_digest(digests)}",
                "",
                *(f"{_BALANCE}{balance}" for balance in self.balances),
                "",
                *(str(d) for d in sorted(self.directives, key=_by_day)),
                "",
            ]
        )


def _by_day(directive: DescribedDirective) -> tuple[bool, str, str, str]:
    """What figures rest on first; no order of files shows."""
    return not directive.is_used, directive.day, directive.digest, str(directive)


def digest_of_list(data: bytes) -> str:
    """The digest of a list's file, whatever its lines end with."""
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """The head of a list, which says whether anything is different.

    Attributes:
        values: Its lines that stand once.
        options: The options that figures depend on, by name.
        plugins: The plugins of the book, with their versions.
        checks: The checklist.
        lines: The number of lines before the balances.
    """

    values: Mapping[str, str]
    options: Mapping[str, str]
    plugins: Sequence[str]
    checks: Mapping[str, str]
    lines: int

    @property
    def previous(self) -> str:
        """The digest of the list before; empty if this is the first."""
        previous = self.values["previous"]
        return "" if previous == "none" else previous

    @property
    def balances(self) -> str:
        """The digest of the trial balance."""
        return self.values["balances"]

    @property
    def directives(self) -> str:
        """The digest of all directives."""
        return self.values["directives"].rpartition(" ")[2]


def read_head(data: bytes) -> ListHead:
    """The head of a list.

    Raises:
        ValueError: If it is no such file.
    """
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode()
    first, *lines = head.split("\n")
    if first != _FIRST_LINE:
        raise ValueError("is no list of a closed period that this version reads")
    values: dict[str, str] = {}
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    for line in lines:
        name, _, value = line.partition(": ")
        if name in lists:
            lists[name].append(value)
        else:
            values[name] = value
    missing = _REQUIRED - values.keys()
    if missing:
        raise ValueError(f"has no line {min(missing)}: in its head")
    options, checks = (
        dict(_divided(line) for line in lists[name]) for name in ("option", "check")
    )
    return ListHead(
        values=values,
        options=options,
        plugins=lists["plugin"],
        checks=checks,
        lines=len(lines) + 1,
    )


def _divided(line: str) -> tuple[str, str]:
    name, _, value = line.partition(" ")
    return name, value


def read_body(
    data: bytes,
) -> tuple[Sequence[str], Sequence[tuple[int, DescribedDirective]]]:
    """The trial balance of a list, and its directives, each with its line in the file.

    Raises:
        ValueError: If a line is none of a list.
    """
    balances: list[str] = []
    directives: list[tuple[int, DescribedDirective]] = []
    lines = data.decode().replace("\r\n", "\n").split("\n")
    start = lines.index("")
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith(_BALANCE):
            balances.append(line.removeprefix(_BALANCE))
        elif line:
            directives.append((number, parse_described(line)))
    return balances, directives

"""QIF text -> its sections and their records.

A line beginning with ``!`` announces the following section: transactions of an account,
a list of accounts, or another list of the program's. In every other line the first
letter gives the meaning of the rest, and ``^`` ends a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The words after `!Type:` for lists without transactions.
LISTS = frozenset(
    {
        "budget", "cat", "category", "class", "invitem", "memorized", "payee", "prices",
        "security", "tag", "template",
    }
)  # fmt: skip
#: Transactions in securities; their cash amounts have no sign.
INVESTMENTS = frozenset({"invst", "port", "401(k)/403(b)"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QifRecord:
    """One record.

    Attributes:
        line: Where it begins, counted from 1.
        fields: Letter, text and line of each line of it.
    """

    line: int
    fields: list[tuple[str, str, int]] = field(default_factory=list)

    def text(self, letter: str) -> str:
        """The first text of this letter that isn't empty; empty if there is none."""
        return next((t for key, t, _line in self.fields if key == letter and t), "")

    def texts(self, letter: str) -> list[str]:
        """Every text of this letter that isn't empty."""
        return [t for key, t, _line in self.fields if key == letter and t]

    def line_of(self, letter: str) -> int:
        """The line of this letter; the record's first if it has none."""
        return next((n for key, _t, n in self.fields if key == letter), self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class QifSection:
    """The transactions under one heading, with their account.

    Attributes:
        kind: The heading's word, in lower case: ``bank``, ``ccard``, …
        account: The account's name; empty if the file gives none.
        line: The heading's line.
        records: In the order of the file.
    """

    kind: str
    account: str
    line: int
    records: list[QifRecord] = field(default_factory=list)


def read_sections(text: str) -> Iterator[QifSection]:
    """The sections with transactions, including investments.

    Lists of accounts, categories, securities and so on are skipped; an account named
    before transactions is theirs.
    """
    account = ""
    for kind, line, records in _parts(text):
        if kind == "account":
            names = [name for record in records if (name := record.text("N"))]
            account = names[-1] if names else account
        elif kind.startswith(("option:", "clear:")):
            # The accounts in a list say nothing about the sections after it.
            account = ""
        elif kind.removeprefix("type:") not in LISTS:
            yield QifSection(
                kind=kind.removeprefix("type:"),
                account=account,
                line=line,
                records=records,
            )


def _parts(text: str) -> Iterator[tuple[str, int, list[QifRecord]]]:
    """Each heading, its line, and the records below it."""
    heading, begun = "", 1
    records: list[QifRecord] = []
    record: QifRecord | None = None
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if line.startswith("!"):
            if heading:
                yield heading, begun, records
            heading, begun, records, record = _heading(line), number, [], None
        elif line.startswith("^"):
            record = None
        elif line and heading:
            if record is None:
                record = QifRecord(line=number)
                records.append(record)
            record.fields.append((line[0].upper(), line[1:].strip(), number))
    if heading:
        yield heading, begun, records


def _heading(line: str) -> str:
    """``!Type:Oth A`` as ``type:oth a``."""
    return ":".join(part.strip() for part in line[1:].lower().split(":", 1))

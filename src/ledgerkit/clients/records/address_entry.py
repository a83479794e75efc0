"""Entries of another program's address book: clients and their contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressEntry:
    """One card, or one row.

    Attributes:
        file: Where it is from, for messages.
        line: The line where it begins, counted from 1.
        is_person: Whether it is a person's, not a company's.
        name: The person's or company's name; empty if it has none.
        id: Its id in these or others of our books; else empty.
        company: Name or id of the person's company; else empty.
        facts: The facts of the person or company, by ledger key.
        company_facts: Facts of the company in a person's entry.
    """

    file: str
    line: int
    is_person: bool
    name: str
    id: str = ""
    company: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    company_facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressProblem:
    """Something in an address book that can't be imported.

    Attributes:
        file: The file it is from.
        line: Its line, or that of its card.
        reason: What is wrong, and what to write instead.
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """The contents of one file.

    Attributes:
        entries: In the order of the file.
        problems: The problems found.
        columns: The columns of a table that were used, and for what.
        unread: Fields without a counterpart here, with the count of each.
    """

    entries: Sequence[AddressEntry]
    problems: Sequence[AddressProblem] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)

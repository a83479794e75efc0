"""What another program's address book says of a client, or of a person there."""

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
        line: Where it begins there, counted from 1.
        is_person: Whether it is of a person, and not of a company.
        name: The person's or the company's; empty where it has none.
        id: The id that it has in these books or others of ours; else empty.
        company: What the person's company is called, by name or id; else empty.
        facts: What it says of whom it is about, by keys of the ledger language.
        company_facts: What a person's entry says of the company.
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
    """What of an address book can't be taken over, and why.

    Attributes:
        file: Where it is from.
        line: Where it stands, or where its card begins.
        reason: What is wrong, and what to write instead.
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """What was read of one file.

    Attributes:
        entries: In the order of the file.
        problems: What can't be read.
        columns: The columns of a table that were taken, and for what.
        unread: What nothing here has a place for, each with how often it was there.
    """

    entries: Sequence[AddressEntry]
    problems: Sequence[AddressProblem] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)

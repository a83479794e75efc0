"""Bank statements as JSON, written while they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.banking.statement import line_record, statement_head
from ledgerkit.exporters.as_json import json_object, json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledgerkit.banking.statement import Statement


def statements_json(statements: Iterable[Statement]) -> Iterator[str]:
    """The pieces of what `statement_record` makes of statements, one for each line.

    Joined they are the same text as that of all of it at once, which may not fit
    into memory.
    """
    yield '{\n  "statements": ['
    separator = "\n"
    for statement in statements:
        yield f"{separator}{_head(statement)}"
        yield from _lines(statement)
        yield "\n    }"
        separator = ",\n"
    yield "]\n}\n" if separator == "\n" else "\n  ]\n}\n"


def _head(statement: Statement) -> str:
    """A statement without its lines and its end."""
    text = json_text(statement_head(statement)).removesuffix("\n}\n")
    return _indented(text, 4) + ',\n      "lines": ['


def _lines(statement: Statement) -> Iterator[str]:
    separator = "\n"
    for line in statement.lines:
        text = json_object(line_record(line)).removesuffix("\n")
        yield f"{separator}{_indented(text, 8)}"
        separator = ",\n"
    yield "]" if separator == "\n" else "\n      ]"


def _indented(text: str, width: int) -> str:
    blanks = " " * width
    return "\n".join(blanks + line for line in text.split("\n"))

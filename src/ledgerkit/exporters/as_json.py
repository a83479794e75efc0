"""A table as JSON, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.banking.statement import line_record, statement_head
from ledgerkit.notes import in_terminal
from ledgerkit.table import plain
from ledgerkit.text.untrusted import is_disturbing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledgerkit.banking.statement import Statement
    from ledgerkit.table import Cell, Column, FailedProof, Table


_JsonCell: TypeAlias = str | int | None


#: Made once: `json.dumps` would make one for each value.
_PLAIN = json.JSONEncoder(ensure_ascii=False)


def render_json(table: Table) -> str:
    """An object with title, as_of, columns, rows, totals and notes, in that order.

    Amounts are strings in plain notation, because most programs read a JSON
    number as a binary fraction and lose cents. Totals lack the keys that have no
    total. Proofs of a statement that fail are a list of their own, ``findings``,
    which other tables lack. Text is UTF-8; characters that could disturb a
    terminal are written as JSON escapes, which every reader turns back.
    """
    keys = [column.key for column in table.columns]
    document: dict[str, object] = {
        "title": table.title,
        "as_of": table.as_of.isoformat(),
        "columns": [_column(column) for column in table.columns],
        "rows": [_cells(row.cells, keys) for row in table.rows],
        "totals": [
            _cells(total, [key for key in keys if key in total])
            for total in table.totals
        ],
        "notes": [in_terminal(note) for note in table.notes],
    }
    if table.findings:
        document["findings"] = [_finding(found) for found in table.findings]
    return json_text(document)


def json_text(document: object) -> str:
    """Values as indented JSON, its last line ended, safe to show on a terminal."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return "\n".join(map(_escaped_line, text.split("\n"))) + "\n"


def json_object(record: Mapping[str, str | int | None]) -> str:
    """The same as `json_text` for an object without nested ones, but faster."""
    values = ((key, _PLAIN.encode(value)) for key, value in record.items())
    lines = (f'  "{key}": {_escaped_line(value)}' for key, value in values)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _column(column: Column) -> dict[str, str]:
    return {"key": column.key, "label": column.label, "type": column.type.value}


def _finding(found: FailedProof) -> dict[str, _JsonCell]:
    return {
        "kind": found.kind,
        "file": found.file,
        "line": found.line,
        "message": found.message,
    }


def _cells(cells: Mapping[str, Cell], keys: list[str]) -> dict[str, _JsonCell]:
    return {key: _json_cell(cells[key]) for key in keys}


def _json_cell(value: Cell) -> _JsonCell:
    return value if value is None or isinstance(value, int) else plain(value)


def _escaped_line(line: str) -> str:
    """Escape disturbing characters, which can only be in a JSON string."""
    if line.isprintable():
        return line
    return "".join(
        json.dumps(character)[1:-1] if is_disturbing(character) else character
        for character in line
    )


def statements_json(statements: Iterable[Statement]) -> Iterator[str]:
    """The statements as by `statement_record`, in pieces, one for each line.

    Joined, they are the same text as if made at once, which may not fit into memory.
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

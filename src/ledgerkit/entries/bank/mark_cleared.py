"""Postings cleared by a statement line are marked in place.

A posting gets the line's id below it, and its transaction, once no part of it is
waiting, ``*`` for ``!``. Nothing else of the text changes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledgerkit.books.bank.cleared import BANK_DATE, BANK_REF
from ledgerkit.errors import Place
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.writing.splice import replaced_line
from ledgerkit.ledger.writing.writer import splice_insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Posting, Transaction

    from ledgerkit.books.bank.cleared import AccountMovement
    from ledgerkit.books.books import Books
    from ledgerkit.ledger.writing.writer import Splice

_FLAGGED = re.compile(r"^([0-9]{4}[-/][0-9]+[-/][0-9]+[ \t]+)!")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedMark:
    """The clearing of a posting.

    Attributes:
        movement: The posting.
        reference: The line's id.
        day: The day on which the bank booked it.
    """

    movement: AccountMovement
    reference: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """A change of one place in a file.

    Attributes:
        line: Its line, counted from 1.
        change: From the file's bytes to its new ones.
    """

    line: int
    change: Callable[[bytes], bytes]


class ClearedMarks:
    """The marks of an import, as changes of files.

    Attributes:
        finished: The places, by real path, of the transactions that lose their ``!``.
    """

    def __init__(self, books: Books, marks: Iterable[ClearedMark]) -> None:
        """Work out which files change."""
        self._books = books
        self._texts: dict[Path, Sequence[str]] = {}
        self._edits: defaultdict[Path, list[_Edit]] = defaultdict(list)
        self.finished: set[Place] = set()
        by_transaction: dict[int, list[ClearedMark]] = {}
        for mark in marks:
            by_transaction.setdefault(id(mark.movement.transaction), []).append(mark)
            self._add(mark)
        for group in by_transaction.values():
            txn = group[0].movement.transaction
            if self._is_finished(txn, [cleared.movement.posting for cleared in group]):
                self._finish(txn)

    @property
    def splices(self) -> Mapping[Path, Splice]:
        """By file, from its bytes to its new ones."""
        return {
            file: _together(sorted(edits, key=lambda edit: -edit.line))
            for file, edits in self._edits.items()
        }

    def _add(self, mark: ClearedMark) -> None:
        meta = mark.movement.posting.meta or {}
        file, line = Path(meta["filename"]), int(meta["lineno"])
        text = self._line(file, line)
        head = re.match(r"[ \t]*", text)
        assert head is not None
        indent = head[0] * 2 or "    "
        added = f"{indent}{BANK_REF}: {_quoted(mark.reference)}\n"
        if mark.day != mark.movement.bank_day and BANK_DATE not in meta:
            added += f"{indent}{BANK_DATE}: {mark.day}\n"
        self._edits[file].append(
            _Edit(
                line=line + 1,
                change=lambda old: splice_insert(
                    old, before_line=line + 1, text=added, above=text
                ),
            )
        )

    def _line(self, file: Path, line: int) -> str:
        if file not in self._texts:
            self._texts[file] = file.read_text(encoding="utf-8").split("\n")
        return self._texts[file][line - 1].rstrip("\r")

    def _is_finished(self, txn: Transaction, marked: Sequence[Posting]) -> bool:
        """Whether every money posting has cleared, and nothing is on suspense."""
        if txn.flag != "!":
            return False
        for posting in txn.postings:
            role = self._books.chart.role(posting.account)
            if role is not None and role.role is Role.SUSPENSE:
                return False
            if role is None or not role.role.holds_money or role.role is Role.CASH:
                continue
            is_marked = any(posting is other for other in marked)
            if not is_marked and BANK_REF not in (posting.meta or ()):
                return False
        return True

    def _finish(self, txn: Transaction) -> None:
        file, line = Path(txn.meta["filename"]), int(txn.meta["lineno"])
        if not file.is_file():
            return
        text = self._line(file, line)
        new = _FLAGGED.sub(r"\1*", text)
        if new == text:
            return
        self._edits[file].append(
            _Edit(line=line, change=lambda old: replaced_line(old, line, text, new))
        )
        self.finished.add(Place(str(file.resolve()), line))


def _together(edits: Sequence[_Edit]) -> Splice:
    """All changes of a file, from the last line up."""

    def splice(old: bytes) -> bytes:
        for edit in edits:
            old = edit.change(old)
        return old

    return splice


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

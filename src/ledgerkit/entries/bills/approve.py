"""Approvals written into bills: keys below the bill's own transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.payables.approvals import APPROVAL_KEYS
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.ledger.writing.splice import insert, replaced_line
from ledgerkit.ledger.writing.writer import BooksWriter, LoadedFiles, PlannedWrite, diff
from ledgerkit.open_items.side import Side
from ledgerkit.payables.approval import Approval, has_lapsed, why_without_effect
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.payables.approvals import ApprovalKeys
    from ledgerkit.ledger.writing.writer import Splice
    from ledgerkit.open_items.document import Document
    from ledgerkit.payables.approval import BillToApprove


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """One change of a file.

    Attributes:
        file: The file.
        line: The first of its lines that moves or changes, counted from 1.
        splice: The change.
        replaces: Whether it replaces a line, which may make the text shorter.
    """

    file: Path
    line: int
    splice: Splice
    replaces: bool = False


class ApprovalChange:
    """The change of files for an approval of bills.

    Attributes:
        still_missing: What each bill still lacks, by its number; bills that may then be
            paid are not included.
    """

    def __init__(
        self, books: Books, numbers: Sequence[str], *, by: str, on: date
    ) -> None:
        """Work out which files change.

        Args:
            books: The books.
            numbers: The bills.
            by: Who approves them.
            on: The day.

        Raises:
            UsageError: If there is no such bill, or the approval would have no effect.
        """
        self._main = Path(books.filename)
        self._known = LoadedFiles.of(books)
        self.still_missing: dict[str, str] = {}
        if not by.strip() or hidden_character(by) or '"' in by or "\\" in by:
            raise UsageError(f"{by!r} is no name to write; say who approves: --by anna")
        edits = [
            edit
            for number in dict.fromkeys(numbers)
            for edit in self._edits(books, number, by.strip(), on)
        ]
        self._by_file: dict[Path, list[_Edit]] = {}
        for edit in sorted(edits, key=lambda other: other.line, reverse=True):
            self._by_file.setdefault(edit.file, []).append(edit)

    def _edits(self, books: Books, number: str, by: str, on: date) -> Sequence[_Edit]:
        document = books.find_document(number, side=Side.PAYABLE)
        reading = books.payables_read.approvals
        bill = reading.bill(document)
        approval = Approval(by=by, on=on, amount=Amount(bill.amount, bill.currency))
        valid = [earlier for earlier in bill.approvals if not has_lapsed(bill, earlier)]
        if any(earlier.by == approval.by for earlier in valid):
            raise UsageError(f"{number}: {approval.by} has approved it already")
        if len(valid) == len(APPROVAL_KEYS):
            approvers = " and ".join(earlier.by for earlier in valid)
            raise UsageError(f"{number}: {approvers} have approved it already")
        wrong = why_without_effect(bill, reading.policy, approval)
        if wrong:
            raise UsageError(f"{number}: {wrong}")
        place = _place(bill, by)
        state = reading.state_with(document, approval, on, place=place)
        if state.why_not:
            self.still_missing[number] = state.why_not
        return list(_below_head(books, document, APPROVAL_KEYS[place], approval))

    def _splices(self) -> Mapping[Path, Splice]:
        return {file: _edited(edits) for file, edits in self._by_file.items()}

    def text(self) -> str:
        """The change, as a diff: only keys are added or changed."""
        return self.diff()

    def diff(self) -> str:
        """The change as a unified diff, file by file."""
        texts = []
        for path, splice in self._splices().items():
            old = path.read_bytes()
            texts.append(diff(path, old, splice(old)))
        return "".join(texts)

    def write(self, *, progress: Callable[[str], None] | None = None) -> None:
        """Write everything, or nothing.

        Raises:
            WriteRefusedError: If nothing was written; the old text stands.
        """
        writer = BooksWriter(main=self._main, known=self._known, progress=progress)
        replaces = any(
            edit.replaces for edits in self._by_file.values() for edit in edits
        )
        # Keys aside, every directive stays the same.
        planned = PlannedWrite(
            changes=self._splices(),
            expected=(),
            known=self._known,
            replaced=() if replaces else None,
        )
        writer.write_planned(lambda: planned)


def _place(bill: BillToApprove, by: str) -> int:
    """The position of a new approval among a bill's; it replaces a lapsed one."""
    lapsed = [
        (approval.by != by, place)
        for place, approval in enumerate(bill.approvals)
        if has_lapsed(bill, approval)
    ]
    return min(lapsed)[1] if lapsed else len(bill.approvals)


def _below_head(
    books: Books, document: Document, keys: ApprovalKeys, approval: Approval
) -> Iterator[_Edit]:
    """Existing keys get another value; new ones go above the postings."""
    (txn, *_others) = books.transactions_of(document)
    postings = [p.meta["lineno"] for p in txn.postings if p.meta and "lineno" in p.meta]
    file, first = Path(txn.meta["filename"]), min(postings)
    lines = [line.rstrip("\r") for line in file.read_text(encoding="utf-8").split("\n")]
    indent = re.match(r"\s*", lines[first - 1])
    assert indent is not None
    amount = as_money(document.amount, document.currency)
    added = ""
    for key, value in zip(
        keys, (f'"{approval.by}"', str(approval.on), amount), strict=True
    ):
        line = _line_of(key, lines, txn.meta["lineno"], first)
        if line is None:
            added += f"{indent[0]}{key}: {value}\n"
            continue
        was = lines[line - 1]
        new = f"{was[: was.index(key)]}{key}: {value}"
        splice = partial(replaced_line, line=line, text=was, new=new)
        yield _Edit(file=file, line=line, splice=splice, replaces=True)
    if added:
        above = lines[first - 2]
        yield _Edit(
            file=file, line=first, splice=insert(added, before_line=first, above=above)
        )


def _line_of(key: str, lines: Sequence[str], head: int, end: int) -> int | None:
    """The line of a key between a transaction's first line and its postings."""
    for line in range(head + 1, end):
        if re.match(rf"\s+{key}\s*:", lines[line - 1]):
            return line
    return None


def _edited(edits: Sequence[_Edit]) -> Splice:
    """All changes of a file, from the last line up."""

    def splice(old: bytes) -> bytes:
        for edit in edits:
            old = edit.splice(old)
        return old

    return splice

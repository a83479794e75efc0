"""Approvals written into bills: keys below the bill's own transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.books.files import BooksWriter, KnownBooks, diff, splice_insert
from ledgerkit.books.hidden_characters import hidden_character
from ledgerkit.books.planned_record import money
from ledgerkit.books.read_approvals import APPROVAL_KEYS
from ledgerkit.errors import UsageError
from ledgerkit.open_items.side import Side
from ledgerkit.payables.approval import Approval, why_without_effect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.files import Splice
    from ledgerkit.books.read_approvals import ApprovalKeys
    from ledgerkit.open_items.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class _Insertion:
    """Lines to add to a file.

    Attributes:
        file: Which.
        line: Before which of its lines, counted from 1.
        above: The line that stands above.
        text: What to add.
    """

    file: Path
    line: int
    above: str
    text: str


class ApprovalChange:
    """The change of files by which somebody approves bills.

    Attributes:
        still_missing: What each bill still lacks, by its number; bills that may be
            paid then are not among them.
    """

    def __init__(
        self, books: Books, numbers: Sequence[str], *, by: str, on: date
    ) -> None:
        """Work out which files change.

        Args:
            books: The books.
            numbers: The bills.
            by: Who approves them.
            on: When.

        Raises:
            UsageError: If there is no such bill, or the approval would have no effect.
        """
        self._main = Path(books.filename)
        self._known = KnownBooks.of(books)
        self.still_missing: dict[str, str] = {}
        if not by.strip() or hidden_character(by) or '"' in by or "\\" in by:
            raise UsageError(f"{by!r} is no name to write; say who approves: --by anna")
        found = [
            self._insertion(books, number, by.strip(), on)
            for number in dict.fromkeys(numbers)
        ]
        self._by_file: dict[Path, list[_Insertion]] = {}
        for insertion in sorted(found, key=lambda one: one.line, reverse=True):
            self._by_file.setdefault(insertion.file, []).append(insertion)

    def _insertion(self, books: Books, number: str, by: str, on: date) -> _Insertion:
        document = books.find_document(number, side=Side.PAYABLE)
        reading = books.payables.approvals
        bill = reading.bill(document)
        approval = Approval(by=by, on=on, amount=Amount(bill.amount, bill.currency))
        if any(given.by == approval.by for given in bill.approvals):
            raise UsageError(f"{number}: {approval.by} has approved it already")
        if len(bill.approvals) == len(APPROVAL_KEYS):
            both = " and ".join(given.by for given in bill.approvals)
            raise UsageError(f"{number}: {both} have approved it already")
        wrong = why_without_effect(bill, reading.policy, approval)
        if wrong:
            raise UsageError(f"{number}: {wrong}")
        keys = APPROVAL_KEYS[len(bill.approvals)]
        left = reading.state_with(document, approval, on)
        if left.why_not:
            self.still_missing[number] = left.why_not
        return _below_head(books, document, keys, approval)

    def _splices(self) -> Mapping[Path, Splice]:
        return {file: _inserted(ones) for file, ones in self._by_file.items()}

    def text(self) -> str:
        """The change, as a diff: nothing but keys is added."""
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
        writer.write(self._splices(), expected=())


def _below_head(
    books: Books, document: Document, keys: ApprovalKeys, approval: Approval
) -> _Insertion:
    """Above the transaction's first posting, where its keys stand."""
    (txn, *_others) = books.transactions_of(document)
    lines = [p.meta["lineno"] for p in txn.postings if p.meta and "lineno" in p.meta]
    file, line = Path(txn.meta["filename"]), min(lines)
    text = file.read_text(encoding="utf-8").split("\n")
    indent = re.match(r"\s*", text[line - 1])
    assert indent is not None
    amount = money(document.amount, document.currency)
    values = (f'"{approval.by}"', str(approval.on), amount)
    added = "".join(
        f"{indent[0]}{key}: {value}\n" for key, value in zip(keys, values, strict=True)
    )
    return _Insertion(
        file=file, line=line, above=text[line - 2].rstrip("\r"), text=added
    )


def _inserted(insertions: Sequence[_Insertion]) -> Splice:
    """All insertions of a file, from the last line up."""

    def splice(old: bytes) -> bytes:
        for one in insertions:
            old = splice_insert(
                old, before_line=one.line, text=one.text, above=one.above
            )
        return old

    return splice

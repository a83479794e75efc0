"""Statements and the choice for each line -> the entries, as one change of files.

A line already in the books marks its posting. Any other gets a transaction: as
identified, or flagged ``!`` with the suspense account. So each line is in the ledger
exactly once, or is left out by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Open

from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.books.account_use import OpenedAccounts
from ledgerkit.books.bank.cleared import BANK_DATE, BANK_REF
from ledgerkit.entries.bank.carried_back import balance_notes, carry_back
from ledgerkit.entries.bank.entries import BankEntries
from ledgerkit.entries.bank.mark_cleared import ClearedMark, ClearedMarks
from ledgerkit.entries.bank.prepare import IN_THIS_IMPORT
from ledgerkit.entries.bank.statements import StatementPlanner
from ledgerkit.entries.bills.arrived_lines import suspense_account
from ledgerkit.entries.bills.bill_files import kept_files_at
from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.directives import open_account
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.writing.writer import PlannedWrite
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom, Directive, Transaction

    from ledgerkit.banking.matching.proposal import Proposal
    from ledgerkit.books.bank.cleared import AccountMovement
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.archive import KeptFile
    from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport
    from ledgerkit.errors import Place
    from ledgerkit.ledger.writing.writer import LoadedFiles, Splice


#: The confidence from which a proposal needs no review.
CERTAIN = Decimal("0.95")
_LESS_IF_BOOKED = Decimal("0.15")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChoice:
    """The choice for a line, by a person or the threshold.

    Attributes:
        proposal: Its proposal; None if unidentified.
        is_left_out: Whether it isn't to be written at all.
        rule: A bank rule to remember it by; None for none.
    """

    proposal: Proposal | None = None
    is_left_out: bool = False
    rule: Custom | None = None


def choices_above(
    prepared: PreparedImport, above: Decimal = CERTAIN, *, skip_unknown: bool = False
) -> Sequence[BookingChoice]:
    """Accept every proposal above the threshold; the rest is unidentified.

    Lines that may be in the books already, under whatever reference, are left out by
    name: on suspense they would be there twice.

    Args:
        prepared: The lines of the files.
        above: The least confidence.
        skip_unknown: Whether the rest is left out instead of put on suspense.
    """
    return [
        BookingChoice(proposal=line.proposal)
        if is_certain(line, above)
        else BookingChoice(
            is_left_out=skip_unknown or bool(line.doubt or line.proposal.booked)
        )
        for line in prepared.lines
    ]


def is_certain(line: LineToBook, above: Decimal = CERTAIN) -> bool:
    """Whether a line needs no review.

    For a line already in the books less confidence is enough: the amount is the same,
    nothing new is booked, and the harm would be in booking it again.
    """
    kind, sure = line.proposal.kind, line.proposal.confidence
    if line.doubt:
        return False
    if kind is MatchKind.BOOKED:
        return sure >= above - _LESS_IF_BOOKED
    return kind is not MatchKind.NOTHING and sure >= above


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBankImport:
    """The entries of an import.

    Attributes:
        directives: New ones, in the order in which they are written.
        marks: Postings that a line clears.
        files: Files to keep beside the books.
        booked: How many lines get an identified transaction.
        cleared: How many are already in the books, and mark their posting.
        unknown: How many go to the suspense account.
        left_out: The lines not written, a sentence each.
        notes: What a person should know, a sentence each.
    """

    directives: Sequence[Directive]
    marks: Sequence[ClearedMark]
    files: Sequence[KeptFile]
    booked: int
    cleared: int
    unknown: int
    left_out: Sequence[str]
    notes: Sequence[str]


def plan_bank_import(
    books: Books,
    prepared: PreparedImport,
    choices: Sequence[BookingChoice],
    *,
    today: date | None = None,
) -> PlannedBankImport:
    """Plan the entries for the choices made.

    Args:
        books: The books that were prepared for.
        prepared: The lines of the files.
        choices: One for each line, in their order.
        today: The balance of a day not yet over may change by the evening, and isn't
            recorded; None if that doesn't matter.
    """
    planner = _Planner(books, prepared)
    for number, choice in enumerate(choices, start=1):
        planner.add(number, choice)
    return planner.plan(today)


class _Planner:
    def __init__(self, books: Books, prepared: PreparedImport) -> None:
        self._books = books
        self._prepared = prepared
        self._entries = BankEntries(books)
        self._suspense = suspense_account(books)
        self._transactions: dict[int, Transaction] = {}
        self._marks: list[ClearedMark] = []
        self._marked: set[Place] = set()
        self._open: dict[Place, Decimal] = {}
        self._left_out: list[str] = []
        self._incomplete: set[int] = set()
        self._unknown = 0
        self._cleared = 0
        self._rules: dict[str, Custom] = {}
        self._notes = list(prepared.notes)

    def add(self, number: int, choice: BookingChoice) -> None:
        line = self._prepared.lines[number - 1]
        if choice.is_left_out:
            self._left_out.append(_said(line))
            self._incomplete.add(id(line.source))
            return
        try:
            if choice.proposal is not None:
                self._book(number, line, choice.proposal)
                if choice.rule is not None:
                    self._rules[choice.rule.values[0].value] = choice.rule
                return
        except UsageError as error:
            self._notes.append(f"{_said(line)}: {error}; it waits on {self._suspense}")
        self._unknown += 1
        self._transactions[number] = self._entries.unknown(
            line.account, line.line, self._suspense
        )

    def _book(self, number: int, line: LineToBook, proposal: Proposal) -> None:
        if proposal.booked:
            self._mark(line, proposal)
            return
        if not proposal.parts:
            raise UsageError("nobody said what it is")
        self._check_open(proposal)
        self._transactions[number] = self._entries.known(
            line.account, line.line, proposal
        )
        for place, remaining in self._left(proposal).items():
            self._open[place] = remaining

    def _check_open(self, proposal: Proposal) -> None:
        """Refuse more than is open, whatever the choices for other lines."""
        for part in proposal.parts:
            document = part.document
            remaining = self._left(proposal)[document.place] if document else ZERO
            if document and remaining and (remaining > 0) != (document.open > 0):
                raise UsageError(
                    f"{document.number or 'what ' + document.party + ' has on account'}"
                    f" has {abs(self._open.get(document.place, document.open)):f}"
                    f" {document.currency} open"
                )

    def _left(self, proposal: Proposal) -> Mapping[Place, Decimal]:
        """The open amount of each document after a proposal."""
        remaining: dict[Place, Decimal] = {}
        for part in proposal.parts:
            if part.document is not None:
                place, open_ = part.document.place, part.document.open
                before = remaining.get(place, self._open.get(place, open_))
                portion = part.amount if part.settles is None else part.settles
                remaining[place] = before - portion
        return remaining

    def _mark(self, line: LineToBook, proposal: Proposal) -> None:
        """Mark the postings that the line clears, in the books or in this import."""
        places = [movement.place for movement in proposal.booked]
        conflicts = [place for place in places if place in self._marked]
        if conflicts:
            raise UsageError(f"{conflicts[0]} is cleared by another line")
        by_place = self._movements(line.account)
        day, reference = line.line.line.day, line.line.reference
        for place in places:
            if place.filename != IN_THIS_IMPORT and place not in by_place:
                raise UsageError(f"{place}: there is no posting to mark")
            if place.filename == IN_THIS_IMPORT and place.lineno not in (
                self._transactions
            ):
                raise UsageError("the other half of the transfer was not accepted")
        self._cleared += 1
        for place in places:
            self._marked.add(place)
            if place.filename == IN_THIS_IMPORT:
                self._transactions[place.lineno] = _with_reference(
                    self._transactions[place.lineno], line.account, reference, day
                )
            else:
                movement = by_place[place]
                self._marks.append(
                    ClearedMark(movement=movement, reference=reference, day=day)
                )

    def _movements(self, account: str) -> Mapping[Place, AccountMovement]:
        return {
            movement.place: movement
            for movement in self._books.bank_read.movements.get(account, ())
            if not movement.reference
        }

    def plan(self, today: date | None) -> PlannedBankImport:
        booked = sorted(self._transactions.values(), key=lambda txn: txn.date)
        carried = list(carry_back(self._books, self._prepared.statements, booked))
        transactions = sorted([*booked, *carried], key=lambda txn: txn.date)
        statements = StatementPlanner(
            self._books, transactions, self._incomplete, today
        )
        for source in self._prepared.statements:
            statements.add(source)
        return PlannedBankImport(
            directives=[
                *self._opened(transactions),
                *transactions,
                *statements.directives,
                *self._rules.values(),
            ],
            marks=self._marks,
            files=statements.files,
            booked=len(booked) - self._unknown,
            cleared=self._cleared,
            unknown=self._unknown,
            left_out=self._left_out,
            notes=[
                *self._notes,
                *statements.notes,
                *balance_notes(self._books, carried, transactions),
            ],
        )

    def _opened(self, transactions: Iterable[Transaction]) -> Iterator[Directive]:
        """The suspense account, if it is needed and the book has none."""
        is_needed = any(
            posting.account == self._suspense
            for txn in transactions
            for posting in txn.postings
        )
        if is_needed and self._suspense not in OpenedAccounts(self._books.directives):
            # Opened with the bank accounts: an older statement may come later.
            accounts = {line.account for line in self._prepared.lines}
            first = min(
                directive.date
                for directive in self._books.directives
                if isinstance(directive, Open) and directive.account in accounts
            )
            yield open_account(self._suspense, first, role=Role.SUSPENSE)


def _with_reference(
    txn: Transaction, account: str, reference: str, day: date
) -> Transaction:
    """A transfer of this import, with the reference that clears its other side."""
    meta: dict[str, Any] = {BANK_REF: reference}
    if day != txn.date:
        meta[BANK_DATE] = day
    return txn._replace(
        postings=[
            posting._replace(meta={**(posting.meta or {}), **meta})
            if posting.account == account
            else posting
            for posting in txn.postings
        ]
    )


def _said(line: LineToBook) -> str:
    """A line in a few words, with its place."""
    entry = line.line.line
    return f"{entry.place}: {entry.day} over {as_money(entry.amount, entry.currency)}"


class BankImportChange(EntriesChange[PlannedBankImport]):
    """New directives at the end of a file, and marks at existing postings."""

    def __init__(
        self,
        books: Books,
        planned: PlannedBankImport,
        *,
        known: LoadedFiles,
        into: Path | None = None,
    ) -> None:
        """Work out which files change: see `EntriesChange`."""
        super().__init__(
            books,
            planned,
            known=known,
            into=into,
            kept=lambda plan: kept_files_at(books, dict(plan.files)),
        )
        self._cleared = ClearedMarks(books, planned.marks)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.planned.directives and not self.planned.marks

    def _splices(self) -> Mapping[Path, Splice]:
        """The appended text, and before it the marks: places above don't move."""
        appended = dict(super()._splices()) if self.planned.directives else {}
        marks = {
            file.resolve(): change for file, change in self._cleared.splices.items()
        }
        splices: dict[Path, Splice] = {}
        for file, mark in marks.items():
            splices[file] = _one_by_one(mark, appended.pop(file, None))
        return {**splices, **appended}

    def _plan(self) -> PlannedWrite:
        planned = super()._plan()
        return PlannedWrite(
            changes=planned.changes,
            expected=planned.expected,
            known=planned.known,
            finished=self._cleared.finished,
            kept=planned.kept,
        )


def usual_bank_file(books: Books, prepared: PreparedImport) -> Path:
    """The file of the latest posting to an account of the import; else the main file.

    On the same day, the one furthest down counts.
    """
    files = {str(name) for name in books.options["include"]}
    accounts = {source.account for source in prepared.statements}
    latest = max(
        (
            (movement.day, movement.place)
            for account in accounts
            for movement in books.bank_read.movements.get(account, ())
            if movement.place.filename in files
        ),
        default=None,
    )
    return Path(books.filename if latest is None else latest[1].filename)


def _one_by_one(first: Splice, second: Splice | None) -> Splice:
    return first if second is None else lambda old: second(first(old))

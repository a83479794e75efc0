"""Bank files -> the lines not yet booked, each with a proposal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.banking.known_lines import CoveredPeriod, KnownLines
from ledgerkit.banking.line_identity import IdentifiedLine, identified
from ledgerkit.banking.matching.books_side import (
    BookedMovement,
    MatchingContext,
    OpenDocument,
)
from ledgerkit.banking.matching.match import match_lines
from ledgerkit.banking.matching.proposal import MatchKind, Proposal
from ledgerkit.entries.bank.gaps import import_gaps, lines_not_booked
from ledgerkit.entries.bank.matching_context import MatchingContextReader
from ledgerkit.entries.bank.prepared import LineToBook, PreparedImport
from ledgerkit.entries.bank.statement_accounts import (
    AccountsSaid,
    statements_with_accounts,
)
from ledgerkit.errors import Place
from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import BankFile, ImportedStatement


#: Proposes matches for lines.
Matcher: TypeAlias = Callable[
    [Sequence["StatementLine"], MatchingContext], Sequence[Proposal]
]


#: The place of a transfer that another line of the same import will book; its number is
#: that of the line among those to book.
IN_THIS_IMPORT = "<this import>"


def prepare_bank_import(
    books: Books,
    files: Iterable[BankFile],
    *,
    account: str | None = None,
    accounts: Mapping[str, str] | None = None,
    match: Matcher = match_lines,
) -> PreparedImport:
    """Identify accounts, leave out booked lines, and propose matches for the rest.

    Args:
        books: The books.
        files: The files as read.
        account: The account of files that name none that is known.
        accounts: Accounts by their names in the files.
        match: Proposes matches for lines.

    Raises:
        UsageError: If the account or currency of a file can't be told, or several
            accounts of files would be one.
    """
    files = list(files)
    said = AccountsSaid(account=account, by_name=accounts or {})
    statements, notes = statements_with_accounts(books, files, said)
    preparer = _Preparer(books, match)
    for statement in statements:
        preparer.add(statement)
    return PreparedImport(
        statements=statements,
        lines=preparer.lines(),
        there=preparer.there,
        notes=[
            *notes,
            *preparer.notes,
            *lines_not_booked(read for file in files for read in file.statements),
            *_broken(statements),
            *import_gaps(books.bank_read.statements, statements),
        ],
    )


def _broken(statements: Iterable[ImportedStatement]) -> Iterator[str]:
    """Statements whose lines don't add up from the opening to the closing balance."""
    for source in statements:
        missing = source.statement.unexplained
        if missing:
            yield (
                f"{source.statement.place}: its lines don't come to its closing"
                f" balance: {with_cents(missing, source.currency):f} {source.currency}"
                " is missing"
            )


class _Preparer:
    """Sorts lines statement by statement, and matches them account by account."""

    def __init__(self, books: Books, match: Matcher) -> None:
        self._books = books
        self._match = match
        self._known: dict[tuple[str, str], KnownLines] = {}
        self._new: defaultdict[
            tuple[str, str], list[tuple[ImportedStatement, IdentifiedLine, str]]
        ] = defaultdict(list)
        self.there = 0
        self.notes: list[str] = []

    def add(self, source: ImportedStatement) -> None:
        key = source.account, source.currency
        if key not in self._known:
            self._known[key] = known_lines(self._books, *key)
        known = self._known[key]
        sorted_lines = known.sort(identified(source.statement.lines), source.period)
        self.there += len(sorted_lines.there) + len(sorted_lines.renamed)
        for line, reference in sorted_lines.renamed:
            self.notes.append(
                f"{line.line.place}: {line.line.day} over {line.line.amount:f}"
                f" {source.currency} is there already, under the reference {reference}"
            )
        for line in sorted_lines.new:
            other = sorted_lines.doubtful.get(id(line), "")
            doubt = f"{other} has the same day and amount; is it another?" * bool(other)
            self._new[key].append((source, line, doubt))
        for line in sorted_lines.new:
            known.add(line.reference, line.line.day, line.line.amount)
        known.add_period(source.period)

    def lines(self) -> Sequence[LineToBook]:
        """Every new line with its proposal."""
        reader = MatchingContextReader(self._books)
        lines: list[LineToBook] = []
        transfers: defaultdict[str, list[BookedMovement]] = defaultdict(list)
        settled: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
        for (account, currency), new in self._new.items():
            new.sort(key=lambda entry: entry[1].line.day)
            if not new:
                continue
            known = reader.of(
                account,
                currency,
                since=new[0][1].line.day,
                opening=_opening(source for source, _line, _doubt in new),
            )
            known = replace(
                known,
                documents=_less(known.documents, settled),
                booked=[*known.booked, *transfers[account]],
            )
            proposals = self._match([line.line for _s, line, _d in new], known)
            for (source, line, doubt), proposal in zip(new, proposals, strict=True):
                lines.append(
                    LineToBook(
                        account=account,
                        source=source,
                        line=line,
                        proposal=proposal,
                        doubt=doubt,
                    )
                )
                _note_settled(proposal, settled)
                for other, movement in _transfers(lines[-1], len(lines)):
                    transfers[other].append(movement)
        return lines


def _opening(
    sources: Iterable[ImportedStatement],
) -> tuple[date, Decimal] | None:
    """First day and opening balance of the earliest of these statements."""
    stated = [
        (source.statement.since, source.statement.opening)
        for source in sources
        if source.statement.since is not None
    ]
    first, opening = min(stated, key=itemgetter(0), default=(None, None))
    return None if first is None or opening is None else (first, opening)


def known_lines(books: Books, account: str, currency: str) -> KnownLines:
    """The lines of an account already in the books."""
    known = KnownLines()
    for movement in books.bank_read.movements.get(account, ()):
        if movement.reference and movement.currency == currency:
            known.add(movement.reference, movement.bank_day, movement.amount)
    for statement in books.bank_read.statements_of(account, currency):
        known.add_period(
            CoveredPeriod(
                since=statement.since, until=statement.day, closing=statement.closing
            )
        )
    return known


def _note_settled(proposal: Proposal, settled: defaultdict[Place, Decimal]) -> None:
    for part in proposal.parts:
        if part.document is not None:
            portion = part.amount if part.settles is None else part.settles
            settled[part.document.place] += portion


def _less(
    documents: Iterable[OpenDocument], settled: Mapping[Place, Decimal]
) -> Sequence[OpenDocument]:
    """The documents, less the amounts proposed for lines of other accounts."""
    if not settled:
        return list(documents)
    remaining = []
    for document in documents:
        open_amount = document.open - settled.get(document.place, ZERO)
        if open_amount and (open_amount > 0) == (document.open > 0):
            remaining.append(
                document
                if open_amount == document.open
                else replace(document, open=open_amount)
            )
    return remaining


def _transfers(line: LineToBook, number: int) -> Iterator[tuple[str, BookedMovement]]:
    """The other side of a transfer, on another account of ours."""
    proposal = line.proposal
    if proposal.kind is not MatchKind.TRANSFER:
        return
    for part in proposal.parts:
        yield (
            part.account,
            BookedMovement(
                day=line.line.line.day,
                amount=-part.amount,
                currency=line.line.line.currency,
                transfer_from=line.account,
                texts=tuple(filter(None, (line.line.line.text,))),
                place=Place(IN_THIS_IMPORT, number),
            ),
        )

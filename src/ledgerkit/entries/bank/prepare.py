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
from ledgerkit.books.account_use import AccountUse, OpenedAccounts
from ledgerkit.books.bank.accounts import UnknownBankAccountError
from ledgerkit.entries.bank.gaps import import_gaps, is_booked, lines_not_booked
from ledgerkit.entries.bank.matching_context import MatchingContextReader
from ledgerkit.entries.bank.prepared import (
    BankFile,
    ImportedStatement,
    LineToBook,
    PreparedImport,
)
from ledgerkit.errors import Place, UsageError
from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import Statement, StatementLine
    from ledgerkit.books.books import Books


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
    match: Matcher = match_lines,
) -> PreparedImport:
    """Identify accounts, leave out booked lines, and propose matches for the rest.

    Args:
        books: The books.
        files: The files as read.
        account: The account of files that name none that is known.
        match: Proposes matches for lines.

    Raises:
        UsageError: If the account or currency of a file can't be told.
    """
    statements = list(_statements(books, files, account))
    preparer = _Preparer(books, match)
    for statement in statements:
        preparer.add(statement)
    return PreparedImport(
        statements=statements,
        lines=preparer.lines(),
        there=preparer.there,
        notes=[
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


def _statements(
    books: Books, files: Iterable[BankFile], account: str | None
) -> Iterator[ImportedStatement]:
    opened = books.opened_accounts
    for file in files:
        for statement in file.statements:
            try:
                name = _account(books, statement, account)
            except UnknownBankAccountError as error:
                raise error.at(statement.place) from None
            except UsageError as error:
                raise UsageError(f"{statement.place}: {error}") from None
            currency = statement.currency or _only_currency(books, name)
            if not currency:
                raise UsageError(
                    f"{statement.place}: the file doesn't say in which currency it is;"
                    f" write it behind the account in the open directive of {name}"
                )
            lines = [
                replace(line, currency=currency)
                for line in statement.lines
                if is_booked(line)
            ]
            try:
                _check_account(opened, name, currency, [line.day for line in lines])
            except UsageError as error:
                raise UsageError(f"{statement.place}: {error}") from None
            yield ImportedStatement(
                account=name,
                currency=currency,
                statement=replace(statement, lines=lines, currency=currency),
                file=file,
            )


def _check_account(
    opened: OpenedAccounts, name: str, currency: str, days: Sequence[date]
) -> None:
    """Refuse an account that can't take the lines, before asking anybody."""
    if name not in opened:
        raise UsageError(f"{name} is not opened; open it first")
    if days:
        opened.check(
            AccountUse(
                account=name,
                first=min(days),
                last=max(days),
                currencies=frozenset({currency}),
            )
        )


def _account(books: Books, statement: Statement, account: str | None) -> str:
    try:
        identified_account = books.bank_read.accounts.find(
            statement.account, statement.currency
        )
    except UsageError:
        if account is None:
            raise
        return account
    if account is not None and account != identified_account:
        raise UsageError(
            f"the file is of {identified_account}, by its number {statement.account};"
            " leave out"
            f" --account {account}, or correct the number below the open directive"
        )
    return identified_account


def _only_currency(books: Books, account: str) -> str:
    """The currency of an account whose file names none."""
    for bank_account in books.bank_read.accounts.accounts:
        if bank_account.account == account and len(bank_account.currencies) == 1:
            return bank_account.currencies[0]
    return ""


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

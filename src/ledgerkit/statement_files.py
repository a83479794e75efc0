"""The lines of a statement, from the bank file kept beside the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.books.bank.statements import statement_content
from ledgerkit.errors import UsageError
from ledgerkit.importers.bank_files.choices import choices_said
from ledgerkit.importers.bank_files.read import read_bank_file
from ledgerkit.text.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.banking.statement import Statement, StatementLine
    from ledgerkit.books.books import Books
    from ledgerkit.importers.bank_files.choices import BankFileChoices


def kept_lines(
    books: Books, statement: BookedStatement
) -> Sequence[StatementLine] | None:
    """The lines of a statement's file; None if it names none.

    Raises:
        UnreadableFileError: If the file is missing, isn't the one that was kept, or
            can't be read.
    """
    if not statement.file:
        return None
    content = statement_content(books.filename, statement)
    read = read_bank_file(content, statement.file, remembered_choices(statement))
    return lines_of(books, statement, read)


def remembered_choices(statement: BookedStatement) -> BankFileChoices:
    """The options used when a statement's file was imported.

    Raises:
        UnreadableFileError: If those recorded in the ledger are not valid.
    """
    try:
        return choices_said(statement.reading)
    except ValueError as error:
        raise unreadable(
            statement.place.filename,
            f"reading: {error}; write for instance --date-format %d/%m/%Y",
            statement.place.lineno,
        ) from None


def lines_of(
    books: Books, statement: BookedStatement, read: Iterable[Statement]
) -> Sequence[StatementLine]:
    """The lines of a statement, among those of its account in a file.

    Args:
        books: The books.
        statement: The statement.
        read: The statements read from the file.
    """
    of_account = [one for one in read if _is_of(books, statement, one)]
    names = {one.account for one in of_account if _is_it(statement, one)}
    return [
        line
        for file_statement in of_account
        # Of several accounts that nobody knows by number, it is the one that closes so.
        if not names or file_statement.account in names
        for line in _booked_lines(file_statement)
        if line.day <= statement.day
        and (statement.since is None or statement.since <= line.day)
    ]


def _booked_lines(read: Statement) -> Iterator[StatementLine]:
    return (line for line in read.lines if line.amount and not line.pending)


def _is_it(statement: BookedStatement, read: Statement) -> bool:
    """Whether a file's statement ends with the balance that is in the books."""
    day = read.closing_day or read.until
    return (day, read.closing) == (statement.day, statement.closing)


def _is_of(books: Books, statement: BookedStatement, read: Statement) -> bool:
    """Whether a file's statement is for the account, as far as the file says."""
    if read.currency not in {"", statement.currency}:
        return False
    try:
        account = books.bank_read.accounts.find(read.account, read.currency)
    except UsageError:
        # The number is not one of ours: whoever named the file knew its account.
        return True
    return account == statement.account

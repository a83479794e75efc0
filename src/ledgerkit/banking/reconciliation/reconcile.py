"""Bank reconciliation: what is outstanding, and what is wrong.

The balance in the books, less what the bank has not booked yet, plus what it booked
before we did, is the expected bank balance. The statement's balance less that is the
difference. A posting counts at the bank from the day the bank booked it, so an old
statement still gives the same reconciliation: what cleared later was outstanding
then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledgerkit.banking.reconciliation.clearing import (
    opening_of,
    since_of,
    with_clearing,
)
from ledgerkit.banking.reconciliation.compare_lines import compare_lines
from ledgerkit.banking.reconciliation.guess import (
    Explanation,
    explain_opening,
    guess_difference,
)
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting, BookedStatement
    from ledgerkit.banking.statement import StatementLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One account at the end of one day, by the books and by the bank.

    Attributes:
        statement: The bank's statement.
        since: First day the statement covers; None if unknown.
        book_balance: The balance in the books.
        outstanding: Postings in the books but not yet at the bank, by date.
        early: Postings at the bank but only later in the books, by date.
        explanations: The causes of the difference; certain ones sum to it, and
            further ones are guesses.
        clearing_kept_from: The day from which an unmarked posting is outstanding;
            None if no posting is marked as cleared.
    """

    statement: BookedStatement
    since: date | None
    book_balance: Decimal
    outstanding: Sequence[BankPosting]
    early: Sequence[BankPosting]
    explanations: Sequence[Explanation] = ()
    clearing_kept_from: date | None

    @property
    def outstanding_deposits(self) -> Decimal:
        """Deposits not yet at the bank; zero or positive."""
        return sum((m.amount for m in self.outstanding if m.amount > 0), ZERO)

    @property
    def outstanding_payments(self) -> Decimal:
        """Payments not yet made by the bank; zero or negative."""
        return sum((m.amount for m in self.outstanding if m.amount < 0), ZERO)

    @property
    def expected(self) -> Decimal:
        """The expected bank balance."""
        early = sum((m.amount for m in self.early), ZERO)
        outstanding = self.outstanding_deposits + self.outstanding_payments
        return self.book_balance - outstanding + early

    @property
    def difference(self) -> Decimal:
        """The bank's balance less the expected one; zero if they agree."""
        return self.statement.closing - self.expected

    @property
    def unexplained(self) -> Decimal:
        """The part of the difference without a certain explanation."""
        return _unexplained(self.difference, self.explanations)


def reconcile_statement(
    statement: BookedStatement,
    movements: Sequence[BankPosting],
    *,
    statements: Sequence[BookedStatement] = (),
    lines: Sequence[StatementLine] | None = None,
) -> Reconciliation:
    """Reconcile a statement with the books.

    Args:
        statement: The statement.
        movements: Every posting to its account in its currency, by date.
        statements: All statements of the account in the currency, by day.
        lines: The statement's lines, if its file is at hand: then every cent of a
            difference is explained. Otherwise, likely causes are suggested.
    """
    cleared, kept_from = with_clearing(movements, statements)
    day = statement.day
    reconciliation = Reconciliation(
        statement=statement,
        since=since_of(statement, statements)
        or min((line.day for line in lines or ()), default=None),
        book_balance=sum((m.amount for m in cleared if m.day <= day), ZERO),
        outstanding=[m for m in cleared if m.is_outstanding(day)],
        early=[m for m in cleared if m.is_early(day)],
        clearing_kept_from=kept_from,
    )
    if not reconciliation.difference:
        return reconciliation
    return replace(
        reconciliation,
        explanations=list(_explanations(reconciliation, cleared, statements, lines)),
    )


def _explanations(
    reconciliation: Reconciliation,
    cleared: Sequence[BankPosting],
    statements: Sequence[BookedStatement],
    lines: Sequence[StatementLine] | None,
) -> Iterator[Explanation]:
    statement, since = reconciliation.statement, reconciliation.since
    opening = _opening(statement, statements, lines)
    certain = list(explain_opening(opening, since, cleared))
    if lines is not None and since is not None and opening is not None:
        certain += _untied(statement, opening, lines)
        certain += compare_lines(lines, cleared, since=since, until=statement.day)
    yield from certain
    unexplained = _unexplained(reconciliation.difference, certain)
    if unexplained:
        yield from guess_difference(
            unexplained, cleared, since=since, until=statement.day
        )


def _opening(
    statement: BookedStatement,
    statements: Sequence[BookedStatement],
    lines: Sequence[StatementLine] | None,
) -> Decimal | None:
    if statement.opening is not None:
        return statement.opening
    before = opening_of(statement, statements)
    if before is not None:
        return before.closing
    if lines is None:
        return None
    return statement.closing - sum((line.amount for line in lines), ZERO)


def _untied(
    statement: BookedStatement, opening: Decimal, lines: Sequence[StatementLine]
) -> Iterator[Explanation]:
    """Where the statement's own lines don't lead from opening to closing balance."""
    shortfall = statement.closing - opening - sum((line.amount for line in lines), ZERO)
    if shortfall:
        yield Explanation(
            amount=shortfall,
            sentence="the lines in the file don't lead from the opening to the closing"
            " balance: some are missing from it",
            is_certain=True,
            day=statement.day,
            place=statement.place,
        )


def _unexplained(difference: Decimal, explanations: Iterable[Explanation]) -> Decimal:
    return difference - sum((e.amount for e in explanations if e.is_certain), ZERO)

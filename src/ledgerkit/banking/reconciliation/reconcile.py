"""The books beside a bank's statement: what is outstanding, and what is wrong.

The balance in the books, less what the bank has not booked yet, plus what it booked
before we did, is what the bank should have. What the statement has more than that is
the difference. A posting is the bank's from the day on which the bank booked it, so a
statement gives the same reconciliation however long ago it was: what cleared later
was outstanding then.
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

    from ledgerkit.banking.bank_posting import BankPosting
    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.banking.statement import StatementLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One account at the end of one day, by the books and by the bank.

    Attributes:
        statement: What the bank says.
        since: First day that the statement covers; None if that isn't known.
        book_balance: What the books say.
        outstanding: What the books have and the bank has not, by date.
        early: What the bank has and the books have only later, by date.
        explanations: What the difference comes from; those that are certain sum to
            it, and further ones say what may be.
        clearing_kept_from: The day from which a posting that doesn't say that it
            cleared is outstanding; None if no posting says that it cleared.
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
        """What the bank has yet to receive; zero or positive."""
        return sum((m.amount for m in self.outstanding if m.amount > 0), ZERO)

    @property
    def outstanding_payments(self) -> Decimal:
        """What the bank has yet to pay; zero or negative."""
        return sum((m.amount for m in self.outstanding if m.amount < 0), ZERO)

    @property
    def expected(self) -> Decimal:
        """What the bank should have by the books."""
        early = sum((m.amount for m in self.early), ZERO)
        outstanding = self.outstanding_deposits + self.outstanding_payments
        return self.book_balance - outstanding + early

    @property
    def difference(self) -> Decimal:
        """What the bank has more than it should; zero if they agree."""
        return self.statement.closing - self.expected

    @property
    def unexplained(self) -> Decimal:
        """What of the difference nothing explains for certain."""
        return _unexplained(self.difference, self.explanations)


def reconcile_statement(
    statement: BookedStatement,
    movements: Sequence[BankPosting],
    *,
    statements: Sequence[BookedStatement] = (),
    lines: Sequence[StatementLine] | None = None,
) -> Reconciliation:
    """Hold a statement against the books.

    Args:
        statement: The statement.
        movements: Every posting to its account in its currency, by date.
        statements: All statements of the account in the currency, by day.
        lines: What the statement lists, where its file is at hand: then every cent
            of a difference is explained. Without, likely causes are pointed out.
    """
    cleared, kept_from = with_clearing(movements, statements)
    day = statement.day
    found = Reconciliation(
        statement=statement,
        since=since_of(statement, statements)
        or min((line.day for line in lines or ()), default=None),
        book_balance=sum((m.amount for m in cleared if m.day <= day), ZERO),
        outstanding=[m for m in cleared if m.is_outstanding(day)],
        early=[m for m in cleared if m.is_early(day)],
        clearing_kept_from=kept_from,
    )
    if not found.difference:
        return found
    return replace(
        found, explanations=list(_explanations(found, cleared, statements, lines))
    )


def _explanations(
    found: Reconciliation,
    cleared: Sequence[BankPosting],
    statements: Sequence[BookedStatement],
    lines: Sequence[StatementLine] | None,
) -> Iterator[Explanation]:
    statement, since = found.statement, found.since
    opening = _opening(statement, statements, lines)
    certain = list(explain_opening(opening, since, cleared))
    if lines is not None and since is not None and opening is not None:
        certain += _untied(statement, opening, lines)
        certain += compare_lines(lines, cleared, since=since, until=statement.day)
    yield from certain
    left = _unexplained(found.difference, certain)
    if left:
        yield from guess_difference(left, cleared, since=since, until=statement.day)


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
    """What the statement itself lacks of the way from opening to closing."""
    lacking = statement.closing - opening - sum((line.amount for line in lines), ZERO)
    if lacking:
        yield Explanation(
            amount=lacking,
            sentence="the lines in the file don't lead from the opening to the closing"
            " balance: some are missing from it",
            is_certain=True,
            day=statement.day,
            place=statement.place,
        )


def _unexplained(difference: Decimal, explanations: Iterable[Explanation]) -> Decimal:
    return difference - sum((e.amount for e in explanations if e.is_certain), ZERO)

"""Opening entries that statements of before reach behind.

Books may begin with the balance of March, and the statement of January is imported
later, before or without that of February. What it brings is in the opening balance
already. So the opening entry is carried back: the balance of the statement's first day
is brought in, and what is in the books by the first day of what is there already is
taken off. From that day on nothing changes, and once no statement is missing any more,
what was brought in is the balance of the first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Balance, Transaction
from beancount.core.flags import FLAG_PADDING

from ledgerkit.banking.reconciliation.clearing import since_of
from ledgerkit.books.bank.cleared import is_opening_name
from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.entry import as_money
from ledgerkit.ledger.place import place_of
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BookedStatement
    from ledgerkit.books.bank.cleared import AccountMovement
    from ledgerkit.books.books import Books
    from ledgerkit.entries.bank.prepared import ImportedStatement


class _Line(NamedTuple):
    """A new posting to the account."""

    day: date
    amount: Decimal


def carry_back(
    books: Books,
    statements: Sequence[ImportedStatement],
    transactions: Sequence[Transaction],
) -> Iterator[Transaction]:
    """The transactions that carry opening entries back behind new lines.

    Args:
        books: The books.
        statements: The statements to import.
        transactions: Those planned for their lines.
    """
    sources: defaultdict[tuple[str, str], list[ImportedStatement]] = defaultdict(list)
    for source in statements:
        sources[source.account, source.currency].append(source)
    for (account, currency), of_account in sources.items():
        lines = list(_lines(transactions, account, currency))
        known = [
            movement
            for movement in books.bank_read.movements.get(account, ())
            if movement.currency == currency
        ]
        there = books.bank_read.statements_of(account, currency)
        history = _History(account, currency, known, there)
        yield from history.carried(of_account, lines)


def _lines(
    transactions: Iterable[Transaction], account: str, currency: str
) -> Iterator[_Line]:
    for txn in transactions:
        for posting in txn.postings:
            units = posting.units
            assert units is not None
            assert units.number is not None
            if posting.account == account and units.currency == currency:
                yield _Line(txn.date, units.number)


@dataclass(frozen=True, slots=True)
class _History:
    """What the books have of an account."""

    account: str
    currency: str
    known: Sequence[AccountMovement]
    statements: Sequence[BookedStatement]

    def carried(
        self, sources: Sequence[ImportedStatement], lines: Iterable[_Line]
    ) -> Iterator[Transaction]:
        """What keeps the balances of later days as they are."""
        openings = self._openings()
        taken_off: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
        for line in lines:
            anchor = self._anchor(line.day, openings)
            if anchor is not None:
                taken_off[anchor] += line.amount
        for number, anchor in enumerate(sorted(taken_off)):
            equity = openings[max((d for d in openings if d <= anchor), default=anchor)]
            before = self._missing_before(sources, anchor) if number == 0 else None
            if before is not None:
                taken_off[anchor] += before.amount
                text = "Opening balance, as the bank has it"
                yield self._brought(before.day, text, before.amount, equity)
            if taken_off[anchor]:
                text = "Opening balance: what is in the books by now"
                yield self._brought(anchor, text, -taken_off[anchor], equity)

    def _openings(self) -> Mapping[date, str]:
        """The equity account of each opening entry that is written out, by its day."""
        return {
            movement.day: posting.account
            for movement in self.known
            if movement.is_opening and movement.transaction.flag != FLAG_PADDING
            for posting in movement.transaction.postings
            if is_opening_name(posting.account)
        }

    def _anchor(self, day: date, openings: Iterable[date]) -> date | None:
        """The day on which the balance is known that includes what moved on a day.

        That of the next opening entry, or the first one of the next statement if
        nothing leads to it; None if the books have the day's statement, or movements
        of before that no statement has.
        """
        if any(self._covers(statement, day) for statement in self.statements):
            return None
        days = [opened for opened in openings if opened > day]
        days += [first for first in self._unconnected(openings) if first > day]
        anchor = min(days, default=None)
        return None if anchor is None or self._has_others(anchor) else anchor

    def _covers(self, statement: BookedStatement, day: date) -> bool:
        since = since_of(statement, self.statements)
        return since is not None and since <= day <= statement.day

    def _unconnected(self, openings: Iterable[date]) -> Iterator[date]:
        """First days of statements that open as the books say, and follow on none."""
        first_opening = min(openings, default=None)
        for statement in self.statements:
            since = since_of(statement, self.statements)
            if since is None or first_opening is None or since < first_opening:
                continue
            before = [s for s in self.statements if s.day < since]
            follows = bool(before) and before[-1].closing == statement.opening
            if statement.opening == self._balance(since) and not follows:
                yield since

    def _balance(self, day: date) -> Decimal:
        """The balance with which a day begins."""
        return sum((m.amount for m in self.known if _is_before(m, day)), ZERO)

    def _has_others(self, day: date) -> bool:
        """Whether somebody booked movements of before that no statement has."""
        return any(
            not (movement.reference or movement.is_opening) and movement.day < day
            for movement in self.known
        )

    def _missing_before(
        self, sources: Iterable[ImportedStatement], anchor: date
    ) -> _Line | None:
        """What the first statement opens with besides what the books have then.

        None if the books have movements of before, or it is nothing.
        """
        stated = [
            _Line(source.statement.since, source.statement.opening)
            for source in sources
            if source.statement.since is not None
            and source.statement.opening is not None
            and source.statement.since < anchor
        ]
        first = min(stated, key=lambda line: line.day, default=None)
        if first is None or not all(
            m.is_opening for m in self.known if m.day < first.day
        ):
            return None
        missing = first.amount - self._balance(first.day)
        return _Line(first.day, missing) if missing else None

    def _brought(
        self, day: date, text: str, amount: Decimal, equity: str
    ) -> Transaction:
        postings = [
            posting_of(self.account, amount, self.currency),
            posting_of(equity, -amount, self.currency),
        ]
        return Transaction({}, day, "*", None, text, frozenset(), frozenset(), postings)


def balance_notes(
    books: Books, carried: Iterable[Transaction], transactions: Sequence[Transaction]
) -> Iterator[str]:
    """What a person should know of balances, a sentence each.

    Args:
        books: The books.
        carried: Those that carry opening entries back.
        transactions: All new ones.
    """
    for account in dict.fromkeys(txn.postings[0].account for txn in carried):
        yield (
            f"{account}: lines of before its opening entry are in that already, so it"
            " is carried back to the first of them; later balances stay as they are"
        )
    yield from _broken_assertions(books, transactions)


def _is_before(movement: AccountMovement, day: date) -> bool:
    return movement.day < day or movement.is_opening_of(day)


def _broken_assertions(
    books: Books, transactions: Sequence[Transaction]
) -> Iterator[str]:
    """A sentence for each account of which new entries would break an assertion."""
    told: set[str] = set()
    for directive in books.directives:
        if not isinstance(directive, Balance) or directive.account in told:
            continue
        account, currency = directive.account, directive.amount.currency
        since = _padded(books, account, directive.date)
        changed = sum(
            (
                amount
                for day, amount in _lines(transactions, account, currency)
                if day < directive.date and (since is None or day > since)
            ),
            ZERO,
        )
        if changed:
            told.add(account)
            yield (
                f"{place_of(directive)}: {account} is asserted for {directive.date},"
                " and lines of before would change it by"
                f" {as_money(changed, currency)}; import all statements up to that day"
                " in one command, or correct the opening entry or what is asserted"
            )


def _padded(books: Books, account: str, until: date) -> date | None:
    """The last day on which an account is padded, before a day."""
    days = [
        movement.day
        for movement in books.bank_read.movements.get(account, ())
        if movement.transaction.flag == FLAG_PADDING and movement.day < until
    ]
    return max(days, default=None)

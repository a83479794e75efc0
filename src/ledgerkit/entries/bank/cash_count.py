"""The entries for a cash count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from beancount.core.account import TYPE as ACCOUNT_TYPE
from beancount.core.amount import Amount
from beancount.core.data import Custom, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.banking.cash_account import CashCount, sum_of
from ledgerkit.books.accounts_by_role import account_of, find_account
from ledgerkit.books.bank.cash_accounts import cash_role
from ledgerkit.books.bank.cash_counts import CASH_COUNT, compare_counts
from ledgerkit.entries.coins import check_coins
from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import Place, UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.banking.cash_account import Pieces
    from ledgerkit.books.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCounted:
    """A cash count to record.

    Attributes:
        account: The cash account, or the end of its name.
        day: The day of the count.
        pieces: The coins and notes; empty if only the sum is known.
        amount: The sum; None to take it from the pieces.
        currency: Of the amount; None for the account's only one.
        difference_account: The account for cash over or short; None for the only one
            with the role ``cash-over-short``.
        top_up_from: The account from which the box is topped up to its ``float``; None
            not to.
    """

    account: str
    day: date
    pieces: Sequence[Pieces] = ()
    amount: Decimal | None = None
    currency: str | None = None
    difference_account: str | None = None
    top_up_from: str | None = None


def plan_cash_count(books: Books, counted: CashCounted) -> PlannedEntries:
    """Plan the count, the difference, and the top-up.

    Raises:
        UsageError: If it can't be written as asked.
    """
    account = find_account(books, counted.account)
    if cash_role(books.chart, account) is None:
        raise UsageError(f"{account} holds no money; name a cash account")
    amount = sum_of(counted.pieces) if counted.amount is None else counted.amount
    currency = _currency(books, account, counted)
    check_coins(books, amount, currency)
    count = CashCount(
        account=account,
        day=counted.day,
        amount=amount,
        currency=currency,
        place=Place("", 0),
    )
    [compared] = compare_counts([count], books.bank_read.movements)
    directives: list[Directive] = [_directive(count, counted)]
    notes = [f"{as_money(compared.expected, currency)} is in the books"]
    if compared.over:
        way = "over" if compared.over > 0 else "short"
        notes.append(f"{as_money(abs(compared.over), currency)} {way}")
        directives.append(_difference(books, count, compared.over, counted))
    if counted.top_up_from is not None:
        directives += _top_up(books, count, counted.top_up_from, notes)
    return PlannedEntries(
        done=f"count of {as_money(amount, currency)} in {account}",
        directives=directives,
        notes=notes,
    )


def _currency(books: Books, account: str, counted: CashCounted) -> str:
    known = sorted(
        {
            cash_account.currency
            for cash_account in books.cash_accounts(counted.day)
            if cash_account.account == account
        }
    )
    if counted.currency is not None and (not known or counted.currency in known):
        return counted.currency
    if counted.currency is not None:
        raise UsageError(
            f"{account} holds {' and '.join(known)}, and the count is in"
            f" {counted.currency}; enter first what came in"
        )
    if len(known) == 1:
        return known[0]
    forms = " or ".join(known) or "for instance EUR"
    raise UsageError(f"{account}: in which currency? Say it with --currency: {forms}")


def _directive(count: CashCount, counted: CashCounted) -> Custom:
    meta: dict[str, Any] = {}
    if counted.pieces:
        meta["pieces"] = " ".join(f"{p.value:f}x{p.count}" for p in counted.pieces)
    amount = Amount(with_cents(count.amount, count.currency), count.currency)
    values = [
        ValueType(count.account, ACCOUNT_TYPE),  # type: ignore[arg-type]
        ValueType(amount, Amount),
    ]
    return Custom(meta, count.day, CASH_COUNT, values)


def _difference(
    books: Books, count: CashCount, surplus: Decimal, counted: CashCounted
) -> Transaction:
    other = account_of(
        books, Role.CASH_OVER_SHORT, counted.difference_account, "--difference"
    )
    text = "Cash over" if surplus > 0 else "Cash short"
    return _transaction(count, text, count.account, other, surplus)


def _transaction(
    count: CashCount, text: str, to: str, from_: str, amount: Decimal
) -> Transaction:
    postings = [
        posting_of(to, amount, count.currency),
        posting_of(from_, -amount, count.currency),
    ]
    return Transaction(
        {}, count.day, "*", None, text, frozenset(), frozenset(), postings
    )


def _top_up(
    books: Books, count: CashCount, from_: str, notes: list[str]
) -> Sequence[Transaction]:
    facts = {
        cash_account.account: cash_account.facts
        for cash_account in books.cash_accounts(count.day)
    }.get(count.account, {})
    imprest = facts.get("float")
    if not isinstance(imprest, Amount) or imprest.number is None:
        raise UsageError(
            f'{count.account} has no float; write "float: 200.00 {count.currency}"'
            " below its open directive"
        )
    missing = imprest.number - count.amount
    if missing <= 0:
        notes.append(
            f"the box holds its float of {as_money(imprest.number, count.currency)}"
        )
        return []
    notes.append(f"{as_money(missing, count.currency)} fills it up to its float")
    source = find_account(books, from_)
    # On the day of the count it would be in the books, but not in the count.
    after = replace(count, day=count.day + timedelta(days=1))
    return [_transaction(after, "Cash box topped up", count.account, source, missing)]

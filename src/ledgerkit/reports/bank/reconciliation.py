"""An account's statement beside the books, as a column that adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.bank_posting import BankPosting
    from ledgerkit.banking.reconciliation.guess import Explanation
    from ledgerkit.banking.reconciliation.reconcile import Reconciliation
    from ledgerkit.errors import Place

_COLUMNS = (
    Column("item", "Item"),
    Column("date", "Date", ColumnType.DATE),
    Column("days", "Days", ColumnType.INTEGER),
    Column("name", "Name"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
    Column("why", "Why"),
)
#: What the rows are; programs find them by it.
BOOKS, EXPECTED, STATEMENT = "In the books", "The bank should have", "The bank has"
DEPOSIT, PAYMENT, EARLY = "Outstanding deposit", "Outstanding payment", "Booked later"
DIFFERENCE, BECAUSE, PERHAPS = "Difference", "of which", "perhaps"


def bank_reconciliation(found: Reconciliation, *, stale_after: int) -> Table:
    """The way from the balance in the books to the one on the statement.

    The amounts lead from each balance to the next. What is outstanding has the sign
    that undoes it: a deposit that the bank has yet to book is taken off.

    Args:
        found: The reconciliation.
        stale_after: Days after which what is outstanding deserves a look.
    """
    statement = found.statement
    return Table(
        title=f"Reconciliation of {statement.account}, statement {statement.id}",
        as_of=statement.day,
        columns=_COLUMNS,
        rows=list(_rows(found, stale_after)),
        notes=list(_notes(found, stale_after)),
    )


def _rows(found: Reconciliation, stale_after: int) -> Iterator[Row]:
    statement, currency = found.statement, found.statement.currency
    yield _row(BOOKS, currency, day=statement.day, balance=found.book_balance)
    for movement in found.outstanding:
        yield _outstanding(movement, statement.day, stale_after)
    for movement in found.early:
        yield _movement(
            EARLY, movement, movement.amount, why=f"in the books on {movement.day}"
        )
    yield _row(EXPECTED, currency, balance=found.expected)
    yield _row(
        STATEMENT,
        currency,
        day=statement.day,
        name=f"statement {statement.id}",
        balance=statement.closing,
        place=statement.place,
    )
    yield _row(
        DIFFERENCE,
        currency,
        amount=found.difference,
        why=_verdict(found),
        is_late=bool(found.difference),
    )
    for explanation in found.explanations:
        yield _explanation(explanation, currency)


def _verdict(found: Reconciliation) -> str:
    if not found.difference:
        return "the books and the bank agree"
    if not found.unexplained:
        return "explained below"
    unexplained = with_cents(found.unexplained, found.statement.currency)
    return f"{unexplained:f} is not explained"


def _outstanding(movement: BankPosting, day: date, stale_after: int) -> Row:
    days = (day - movement.day).days
    is_stale = days > stale_after
    reasons = []
    if movement.others:
        way = "from" if movement.amount > 0 else "to"
        reasons.append(f"in transit {way} {', '.join(movement.others)}")
    if movement.cleared is not None:
        reasons.append(f"cleared on {movement.cleared}")
    elif movement.pending:
        reasons.append("flagged !")
    if is_stale:
        reasons.append("stale")
    return _movement(
        DEPOSIT if movement.amount > 0 else PAYMENT,
        movement,
        -movement.amount,
        days=days,
        why="; ".join(reasons) or None,
        is_late=is_stale,
    )


def _movement(  # noqa: PLR0913 - what differs between what is outstanding and early
    item: str,
    movement: BankPosting,
    amount: Decimal,
    *,
    why: str | None,
    days: int | None = None,
    is_late: bool = False,
) -> Row:
    row = _row(
        item,
        movement.currency,
        day=movement.day,
        name=movement.name or movement.text,
        amount=amount,
        why=why,
        place=movement.place,
    )
    cells = {**row.cells, "days": days}
    return Row(
        cells=cells, links=row.links, late=frozenset({"days"} if is_late else ())
    )


def _explanation(explanation: Explanation, currency: str) -> Row:
    return _row(
        BECAUSE if explanation.is_certain else PERHAPS,
        currency,
        day=explanation.day,
        name=explanation.name,
        amount=explanation.amount,
        why=explanation.sentence,
        place=explanation.place,
    )


def _row(  # noqa: PLR0913 - one for each column
    item: str,
    currency: str,
    *,
    day: date | None = None,
    name: str = "",
    amount: Decimal | None = None,
    balance: Decimal | None = None,
    why: str | None = None,
    place: Place | None = None,
    is_late: bool = False,
) -> Row:
    cells: Mapping[str, Cell] = {
        "item": item,
        "date": day,
        "days": None,
        "name": name or None,
        "currency": currency,
        "amount": None if amount is None else with_cents(amount, currency),
        "balance": None if balance is None else with_cents(balance, currency),
        "why": why,
    }
    links = {"date": Link(LinkKind.SOURCE, str(place))} if place else {}
    return Row(cells=cells, links=links, late=frozenset({"amount"} if is_late else ()))


def _notes(found: Reconciliation, stale_after: int) -> Iterator[str]:
    if found.clearing_kept_from is None:
        yield (
            "No posting to the account has a bank-ref: or bank-date:, so those flagged"
            " ! count as outstanding, and all others as cleared on their date."
        )
    elif found.since is not None and found.clearing_kept_from > found.since:
        yield (
            "Postings say that they cleared from"
            f" {found.clearing_kept_from} on; earlier ones count as cleared on their"
            " date."
        )
    if any((found.statement.day - m.day).days > stale_after for m in found.outstanding):
        yield f"Stale is what is outstanding for more than {stale_after} days."

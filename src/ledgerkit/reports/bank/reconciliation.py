"""An account's statement beside the books, as a column that adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.booked_statement import BankPosting
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
#: The labels of the rows, by which programs find them.
BOOKS, EXPECTED, STATEMENT = "In the books", "The bank should have", "The bank has"
DEPOSIT, PAYMENT, EARLY = "Outstanding deposit", "Outstanding payment", "Booked later"
DIFFERENCE, BECAUSE, PERHAPS = "Difference", "of which", "perhaps"


def bank_reconciliation(reconciliation: Reconciliation, *, stale_after: int) -> Table:
    """The way from the book balance to the balance on the statement.

    The amounts lead from each balance to the next. An outstanding posting has the sign
    that undoes it: a deposit the bank has yet to book is deducted.

    Args:
        reconciliation: The reconciliation.
        stale_after: Days after which an outstanding posting deserves a look.
    """
    statement = reconciliation.statement
    return Table(
        title=f"Reconciliation of {statement.account}, statement {statement.id}",
        as_of=statement.day,
        columns=_COLUMNS,
        rows=list(_rows(reconciliation, stale_after)),
        notes=list(_notes(reconciliation, stale_after)),
    )


def _rows(reconciliation: Reconciliation, stale_after: int) -> Iterator[Row]:
    statement, currency = reconciliation.statement, reconciliation.statement.currency
    yield _row(BOOKS, currency, day=statement.day, balance=reconciliation.book_balance)
    for movement in reconciliation.outstanding:
        yield _outstanding(movement, statement.day, stale_after)
    for movement in reconciliation.early:
        yield _movement(
            EARLY, movement, movement.amount, reason=f"in the books on {movement.day}"
        )
    yield _row(EXPECTED, currency, balance=reconciliation.expected)
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
        amount=reconciliation.difference,
        reason=_verdict(reconciliation),
        is_late=bool(reconciliation.difference),
    )
    for explanation in reconciliation.explanations:
        yield _explanation(explanation, currency)


def _verdict(reconciliation: Reconciliation) -> str:
    if not reconciliation.difference:
        return "the books and the bank agree"
    if not reconciliation.unexplained:
        return "explained below"
    unexplained = with_cents(
        reconciliation.unexplained, reconciliation.statement.currency
    )
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
        reason="; ".join(reasons) or None,
        is_late=is_stale,
    )


def _movement(  # noqa: PLR0913 - what differs between what is outstanding and early
    item: str,
    movement: BankPosting,
    amount: Decimal,
    *,
    reason: str | None,
    days: int | None = None,
    is_late: bool = False,
) -> Row:
    row = _row(
        item,
        movement.currency,
        day=movement.day,
        name=movement.name or movement.text,
        amount=amount,
        reason=reason,
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
        reason=explanation.sentence,
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
    reason: str | None = None,
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
        "why": reason,
    }
    links = {"date": Link(LinkKind.SOURCE, str(place))} if place else {}
    return Row(cells=cells, links=links, late=frozenset({"amount"} if is_late else ()))


def _notes(reconciliation: Reconciliation, stale_after: int) -> Iterator[str]:
    if reconciliation.clearing_kept_from is None:
        yield (
            "No posting to the account has a bank-ref: or bank-date:, so those flagged"
            " ! count as outstanding, and all others as cleared on their date."
        )
    elif (
        reconciliation.since is not None
        and reconciliation.clearing_kept_from > reconciliation.since
    ):
        yield (
            "Postings say that they cleared from"
            f" {reconciliation.clearing_kept_from} on; earlier ones count as cleared on"
            " their date."
        )
    if any(
        (reconciliation.statement.day - m.day).days > stale_after
        for m in reconciliation.outstanding
    ):
        yield f"Stale is what is outstanding for more than {stale_after} days."

"""A bank file as it stands, before anything is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, with_cents
from ledgerkit.table import Cell, Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import Statement, StatementLine

_PARTIES = (
    Column("name", "Name"),
    Column("iban", "IBAN"),
    Column("text", "Text"),
    Column("ref", "Reference"),
)
_ONE = (
    Column("date", "Date", ColumnType.DATE),
    *_PARTIES,
    Column("status", "Status"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
    Column("balance", "Balance", ColumnType.AMOUNT),
)
_ALL = (
    Column("account", "Account"),
    Column("date", "Date", ColumnType.DATE),
    *_PARTIES,
    Column("status", "Status"),
    Column("currency", "Currency"),
    Column("amount", "Amount", ColumnType.AMOUNT),
)


def statement_table(statement: Statement, *, as_of: date) -> Table:
    """One statement: opening balance, lines, closing balance.

    The balance after each line is shown if the file states the opening one. A note says
    if the opening balance and the lines don't add up to the closing one.

    Args:
        statement: The statement as read from a file.
        as_of: The day of a statement that names none.
    """
    columns = [column for column in _ONE if _is_shown(column, statement)]
    return Table(
        title=_title(statement),
        as_of=statement.until or as_of,
        columns=columns,
        rows=list(_rows(statement)),
        totals=list(_totals(statement)),
        notes=list(_notes(statement)),
    )


def lines_table(statements: Sequence[Statement], *, as_of: date) -> Table:
    """The lines of all statements, for spreadsheets and programs.

    Args:
        statements: In the order of the files.
        as_of: The day of statements that name none.
    """
    rows = [
        Row(
            cells={
                "account": statement.account,
                **_cells(line),
            }
        )
        for statement in statements
        for line in statement.lines
    ]
    return Table(
        title="Bank statement lines",
        as_of=max(
            (statement.until for statement in statements if statement.until),
            default=as_of,
        ),
        columns=_ALL,
        rows=rows,
        notes=[note for statement in statements for note in _notes(statement)],
    )


def _title(statement: Statement) -> str:
    number = f" {statement.number}" if statement.number else ""
    parts = (
        f"Statement{number} of {statement.account or 'an account without number'}",
        f"at {statement.bank}" if statement.bank else "",
        f"in {statement.currency}" if statement.currency else "",
        f"from {statement.since}" if statement.since else "",
    )
    return " ".join(filter(None, parts))


def _is_shown(column: Column, statement: Statement) -> bool:
    if column.key == "balance":
        return statement.opening is not None
    if column.key == "currency":
        return any(line.currency != statement.currency for line in statement.lines)
    return column.key != "status" or any(line.pending for line in statement.lines)


def _rows(statement: Statement) -> Iterator[Row]:
    falling = statement.newest_first
    balance = statement.closing if falling else statement.opening
    for line in statement.lines:
        moved = line.amount if statement.counts(line) else ZERO
        if balance is not None and not falling:
            balance += moved
        yield Row(
            cells={
                **_cells(line),
                "balance": _money(balance, statement)
                if statement.counts(line)
                else None,
            }
        )
        if balance is not None and falling:
            balance -= moved


def _cells(line: StatementLine) -> Mapping[str, Cell]:
    return {
        "date": line.day,
        "name": line.name,
        "iban": line.iban,
        "text": line.text,
        "ref": line.reference,
        "status": "not booked" if line.pending else "",
        "currency": line.currency,
        "amount": with_cents(line.amount, line.currency),
    }


def _totals(statement: Statement) -> Iterator[Mapping[str, Cell]]:
    """Opening balance, money in and out, closing balance."""
    column = "amount" if statement.opening is None else "balance"
    if statement.opening is not None:
        yield _total("Opening", statement.opening, statement.currency, column)
    booked = [line for line in statement.lines if not line.pending]
    for currency in dict.fromkeys(line.currency for line in booked):
        amounts = [line.amount for line in booked if line.currency == currency]
        for word, moved in (
            ("in", [amount for amount in amounts if amount > 0]),
            ("out", [amount for amount in amounts if amount < 0]),
        ):
            if moved:
                yield _total(f"{len(moved)} {word}", sum(moved, ZERO), currency)
    if statement.closing is not None:
        yield _total("Closing", statement.closing, statement.currency, column)


def _total(
    label: str, amount: Decimal, currency: str, column: str = "amount"
) -> Mapping[str, Cell]:
    return {"date": label, "currency": currency, column: with_cents(amount, currency)}


def _notes(statement: Statement) -> Iterator[str]:
    missing = statement.unexplained
    if missing:
        currency = statement.currency
        opening, movement, closing, rest = (
            f"{_money(amount, statement)} {currency}".strip()
            for amount in (
                statement.opening,
                statement.movement,
                statement.closing,
                missing,
            )
        )
        yield (
            f"{statement.place}: opening {opening} and lines {movement} don't come to"
            f" closing {closing}: {rest} is missing."
        )
    pending = sum(line.pending for line in statement.lines)
    if pending:
        count = len(statement.lines)
        yield (
            f"{statement.place}: {pending} of {count} lines aren't booked:"
            " the bank announces or mentions them. They are in no sum, nor imported."
        )
    if statement.closing_day is not None:
        yield f"The closing balance is that of {statement.closing_day}."


def _money(amount: Decimal | None, statement: Statement) -> Decimal | None:
    return None if amount is None else with_cents(amount, statement.currency)

"""A statement for other programs: what ``ledgerkit bank show`` prints as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.money import with_cents

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from ledgerkit.banking.statement import Statement, StatementLine


def statement_record(statement: Statement) -> dict[str, object]:
    """A statement as plain values.

    Amounts are strings with their currency's decimals, and more where the file has
    more; days are ISO dates; what the file doesn't say is None. Positive amounts are
    money that came in. A line that isn't booked has a further ``"pending": true``.
    """
    return {
        **statement_head(statement),
        "lines": [line_record(line) for line in statement.lines],
    }


def statement_head(statement: Statement) -> dict[str, object]:
    """What stands above a statement's lines."""
    currency = statement.currency
    return {
        "account": statement.account or None,
        "currency": currency or None,
        "opening": _amount(statement.opening, currency),
        "closing": _amount(statement.closing, currency),
        "from": _day(statement.since),
        "until": _day(statement.until),
    }


def line_record(line: StatementLine) -> dict[str, str | int | None]:
    """A line as plain values."""
    record: dict[str, str | int | None] = {
        "date": _day(line.day),
        "amount": _amount(line.amount, line.currency),
        "currency": line.currency or None,
        "ref": line.reference or None,
        "name": line.name or None,
        "iban": line.iban or None,
        "text": line.text or None,
    }
    return {**record, "pending": True} if line.pending else record


def _amount(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else f"{with_cents(amount, currency):f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

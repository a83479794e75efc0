"""How quotes fare: win rate, time to answer and discount given, by manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.clients.measures.year import twelve_months
from ledgerkit.money import ZERO, with_cents
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.reports.cells import percent, tenths
from ledgerkit.reports.quotes.quotes import manager_of
from ledgerkit.table import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.quotes.quote import ClientQuote

_NOBODY = "(nobody)"
_COLUMNS = (
    Column("manager", "Manager"),
    Column("currency", "Currency"),
    Column("accepted", "Accepted", ColumnType.INTEGER),
    Column("declined", "Declined", ColumnType.INTEGER),
    Column("expired", "Expired", ColumnType.INTEGER),
    Column("open", "Open", ColumnType.INTEGER),
    Column("win_rate", "Win rate %", ColumnType.NUMBER),
    Column("accepted_net", "Accepted net", ColumnType.AMOUNT),
    Column("lost_net", "Lost net", ColumnType.AMOUNT),
    Column("win_rate_by_value", "By value %", ColumnType.NUMBER),
    Column("days_to_answer", "Days to answer", ColumnType.NUMBER),
    Column("discount", "Discount given", ColumnType.AMOUNT),
    Column("discount_percent", "Discount %", ColumnType.NUMBER),
)


def quote_answers(books: Books, *, as_of: date) -> Table:
    """How the quotes of the last twelve months fare, by manager.

    The win rate is accepted over accepted, declined and expired; days to answer are
    counted from sending, on average of those answered. The discount is what accepted
    quotes take off prices and off the whole, of what they came to before.

    Args:
        books: The books.
        as_of: The last day that counts; a quote counts by its own date.
    """
    year = twelve_months(as_of)
    by_manager: dict[tuple[str, str], list[ClientQuote]] = {}
    for quote in books.quotes_read.all(as_of):
        if quote.declared in year:
            key = manager_of(books, quote) or _NOBODY, quote.currency
            by_manager.setdefault(key, []).append(quote)
    rows = [
        _row(manager, currency, made)
        for (manager, currency), made in sorted(by_manager.items())
    ]
    notes = [] if rows else ["No quote was made in these twelve months."]
    return Table(
        title="How quotes fare",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        notes=[*notes, f"Quotes of {year.first} to {year.last}, by their own date."],
    )


def _row(manager: str, currency: str, made: Sequence[ClientQuote]) -> Row:
    accepted = [q for q in made if q.status is QuoteStatus.ACCEPTED]
    lost_as = {QuoteStatus.DECLINED, QuoteStatus.EXPIRED}
    lost = [q for q in made if q.status in lost_as]
    won_net, lost_net = _net(accepted), _net(lost)
    days = [q.days_to_answer for q in made if q.days_to_answer is not None]
    discount = sum((q.discount_given for q in accepted), ZERO)
    return Row(
        cells={
            "manager": manager,
            "currency": currency,
            "accepted": len(accepted),
            "declined": sum(q.status is QuoteStatus.DECLINED for q in made),
            "expired": sum(q.status is QuoteStatus.EXPIRED for q in made),
            "open": sum(q.status.is_open for q in made),
            "win_rate": percent(_share(len(accepted) + ZERO, len(lost) + ZERO)),
            "accepted_net": with_cents(won_net, currency),
            "lost_net": with_cents(lost_net, currency),
            "win_rate_by_value": percent(_share(won_net, lost_net)),
            "days_to_answer": tenths((sum(days) + ZERO) / len(days)) if days else None,
            "discount": with_cents(discount, currency),
            "discount_percent": percent(_share(discount, won_net)),
        }
    )


def _net(quotes: Sequence[ClientQuote]) -> Decimal:
    return sum((quote.net for quote in quotes), ZERO)


def _share(part: Decimal, rest: Decimal) -> Decimal | None:
    """A part of itself and the rest; None if both are nothing."""
    return part / (part + rest) if part + rest else None

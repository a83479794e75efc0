"""Deferred revenue: the amount still to be recognised, by line and by account."""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.calendars import last_month_end
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.reports.cells import names_on, party_link, totals_by_currency
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledgerkit.books.books import Books
    from ledgerkit.books.receivables.deferrals import Deferrals
    from ledgerkit.receivables.recurring.deferral import DeferralBasis, DeferredLine
    from ledgerkit.receivables.recurring.recognition import DeferredGroup

_AMOUNTS = ("deferred", "credited", "recognised", "remaining", "within", "later", "due")
_COLUMNS = (
    Column("number", "Number"),
    Column("party", "Party"),
    Column("name", "Name"),
    Column("text", "Text"),
    Column("account", "Account"),
    Column("income", "Becomes"),
    Column("from", "From", ColumnType.DATE),
    Column("to", "To", ColumnType.DATE),
    Column("currency", "Currency"),
    Column("deferred", "Deferred", ColumnType.AMOUNT),
    Column("credited", "Credited", ColumnType.AMOUNT),
    Column("recognised", "Recognised", ColumnType.AMOUNT),
    Column("remaining", "Remaining", ColumnType.AMOUNT),
    Column("within", "In 12 months", ColumnType.AMOUNT),
    Column("later", "Later", ColumnType.AMOUNT),
    Column("due", "To recognise", ColumnType.AMOUNT),
)


def deferred(books: Books, *, as_of: date, currency: str | None = None) -> Table:
    """Each deferred line with the income recognised, and when the rest is due.

    Lines past their period with nothing left are not shown. Income that should have
    been recognised by the last month end has a column of its own, and is included in
    the amount due within 12 months.

    Args:
        books: The books.
        as_of: The last day that counts.
        currency: Show this currency only.
    """
    name = names_on(books, Side.RECEIVABLE, as_of)
    basis = books.settings.deferral_basis
    rows = []
    for group in books.deferred_groups:
        by_line = group.recognised_by_line(as_of, basis)
        for line, recognised in zip(group.lines, by_line, strict=True):
            if line.issued > as_of or currency not in {None, line.currency}:
                continue
            amounts = _amounts(line, recognised, as_of, basis)
            if amounts["remaining"] or line.last > as_of or amounts["due"]:
                rows.append(_row(line, amounts, name(line.party)))
    return Table(
        title="Deferred revenue",
        as_of=as_of,
        columns=_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            ((str(row.cells["currency"]), _numbers(row, _AMOUNTS)) for row in rows),
            _AMOUNTS,
        ),
        notes=list(_notes(books, as_of, currency)),
    )


def _amounts(
    line: DeferredLine, recognised: Decimal, as_of: date, basis: DeferralBasis
) -> Mapping[str, Decimal]:
    credited = line.credited(as_of)
    remaining = line.amount - credited - recognised
    # A reduction by a later credit note is not known on that day.
    known = line.known_on(as_of)
    in_a_year = known.earned(_a_year_after(as_of), basis) - recognised
    return {
        "deferred": line.amount,
        "credited": credited,
        "recognised": recognised,
        "remaining": remaining,
        "within": in_a_year,
        "later": remaining - in_a_year,
        "due": known.earned(last_month_end(as_of), basis) - recognised,
    }


def _row(line: DeferredLine, amounts: Mapping[str, Decimal], name: str) -> Row:
    currency = line.currency
    return Row(
        cells={
            "number": line.number,
            "party": line.party,
            "name": name,
            "text": line.description,
            "account": line.account,
            "income": line.income,
            "from": line.first,
            "to": line.last,
            "currency": currency,
            **{key: with_cents(value, currency) for key, value in amounts.items()},
        },
        links={
            **party_link(line.party),
            "number": Link(LinkKind.DOCUMENT, line.number),
            "account": Link(LinkKind.ACCOUNT, line.account),
            "income": Link(LinkKind.ACCOUNT, line.income),
            "text": Link(LinkKind.SOURCE, str(line.place)),
        },
        late=frozenset({"due"} if amounts["due"] else ()),
    )


def _numbers(row: Row, keys: Sequence[str]) -> list[Decimal]:
    return [cell for key in keys if isinstance(cell := row.cells[key], Decimal)]


def _a_year_after(day: date) -> date:
    """The same day of the next year, or the month's last if there is none."""
    last = monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))


def _notes(books: Books, as_of: date, currency: str | None) -> Iterator[str]:
    basis = books.settings.deferral_basis.value
    yield f"Income follows the {basis} that are over; later entries are ignored."
    for key, moves in _moves(books, as_of, as_of):
        account, of_account = key
        if currency in {None, of_account}:
            ledger = f"{moves['ledger']:f} {of_account}"
            difference = moves["difference"]
            if not difference:
                yield f"{account}: {ledger} agrees with the lines."
            else:
                yield (
                    f"{account}: {ledger}, of which {difference:f} is in no line that"
                    " can be told."
                )


_MOVES = ("opening", "added", "credits", "income", "closing", "ledger", "difference")
_ROLL_COLUMNS = (
    Column("account", "Account"),
    Column("currency", "Currency"),
    Column("opening", "Opening", ColumnType.AMOUNT),
    Column("added", "Deferred", ColumnType.AMOUNT),
    Column("credits", "Credited", ColumnType.AMOUNT),
    Column("income", "Recognised", ColumnType.AMOUNT),
    Column("closing", "Closing", ColumnType.AMOUNT),
    Column("ledger", "Ledger", ColumnType.AMOUNT),
    Column("difference", "Difference", ColumnType.AMOUNT),
)


def deferred_roll_forward(
    books: Books, *, since: date, as_of: date, currency: str | None = None
) -> Table:
    """How each deferred account moved: opening, deferred, recognised, closing.

    Closing = opening + deferred - credited - recognised, all from the documents' lines;
    beside it the account's balance in the ledger, and the difference.

    Args:
        books: The books.
        since: The first day of the movements.
        as_of: The last day.
        currency: Show this currency only.
    """
    rows = [
        Row(
            cells={
                "account": account,
                "currency": of_account,
                **{key: with_cents(moves[key], of_account) for key in _MOVES},
            },
            links={"account": Link(LinkKind.ACCOUNT, account)},
            late=frozenset({"difference"} if moves["difference"] else ()),
        )
        for (account, of_account), moves in _moves(books, since, as_of)
        if currency in {None, of_account}
    ]
    return Table(
        title=f"Deferred revenue from {since}",
        as_of=as_of,
        columns=_ROLL_COLUMNS,
        rows=rows,
        totals=totals_by_currency(
            ((str(row.cells["currency"]), _numbers(row, _MOVES)) for row in rows),
            _MOVES,
        ),
    )


def _moves(
    books: Books, since: date, as_of: date
) -> Sequence[tuple[tuple[str, str], Mapping[str, Decimal]]]:
    """The movements from the lines and the ledger balance, by account and currency."""
    sums: dict[tuple[str, str], dict[str, Decimal]] = {}

    def add(key: tuple[str, str], move: str, day: date, amount: Decimal) -> None:
        if day <= as_of:
            moves = sums.setdefault(key, dict.fromkeys(_MOVES, ZERO))
            moves[move] += amount

    for key, column, day, amount in _movements(
        books.source.deferrals, books.deferred_groups
    ):
        if column == "ledger":
            add(key, "ledger", day, amount)
            continue
        sign = 1 if column == "added" else -1
        add(key, "closing", day, sign * amount)
        add(
            key,
            "opening" if day < since else column,
            day,
            amount * (sign if day < since else 1),
        )
    for moves in sums.values():
        moves["difference"] = moves["ledger"] - moves["closing"]
    return sorted(sums.items())


def _movements(
    deferrals: Deferrals, groups: Sequence[DeferredGroup]
) -> Iterator[tuple[tuple[str, str], str, date, Decimal]]:
    for group in groups:
        for line in group.lines:
            key = line.account, line.currency
            yield key, "added", line.issued, line.amount
            for credit in line.credits:
                yield key, "credits", credit.day, credit.amount
        for r in group.recognitions:
            yield (r.account, r.currency), "income", r.day, r.amount
    for p in deferrals.postings:
        yield (p.account, p.currency), "ledger", p.day, p.amount

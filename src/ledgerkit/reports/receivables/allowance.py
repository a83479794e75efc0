"""The doubtful part of the receivables, against the allowance booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, with_cents
from ledgerkit.open_items.side import Side
from ledgerkit.receivables.collection.allowance import (
    AllowanceLine,
    check_rates,
    required_allowance,
    total_required,
)
from ledgerkit.reports.cells import account_notes, names_on, party_link
from ledgerkit.table import Cell, Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.ageing import Buckets

_COLUMNS = (
    Column("what", "What"),
    Column("name", "Client"),
    Column("currency", "Currency"),
    Column("open", "Open", ColumnType.AMOUNT),
    Column("percent", "Doubtful %", ColumnType.NUMBER),
    Column("required", "Required", ColumnType.AMOUNT),
    Column("booked", "Booked", ColumnType.AMOUNT),
    Column("difference", "To book", ColumnType.AMOUNT),
)


def allowance(
    books: Books,
    *,
    as_of: date,
    rates: Sequence[Decimal] = (),
    currency: str | None = None,
) -> Table:
    """The allowance for doubtful debts that the ageing requires, and what is booked.

    A line for each ageing bucket, and one for each document with an
    ``allowance-percent:`` of its own, which is not in its bucket. The totals give the
    balance of the accounts of role ``allowance``, as a deduction from the receivables,
    and how much more is to be booked; negative for a release.

    Args:
        books: The books.
        as_of: The last day that counts.
        rates: The percentage of each ageing bucket; the book's setting if empty.
        currency: Show this currency only.

    Raises:
        UsageError: If no rates are known, or they don't fit the buckets.
    """
    rates, buckets = _rates(books, rates), books.settings.buckets
    lines = [
        line
        for line in required_allowance(
            books.subledger(Side.RECEIVABLE, as_of),
            buckets=buckets,
            basis=books.settings.aging_basis,
            rates=rates,
            percent_of=books.allowance_percent,
        )
        if currency in {None, line.currency}
    ]
    booked = {
        unit: -number
        for unit, number in books.balance_of_role(Role.ALLOWANCE, as_of).items()
        if currency in {None, unit}
    }
    name = names_on(books, Side.RECEIVABLE, as_of)
    return Table(
        title="Allowance for doubtful debts",
        as_of=as_of,
        columns=_COLUMNS,
        rows=[_row(line, buckets, name) for line in lines],
        totals=_totals(lines, booked),
        notes=[
            *account_notes(books, Side.RECEIVABLE),
            *_notes(books, as_of, lines, booked),
        ],
    )


def _rates(books: Books, rates: Sequence[Decimal]) -> Sequence[Decimal]:
    rates = rates or books.settings.allowance_rates
    if not rates:
        count = len(books.settings.buckets.labels())
        example = " ".join(["0", "1", "5", "20", "50", *["50"] * count][:count])
        raise UsageError(
            "nothing says what is doubtful; write for instance"
            f' 1970-01-01 custom "ledgerkit" "allowance-rates" "{example}"'
        )
    try:
        check_rates(rates, books.settings.buckets)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return rates


def _row(line: AllowanceLine, buckets: Buckets, name: Callable[[str], str]) -> Row:
    links: dict[str, Link] = {}
    subject: str
    if line.document is None:
        assert line.bucket is not None
        subject = buckets.labels()[line.bucket]
    else:
        subject = line.document.label
        links.update(party_link(line.document.party))
        links["percent"] = Link(LinkKind.SOURCE, str(line.document.place))
        if line.document.number is not None:
            links["what"] = Link(LinkKind.DOCUMENT, line.document.number)
    return Row(
        cells={
            "what": subject,
            "name": name(line.document.party) if line.document else None,
            "currency": line.currency,
            "open": with_cents(line.open, line.currency),
            "percent": line.percent,
            "required": with_cents(line.required, line.currency),
            "booked": None,
            "difference": None,
        },
        links=links,
    )


def _totals(
    lines: Sequence[AllowanceLine], booked: Mapping[str, Decimal]
) -> Sequence[Mapping[str, Cell]]:
    required = total_required(lines)
    totals = []
    for currency in sorted({*required, *booked}):
        amounts = {
            "open": sum((x.open for x in lines if x.currency == currency), ZERO),
            "required": required.get(currency, ZERO),
            "booked": booked.get(currency, ZERO),
        }
        amounts["difference"] = amounts["required"] - amounts["booked"]
        cells: dict[str, Cell] = {"currency": currency}
        for key, number in amounts.items():
            cells[key] = with_cents(number, currency)
        totals.append(cells)
    return totals


def _notes(
    books: Books,
    as_of: date,
    lines: Sequence[AllowanceLine],
    booked: Mapping[str, Decimal],
) -> Iterator[str]:
    yield "Open amounts are with tax; payments and credits on account are not deducted."
    required = total_required(lines)
    differences = {
        currency: required.get(currency, ZERO) - booked.get(currency, ZERO)
        for currency in sorted({*required, *booked})
    }
    if not any(differences.values()):
        return
    accounts = {
        role: books.accounts_with_role(role, as_of)
        for role in (Role.BAD_DEBT, Role.ALLOWANCE)
    }
    for role, names in accounts.items():
        if len(names) != 1:
            yield (
                f"The entry to book isn't shown: {len(names)} open accounts have"
                f' role: "{role.value}", and it takes exactly one.'
            )
            return
    [expense], [contra] = accounts.values()
    for currency, number in differences.items():
        if number:
            amount = with_cents(number, currency)
            yield (
                f'The entry to book: {as_of} * "Allowance for doubtful debts";'
                f" {expense} {amount:f} {currency}; {contra} {-amount:f}"
                f" {currency}."
            )

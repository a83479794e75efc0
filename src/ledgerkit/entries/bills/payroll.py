"""A payroll program's sums -> the journal entry of a period, and what is remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core import account
from beancount.core.data import Custom, Transaction
from beancount.parser.grammar import ValueType

from ledgerkit.books.account_use import account_uses
from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.books.payables.payroll import (
    CREDIT,
    PAYROLL,
    PAYROLL_COLUMN,
    PayrollColumn,
)
from ledgerkit.entries.directives import posting_of
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books

_PERIOD = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PayrollImport:
    """A payroll file to be booked.

    Attributes:
        day: The day of the entry.
        period: What it is for, e.g. ``2026-01``; the same one is never booked twice.
        sums: From columns' headings to their sums, and notes on the file.
        given: Where columns are booked, if the books don't say it or say otherwise:
            the heading, and the account with a minus before it for a credit.
        currency: Of every amount; None for ours.
        text: The narration; None for ``Payroll PERIOD``.
    """

    day: date
    period: str
    sums: Callable[[Sequence[str]], tuple[Mapping[str, Decimal], Sequence[str]]]
    given: Sequence[tuple[str, str]] = ()
    currency: str | None = None
    text: str | None = None


def plan_payroll(books: Books, given: PayrollImport) -> PlannedEntries:
    """Plan the entry of a payroll file; what was given is remembered for the next one.

    Raises:
        UsageError: If nothing says where a column is booked, debits are not credits, or
            the period is booked already.
    """
    reading = books.payables_read.payroll
    if not _PERIOD.fullmatch(given.period):
        raise UsageError(f"{given.period!r} is no period; write for instance 2026-01")
    if given.period in reading.booked:
        raise UsageError(
            f"the wages of {given.period} are booked already; delete payroll:"
            f' "{given.period}" and its transaction, or name another --period'
        )
    new = [_column(books, name, typed) for name, typed in given.given]
    names = {column.column for column in new}
    columns = [*new, *(c for c in reading.on(given.day) if c.column not in names)]
    if not columns:
        raise UsageError(
            "nothing says where the columns are booked; say it once, with --book"
            " 'Gross=Expenses:Wages' and for credits --book 'Net=-Liabilities:Wages'"
        )
    sums, notes = given.sums(list(dict.fromkeys(column.column for column in columns)))
    currency = given.currency or _own_currency(books)
    entry = _entry(given, columns, sums, currency)
    _check(books, entry)
    debits = sum((sums[c.column] for c in columns if not c.is_credit), ZERO)
    return PlannedEntries(
        done=f"payroll {given.period} over {as_money(debits, currency)}",
        directives=[*_remembered(given.day, new), entry],
        notes=notes,
    )


def _column(books: Books, name: str, typed: str) -> PayrollColumn:
    """Where a column is to be booked.

    Raises:
        UsageError: If there is no such account.
    """
    is_credit = typed.startswith("-")
    found = find_account(books, typed.lstrip("-"))
    hidden = hidden_character(name)
    if hidden or not name.strip():
        raise UsageError(f"{name!r} is no heading of a column; write it as in the file")
    return PayrollColumn(name.strip(), found, is_credit)


def _own_currency(books: Books) -> str:
    own = books.options["operating_currency"]
    if not own:
        raise UsageError("say the currency of the wages: --currency EUR")
    return str(own[0])


def _entry(
    given: PayrollImport,
    columns: Sequence[PayrollColumn],
    sums: Mapping[str, Decimal],
    currency: str,
) -> Transaction:
    totals: dict[tuple[str, str], Decimal] = {}
    for column in columns:
        key = column.account, column.column
        amount = sums[column.column]
        totals[key] = totals.get(key, ZERO) + (-amount if column.is_credit else amount)
    difference = sum(totals.values(), ZERO)
    if difference:
        side, other = ("debits", "credits") if difference > 0 else ("credits", "debits")
        raise UsageError(
            f"the {side} are {as_money(abs(difference), currency)} more than the"
            f" {other}; a column lacks, or is on the wrong side: say it with --book"
        )
    return Transaction(
        {PAYROLL: given.period},
        given.day,
        "*",
        None,
        given.text or f"Payroll {given.period}",
        frozenset(),
        frozenset(),
        [
            posting_of(name, total, currency, {"description": column})
            for (name, column), total in totals.items()
            if total
        ],
    )


def _check(books: Books, entry: Transaction) -> None:
    uses = account_uses(
        (p.account, entry.date, p.units.currency)
        for p in entry.postings
        if p.units is not None
    )
    for use in uses.values():
        books.opened_accounts.check(use)


def _remembered(day: date, columns: Sequence[PayrollColumn]) -> Iterator[Directive]:
    for column in columns:
        values = [
            ValueType(column.column, str),
            ValueType(column.account, account.TYPE),  # type: ignore[arg-type]
        ]
        if column.is_credit:
            values.append(ValueType(CREDIT, str))
        yield Custom({}, day, PAYROLL_COLUMN, values)

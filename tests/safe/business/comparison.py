"""Every figure of the reports beside the second reckoning."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import ledgerkit
from ledgerkit.open_items.side import Side
from tests.safe.business.firm import RATE
from tests.safe.business.reckoning import BANK, BUCKETS, DOLLARS

#: What the books say a unit is worth.
RATES = {"EUR": 1, "USD": Fraction(RATE)}
EARLIER = "Result of earlier years, not closed"
SIDES = {"client": Side.RECEIVABLE, "vendor": Side.PAYABLE}


def cents(number):
    """Of a figure in a report; it must be whole."""
    whole = (number or Decimal(0)) * 100
    assert whole == int(whole)
    return int(whole)


def compare(firm, as_of):
    """Load the books, and hold each report against the reckoning.

    Returns:
        How many figures were compared.
    """
    books, counted = ledgerkit.load(firm.ledger), 0
    assert [e.message for e in books.errors] == []
    for checked in (_owed, _everywhere, _cash, _ledger, _result, _sales):
        counted += checked(books, firm.reckoning, as_of)
    return counted


def _same(what, told, reckoned):
    told = {key: value for key, value in told.items() if value}
    reckoned = {key: value for key, value in reckoned.items() if value}
    wrong = {
        key: (told.get(key), reckoned.get(key))
        for key in told.keys() | reckoned.keys()
        if told.get(key) != reckoned.get(key)
    }
    assert not wrong, f"{what}: (told, reckoned) {wrong}"
    return len(reckoned) or 1


def _owed(books, reckoning, as_of):
    """Who owes what and since when, by document too."""
    counted = 0
    for kind, side in SIDES.items():
        aged = reckoning.aged(kind, as_of)
        table = books.aging(as_of=as_of, side=side).to_dicts()
        keys = (*BUCKETS, "unapplied", "balance")
        told = {
            (r["party"], r["currency"], k): cents(r[k]) for r in table for k in keys
        }
        wanted = {(*who, k): row[k] for who, row in aged.items() for k in keys}
        counted += _same(f"{kind} aged {as_of}", told, wanted)
        told = defaultdict(int)
        for row in books.open_items(as_of=as_of, side=side).to_dicts():
            # What a credit has left is told under its own number.
            credited = reckoning.credits.get((kind, row["number"]))
            number = credited.number if credited else row["number"]
            if row["kind"] != "on account":
                told[row["party"], number] += cents(row["open"])
        wanted = reckoning.open_documents(kind, as_of)
        counted += _same(f"{kind} open {as_of}", told, wanted)
    return counted


def _everywhere(books, reckoning, as_of):
    """The same sums in lists, statements and cards."""
    counted = 0
    for kind, table in {
        "client": books.client_balances(as_of=as_of),
        "vendor": books.vendor_balances(as_of=as_of),
    }.items():
        aged = reckoning.aged(kind, as_of)
        overdue = {who: sum(row[k] for k in BUCKETS[1:]) for who, row in aged.items()}
        balance = {who: row["balance"] for who, row in aged.items()}
        for key, wanted in (("balance", balance), ("overdue", overdue)):
            told = {
                (r["party"], r["currency"]): cents(r[key]) for r in table.to_dicts()
            }
            counted += _same(f"{kind} {key} {as_of}", told, wanted)
        if kind == "client":
            for (party, currency), cents_ in balance.items():
                told = {
                    s.currency: cents(s.closing)
                    for s in books.statements_of(party, as_of=as_of)
                }
                assert told.get(currency, 0) == cents_
    return counted


def _cash(books, reckoning, as_of):
    rows = books.cash(as_of=as_of).to_dicts()
    told = {row["account"]: cents(row["balance"]) for row in rows}
    told = {account: told.get(account, 0) for account in (BANK, DOLLARS)}
    return _same(f"bank {as_of}", told, reckoning.bank(as_of))


def _ledger(books, reckoning, as_of):
    """The trial balance of the month, the result and the balance sheet of the year."""
    counted, first = 0, as_of.replace(day=1)
    year = date(as_of.year, 1, 1)
    period = f"{first}..{as_of}"
    rows = books.trial_balance(period=period).to_dicts()
    for name, since, until in (
        ("opening", date.min, first - timedelta(days=1)),
        ("closing", date.min, as_of),
        ("", first, as_of),
    ):
        debit, credit = (
            (f"{name}_debit", f"{name}_credit") if name else ("debit", "credit")
        )
        told = {
            (r["account"], r["currency"]): cents(r[debit]) - cents(r[credit])
            for r in rows
        }
        wanted = _since_new_year(reckoning, since, until, year)
        counted += _same(f"trial balance {name} {period}", told, wanted)
    return counted


def _result(books, reckoning, as_of):
    """What the year brought so far, and that the balance sheet says the same."""
    year = f"{as_of.year}-01-01..{as_of}"
    wanted, counted = reckoning.result(date(as_of.year, 1, 1), as_of), 0
    for table in (
        books.income_statement(period=year),
        books.balance_sheet(period=year),
    ):
        told = defaultdict(int)
        for row in table.to_dicts():
            if row["line"] == "result":
                told[row["currency"]] += cents(row[table.columns[-1].key])
        counted += _same(f"{table.title} {as_of}", told, wanted)
    return counted


def _since_new_year(reckoning, since, until, year):
    """Income and expenses begin anew with the year; what they came to has a line."""
    wanted = defaultdict(int)
    for (account, currency), debit in reckoning.balances(since, until).items():
        if not account.startswith(("Income", "Expenses")):
            wanted[account, currency] += debit
    for (account, currency), debit in reckoning.balances(
        max(since, year), until
    ).items():
        if account.startswith(("Income", "Expenses")):
            wanted[account, currency] += debit
    if since < year:
        for currency, result in reckoning.result(
            since, year - timedelta(days=1)
        ).items():
            wanted[EARLIER, currency] -= result
    return wanted


def _sales(books, reckoning, as_of):
    following = as_of + timedelta(days=1)
    if (following.month, following.day) == (2, 29):
        return 0  # Twelve months before that are a matter of taste.
    first = following.replace(year=following.year - 1)
    told = {
        row["party"]: cents(row["revenue"])
        for row in books.client_measures(as_of=as_of).to_dicts()
        if row["currency"] == "EUR"
    }
    return _same(f"sales {as_of}", told, reckoning.sales(first, as_of, RATES))

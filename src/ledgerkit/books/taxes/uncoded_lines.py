"""Postings that should have a tax code, or another one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.errors import finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.language.tax_kinds import (
    EXPIRED_TAX_CODE,
    LINE_WITHOUT_TAX_CODE,
    MISSING_TAX_CODE,
)
from ledgerkit.ledger.place import place_in, written
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Finding
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts

_OF_LINES = frozenset({RootAccount.INCOME, RootAccount.EXPENSES})


def find_expired_codes(source: Source) -> Iterator[Finding]:
    """The postings whose code had ended on their day, one of each transaction."""
    codes = source.reading.tax_codes
    if all(code.until is None for code in codes.declared):
        return
    for txn in source.directives:
        if not isinstance(txn, Transaction):
            continue
        stated = written(txn.meta, "tax-date")
        day = stated if isinstance(stated, date) else txn.date
        told: set[str] = set()
        for posting in txn.postings:
            id_ = written(posting.meta, "tax")
            code = codes.on(str(id_), day) if id_ is not None else None
            if code is None or code.until is None or day <= code.until:
                continue
            if code.id in told:
                continue
            told.add(code.id)
            message = (
                f"tax code {code.id} ended on {code.until}, and this is of {day}; write"
                f' the code in force, or a later custom "tax-code" "{code.id}"'
            )
            place = place_in(posting.meta)
            yield finding(EXPIRED_TAX_CODE, place, message, key="tax")


def find_uncoded(source: Source, *, advice: bool) -> Iterator[Finding]:
    """The postings of documents that should have a code and have none."""
    accounts = _accounts_of_tax(source)
    told: set[int] = set()
    for side in Side:
        for control, index in source.origins(side):
            if not control.purpose.adds_a_document or index in told:
                continue
            told.add(index)
            txn = source.directives[index]
            postings = txn.postings if isinstance(txn, Transaction) else []
            uncoded = [p for p in postings if not (p.meta and "tax" in p.meta)]
            if len(uncoded) == 1:  # Only what is owed.
                continue
            yield from _missing(uncoded, accounts)
            if advice and len(uncoded) < len(postings):
                yield from _lines(uncoded, source.chart)


def _accounts_of_tax(source: Source) -> Mapping[str, Sequence[str]]:
    """The accounts of tax, each with the codes that post there."""
    found: dict[str, list[str]] = {}
    for code in source.reading.tax_codes.declared:
        for account in (code.account, code.reverse_charge_account):
            if account and code.id not in found.setdefault(account, []):
                found[account].append(code.id)
    return found


def _missing(
    postings: Sequence[Posting], accounts: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for posting in postings:
        if posting.account in accounts:
            codes = " or ".join(f'tax: "{id_}"' for id_ in accounts[posting.account])
            message = (
                f"{posting.account} is an account of tax, and what is posted has no"
                f" code, so no return counts it; write {codes}"
            )
            yield finding(MISSING_TAX_CODE, place_in(posting.meta), message)


def _lines(postings: Sequence[Posting], chart: ChartOfAccounts) -> Iterator[Finding]:
    for posting in postings:
        account = posting.account
        if chart.root(account) in _OF_LINES and chart.role(account) is None:
            message = (
                f"the other lines have a tax code, and {account} has none, so no"
                ' return counts it; write tax: "…", of category "O" if it is outside'
                " of tax"
            )
            yield finding(LINE_WITHOUT_TAX_CODE, place_in(posting.meta), message)

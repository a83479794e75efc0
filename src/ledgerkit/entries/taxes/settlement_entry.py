"""The entry that settles a filed return: its tax accounts against what is owed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.accounts_by_role import (
    account_of,
    find_account,
    only_account,
)
from ledgerkit.books.taxes.tax_payable import tax_payable_accounts
from ledgerkit.entries.directives import posting_of
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.taxes.filing.settlement import ReturnSettlement

#: On the entry, the return that it settles.
TAX_RETURN = "tax-return"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementAccounts:
    """The accounts that a person names; None for the only ones that can be meant.

    Attributes:
        payable: Of what is owed to the office.
        interest: Of interest on what is paid by quarter.
        rounding: Of what the form's rounding changes.
        difference: Of what the form reckons otherwise than was posted.
    """

    payable: str | None = None
    interest: str | None = None
    rounding: str | None = None
    difference: str | None = None


def settlement_entry(
    books: Books,
    name: str,
    day: date,
    settlement: ReturnSettlement,
    chosen: SettlementAccounts,
) -> Transaction | None:
    """The entry; None if there is nothing to settle.

    Args:
        books: The books.
        name: Form and period of the return.
        day: The day of the entry.
        settlement: What settles it.
        chosen: The accounts that a person names.

    Raises:
        UsageError: If an account isn't known, with the line to write.
    """
    postings = list(_postings(books, settlement, chosen))
    if not postings:
        return None
    meta = {TAX_RETURN: name}
    text = f"Settlement of {name}"
    return Transaction(meta, day, "*", None, text, frozenset(), frozenset(), postings)


def _postings(
    books: Books, settlement: ReturnSettlement, chosen: SettlementAccounts
) -> Iterator[Posting]:
    currency = books.taxes_read.currency
    # The first thing to be asked for, if the books have none.
    payable = payable_account(books, chosen.payable) if settlement.payable else ""

    def post(account: str, number: Decimal) -> Posting:
        return posting_of(account, rounded(number, currency), currency)

    for account, number in sorted(
        settlement.accounts.items(), key=lambda one: (one[1] < ZERO, one[0])
    ):
        yield post(account, number)
    if settlement.interest:
        yield post(_interest(books, chosen.interest), settlement.interest)
    if settlement.rounding:
        account = account_of(
            books, Role.ROUNDING, chosen.rounding, "--rounding-account"
        )
        yield post(account, settlement.rounding)
    if settlement.difference:
        yield post(
            _difference(books, chosen.difference, settlement), settlement.difference
        )
    if settlement.payable:
        yield post(payable, settlement.payable)


def payable_account(books: Books, chosen: str | None) -> str:
    """The account of what is owed to the office.

    Raises:
        UsageError: If there is none, or several.
    """
    if chosen is not None:
        return find_account(books, chosen)
    candidates = tax_payable_accounts(
        books.chart, books.opened_accounts.names, books.tax_codes.accounts()
    )
    account = only_account(candidates, "tax payable", "--payable-account")
    if account is None:
        root = books.options["name_liabilities"]
        raise UsageError(
            f"no account is for what is owed to the tax office; write open"
            f' {root}:Tax-Payable with role: "tax-payable" below it, or name one with'
            " --payable-account"
        )
    return account


def _interest(books: Books, chosen: str | None) -> str:
    if chosen is not None:
        return find_account(books, chosen)
    root = books.options["name_expenses"]
    candidates = [
        name
        for name in books.opened_accounts.names
        if name.startswith(f"{root}:")
        and name.rpartition(":")[2].casefold() in _INTEREST_NAMES
    ]
    account = only_account(candidates, "interest on tax", "--interest-account")
    if account is None:
        raise UsageError(
            f"the return has interest, and no account is for it; write open"
            f" {root}:Interest, or name one with --interest-account"
        )
    return account


#: The last part of the name of an account for interest.
_INTEREST_NAMES = frozenset(
    {"interest", "tax-interest", "interessi", "interessi-iva", "interessi-passivi"}
    | {"zinsen", "zinsaufwand", "intérêts", "interets"}
)


def _difference(books: Books, chosen: str | None, settlement: ReturnSettlement) -> str:
    if chosen is not None:
        return find_account(books, chosen)
    currency = books.taxes_read.currency
    amount = rounded(abs(settlement.difference), currency)
    kind = "more" if settlement.difference < ZERO else "less"
    raise UsageError(
        f"{amount} {currency} {kind} stands on accounts of tax than the return owes:"
        " a flat rate, or input tax that may not be deducted; name the account that"
        " takes it with --difference-account"
    )

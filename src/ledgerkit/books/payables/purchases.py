"""Transactions -> purchases: lines of bills, and direct payments."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts, Role
from ledgerkit.ledger.place import written
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.spend import Purchase
from ledgerkit.running_total import RunningTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.amount import Amount
    from beancount.core.data import Directive, Posting

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.chart_of_accounts import AccountRole


def read_purchases(books: Books, since: date, until: date) -> Iterator[Purchase]:
    """Every line of the purchases of a period, without tax.

    A purchase is a bill or vendor credit, however it was paid; or else a direct payment
    to a declared vendor. Opening balances were bought earlier.
    """
    vendors = _vendors_of_bills(books, since, until)
    reader = _LineReader(books)
    for txn in books.directives:
        if isinstance(txn, Transaction) and since <= txn.date <= until:
            party, is_bill = vendors.get(id(txn)), True
            if party is None:
                party, is_bill = reader.paid_at_once(txn), False
            if party is not None:
                yield from reader.lines(txn, party, assets_too=is_bill)


def _vendors_of_bills(books: Books, since: date, until: date) -> dict[int, str]:
    """The vendor of each transaction that is a bill or vendor credit."""
    return {
        id(books.transaction_of(posting)): posting.party
        for posting in books.control_postings
        if posting.side is Side.PAYABLE
        and since <= posting.day <= until
        and posting.purpose in {Purpose.DOCUMENT, Purpose.TAKEN_BACK}
    }


class _LineReader:
    """Tells purchases from tax, money and debts."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._tax_accounts = books.tax_codes.accounts()
        self._expenses = f"{books.options['name_expenses']}:"
        self._assets = f"{books.options['name_assets']}:"

    def paid_at_once(self, txn: Transaction) -> str | None:
        """The declared vendor paid without a bill; None if there is none."""
        named = written(txn.meta, "vendor")
        directory = self._books.directory
        name = str(named or txn.payee or "")
        party = directory.identify(PartyRole.VENDOR, name) if name else None
        roles = [self._books.chart.role(p.account) for p in txn.postings]
        known_roles = [role.role for role in roles if role is not None]
        if party is None or any(role.side for role in known_roles):
            return None
        return party if any(role.holds_money for role in known_roles) else None

    def lines(
        self, txn: Transaction, party: str, *, assets_too: bool
    ) -> Iterator[Purchase]:
        """A transaction's postings to expenses, and for a bill also to plain assets."""
        for posting in txn.postings:
            if posting.units is None or not self._is_line(posting, assets_too):
                continue
            weight: Amount = get_weight(posting)
            assert weight.number is not None
            yield Purchase(
                party=party,
                account=posting.account,
                day=txn.date,
                amount=weight.number,
                currency=weight.currency,
            )

    def _is_line(self, posting: Posting, assets_too: bool) -> bool:  # noqa: FBT001
        account = posting.account
        if account in self._tax_accounts or self._books.chart.role(account) is not None:
            return False
        if account.startswith(self._expenses):
            return True
        # Without tax codes, tax is an asset like any other.
        return (
            assets_too and bool(self._tax_accounts) and account.startswith(self._assets)
        )


@dataclass(frozen=True, slots=True)
class StockTotals:
    """The stock and the cost of sales.

    Attributes:
        stock: The value of the goods, by currency.
        cost_of_sales: The cost of the goods sold, by currency.
        paid_at_once: Sales without a receivable, with tax, by currency.
    """

    stock: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )
    cost_of_sales: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )
    paid_at_once: Mapping[str, RunningTotal] = field(
        default_factory=lambda: defaultdict(RunningTotal)
    )


def read_stock(
    directives: Iterable[Directive], chart: ChartOfAccounts, income: str
) -> StockTotals:
    """Add up the postings to accounts of role ``stock`` and ``cost-of-sales``.

    Goods kept in lots count at the cost of their lots. If a transaction credits income
    of no other role and nobody owes anything for it, the money into cash, bank, card
    and clearing accounts was paid at once.

    Args:
        directives: The book.
        chart: The role of every account.
        income: The book's name for income accounts.
    """
    totals = StockTotals()
    by_role = {Role.STOCK: totals.stock, Role.COST_OF_SALES: totals.cost_of_sales}
    for txn in directives:
        if not isinstance(txn, Transaction):
            continue
        sells, roles = False, [chart.role(posting.account) for posting in txn.postings]
        for posting, role in zip(txn.postings, roles, strict=True):
            if role is None:
                sells = sells or posting.account.startswith(f"{income}:")
            elif role.role in by_role and posting.units is not None:
                weight = get_weight(posting)
                if weight.number is not None:
                    by_role[role.role][weight.currency].moved[txn.date] += weight.number
        if sells and not any(role and role.role.side for role in roles):
            _add_takings(totals, txn, roles)
    return totals


def _add_takings(
    totals: StockTotals, txn: Transaction, roles: Sequence[AccountRole | None]
) -> None:
    for posting, role in zip(txn.postings, roles, strict=True):
        units = posting.units
        if role and role.role.holds_money and units is not None and units.number:
            totals.paid_at_once[units.currency].moved[txn.date] += units.number

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
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from beancount.core.amount import Amount
    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.chart_of_accounts import AccountRole


#: The roles of accounts that a purchase moves and that hold nothing bought: what is
#: owed, money, and what was paid ahead. All others are bought, whatever their role.
NOT_BOUGHT = frozenset(
    {
        Role.RECEIVABLE,
        Role.PAYABLE,
        Role.BANK,
        Role.CASH,
        Role.CARD,
        Role.CLEARING,
        Role.CLIENT_ADVANCE,
        Role.VENDOR_ADVANCE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """The purchases of a period.

    Attributes:
        lines: Every line, without tax.
        perhaps_tax: Lines on assets without a role, in books without tax codes:
            nothing says which of them are tax, so none counts.
        roles: The roles among `NOT_BOUGHT` that were met, and left out.
    """

    lines: Sequence[Purchase]
    perhaps_tax: Sequence[Purchase]
    roles: Sequence[Role]


def read_purchases(books: Books, since: date, until: date) -> Purchases:
    """The lines of the purchases of a period, without tax.

    A purchase is a bill or vendor credit, however it was paid; or else a direct payment
    to a declared vendor. Opening balances were bought earlier.
    """
    vendors = _vendors_of_bills(books, since, until)
    reader = _LineReader(books)
    for txn in books.directives:
        if isinstance(txn, Transaction) and since <= txn.date <= until:
            party = vendors.get(id(txn)) or reader.paid_at_once(txn)
            if party is not None:
                reader.read(txn, party)
    return Purchases(
        lines=reader.lines,
        perhaps_tax=reader.perhaps_tax,
        roles=[role for role in Role if role in reader.roles],
    )


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
        self.lines: list[Purchase] = []
        self.perhaps_tax: list[Purchase] = []
        self.roles: set[Role] = set()

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

    def read(self, txn: Transaction, party: str) -> None:
        """Take a transaction's postings to expenses and assets."""
        for posting in txn.postings:
            lines = self._kind(posting.account)
            if lines is None or posting.units is None:
                continue
            weight: Amount = get_weight(posting)
            assert weight.number is not None
            lines.append(
                Purchase(
                    party=party,
                    account=posting.account,
                    day=txn.date,
                    amount=weight.number,
                    currency=weight.currency,
                )
            )

    def _kind(self, account: str) -> list[Purchase] | None:
        """The list that an account's postings belong to; None for what isn't bought."""
        account_role = self._books.chart.role(account)
        if account_role is not None and account_role.role in NOT_BOUGHT:
            self.roles.add(account_role.role)
            return None
        if account in self._tax_accounts:
            return None
        if account.startswith(self._expenses):
            return self.lines
        if not account.startswith(self._assets):
            return None
        # Without tax codes, tax is an asset like any other that has no role.
        is_known = bool(self._tax_accounts) or account_role is not None
        return self.lines if is_known else self.perhaps_tax


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

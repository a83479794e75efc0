"""Tax as income and expense: charged, paid to vendors, and handed over to the office.

Where the result is what was received less what was paid (Germany: EStG §4 Abs. 3), tax
is a part of both, on the day of its payment. Goods count when they are paid as well,
and not when they are sold.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.documents.paid_shares import holds_money
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.taxes.tax_payable import tax_payable_accounts
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.ledger.place import written
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.open_items.control_posting import ControlPosting

#: The accounts that stand for tax in a statement; a layout has lines of these names.
CHARGED, PAID = "Tax:Charged", "Tax:Paid"
HANDED_OVER, REFUNDED = "Tax:Handed-Over", "Tax:Refunded"
#: Within which what is due again and again may be paid in the other year.
_TEN_DAYS = timedelta(days=10)
_ROOTS = {
    CHARGED: RootAccount.INCOME,
    REFUNDED: RootAccount.INCOME,
    PAID: RootAccount.EXPENSES,
    HANDED_OVER: RootAccount.EXPENSES,
}


class TaxPaid:
    """Tells which postings to tax accounts, and to stock, count by payment."""

    def __init__(self, source: Source, ledger: Ledger) -> None:
        """Take the book, and its ledger for what is income or expense."""
        self._source = source
        self._ledger = ledger
        self._accounts = source.reading.tax_codes.accounts()

    def root_of(self, account: str) -> RootAccount | None:
        """The type of an account; stock is bought as an expense."""
        if self._is_stock(account):
            return RootAccount.EXPENSES
        return _ROOTS.get(account) or self._ledger.root_of(account)

    def day_of(self, txn: Transaction) -> date:
        """The day on which a payment to the office counts: its ``tax-date:``, if any.

        What is paid within ten days of a year's end may belong to the other year.
        """
        stated = written(txn.meta, "tax-date")
        if isinstance(stated, date) and not self._has_code(txn):
            return stated
        return txn.date

    def is_far(self, txn: Transaction) -> bool:
        """Whether it is dated to another year than the ten days let it be."""
        days = sorted([txn.date, self.day_of(txn)])
        if days[0].year == days[1].year:
            return False
        new_year = date(days[1].year, 1, 1)
        return days[0] < new_year - _TEN_DAYS or days[1] >= new_year + _TEN_DAYS

    def account_of(
        self,
        txn: Transaction,
        posting: Posting,
        controls: Sequence[ControlPosting],
    ) -> str | None:
        """The account that a posting counts under; None if it doesn't count."""
        if self._is_opening(txn):
            return None
        if self._is_stock(posting.account):
            return posting.account
        if posting.account in self._accounts and (controls or self._has_code(txn)):
            return self._of_document(txn, posting, controls)
        if posting.account in self._offices and not controls:
            return self._of_office(txn)
        return None

    def _of_document(
        self,
        txn: Transaction,
        posting: Posting,
        controls: Sequence[ControlPosting],
    ) -> str | None:
        code = self._code(txn, posting)
        if code is not None and code.is_reverse_charge:
            # Both halves are the office's, and what they leave is handed over.
            return None
        if code is not None and code.kind is not None:
            is_sale = code.kind is TaxKind.SALES
        elif controls:
            is_sale = controls[0].side is Side.RECEIVABLE
        else:
            is_sale = weight_of(posting)[0] < 0
        return CHARGED if is_sale else PAID

    def _of_office(self, txn: Transaction) -> str | None:
        chart = self._source.chart
        moved = [p for p in txn.postings if holds_money(chart, p.account)]
        if not moved or self._has_code(txn):
            return None
        is_refund = sum(weight_of(each)[0] for each in moved) > 0
        return REFUNDED if is_refund else HANDED_OVER

    @cached_property
    def _offices(self) -> frozenset[str]:
        """The accounts of tax, and those that the tax of a period is carried to.

        An entry without document, money, income or expense that posts to an account of
        tax carries it to what is owed to the office.
        """
        source = self._source
        opened = [open_.account for open_ in source.reading.opens]
        # A return's settlement carries its rounding and interest as well.
        payable = tax_payable_accounts(source.chart, opened, self._accounts)
        found = {*self._accounts, *payable}
        for txn in self._source.directives:
            if not isinstance(txn, Transaction) or self._has_code(txn):
                continue
            accounts = {posting.account for posting in txn.postings}
            if accounts.isdisjoint(self._accounts) or self._is_opening(txn):
                continue
            others = accounts - self._accounts
            if not any(map(self._is_else, others)):
                found |= others
        return frozenset(found)

    def _is_else(self, account: str) -> bool:
        """Whether an account is no mere debt to the office, nor a claim."""
        chart = self._source.chart
        role = chart.role(account)
        is_control = role is not None and role.role.side is not None
        return (
            is_control
            or holds_money(chart, account)
            or self._ledger.is_result(account)
            or self._ledger.is_equity(account)
        )

    def _is_opening(self, txn: Transaction) -> bool:
        """Whether it brings balances in; what an owner pays for is bought."""
        accounts = [posting.account for posting in txn.postings]
        return (
            any(map(self._ledger.is_equity, accounts))
            and not any(map(self._ledger.is_result, accounts))
            and not self._has_code(txn)
        )

    def _is_stock(self, account: str) -> bool:
        role = self._source.chart.role(account)
        return role is not None and role.role is Role.STOCK

    def _has_code(self, txn: Transaction) -> bool:
        return any(written(p.meta, "tax") is not None for p in txn.postings)

    def _code(self, txn: Transaction, posting: Posting) -> TaxCode | None:
        id_ = written(posting.meta, "tax")
        codes = self._source.reading.tax_codes
        return codes.on(str(id_), txn.date) if id_ is not None else None

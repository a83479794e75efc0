"""Transactions -> what each client brought in, and cost."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from beancount.core.convert import convert_amount, get_weight
from beancount.core.data import Transaction
from beancount.core.prices import build_price_map

from ledgerkit.books.metadata import written
from ledgerkit.clients.sale import Sale
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beancount.core.data import Posting

    from ledgerkit.books.books import Books
    from ledgerkit.open_items.control_posting import ControlPosting

#: What a sale can be posted to; other income with a role is no sale.
_SALES_ROLES = frozenset({None, Role.DISCOUNT_GIVEN, Role.NONE})


def read_sales(books: Books) -> Sequence[Sale]:
    """Every line of revenue, and every cost that names a client, by day.

    Revenue is net of tax and of credit notes: what is posted to income accounts,
    without gains and differences that have a role of their own. It is of the client
    of its transaction's receivable; else of whom ``client:`` or the payee names; or,
    where a deferred line becomes income, of whom its invoice is.
    """
    return list(_SalesReader(books).read())


class _SalesReader:
    def __init__(self, books: Books) -> None:
        self._books = books
        self._debtors: dict[int, ControlPosting] = {}
        for posting, index in books.origins(Side.RECEIVABLE):
            self._debtors.setdefault(index, posting)
        self._invoices = books.subledger(Side.RECEIVABLE, date.max).by_number
        self._income = f"{books.options['name_income']}:"
        self._expenses = f"{books.options['name_expenses']}:"
        self._prices = build_price_map(books.directives)
        base = books.options["operating_currency"]
        self._base = base[0] if base else ""
        self._is_sale = lru_cache(maxsize=None)(self._account_is_sale)
        self._is_deferred = lru_cache(maxsize=None)(self._account_is_deferred)
        self._is_cost = lru_cache(maxsize=None)(self._account_is_cost)
        self._known = lru_cache(maxsize=None)(self._party_named)

    def read(self) -> Iterator[Sale]:
        for index, txn in enumerate(self._books.directives):
            if isinstance(txn, Transaction):
                yield from self._lines(index, txn)

    def _lines(self, index: int, txn: Transaction) -> Iterator[Sale]:
        debtor = self._debtors.get(index)
        for posting in txn.postings:
            if posting.units is None:
                continue
            if self._is_sale(posting.account):
                client = self._client(posting, txn, debtor)
                yield self._sale(posting, txn, client, debtor, is_cost=False)
            elif debtor is not None and self._is_deferred(posting.account):
                yield self._sale(
                    posting, txn, debtor.party, debtor, is_cost=False
                )._replace(amount=ZERO)
            elif self._is_cost(posting.account):
                named = written(posting.meta, "client") or written(txn.meta, "client")
                if named:
                    client = self._known(str(named)) or str(named)
                    yield self._sale(posting, txn, client, None, is_cost=True)

    def _client(
        self, posting: Posting, txn: Transaction, debtor: ControlPosting | None
    ) -> str:
        stated = written(posting.meta, "client")
        if stated:
            return self._known(str(stated)) or str(stated)
        if debtor is not None and debtor.party:
            return debtor.party
        stated = written(txn.meta, "client")
        if stated:
            return self._known(str(stated)) or str(stated)
        recognised = written(txn.meta, "recognises")
        if recognised:
            drafts = self._invoices.get(str(recognised), ())
            return drafts[0].party if drafts else ""
        return (self._known(txn.payee) or "") if txn.payee else ""

    def _sale(
        self,
        posting: Posting,
        txn: Transaction,
        client: str,
        debtor: ControlPosting | None,
        *,
        is_cost: bool,
    ) -> Sale:
        weight = get_weight(posting)
        if self._base and weight.currency != self._base:
            weight = convert_amount(weight, self._base, self._prices, txn.date)
        assert weight.number is not None
        return Sale(
            day=txn.date,
            client=client,
            account=posting.account,
            amount=-weight.number,
            currency=weight.currency,
            is_cost=is_cost,
            number=(debtor.credit or debtor.number or "") if debtor else "",
            is_credit=debtor is not None and debtor.credit is not None,
            is_recognised="recognises" in txn.meta,
        )

    def _account_is_sale(self, account: str) -> bool:
        role = self._books.chart.role(account)
        return (role.role if role else None) in _SALES_ROLES and (
            account.startswith(self._income)
            or (role is not None and role.role is Role.DISCOUNT_GIVEN)
        )

    def _account_is_deferred(self, account: str) -> bool:
        role = self._books.chart.role(account)
        return role is not None and role.role is Role.DEFERRED_REVENUE

    def _account_is_cost(self, account: str) -> bool:
        return account.startswith(self._expenses) and not self._is_sale(account)

    def _party_named(self, name: str) -> str | None:
        return self._books.directory.identify(PartyRole.CLIENT, name)

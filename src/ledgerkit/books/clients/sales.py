"""Transactions -> the revenue and cost of each client."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from beancount.core.convert import convert_amount, get_weight
from beancount.core.data import Transaction
from beancount.core.prices import build_price_map

from ledgerkit.clients.measures.sales import Sale
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting
    from beancount.core.prices import PriceMap

    from ledgerkit.books.source import Source
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting

#: The roles whose income is no sale: gains, differences, what was given up, what nobody
#: has explained yet, and what is no income at all. All others are sold to somebody.
NOT_SOLD = frozenset(
    {
        Role.RECEIVABLE,
        Role.PAYABLE,
        Role.BANK,
        Role.CASH,
        Role.CARD,
        Role.CLEARING,
        Role.CLIENT_ADVANCE,
        Role.VENDOR_ADVANCE,
        Role.DISCOUNT_TAKEN,
        Role.BAD_DEBT,
        Role.ALLOWANCE,
        Role.EXCHANGE_GAIN,
        Role.UNREALISED_GAIN,
        Role.BANK_FEES,
        Role.ROUNDING,
        Role.CASH_OVER_SHORT,
        Role.SUSPENSE,
        Role.RETAINED_EARNINGS,
        Role.CAPITAL,
        Role.DRAWINGS,
        Role.DIVIDENDS,
    }
)


def read_sales(source: Source) -> Sequence[Sale]:
    """Every line of revenue, and every cost that names a client, by day.

    Revenue is net of tax and of credit notes: the postings to income accounts, without
    gains and differences that have a role of their own (`NOT_SOLD`). It belongs to the
    client of its transaction's receivable; else to the one named by ``client:`` or the
    payee; or, if a deferred line is recognised, to the client of its invoice. Income
    that names nobody and goes to equity closes a year, and is no revenue.
    """
    return _SalesReader(source).read()


def roles_not_sold(source: Source) -> Sequence[Role]:
    """The roles in `NOT_SOLD` that any income account of the book has."""
    income = f"{source.options['name_income']}:"
    roles = {
        account_role.role
        for open_ in source.reading.opens
        if open_.account.startswith(income)
        and (account_role := source.chart.role(open_.account)) is not None
    }
    return [role for role in Role if role in roles & NOT_SOLD]


class _Kind(Enum):
    SALE = "sale"
    DEFERRED = "deferred"
    COST = "cost"


class _Kinds(dict[str, "_Kind | None"]):
    """The kind of a posting by its account, looked up on first use."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._chart = source.chart
        self._income = f"{source.options['name_income']}:"
        self._expenses = f"{source.options['name_expenses']}:"

    def __missing__(self, account: str) -> _Kind | None:
        self[account] = kind = self._find(account)
        return kind

    def _find(self, account: str) -> _Kind | None:
        account_role = self._chart.role(account)
        role = account_role.role if account_role else None
        is_income = account.startswith(self._income) or role is Role.DISCOUNT_GIVEN
        if role is Role.DEFERRED_REVENUE:
            return _Kind.DEFERRED
        if is_income and role not in NOT_SOLD:
            return _Kind.SALE
        return _Kind.COST if account.startswith(self._expenses) else None


class _SalesReader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._debtors: dict[int, ControlPosting] = {}
        for posting, index in source.origins(Side.RECEIVABLE):
            self._debtors.setdefault(index, posting)
        base = source.options["operating_currency"]
        self._base = base[0] if base else ""
        self._known = lru_cache(maxsize=None)(self._party_named)

    @cached_property
    def _invoices(self) -> Mapping[str, Sequence[SubledgerItem]]:
        return self._source.subledger(Side.RECEIVABLE, date.max).by_number

    @cached_property
    def _prices(self) -> PriceMap:
        prices: PriceMap = build_price_map(self._source.directives)
        return prices

    def read(self) -> Sequence[Sale]:
        kinds, debtors, sales = _Kinds(self._source), self._debtors, []
        for index, txn in enumerate(self._source.directives):
            if not isinstance(txn, Transaction):
                continue
            for posting in txn.postings:
                # Most are neither sale nor cost, and are passed over without a call.
                kind = kinds[posting.account]
                if kind is None or posting.units is None:
                    continue
                debtor = debtors.get(index)
                if kind is _Kind.SALE:
                    client = self._client(posting, txn, debtor)
                    if client or not self._closes(txn):
                        sales.append(self._sale(posting, txn, client, debtor))
                elif kind is _Kind.DEFERRED and debtor is not None:
                    sale = self._sale(posting, txn, debtor.party, debtor)
                    sales.append(sale._replace(amount=ZERO))
                elif kind is _Kind.COST:
                    sales += self._cost(posting, txn)
        return sales

    def _closes(self, txn: Transaction) -> bool:
        """Whether income goes to equity, as at the end of a year."""
        equity = f"{self._source.options['name_equity']}:"
        return any(posting.account.startswith(equity) for posting in txn.postings)

    def _cost(self, posting: Posting, txn: Transaction) -> Iterable[Sale]:
        """The cost of a client; most costs name none."""
        stated = "client" in txn.meta or "client" in (posting.meta or ())
        named = stated and (
            written(posting.meta, "client") or written(txn.meta, "client")
        )
        if not named:
            return ()
        client = self._known(str(named)) or str(named)
        return (self._sale(posting, txn, client, None, is_cost=True),)

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
            items = self._invoices.get(str(recognised), ())
            return items[0].party if items else ""
        return (self._known(txn.payee) or "") if txn.payee else ""

    def _sale(
        self,
        posting: Posting,
        txn: Transaction,
        client: str,
        debtor: ControlPosting | None,
        *,
        is_cost: bool = False,
    ) -> Sale:
        assert posting.units is not None
        has_rate = posting.cost is not None or posting.price is not None
        weight = get_weight(posting) if has_rate else posting.units
        is_foreign = self._base and weight.currency != self._base
        if is_foreign:
            weight = convert_amount(weight, self._base, self._prices, txn.date)
        assert weight.number is not None
        number = -weight.number
        if has_rate or is_foreign:
            # By line, so that what is told of a month or a client sums.
            number = rounded(number, weight.currency)
        # By position: it is quicker, and there are many.
        return Sale(
            txn.date,
            client,
            posting.account,
            number,
            weight.currency,
            is_cost,
            (debtor.credit or debtor.number or "") if debtor else "",
            debtor is not None and self._is_credit(debtor, weight.number),
            "recognises" in txn.meta,
        )

    def _is_credit(self, debtor: ControlPosting, moved: Decimal) -> bool:
        """Whether income is reduced by a credit note or its equivalent."""
        if debtor.credit is not None or debtor.amount >= 0 or moved <= 0:
            return debtor.credit is not None
        return debtor.purpose is Purpose.TAKEN_BACK

    def _party_named(self, name: str) -> str | None:
        return self._source.directory.identify(PartyRole.CLIENT, name)

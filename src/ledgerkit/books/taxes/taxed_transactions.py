"""Transactions with tax codes: what each posting is to its code."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.documents.paid_shares import paid_in_cash
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.taxes.own_currency import OwnCurrency
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.ledger.place import place_in, written
from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.taxes.due_amount import DueAmount, TaxedPart, sign_of_owing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts
    from ledgerkit.invoices.tax_code import TaxCode, TaxCodes
    from ledgerkit.open_items.control_posting import ControlPosting

_DATE, _DAY = attrgetter("date"), attrgetter("day")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedTransaction:
    """A transaction with tax codes.

    Attributes:
        day: Its day.
        tax_date: The day that it states for its tax; None if it states none.
        amounts: What it has under tax codes, due on its own day.
        controls: Its postings to receivable and payable accounts.
        cash: What is paid at once, as a positive amount.
        unreadable: Postings whose amount in the currency of the books isn't known.
        converted: The currencies that were converted at prices of the book.
    """

    day: date
    tax_date: date | None
    amounts: Sequence[DueAmount]
    controls: Sequence[ControlPosting]
    cash: Decimal
    unreadable: Sequence[Place] = field(default=())
    converted: Sequence[str] = ()

    @property
    def is_bad_debt(self) -> bool:
        """Whether it gives a debt up."""
        return any(c.purpose is Purpose.WRITE_OFF for c in self.controls)


class TaxedTransactions:
    """The transactions with tax codes; each is read when it is asked for."""

    def __init__(self, source: Source, currency: str) -> None:
        """Take the book, and the currency of the books."""
        self._source = source
        self.own_currency = OwnCurrency(source.directives, currency)
        self._reader = _Reader(
            source.reading.tax_codes, source.chart, currency, self.own_currency
        )
        self._known: dict[int, TaxedTransaction | None] = {}

    def __iter__(self) -> Iterator[TaxedTransaction]:
        """All of them, in ledger order."""
        for index in range(len(self._source.directives)):
            txn = self.at(index)
            if txn is not None:
                yield txn

    def at(self, index: int) -> TaxedTransaction | None:
        """The transaction at a place among the directives; None if it is none."""
        if index not in self._known:
            directive = self._source.directives[index]
            is_taxed = isinstance(directive, Transaction) and _has_code(
                directive.postings
            )
            self._known[index] = (
                self._reader.read(directive, self._controls(index))
                if is_taxed and isinstance(directive, Transaction)
                else None
            )
        return self._known[index]

    def read(self, txn: Transaction) -> TaxedTransaction:
        """A transaction that isn't in the book, as one on which nothing is paid."""
        return self._reader.read(txn, ())

    def between(self, first: date, last: date) -> range:
        """The places of the directives of a period."""
        directives = self._source.directives
        start = bisect_left(directives, first, key=_DATE)
        return range(start, bisect_right(directives, last, start, key=_DATE))

    def dated_otherwise(self) -> Iterator[int]:
        """The places of transactions that state a day for their tax."""
        for directive in self._source.reading.marked:
            if isinstance(directive, Transaction) and "tax-date" in directive.meta:
                for index in self.between(directive.date, directive.date):
                    if self._source.directives[index] is directive:
                        yield index

    def made_by(self, posting: ControlPosting) -> Iterator[int]:
        """The places of the transactions that a control posting stands in."""
        reading = self._source.reading
        controls = reading.control_postings
        start = bisect_left(controls, posting.day, key=_DAY)
        for place in range(start, len(controls)):
            if controls[place].day > posting.day:
                break
            if control_key(controls[place]) == control_key(posting):
                yield reading.origins[place]

    def _controls(self, index: int) -> Sequence[ControlPosting]:
        reading = self._source.reading
        start = bisect_left(reading.origins, index)
        end = bisect_right(reading.origins, index, start)
        return reading.control_postings[start:end]


def control_key(posting: ControlPosting) -> tuple[str, int, str]:
    """By what a control posting is known in every reading of a book."""
    return posting.filename, posting.lineno, posting.currency


def taxed_currencies(source: Source) -> Iterator[str]:
    """The currencies of postings with a tax code."""
    for directive in source.directives:
        if directive.__class__ is Transaction:
            for posting in directive.postings:
                if posting.meta and "tax" in posting.meta:
                    yield weight_of(posting)[1]


def _has_code(postings: Iterable[Posting]) -> bool:
    return any("tax" in p.meta for p in postings if p.meta)


class _Reader:
    """Reads the postings of transactions with tax codes."""

    def __init__(
        self,
        codes: TaxCodes,
        chart: ChartOfAccounts,
        currency: str,
        own_currency: OwnCurrency,
    ) -> None:
        self._own_currency = own_currency
        self._codes = codes
        self._chart = chart
        self._currency = currency

    def read(
        self, txn: Transaction, controls: Sequence[ControlPosting]
    ) -> TaxedTransaction:
        stated = written(txn.meta, "tax-date")
        amounts: list[DueAmount] = []
        unreadable: list[Place] = []
        converted: set[str] = set()
        rate = self._rate(txn, controls)
        for posting in txn.postings:
            code = self._code(posting, txn.date)
            if code is None:
                continue
            weight = self._amount(posting, rate, txn.date)
            if weight is None:
                unreadable.append(place_in(posting.meta))
                continue
            currency = weight_of(posting)[1]
            if currency != self._currency and currency not in rate:
                converted.add(currency)
            amounts.append(self._due_amount(txn, posting, controls, (code, weight)))
        return TaxedTransaction(
            day=txn.date,
            tax_date=stated if isinstance(stated, date) else None,
            amounts=[*amounts, *self._reckoned(amounts)],
            controls=controls,
            cash=paid_in_cash(txn, self._chart, self._currency),
            unreadable=unreadable,
            converted=sorted(converted),
        )

    def _due_amount(
        self,
        txn: Transaction,
        posting: Posting,
        controls: Sequence[ControlPosting],
        of: tuple[TaxCode, Decimal],
    ) -> DueAmount:
        """What a posting has under its code, due on its transaction's day."""
        code, weight = of
        kind = self._kind(code, posting, controls)
        part = _part(code, posting, weight)
        return DueAmount(
            due=txn.date,
            day=txn.date,
            kind=kind,
            code=code,
            part=part,
            # Debit positive becomes positive for what is sold, or bought.
            amount=-weight * sign_of_owing(kind, part),
            account=posting.account,
            party=controls[0].party if controls else txn.payee or "",
            number=_number(txn, controls),
            text=txn.narration or "",
            place=place_in(posting.meta),
            is_bad_debt=any(c.purpose is Purpose.WRITE_OFF for c in controls),
        )

    def _code(self, posting: Posting, day: date) -> TaxCode | None:
        id_ = written(posting.meta, "tax")
        return self._codes.on(str(id_), day) if id_ is not None else None

    def _rate(
        self, txn: Transaction, controls: Sequence[ControlPosting]
    ) -> Mapping[str, Decimal]:
        """The rates at which the transaction books debts in other currencies."""
        accounts = {control.account for control in controls}
        return {
            posting.units.currency: posting.price.number
            for posting in txn.postings
            if posting.account in accounts
            and posting.units is not None
            and posting.price is not None
            and posting.price.currency == self._currency
            and posting.price.number is not None
        }

    def _amount(
        self, posting: Posting, rates: Mapping[str, Decimal], day: date
    ) -> Decimal | None:
        """What a posting comes to in the currency of the books, debit positive.

        At the rate that its transaction has, else that of the book's prices.
        """
        if posting.units is None or posting.units.number is None:
            return None
        number, currency = weight_of(posting)
        if currency == self._currency:
            return number
        rate = rates.get(currency)
        if rate is None:
            return self._own_currency.amount(number, currency, day)
        return rounded(number * rate, self._currency)

    def _kind(
        self, code: TaxCode, posting: Posting, controls: Sequence[ControlPosting]
    ) -> TaxKind:
        if code.kind is not None:
            return code.kind
        if controls:
            is_sale = controls[0].side is Side.RECEIVABLE
        else:
            is_sale = self._chart.root(posting.account) is RootAccount.INCOME
        return TaxKind.SALES if is_sale else TaxKind.PURCHASE

    def _reckoned(self, amounts: Sequence[DueAmount]) -> Iterator[DueAmount]:
        """Both halves of a reverse charge, where only its base is posted."""
        bases: dict[str, list[DueAmount]] = {}
        for amount in amounts:
            if amount.kind is TaxKind.PURCHASE and amount.code.is_reverse_charge:
                bases.setdefault(amount.code.id, []).append(amount)
        for items in bases.values():
            code = items[0].code
            if not code.rate or any(i.part is not TaxedPart.BASE for i in items):
                continue
            base = sum((item.amount for item in items), ZERO)
            tax = rounded(base * code.rate, self._currency)
            for part in (TaxedPart.TAX, TaxedPart.OWED):
                yield replace(items[0], part=part, amount=tax, is_reckoned=True)


def _part(code: TaxCode, posting: Posting, weight: Decimal) -> TaxedPart:
    """What a posting is to its code.

    Where both halves of a reverse charge are on one account, the sign tells them apart.
    """
    account = posting.account
    if account not in {code.account, code.reverse_charge_account}:
        return TaxedPart.BASE
    if account != code.reverse_charge_account:
        return TaxedPart.TAX
    is_one_account = account == code.account
    return TaxedPart.TAX if is_one_account and weight > 0 else TaxedPart.OWED


def _number(txn: Transaction, controls: Sequence[ControlPosting]) -> str:
    for control in controls:
        if control.credit or control.number:
            return str(control.credit or control.number)
    return min(txn.links, default="") if txn.links else ""

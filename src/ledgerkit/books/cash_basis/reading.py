"""A book on a cash basis: what it earned and spent, by payment.

The same postings as on accruals, on other days: what a document posts counts by the
share of it that each payment makes, and never what nobody pays. What needs no payment,
as depreciation, counts on its day. So both views meet when everything is paid.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from beancount.core.data import Transaction

from ledgerkit.books.cash_basis.counted import CountedAmount, less_what_never_counted
from ledgerkit.books.cash_basis.tax_paid import TaxPaid
from ledgerkit.books.documents.paid_shares import (
    AT_ONCE,
    PaidShares,
    holds_money,
    paid_in_cash,
)
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.general_ledger.balances import Ledger
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.movements import (
    AccountCurrency,
    DailyTurnover,
    Movements,
)
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO
from ledgerkit.open_items.paid_share import WHOLE, PaidShare, parts_by_share
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.chart_of_accounts import RootAccount
    from ledgerkit.general_ledger.period import Period
    from ledgerkit.open_items.control_posting import ControlPosting

#: Why what nobody owes and no money pays counts on its day.
UNPAID = "no payment: counted on its day"
GIVEN_UP = "given up, less what was never paid"
PUT_ASIDE = "given up against what was put aside"


class _Origin(NamedTuple):
    """A transaction's amounts in one currency."""

    place: Place
    currency: str


class CashBasis:
    """What a book earned and spent by payment.

    Attributes:
        counted: Every amount that counts, in the order of days.
    """

    def __init__(
        self, source: Source, ledger: Ledger, currency: str | None, *, with_tax: bool
    ) -> None:
        """Take the book and its ledger.

        Args:
            source: The book.
            ledger: Its accruals, for what is income or expense, and what closes years.
            currency: Of the books; None if they have none of their own.
            with_tax: Whether tax that is charged, paid and handed over counts as income
                and expense too, and goods in stock count when they are paid.
        """
        self._source = source
        self._accruals = ledger
        self._currency = currency
        self._tax = TaxPaid(source, ledger) if with_tax else None
        self._payments = PaidShares(source, date.max)

    @cached_property
    def counted(self) -> Sequence[CountedAmount]:
        """Every amount that counts, in the order of days."""
        by_origin: dict[_Origin, list[CountedAmount]] = defaultdict(list)
        given_up: dict[_Origin, list[CountedAmount]] = defaultdict(list)
        for txn, controls in self._transactions():
            amounts = [
                each
                for each in self._posted(txn, controls)
                if not self._is_unrealised(each.account)
            ]
            for each, by in self._paid(txn, controls, amounts) if amounts else ():
                if by is None:
                    by_origin[_Origin(each.origin, each.currency)].append(each)
                else:
                    given_up[_Origin(by, each.currency)].append(each)
        for origin, lost in given_up.items():
            by_origin[origin] = list(self._written_off(by_origin[origin], lost))
        found = (each for amounts in by_origin.values() for each in amounts)
        return sorted(found, key=lambda each: (each.day, each.place))

    @cached_property
    def ledger(self) -> Ledger:
        """Income and expenses by payment, as a ledger that statements read."""
        by_account: dict[AccountCurrency, dict[date, list[Decimal]]] = {}
        for each in self.counted:
            key = AccountCurrency(each.account, each.currency)
            days = by_account.setdefault(key, {})
            debit, credit = days.setdefault(each.day, [ZERO, ZERO])
            days[each.day] = [
                debit + max(each.amount, ZERO),
                credit + max(-each.amount, ZERO),
            ]
        movements = {
            key: DailyTurnover(
                list(days),
                [debit for debit, _ in days.values()],
                [credit for _, credit in days.values()],
            )
            for key, days in sorted(by_account.items())
        }
        return Ledger(
            Movements(by_account=movements, closings=()),
            self._accruals.fiscal,
            self._root_of(),
        )

    def posted(self) -> Iterator[CountedAmount]:
        """Income and expenses on accruals: each posting whole, on its own day."""
        for txn, controls in self._transactions():
            for each in self._posted(txn, controls):
                if self._accruals.is_result(each.account):
                    yield each

    def far_tax_dates(self, period: Period) -> Iterator[Place]:
        """Payments of tax in a period that are dated further than the law lets them."""
        if self._tax is None:
            return
        for txn, controls in self._transactions():
            day = self._tax.day_of(txn)
            is_of_period = any(
                period.first <= each <= period.last for each in (txn.date, day)
            )
            if is_of_period and not controls and self._tax.is_far(txn):
                yield place_in(txn.meta)

    def _root_of(self) -> Callable[[str], RootAccount | None]:
        tax = self._tax
        return self._accruals.root_of if tax is None else tax.root_of

    def _transactions(self) -> Iterator[tuple[Transaction, Sequence[ControlPosting]]]:
        closings = {(c.filename, c.lineno) for c in self._accruals.movements.closings}
        controls: dict[int, list[ControlPosting]] = {}
        for side in Side:
            for control, index in self._source.origins(side):
                controls.setdefault(index, []).append(control)
        for index, directive in enumerate(self._source.directives):
            if directive.__class__ is not Transaction:
                continue
            if closings:
                place = place_in(directive.meta)
                if (place.filename, place.lineno) in closings:
                    continue
            yield directive, controls.get(index, ())

    def _posted(
        self, txn: Transaction, controls: Sequence[ControlPosting]
    ) -> Iterator[CountedAmount]:
        """What a transaction posts to accounts that count, whole."""
        tax = self._tax
        for posting in txn.postings:
            account: str | None = posting.account
            if not self._accruals.is_result(posting.account):
                account = tax.account_of(txn, posting, controls) if tax else None
            if account is None:
                continue
            weight, currency = weight_of(posting)
            if weight:
                yield CountedAmount(
                    day=txn.date,
                    posted_on=txn.date,
                    account=account,
                    currency=currency,
                    amount=weight,
                    posted=weight,
                    number=_number(txn, controls),
                    party=controls[0].party if controls else txn.payee or "",
                    text=txn.narration or "",
                    place=place_in(posting.meta or txn.meta),
                    origin=place_in(txn.meta),
                    why=AT_ONCE,
                )

    def _paid(
        self,
        txn: Transaction,
        controls: Sequence[ControlPosting],
        amounts: Sequence[CountedAmount],
    ) -> Iterator[tuple[CountedAmount, Place | None]]:
        """The parts of a transaction that payments make count.

        What is given up comes with the place of the transaction that does so.
        """
        shares = self._shares(txn, controls)
        for each in amounts:
            for share, part in parts_by_share(each.amount, each.currency, shares):
                counted = each._replace(day=share.day, amount=part, why=share.why)
                by = share.by if share.is_given_up else None
                yield counted, None if by is None else self._origin_of(by)

    def _origin_of(self, posting: ControlPosting) -> Place:
        return place_in(self._source.transaction_of(posting).meta)

    def _shares(
        self, txn: Transaction, controls: Sequence[ControlPosting]
    ) -> Sequence[PaidShare]:
        if not controls:
            day = self._tax.day_of(txn) if self._tax is not None else txn.date
            chart = self._source.chart
            pays = any(holds_money(chart, each.account) for each in txn.postings)
            return [PaidShare(day, WHOLE, AT_ONCE if pays else UNPAID)]
        cash = paid_in_cash(txn, self._source.chart, self._currency)
        return list(self._payments.settled(txn.date, controls, cash))

    def _written_off(
        self, posted: Sequence[CountedAmount], lost: Sequence[CountedAmount]
    ) -> Iterator[CountedAmount]:
        """What a write-off counts: what it posts beyond what never counted.

        If it posts no expense, what is given up was put aside before, and that counted.
        """
        of_debt = [each for each in posted if self._is_of_debt(each.account)] or posted
        if not of_debt:
            yield from (each._replace(why=PUT_ASIDE) for each in lost)
            return
        yield from (each for each in posted if each not in of_debt)
        never_counted = sum((each.amount for each in lost), ZERO)
        for each in less_what_never_counted(of_debt, never_counted):
            yield each._replace(why=GIVEN_UP)

    def _is_unrealised(self, account: str) -> bool:
        """Whether an account has what exchange gains as long as nobody has paid."""
        role = self._source.chart.role(account)
        return role is not None and role.role is Role.UNREALISED_GAIN

    def _is_of_debt(self, account: str) -> bool:
        """Whether an account has what is lost with a debt: the loss, or its tax."""
        role = self._source.chart.role(account)
        is_loss = role is not None and role.role is Role.BAD_DEBT
        return is_loss or not self._accruals.is_result(account)


def _number(txn: Transaction, controls: Sequence[ControlPosting]) -> str:
    stated = (control.credit or control.number for control in controls)
    return next(filter(None, stated), None) or min(txn.links or (), default="")

"""The purpose of each control posting, told from its whole transaction.

What a posting to a control account is for shows in the other accounts, and in which
way their amounts go: money that comes in pays, money that goes out pays back, income
and expenses make documents or take them back, equity alone opens the books, and what
meets only other control accounts is put elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from beancount.core.convert import get_weight

from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.money import ZERO
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Posting, Transaction

    from ledgerkit.general_ledger.chart_of_accounts import ChartOfAccounts


class AccountClass(IntEnum):
    """What an account that is no control account tells of a transaction.

    The values are bits, so that a transaction's classes are one small number.
    """

    MONEY = 1
    INCOME = 2
    EXPENSE = 4
    EQUITY = 8
    GIVEN_UP = 16
    """Bad debts and allowances."""
    DIFFERENCE = 32
    """Discounts, rounding, exchange differences."""
    ADVANCE = 64
    TAX = 128
    OTHER = 256
    """Any other asset or liability: money may pass through it, or not."""
    FEES = 512
    """What banks charge: bought where it is billed, a difference where it is kept."""


_BY_ROLE: Mapping[Role, AccountClass] = {
    Role.BANK: AccountClass.MONEY,
    Role.CASH: AccountClass.MONEY,
    Role.CARD: AccountClass.MONEY,
    Role.CLEARING: AccountClass.MONEY,
    Role.CLIENT_ADVANCE: AccountClass.ADVANCE,
    Role.VENDOR_ADVANCE: AccountClass.ADVANCE,
    Role.DEFERRED_REVENUE: AccountClass.INCOME,
    Role.DISCOUNT_GIVEN: AccountClass.DIFFERENCE,
    Role.DISCOUNT_TAKEN: AccountClass.DIFFERENCE,
    Role.BAD_DEBT: AccountClass.GIVEN_UP,
    Role.ALLOWANCE: AccountClass.GIVEN_UP,
    Role.EXCHANGE_GAIN: AccountClass.DIFFERENCE,
    Role.UNREALISED_GAIN: AccountClass.DIFFERENCE,
    Role.BANK_FEES: AccountClass.FEES,
    Role.ROUNDING: AccountClass.DIFFERENCE,
    Role.CASH_OVER_SHORT: AccountClass.DIFFERENCE,
    Role.STOCK: AccountClass.EXPENSE,
    Role.COST_OF_SALES: AccountClass.EXPENSE,
    Role.RETAINED_EARNINGS: AccountClass.EQUITY,
    Role.CAPITAL: AccountClass.EQUITY,
    Role.DRAWINGS: AccountClass.EQUITY,
    Role.DIVIDENDS: AccountClass.EQUITY,
}
_BY_ROOT = {
    RootAccount.INCOME: AccountClass.INCOME,
    RootAccount.EXPENSES: AccountClass.EXPENSE,
    RootAccount.EQUITY: AccountClass.EQUITY,
}


def account_class(
    account: str,
    chart: ChartOfAccounts,
    roots: Mapping[str, RootAccount],
    tax_accounts: Iterable[str],
) -> AccountClass:
    """The class of an account that is no control account.

    Args:
        account: The account.
        chart: The role of every account.
        roots: The root for each first component, from the options.
        tax_accounts: The accounts of tax codes.
    """
    if account in tax_accounts or not _TAXES.isdisjoint(_words(account)):
        return AccountClass.TAX
    role = chart.role(account)
    if role is not None and role.role in _BY_ROLE:
        return _BY_ROLE[role.role]
    root = roots.get(account.partition(":")[0])
    return _BY_ROOT.get(root, AccountClass.OTHER) if root else AccountClass.OTHER


#: Words for taxes on sales, as accounts are called after them.
_TAXES = frozenset(
    {"vat", "tax", "iva", "mwst", "ust", "tva", "btw", "moms", "gst", "hst", "pst"}
    | {"qst", "vorsteuer", "umsatzsteuer", "mehrwertsteuer", "dph", "ddv", "pdv"}
    | {"kdv", "alv", "km", "pvn", "pvm", "icms", "iss", "ipi"}
)


def _words(account: str) -> Iterable[str]:
    """The words of an account's name below its root, in lower case.

    >>> list(_words("Liabilities:Output-VAT:DE19"))
    ['output', 'vat', 'de19']
    """
    return account.lower().replace("-", ":").split(":")[1:]


_TRADES = frozenset({AccountClass.INCOME, AccountClass.EXPENSE, AccountClass.FEES})
_BOUGHT = AccountClass.EXPENSE | AccountClass.FEES
_UNUSUAL = AccountClass.MONEY | AccountClass.EQUITY | AccountClass.GIVEN_UP
_UNUSUAL_IN_BILL = _UNUSUAL | AccountClass.OTHER
_UNUSUAL_IN_PAYMENT = AccountClass.EQUITY | AccountClass.GIVEN_UP


def usual_purpose(classes: int, side: Side, *, is_debt: bool) -> Purpose | None:
    """The purpose of a transaction's only control posting, if its accounts say all.

    Nine in ten do. None if amounts must be looked at: an expense may be the charge for
    a payment that came back.
    """
    if is_debt:
        if side is Side.RECEIVABLE:
            is_sale = classes & AccountClass.INCOME and not classes & _UNUSUAL
            return Purpose.DOCUMENT if is_sale else None
        is_bill = classes & _BOUGHT and not classes & _UNUSUAL_IN_BILL
        return Purpose.DOCUMENT if is_bill else None
    is_payment = classes & AccountClass.MONEY and not classes & _UNUSUAL_IN_PAYMENT
    return Purpose.PAYMENT if is_payment else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeOf:
    """The purposes of one control posting.

    Attributes:
        parts: Each with its amount, as what is owed. One, for nearly all.
        through: The accounts that money may have passed through, or to which a debt
            may have been given up, where only other transactions can tell.
    """

    parts: Sequence[tuple[Purpose, Decimal]]
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAmount:
    """A control posting as its transaction's purposes are told from it.

    Attributes:
        posting: Beancount's.
        side: Receivable or payable.
        is_credit: Whether it makes a credit note or vendor credit of its own.
        is_named: Whether a key or link says what it settles.
    """

    posting: Posting
    side: Side
    is_credit: bool
    is_named: bool

    @property
    def currency(self) -> str:
        """Of its amount."""
        assert self.posting.units is not None
        return self.posting.units.currency

    @property
    def amount(self) -> Decimal:
        """What it adds to what is owed."""
        assert self.posting.units is not None
        assert self.posting.units.number is not None
        return self.posting.units.number * self.side.sign


def read_purposes(
    txn: Transaction,
    controls: Sequence[ControlAmount],
    classes: Mapping[str, int],
) -> Sequence[PurposeOf]:
    """The purposes of a transaction's control postings, in their order.

    Args:
        txn: The transaction.
        controls: Its control postings.
        classes: The class of each account that is no control account.
    """
    found: dict[int, PurposeOf] = {}
    for side in Side:
        of_side = [c for c in controls if c.side is side]
        for currency in dict.fromkeys(c.currency for c in of_side):
            group = [c for c in of_side if c.currency == currency]
            reader = _PurposeReader(txn, group, controls, classes)
            for control, purpose in zip(group, reader.read(), strict=True):
                found[id(control)] = purpose
    return [found[id(control)] for control in controls]


class _PurposeReader:
    """The purposes of the postings of one side and currency."""

    def __init__(
        self,
        txn: Transaction,
        group: Sequence[ControlAmount],
        controls: Sequence[ControlAmount],
        classes: Mapping[str, int],
    ) -> None:
        self._group = group
        self._side = side = group[0].side
        own = {id(control.posting) for control in controls}
        self._sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
        self._against_debts = ZERO
        self._accounts: dict[int, list[str]] = defaultdict(list)
        for posting in txn.postings:
            if id(posting) in own or posting.units is None:
                continue
            weight = get_weight(posting).number * side.sign
            self._sums[classes[posting.account]] += weight
            self._against_debts += max(-weight, ZERO)
            if weight:
                self._accounts[classes[posting.account]].append(posting.account)
        self._trades = not _TRADES.isdisjoint(self._sums)
        is_ours = side is Side.RECEIVABLE
        #: What the side's documents trade, and to what its debts are given up.
        self._traded = AccountClass.INCOME if is_ours else AccountClass.EXPENSE
        self._given_up_to = AccountClass.EXPENSE if is_ours else AccountClass.INCOME
        #: Whether it meets equity, and trades nothing.
        self._opens = self._sums[AccountClass.EQUITY] < 0 and not self._trades

    def read(self) -> Iterator[PurposeOf]:
        """The purposes, in the group's order."""
        moved = self._moved()
        for control, portion in zip(self._group, moved, strict=True):
            rest = control.amount - portion
            parts = [(Purpose.MOVE, portion)] if portion else []
            through: tuple[str, ...] = ()
            if rest or not parts:
                purposes, through = self._of(control, rest)
                parts += purposes
            yield PurposeOf(parts=parts, through=through)

    def _moved(self) -> Sequence[Decimal]:
        """How much of each posting is only put elsewhere.

        Debts that no other account explains come from the postings that reduce debt.
        """
        amounts = [control.amount for control in self._group]
        nothing = [ZERO] * len(amounts)
        debts = sum((a for a in amounts if a > 0), ZERO)
        if (
            not debts
            or all(a > 0 for a in amounts)
            or self._opens
            or any(c.is_credit for c in self._group)
        ):
            return nothing
        weights = [get_weight(c.posting).number * self._side.sign for c in self._group]
        debt_weights = sum((w for w in weights if w > 0), ZERO)
        moved = max(debt_weights - self._against_debts, ZERO)
        if debt_weights and moved != debt_weights and weights != amounts:
            return nothing  # Rates differ within one transaction: it is an exchange.
        moved = debts if moved == debt_weights else moved
        out = _taken(amounts, moved)
        return [
            up - down
            for up, down in zip(out, _taken([-a for a in amounts], moved), strict=True)
        ]

    def _of(
        self, control: ControlAmount, amount: Decimal
    ) -> tuple[Sequence[tuple[Purpose, Decimal]], tuple[str, ...]]:
        if control.is_credit:
            return [(Purpose.DOCUMENT, amount)], ()
        if amount > 0:
            return self._of_debt(control, amount)
        if amount == 0:
            purpose = Purpose.DOCUMENT if self._trades else Purpose.PAYMENT
            return [(purpose, amount)], ()
        return self._of_reduction(control, amount)

    def _of_debt(
        self, control: ControlAmount, amount: Decimal
    ) -> tuple[Sequence[tuple[Purpose, Decimal]], tuple[str, ...]]:
        sums = self._sums
        # What it costs to be paid, beside a sale, takes nothing from the sale.
        sold = sum((max(-sums[traded], ZERO) for traded in _TRADES), ZERO)
        paid_out = -sums[AccountClass.MONEY]
        if self._opens:
            return [(Purpose.OPENING, amount)], ()
        if paid_out > max(sold, ZERO):
            is_charged = self._side is Side.RECEIVABLE and 0 < sold < amount
            if is_charged and len(self._group) == 1:
                returned = (Purpose.MONEY_BACK, amount - sold)
                return [returned, (Purpose.DOCUMENT, sold)], ()
            return [(Purpose.MONEY_BACK, amount)], ()
        purpose = Purpose.DOCUMENT
        through: tuple[str, ...] = ()
        through_others = -sums[AccountClass.OTHER]
        if max(sold, -sums[AccountClass.ADVANCE]) > max(through_others, ZERO):
            if sold <= 0 and not control.is_named:
                # Money on account is kept as an advance.
                purpose = Purpose.MOVE
            elif not sums[self._traded]:
                through = tuple(self._accounts[self._given_up_to])
        elif sums[AccountClass.GIVEN_UP] < 0:
            purpose = Purpose.WRITE_OFF
        elif sums[AccountClass.DIFFERENCE] < 0:
            purpose = Purpose.DIFFERENCE
        else:
            through = tuple(self._accounts[AccountClass.OTHER])
        return [(purpose, amount)], through

    def _of_reduction(
        self, control: ControlAmount, amount: Decimal
    ) -> tuple[Sequence[tuple[Purpose, Decimal]], tuple[str, ...]]:
        sums = self._sums
        has_money = sums[AccountClass.MONEY] > 0
        given_up = sums[AccountClass.GIVEN_UP]
        if given_up > 0:
            if has_money and given_up < -amount and len(self._group) == 1:
                paid = (Purpose.PAYMENT, amount + given_up)
                return [paid, (Purpose.WRITE_OFF, -given_up)], ()
            return [(Purpose.WRITE_OFF, amount)], ()
        if has_money:
            return [(Purpose.PAYMENT, amount)], ()
        return self._without_money(control, amount)

    def _without_money(
        self, control: ControlAmount, amount: Decimal
    ) -> tuple[Sequence[tuple[Purpose, Decimal]], tuple[str, ...]]:
        sums = self._sums
        if self._opens or (sums[AccountClass.EQUITY] > 0 and not control.is_named):
            return [(Purpose.OPENING, amount)], ()
        for class_, purpose in (
            (self._traded, Purpose.TAKEN_BACK),
            (self._given_up_to, Purpose.WRITE_OFF),
            (AccountClass.DIFFERENCE, Purpose.DIFFERENCE),
            (AccountClass.FEES, Purpose.DIFFERENCE),
        ):
            # A processor's account without a role takes the money, less its fee.
            if sums[class_] > max(sums[AccountClass.OTHER], ZERO):
                is_given_up = purpose is Purpose.WRITE_OFF
                through = tuple(self._accounts[class_]) if is_given_up else ()
                return [(purpose, amount)], through
        through = tuple(self._accounts[AccountClass.OTHER])
        return [(Purpose.PAYMENT, amount)], through


def _taken(amounts: Sequence[Decimal], total: Decimal) -> Sequence[Decimal]:
    """How much of each positive amount makes up a total: equal ones first."""
    equal = [a == total for a in amounts]
    order = sorted(range(len(amounts)), key=lambda i: not equal[i])
    taken = [ZERO] * len(amounts)
    for place in order:
        portion = min(max(amounts[place], ZERO), total)
        taken[place] = portion
        total -= portion
    return taken

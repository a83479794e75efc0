"""The keys of a schedule -> its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING

from ledgerkit.books.schedules.coefficients import asset_classes
from ledgerkit.calendars import months_after
from ledgerkit.general_ledger.period import Interval, interval_ends
from ledgerkit.general_ledger.schedules.coefficients import DepreciationMethod
from ledgerkit.general_ledger.schedules.depreciation import (
    Declining,
    EndedInAYear,
    StraightLine,
    by_shares,
    half_in_the_first_year,
)
from ledgerkit.general_ledger.schedules.loan import LoanTerms
from ledgerkit.general_ledger.schedules.plans import (
    AccrualPlan,
    AssetPlan,
    Disposal,
    LoanPlan,
    PrepaidPlan,
)
from ledgerkit.general_ledger.schedules.schedule import ScheduleKind
from ledgerkit.money import quantum
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.schedules.facts import ScheduleFacts
    from ledgerkit.general_ledger.period import FiscalYearEnd
    from ledgerkit.general_ledger.schedules.coefficients import AssetClass
    from ledgerkit.general_ledger.schedules.depreciation import Depreciation
    from ledgerkit.general_ledger.schedules.schedule import ScheduleEntry

_STEPS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}
_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePlan:
    """What follows from a schedule's keys.

    Attributes:
        terms: How its entries come about, as a noun phrase.
        currency: Of all amounts.
        accounts: The accounts whose balance it explains.
        result: The account of income or expenses.
        entries: All of them, in order of day.
    """

    terms: str
    currency: str
    accounts: Sequence[str]
    result: str
    entries: Sequence[ScheduleEntry]


def plan_of(facts: ScheduleFacts, fiscal: FiscalYearEnd) -> SchedulePlan:
    """The entries of a schedule.

    Raises:
        ValueError: If a key is missing or wrong; the message says what to write.
    """
    facts.check_days()
    return _PLANS[facts.kind](facts, fiscal)


def _asset(facts: ScheduleFacts, fiscal: FiscalYearEnd) -> SchedulePlan:
    cost = facts.amount("cost")
    assert cost.number is not None
    account, result = facts.balance_account(), facts.result_account()
    contra = (
        facts.balance_account("contra-account")
        if facts.has("contra-account")
        else account
    )
    residual = facts.part("residual", cost.currency)
    if residual > cost.number:
        raise ValueError(f"residual: {residual} is more than the cost; write less")
    disposal = _disposal(facts, cost.currency)
    reader = _DepreciationReader(facts, fiscal, cost.number, residual, disposal)
    depreciation, terms = reader.read()
    plan = AssetPlan(
        bought=facts.day,
        cost=cost.number,
        depreciable=cost.number - residual,
        account=account,
        contra_account=contra,
        expense_account=result,
        depreciation=depreciation,
        disposal=disposal,
    )
    start = facts.date("from") or facts.day
    ends = interval_ends(start, facts.interval("yearly"), fiscal)
    return SchedulePlan(
        terms=terms,
        currency=cost.currency,
        accounts=list(dict.fromkeys([account, contra])),
        result=result,
        entries=list(plan.entries(ends)),
    )


def _disposal(facts: ScheduleFacts, currency: str) -> Disposal | None:
    day = facts.date("disposed")
    if day is None:
        facts.refuse(
            ["proceeds", "proceeds-account", "gain-account", "loss-account"],
            "what is not disposed: of has",
        )
        return None
    if day < facts.day:
        raise ValueError(f"disposed: {day} is before it was bought; write a later day")
    proceeds = facts.part("proceeds", currency)
    gain = facts.result_account("gain-account")
    has_loss = facts.has("loss-account")
    return Disposal(
        day=day,
        proceeds=proceeds,
        money_account=facts.money_account("proceeds-account") if proceeds else "",
        gain_account=gain,
        loss_account=facts.result_account("loss-account") if has_loss else gain,
    )


class _DepreciationReader:
    """Reads how an asset loses value."""

    def __init__(
        self,
        facts: ScheduleFacts,
        fiscal: FiscalYearEnd,
        cost: Decimal,
        residual: Decimal,
        disposal: Disposal | None,
    ) -> None:
        self._facts, self._fiscal = facts, fiscal
        self._cost, self._residual = cost, residual
        self._disposal = disposal
        self._quantum = quantum(facts.amount("cost").currency)
        self._start = facts.date("from") or facts.day

    def read(self) -> tuple[Depreciation, str]:
        """The method, and what it is called."""
        methods = {each.value for each in DepreciationMethod}
        word = self._facts.word("method", sorted(methods), "straight-line")
        match DepreciationMethod(word):
            case DepreciationMethod.STRAIGHT_LINE:
                return self._straight_line()
            case DepreciationMethod.DECLINING:
                return self._declining()
            case DepreciationMethod.ITALIAN:
                return self._italian()
            case DepreciationMethod.MACRS:
                return self._macrs()
            case DepreciationMethod.GERMAN:
                return self._german()

    def _straight_line(self) -> tuple[Depreciation, str]:
        self._refuse("class")
        if self._facts.has("rate"):
            self._refuse("life")
            months = _MONTHS_OF_YEAR / self._positive_rate()
            terms = f"straight line at {_percent(self._facts.rate())} percent a year"
        else:
            months = Fraction(self._facts.months())
            terms = f"straight line over {months} months"
        plan = StraightLine(
            amount=self._cost - self._residual,
            start=self._start,
            months=months,
            quantum=self._quantum,
        )
        return plan, terms

    def _declining(self) -> tuple[Depreciation, str]:
        months = self._facts.months()
        rate, source = self._rate(DepreciationMethod.DECLINING, months)
        plan = Declining(
            cost=self._cost,
            residual=self._residual,
            start=self._start,
            months=months,
            rate=rate,
            quantum=self._quantum,
        )
        terms = f"declining balance of {_percent(rate)} percent over {months} months"
        return plan.plan(self._fiscal), terms + source

    def _italian(self) -> tuple[Depreciation, str]:
        self._refuse("life", "residual")
        rate, source = self._rate(DepreciationMethod.ITALIAN, _MONTHS_OF_YEAR)
        shares = half_in_the_first_year(rate)
        plan = by_shares(self._cost, self._start, shares, self._fiscal, self._quantum)
        terms = f"coefficient of {_percent(rate)} percent, half in the first year"
        return plan, terms + source

    def _macrs(self) -> tuple[Depreciation, str]:
        self._refuse("life", "residual", "rate")
        each = self._class(DepreciationMethod.MACRS)
        shares = [Fraction(percent) / 100 for percent in each.percents]
        plan = by_shares(self._cost, self._start, shares, self._fiscal, self._quantum)
        terms = f"MACRS, {each.label} ({each.source})"
        if self._disposal is None:
            return plan, terms
        share = Fraction(1, 2)
        if each.id.endswith("-q4"):
            quarter = (self._disposal.day.month - 1) // 3
            share = Fraction(2 * quarter + 1, 8)
        return EndedInAYear(plan, self._disposal.day, share), terms

    def _german(self) -> tuple[Depreciation, str]:
        """Shares of whole years, however late in the first one it was bought."""
        self._refuse("life", "residual", "rate")
        each = self._class(DepreciationMethod.GERMAN)
        if self._disposal is not None:
            raise ValueError(
                f'disposed: class "{each.id}" goes on as it is, whatever leaves it;'
                " enter what was sold by hand"
            )
        shares = [Fraction(percent) / 100 for percent in each.percents]
        plan = by_shares(self._cost, self._start, shares, self._fiscal, self._quantum)
        return plan, f"{each.label} ({each.source})"

    def _refuse(self, *keys: str) -> None:
        method = self._facts.text("method") or "straight-line"
        self._facts.refuse(keys, f'with what else is said, method "{method}" takes')

    def _positive_rate(self) -> Fraction:
        rate = self._facts.rate()
        if not rate:
            raise ValueError("rate: 0 is no rate of an asset; write for instance 20")
        return rate

    def _rate(self, method: DepreciationMethod, months: int) -> tuple[Fraction, str]:
        """The rate that is stated, or that of a class, with its source."""
        if self._facts.has("class"):
            self._refuse("rate")
            each = self._class(method)
            return each.rate_for(months), f" ({each.label}; {each.source})"
        return self._positive_rate(), ""

    def _class(self, method: DepreciationMethod) -> AssetClass:
        classes = asset_classes(method)
        ids = list(dict.fromkeys(each.id for each in classes))
        word = self._facts.text("class")
        if not word:
            raise ValueError(f'it has no class; write class: "{ids[0]}"')
        if word not in ids:
            remedy = suggestion(word, ids) or f"; write one of {', '.join(ids)}"
            raise ValueError(f'class: "{word}" is none of method "{method}"{remedy}')
        day = self._facts.day
        for each in classes:
            if each.id == word and each.holds_on(day):
                return each
        raise ValueError(
            f'class: "{word}" is not for what is bought on {day}; write rate: 20, say'
        )


def _percent(rate: Fraction) -> str:
    """A rate in percent, with at most two decimals."""
    hundredths = round(rate * 10000)
    text = f"{hundredths // 100}.{hundredths % 100:02}"
    return text.rstrip("0").rstrip(".")


def _loan(facts: ScheduleFacts, _fiscal: FiscalYearEnd) -> SchedulePlan:
    amount = facts.amount("amount")
    assert amount.number is not None
    account, result = facts.balance_account(), facts.result_account()
    step = _STEPS[facts.interval("monthly")]
    method = facts.word("method", ["annuity", "linear"], "annuity")
    rate = facts.rate()
    first = facts.date("from")
    if first is not None and first < facts.day:
        raise ValueError(f"from: {first} is before it is paid out; write a later day")
    terms = LoanTerms(
        principal=amount.number,
        rate=rate * step / _MONTHS_OF_YEAR,
        payments=facts.payments(),
        is_annuity=method == "annuity",
        quantum=quantum(amount.currency),
    )
    plan = LoanPlan(
        drawn=facts.day,
        first=first,
        step=step,
        terms=terms,
        sign=facts.sign(account),
        account=account,
        interest_account=result,
        money_account=facts.money_account("payment-account"),
    )
    return SchedulePlan(
        terms=f"{method} at {_percent(rate)} percent a year, {terms.payments} payments",
        currency=amount.currency,
        accounts=[account],
        result=result,
        entries=list(plan.entries()),
    )


def _prepaid(facts: ScheduleFacts, fiscal: FiscalYearEnd) -> SchedulePlan:
    amount = facts.amount("amount")
    assert amount.number is not None
    account, result = facts.balance_account(), facts.result_account()
    first, last = facts.date("from") or facts.day, facts.date("until")
    if last is None:
        usual = months_after(first, _MONTHS_OF_YEAR) - timedelta(days=1)
        raise ValueError(f"it has no until; write until: {usual}")
    if last < first:
        raise ValueError(f"until: {last} is before from: {first}; correct one of them")
    basis = facts.word("basis", ["days", "months"], "days")
    plan = PrepaidPlan(
        paid=facts.day,
        first=first,
        last=last,
        by_months=basis == "months",
        amount=amount.number,
        sign=facts.sign(account),
        account=account,
        result_account=result,
        quantum=quantum(amount.currency),
    )
    ends = interval_ends(first, facts.interval("monthly"), fiscal)
    return SchedulePlan(
        terms=f"by {basis} from {first} to {last}",
        currency=amount.currency,
        accounts=[account],
        result=result,
        entries=list(plan.entries(ends)),
    )


def _accrual(facts: ScheduleFacts, fiscal: FiscalYearEnd) -> SchedulePlan:
    amount = facts.amount("amount")
    assert amount.number is not None
    account, result = facts.balance_account(), facts.result_account()
    days, until = [facts.day], facts.date("until")
    if facts.has("every"):
        if until is None:
            raise ValueError(f"it has no until; write until: {facts.day:%Y}-12-31")
        facts.refuse(["reversed"], "what is accrued again and again has")
        ends = interval_ends(facts.day, facts.interval("monthly"), fiscal)
        days = list(takewhile(lambda day: day <= until, ends))
        if not days:
            raise ValueError(
                f"until: {until} is before the first end; write a later day"
            )
    else:
        facts.refuse(["until"], "what is accrued once has")
    back = facts.date("reversed")
    if back is not None and back <= facts.day:
        raise ValueError(
            f"reversed: {back} is not after {facts.day}; write a later day"
        )
    plan = AccrualPlan(
        id=facts.id,
        days=days,
        reversed=back,
        amount=amount.number,
        sign=facts.sign(account),
        account=account,
        result_account=result,
    )
    return SchedulePlan(
        terms="accrued, and taken back"
        + (f" on {back}" if back else " on the day after"),
        currency=amount.currency,
        accounts=[account],
        result=result,
        entries=list(plan.entries()),
    )


_PLANS: Mapping[
    ScheduleKind, Callable[[ScheduleFacts, FiscalYearEnd], SchedulePlan]
] = {
    ScheduleKind.ASSET: _asset,
    ScheduleKind.LOAN: _loan,
    ScheduleKind.PREPAID: _prepaid,
    ScheduleKind.ACCRUAL: _accrual,
}

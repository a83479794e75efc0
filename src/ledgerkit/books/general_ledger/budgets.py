"""Fava's ``custom "budget"`` -> the budgets of a book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.general_ledger.management.budget import (
    BUDGET_WORDS,
    Budget,
    BudgetPlan,
    is_at_or_below,
)
from ledgerkit.language.ledger_kinds import BAD_BUDGET, BUDGET_SIGN
from ledgerkit.ledger.place import place_of
from ledgerkit.money import amount_is_readable
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from beancount.core.data import Custom

    from ledgerkit.books.source import Source

BUDGET = "budget"
_VALUES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRecords:
    """The budgets of a book.

    Attributes:
        plan: What they come to in any period.
        budgets: All of them, in ledger order.
        findings: Directives that can't be read.
    """

    plan: BudgetPlan
    budgets: Sequence[Budget]
    findings: Sequence[Finding]


def read_budgets(source: Source) -> BudgetRecords:
    """Read every budget, and report those that can't be read."""
    opened = {opened.account for opened in source.reading.opens}
    budgets, findings = [], []
    for custom in source.reading.customs:
        if custom.type != BUDGET:
            continue
        try:
            budgets.append(_read(custom, opened))
        except ValueError as error:
            findings.append(finding(BAD_BUDGET, place_of(custom), f"budget: {error}"))
    return BudgetRecords(plan=BudgetPlan(budgets), budgets=budgets, findings=findings)


def _read(custom: Custom, opened: Collection[str]) -> Budget:
    form = f'{custom.date} custom "budget" Expenses:Rent "monthly" 100.00 EUR'
    values = [value.value for value in custom.values or ()]
    if len(values) != _VALUES or not isinstance(values[0], str):
        raise ValueError(
            f"it needs an account, an interval and an amount; write {form}"
        )
    account, word, amount = values
    interval = BUDGET_WORDS.get(str(word).lower())
    if interval is None:
        remedy = suggestion(str(word), BUDGET_WORDS) or (
            "; write daily, weekly, monthly, quarterly or yearly"
        )
        raise ValueError(f'{account}: "{word}" is no interval{remedy}')
    if not isinstance(amount, Amount) or amount.number is None:
        said = f'"{amount}"' if isinstance(amount, str) else str(amount)
        raise ValueError(f"{account}: {said} is no amount; write {form}")
    if not amount_is_readable(amount.number):
        raise ValueError(f"{account}: {amount} is no amount of a budget; write less")
    if not any(is_at_or_below(each, account) for each in opened):
        remedy = suggestion(account, opened) or f"; write {custom.date} open {account}"
        raise ValueError(f"{account} is not open, and neither is any below it{remedy}")
    return Budget(
        account=account,
        currency=amount.currency,
        day=custom.date,
        interval=interval,
        number=amount.number,
        place=place_of(custom),
    )


def find_in_budgets(source: Source, *, advice: bool) -> Iterator[Finding]:
    """Report budgets that can't be read, and income that is planned as a cost."""
    records = read_budgets(source)
    yield from records.findings
    for budget in records.budgets if advice else ():
        root = source.chart.root(budget.account)
        if root is RootAccount.INCOME and budget.number > 0:
            yield finding(
                BUDGET_SIGN,
                budget.place,
                f"budget: {budget.account}: income is negative in a ledger, and in its"
                f" budget; write -{budget.number} {budget.currency}",
            )

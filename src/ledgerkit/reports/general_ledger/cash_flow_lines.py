"""The lines of a cash flow in one currency, direct and indirect, and their proof."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.currencies.translated_cash import effect_of_rates
from ledgerkit.general_ledger.currencies.translation import TranslatedLedger
from ledgerkit.general_ledger.indirect_cash_flow import indirect_cash_flow
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.balances import Ledger
    from ledgerkit.general_ledger.cash_flow import CashFlow
    from ledgerkit.general_ledger.indirect_cash_flow import IndirectCashFlow
    from ledgerkit.general_ledger.period import Period

_ROUNDING = "Rounding of shares"
#: The ids of lines that other modules look for.
UNEXPLAINED = "unexplained"
EFFECT = "exchange-effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashFlowLine:
    """A line of the statement, with an exact amount for each column or none.

    A change is of an account's balance, and no payment is behind it.
    """

    label: str
    line: str
    amounts: Sequence[Decimal | None]
    activity: str = ""
    is_total: bool = False
    is_heading: bool = False
    is_change: bool = False

    @property
    def depth(self) -> int:
        """The lines of an activity stand below it."""
        return 0 if self.is_total or self.is_heading else 1


class CashFlowLines:
    """The lines of one currency."""

    def __init__(
        self,
        books: Books,
        columns: Sequence[Period],
        currency: str,
        ledger: Ledger,
        flows: Sequence[CashFlow],
    ) -> None:
        self._reading = reading = books.general_ledger
        self._columns = columns
        self._currency = currency
        self._ledger = ledger
        self._activity = reading.activities
        self._flows = flows
        self._direct = [flow.direct(currency) for flow in self._flows]

    @property
    def is_empty(self) -> bool:
        """Whether nothing moved and nothing is there."""
        return not any(self._direct) and not any(
            self._cash(c.last) for c in self._columns
        )

    def direct(self) -> Iterator[CashFlowLine]:
        """A block for each activity, receipts before payments."""
        for activity in CashActivity:
            yield from self._block(activity, self._direct)

    def indirect(self) -> Iterator[CashFlowLine]:
        """Operating cash from the result; the other activities as in the direct one."""
        parts = [self._indirect(place) for place in range(len(self._columns))]
        operating = [
            part.result
            + sum(part.not_in_cash.values(), ZERO)
            + sum(part.changes.values(), ZERO)
            for part in parts
        ]
        name = CashActivity.OPERATING.value
        yield CashFlowLine(
            label=name.capitalize(),
            line=name,
            amounts=self._nothing,
            activity=name,
            is_heading=True,
        )
        yield CashFlowLine(
            label="Result",
            line="result",
            amounts=[p.result for p in parts],
            activity=name,
        )
        yield from self._accounts("{} (not in cash)", [p.not_in_cash for p in parts])
        yield from self._accounts("Change in {}", [p.changes for p in parts])
        yield self._total(CashActivity.OPERATING, operating)
        for activity in list(CashActivity)[1:]:
            yield from self._block(activity, [p.others for p in parts])

    def foot(self) -> Iterator[CashFlowLine]:
        """The change of cash, and that it leads from one balance to the other."""
        changes = [sum(direct.values(), ZERO) for direct in self._direct]
        opened = [flow.opened(self._currency) for flow in self._flows]
        yield CashFlowLine(
            label="Change of cash", line="change", amounts=changes, is_total=True
        )
        before = [self._cash(column.before) for column in self._columns]
        yield CashFlowLine(
            label="Cash at the beginning", line="opening", amounts=before
        )
        if any(opened):
            yield CashFlowLine(
                label="Brought forward from before the books",
                line="brought-forward",
                amounts=opened,
            )
        effects = [self._effect(column) for column in self._columns]
        if any(effects):
            yield CashFlowLine(
                label="Effect of exchange rates on cash",
                line=EFFECT,
                amounts=effects,
            )
        after = [self._cash(column.last) for column in self._columns]
        yield CashFlowLine(
            label="Cash at the end", line="closing", amounts=after, is_total=True
        )
        left = self.unexplained()
        if any(shown(each, self._currency) for each in left if not each.is_nan()):
            yield CashFlowLine(label="Not explained", line=UNEXPLAINED, amounts=left)

    def unexplained(self) -> Sequence[Decimal]:
        """What cash changed by in each column that no line explains: nothing."""
        return [
            self._cash(column.last)
            - self._cash(column.before)
            - flow.opened(self._currency)
            - sum(direct.values(), ZERO)
            - self._effect(column)
            for column, flow, direct in zip(
                self._columns, self._flows, self._direct, strict=True
            )
        ]

    def _effect(self, column: Period) -> Decimal:
        if not isinstance(self._ledger, TranslatedLedger):
            return ZERO
        return effect_of_rates(self._ledger, column, self._reading.is_cash)

    @property
    def _nothing(self) -> Sequence[None]:
        return [None] * len(self._columns)

    def _block(
        self, activity: CashActivity, columns: Sequence[Mapping[str, Decimal]]
    ) -> Iterator[CashFlowLine]:
        """The lines of an activity and their sum; nothing if there are none."""
        name = activity.value
        lines = list(
            dict.fromkeys(
                line
                for column in columns
                for line, amount in sorted(
                    column.items(), key=lambda pair: (-pair[1], pair[0])
                )
                if self._activity(line) is activity and shown(amount, self._currency)
            )
        )
        if not lines:
            return
        yield CashFlowLine(
            label=name.capitalize(),
            line=name,
            amounts=self._nothing,
            activity=name,
            is_heading=True,
        )
        labels = _labels(lines)
        for line in lines:
            amounts = [column.get(line) for column in columns]
            yield CashFlowLine(
                label=labels[line], line=line, amounts=amounts, activity=name
            )
        sums = [
            sum(
                (a for line, a in column.items() if self._activity(line) is activity),
                ZERO,
            )
            for column in columns
        ]
        yield from self._rounding(name, lines, columns, sums)
        yield self._total(activity, sums)

    def _rounding(
        self,
        name: str,
        lines: Sequence[str],
        columns: Sequence[Mapping[str, Decimal]],
        sums: Sequence[Decimal],
    ) -> Iterator[CashFlowLine]:
        """What the lines miss of their sum because each is rounded by itself."""
        missed = [
            shown(whole, self._currency)
            - sum(
                (shown(column.get(line, ZERO), self._currency) for line in lines), ZERO
            )
            for column, whole in zip(columns, sums, strict=True)
        ]
        if any(missed):
            amounts = [each or None for each in missed]
            yield CashFlowLine(
                label=_ROUNDING, line="rounding", amounts=amounts, activity=name
            )

    def _total(self, activity: CashActivity, sums: Sequence[Decimal]) -> CashFlowLine:
        name = activity.value
        label = f"Cash from {name} activities"
        if activity is CashActivity.UNCLASSIFIED:
            label = "Unclassified cash"
        return CashFlowLine(
            label=label,
            line=f"total-{name}",
            amounts=sums,
            activity=name,
            is_total=True,
        )

    def _accounts(
        self, label: str, columns: Sequence[Mapping[str, Decimal]]
    ) -> Iterator[CashFlowLine]:
        accounts = sorted(
            {
                account
                for column in columns
                for account, amount in column.items()
                if shown(amount, self._currency)
            }
        )
        labels = _labels(accounts)
        for account in accounts:
            yield CashFlowLine(
                label=label.format(labels[account]),
                line=account,
                amounts=[column.get(account) for column in columns],
                activity=CashActivity.OPERATING.value,
                is_change=True,
            )

    def _indirect(self, place: int) -> IndirectCashFlow:
        ledger, flow = self._ledger, self._flows[place]
        moved = {
            key.account: turnover.net - flow.openings.get(key, ZERO)
            for key, turnover in ledger.turnovers(self._columns[place]).items()
            if key.currency == self._currency and not self._reading.is_cash(key.account)
        }
        return indirect_cash_flow(
            moved,
            self._direct[place],
            is_result=ledger.is_result,
            activity_of=self._activity,
        )

    def _cash(self, day: date) -> Decimal:
        """What is in all cash accounts at the end of a day."""
        accounts = self._ledger.balances(day).accounts
        return sum(
            (
                balance
                for (account, currency), balance in accounts.items()
                if currency == self._currency and self._reading.is_cash(account)
            ),
            ZERO,
        )


def _labels(lines: Iterable[str]) -> Mapping[str, str]:
    """Accounts without their root, unless two would be called alike."""
    short = {line: line.partition(":")[2] or line for line in lines}
    often = Counter(short.values())
    return {line: s if often[s] == 1 else line for line, s in short.items()}

"""The cash flow statement, direct and indirect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.cash_flow import CashActivity
from ledgerkit.general_ledger.comparison import columns_and_whole
from ledgerkit.general_ledger.indirect_cash_flow import indirect_cash_flow
from ledgerkit.money import ZERO
from ledgerkit.reports.general_ledger.periods import asked_period, days_of_columns
from ledgerkit.reports.general_ledger.proofs import cash_proof
from ledgerkit.reports.general_ledger.shown import shown
from ledgerkit.table import Column, ColumnType, Link, LinkKind, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.indirect_cash_flow import IndirectCashFlow
    from ledgerkit.general_ledger.period import Period

DIRECT, INDIRECT = "direct", "indirect"
_ROUNDING = "Rounding of shares"
_UNEXPLAINED = "unexplained"
#: The lines that no payment is behind.
_NO_PAYMENTS = frozenset(
    {"rounding", "opening", "closing", "brought-forward", "result"}
)
_COLUMNS = (
    Column("label", ""),
    Column("activity", "CashActivity", for_programs=True),
    Column("line", "Line", for_programs=True),
    Column("depth", "Depth", ColumnType.INTEGER, for_programs=True),
    Column("currency", "Currency"),
    Column("total", "Total", for_programs=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
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
        return 0 if self.is_total or self.is_heading else 1


def cash_flow(  # noqa: PLR0913 - each is a choice of the person
    books: Books,
    *,
    as_of: date | None = None,
    period: str | None = None,
    compare: str | None = None,
    by: str | None = None,
    method: str = DIRECT,
) -> Table:
    """Where cash came from and what it went to, by activity.

    Direct: each payment is looked through to what was sold and bought by the documents
    that it settles, in proportion to their lines, tax on a line of its own. Indirect:
    from the result. Transfers between cash accounts and entries that open the books
    are no flows.

    Args:
        books: The books.
        as_of: The last day, where no period is asked for: the fiscal year up to it.
        period: ``2025``, ``2025-Q2``, ``2025-06``, ``FY2025``, or days as
            ``2025-01-01..2025-03-31``.
        compare: What stands beside it: ``year-before`` for the same months of the year
            before, ``previous``, a number of years before, or other periods.
        by: ``month``, ``quarter`` or ``year``: a column for each.
        method: ``direct`` or ``indirect``.

    Raises:
        UsageError: If no period is asked for, or the method is neither.
    """
    if method not in {DIRECT, INDIRECT}:
        raise UsageError(f'"{method}" is no method; say direct or indirect')
    whole = asked_period(books, as_of, period)
    columns = columns_and_whole(whole, by, compare, books.general_ledger.fiscal)
    reading = books.general_ledger
    rows: list[Row] = []
    for currency in reading.ledger.currencies(reading.currency):
        of = _Statement(books, columns, currency)
        if of.is_empty:
            continue
        lines = of.direct() if method == DIRECT else of.indirect()
        rows += (_row(line, columns, currency) for line in (*lines, *of.foot()))
    return Table(
        title=f"Cash flow ({method}), {whole.label}",
        as_of=whole.last,
        columns=[
            *_COLUMNS,
            *(Column(c.label, c.label, ColumnType.AMOUNT) for c in columns),
        ],
        rows=rows,
        notes=list(_notes(rows, columns)),
    )


class _Statement:
    """The lines of one currency."""

    def __init__(self, books: Books, columns: Sequence[Period], currency: str) -> None:
        self._reading = reading = books.general_ledger
        self._columns = columns
        self._currency = currency
        self._activity = reading.activities
        self._flows = [reading.cash_flow(c.first, c.last) for c in columns]
        self._direct = [flow.direct(currency) for flow in self._flows]

    @property
    def is_empty(self) -> bool:
        """Whether nothing moved and nothing is there."""
        return not any(self._direct) and not any(
            self._cash(c.last) for c in self._columns
        )

    def direct(self) -> Iterator[_Line]:
        """A block for each activity, receipts before payments."""
        for activity in CashActivity:
            yield from self._block(activity, self._direct)

    def indirect(self) -> Iterator[_Line]:
        """Operating cash from the result; the other activities as in the direct one."""
        parts = [self._indirect(place) for place in range(len(self._columns))]
        operating = [
            part.result
            + sum(part.not_in_cash.values(), ZERO)
            + sum(part.changes.values(), ZERO)
            for part in parts
        ]
        name = CashActivity.OPERATING.value
        yield _Line(
            label=name.capitalize(),
            line=name,
            amounts=self._nothing,
            activity=name,
            is_heading=True,
        )
        yield _Line(
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

    def foot(self) -> Iterator[_Line]:
        """The change of cash, and that it leads from one balance to the other."""
        changes = [sum(direct.values(), ZERO) for direct in self._direct]
        opened = [flow.opened(self._currency) for flow in self._flows]
        yield _Line(
            label="Change of cash", line="change", amounts=changes, is_total=True
        )
        before = [self._cash(column.before) for column in self._columns]
        yield _Line(label="Cash at the beginning", line="opening", amounts=before)
        if any(opened):
            yield _Line(
                label="Brought forward from before the books",
                line="brought-forward",
                amounts=opened,
            )
        after = [self._cash(column.last) for column in self._columns]
        yield _Line(
            label="Cash at the end", line="closing", amounts=after, is_total=True
        )
        proof = [
            end - start - forward - change
            for start, forward, change, end in zip(
                before, opened, changes, after, strict=True
            )
        ]
        if any(shown(each, self._currency) for each in proof):
            yield _Line(label="Not explained", line=_UNEXPLAINED, amounts=proof)

    @property
    def _nothing(self) -> Sequence[None]:
        return [None] * len(self._columns)

    def _block(
        self, activity: CashActivity, columns: Sequence[Mapping[str, Decimal]]
    ) -> Iterator[_Line]:
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
        yield _Line(
            label=name.capitalize(),
            line=name,
            amounts=self._nothing,
            activity=name,
            is_heading=True,
        )
        labels = _labels(lines)
        for line in lines:
            amounts = [column.get(line) for column in columns]
            yield _Line(label=labels[line], line=line, amounts=amounts, activity=name)
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
    ) -> Iterator[_Line]:
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
            yield _Line(
                label=_ROUNDING, line="rounding", amounts=amounts, activity=name
            )

    def _total(self, activity: CashActivity, sums: Sequence[Decimal]) -> _Line:
        name = activity.value
        label = f"Cash from {name} activities"
        if activity is CashActivity.UNCLASSIFIED:
            label = "Unclassified cash"
        return _Line(
            label=label,
            line=f"total-{name}",
            amounts=sums,
            activity=name,
            is_total=True,
        )

    def _accounts(
        self, label: str, columns: Sequence[Mapping[str, Decimal]]
    ) -> Iterator[_Line]:
        accounts = sorted({account for column in columns for account in column})
        labels = _labels(accounts)
        for account in accounts:
            yield _Line(
                label=label.format(labels[account]),
                line=account,
                amounts=[column.get(account) for column in columns],
                activity=CashActivity.OPERATING.value,
                is_change=True,
            )

    def _indirect(self, place: int) -> IndirectCashFlow:
        ledger, flow = self._reading.ledger, self._flows[place]
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
        accounts = self._reading.ledger.balances(day).accounts
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


def _row(line: _Line, columns: Sequence[Period], currency: str) -> Row:
    amounts = {
        column.label: shown(amount, currency) if amount is not None else None
        for column, amount in zip(columns, line.amounts, strict=True)
    }
    links = {}
    if line.is_change:
        links["label"] = Link(LinkKind.ACCOUNT, line.line)
    elif any(line.amounts) and line.line not in _NO_PAYMENTS:
        links["label"] = Link(LinkKind.LINE, line.line)
    return Row(
        cells={
            "label": line.label,
            "activity": line.activity or None,
            "line": line.line,
            "depth": line.depth,
            "currency": None if line.is_heading else currency,
            "total": line.is_total,
            **amounts,
        },
        links=links,
        level=line.depth if line.activity else 0,
        is_total=line.is_total or line.is_heading,
    )


def _notes(rows: Sequence[Row], columns: Sequence[Period]) -> Iterator[str]:
    yield from days_of_columns(columns)
    yield "Cash is what bank, cash and clearing accounts hold."
    yield cash_proof(unexplained=any(row.cells["line"] == _UNEXPLAINED for row in rows))
    unclassified = [
        str(row.cells["line"])
        for row in rows
        if row.cells["activity"] == CashActivity.UNCLASSIFIED and row.links
    ]
    if unclassified:
        yield (
            "Nothing says which activity these accounts belong to:"
            f" {', '.join(dict.fromkeys(unclassified))}. Write cash-flow:"
            ' "investing", "financing" or "operating" below their open directives.'
        )

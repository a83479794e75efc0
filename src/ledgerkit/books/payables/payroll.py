"""``custom "payroll-column"`` -> where a payroll file's columns are booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beancount.core.account import is_valid

from ledgerkit.errors import finding
from ledgerkit.language.order_kinds import BAD_PAYROLL_COLUMN
from ledgerkit.ledger.place import place_of, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from beancount.core.data import Custom, Directive

    from ledgerkit.errors import Finding

PAYROLL_COLUMN, PAYROLL = "payroll-column", "payroll"
CREDIT = "credit"


class PayrollColumn(NamedTuple):
    """Where the sum of a column is booked.

    Attributes:
        column: Its heading.
        account: The account.
        is_credit: Whether it is booked there as a credit.
    """

    column: str
    account: str
    is_credit: bool


class PayrollColumns:
    """What a book says of payroll files.

    Attributes:
        findings: Directives that can't be read.
        booked: The periods whose wages are in the books.
    """

    def __init__(self, customs: Iterable[Custom], marked: Iterable[Directive]) -> None:
        """Read every directive, and which periods are booked."""
        self.findings: list[Finding] = []
        self._said: list[tuple[date, PayrollColumn]] = []
        for custom in customs:
            if custom.type == PAYROLL_COLUMN:
                self._read(custom)
        said = (written(directive.meta, PAYROLL) for directive in marked)
        self.booked: AbstractSet[str] = {str(text) for text in said if text is not None}

    def on(self, day: date) -> Sequence[PayrollColumn]:
        """The columns on a day, each as the latest day that has it says."""
        latest: dict[str, date] = {}
        for since, column in self._said:
            if since <= day:
                latest[column.column] = max(latest.get(column.column, since), since)
        return [c for since, c in self._said if latest.get(c.column) == since]

    def _read(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        texts = [value for value in values if isinstance(value, str) and value.strip()]
        is_right = (
            len(texts) == len(values)
            and len(texts) in {2, 3}
            and is_valid(texts[1])
            and texts[2:] in ([], [CREDIT])
        )
        if not is_right:
            message = (
                "a payroll-column has a column's heading in quotes, an account, and"
                f' maybe "credit"; write {custom.date} custom "payroll-column" "Gross"'
                " Expenses:Wages"
            )
            self.findings.append(finding(BAD_PAYROLL_COLUMN, place_of(custom), message))
            return
        self._said.append(
            (custom.date, PayrollColumn(texts[0], texts[1], len(texts) == 3))
        )

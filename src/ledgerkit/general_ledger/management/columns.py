"""A ledger whose columns are not only periods: a budget, a project, a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.general_ledger.balances import Ledger
from ledgerkit.general_ledger.movements import sum_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.movements import AccountCurrency
    from ledgerkit.general_ledger.period import Period

#: What a period earned and spent, by account; income is negative.
ResultsOf: TypeAlias = "Callable[[Period], Mapping[AccountCurrency, Decimal]]"


class ColumnLedger(Ledger):
    """A ledger in which some columns have results of their own, by their labels."""

    def __init__(
        self,
        ledger: Ledger,
        columns: Mapping[str, ResultsOf],
        currencies: Iterable[str] = (),
    ) -> None:
        """Take the ledger of all other columns.

        Args:
            ledger: The ledger.
            columns: By the label of a period: where its results come from.
            currencies: Those in which columns have results, besides the ledger's.
        """
        super().__init__(ledger.movements, ledger.fiscal, ledger.root_of)
        self._columns = columns
        self._more = frozenset(currencies)

    def is_own(self, column: Period) -> bool:
        """Whether a column has results of its own, and not those of its days."""
        return column.label in self._columns

    def currencies(self, first: str | None = None) -> Sequence[str]:
        """The currencies of all that was posted or planned, one of them first."""
        found = {*super().currencies(), *self._more}
        return sorted(found, key=lambda currency: (currency != first, currency))

    def results(self, period: Period) -> Mapping[AccountCurrency, Decimal]:
        """What a column earned and spent, by account; income is negative."""
        own = self._columns.get(period.label)
        return own(period) if own is not None else super().results(period)


def difference_of(actual: ResultsOf, planned: ResultsOf) -> ResultsOf:
    """What was earned and spent less what was planned."""

    def results(period: Period) -> Mapping[AccountCurrency, Decimal]:
        minus = {key: -number for key, number in planned(period).items()}
        return sum_weights([actual(period), minus])

    return results

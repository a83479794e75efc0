"""Recognition of deferred revenue: done, and due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.calendars import last_month_end
from ledgerkit.money import ZERO, quantum, split_by_shares
from ledgerkit.receivables.recurring.deferral import month_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.receivables.recurring.deferral import DeferralBasis, DeferredLine


class Recognition(NamedTuple):
    """A posting that recognises revenue from a deferred account.

    Attributes:
        day: Its date.
        number: The document whose revenue it is.
        account: The deferred account.
        income: The account it went to; None if there are several.
        currency: Of the amount.
        amount: The income recognised; negative if reversed.
    """

    day: date
    number: str
    account: str
    income: str | None
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferredGroup:
    """The lines of one document with the same deferred and income accounts.

    Attributes:
        lines: At least one.
        recognitions: Their recognitions so far, in any order.
    """

    lines: Sequence[DeferredLine]
    recognitions: Sequence[Recognition]

    def recognised(self, as_of: date) -> Decimal:
        """The income recognised by a day."""
        return sum((r.amount for r in self.recognitions if r.day <= as_of), ZERO)

    def recognised_by_line(
        self, as_of: date, basis: DeferralBasis
    ) -> Sequence[Decimal]:
        """The same for each line, in proportion to its earned amount."""
        total = self.recognised(as_of)
        shares = [abs(line.earned(as_of, basis)) for line in self.lines]
        if len(self.lines) == 1 or not any(shares):
            return [total, *[ZERO] * (len(self.lines) - 1)]
        smallest = quantum(self.lines[0].currency)
        return split_by_shares(total, shares, quantum=smallest)

    def due_entries(
        self, until: date, basis: DeferralBasis
    ) -> Iterator[tuple[date, Decimal]]:
        """The entries to make, at month ends.

        Amounts already recognised by that day are not recognised again. If they were
        too high, the last month reverses the excess; earlier months stay as they are.

        Yields:
            The day, and the income to recognise: positive for an invoice.
        """
        sign = -1 if sum((line.amount for line in self.lines), ZERO) < 0 else 1
        recognised = self.recognised(until)
        for end in month_ends(min(line.issued for line in self.lines), until):
            missing = self._earned(end, basis) - recognised
            if missing * sign > 0:
                recognised += missing
                yield end, missing
            if end >= self._over():
                break
        end = last_month_end(until)
        surplus = recognised - self._earned(end, basis)
        if surplus * sign > 0:
            yield end, -surplus

    def _earned(self, day: date, basis: DeferralBasis) -> Decimal:
        return sum((line.earned(day, basis) for line in self.lines), ZERO)

    def _over(self) -> date:
        """The day after which nothing changes."""
        return max(
            day
            for line in self.lines
            for day in (line.last, line.issued, *(c.day for c in line.credits))
        )


def group_lines(
    lines: Iterable[DeferredLine], recognitions: Iterable[Recognition]
) -> Sequence[DeferredGroup]:
    """Group lines with their recognitions, in the order of the lines.

    A recognition with no income account, or another, counts towards the document's
    first lines on the account; one of a document without deferred lines is left out.
    """
    groups: dict[tuple[str, ...], DeferredGroup] = {}
    first: dict[tuple[str, ...], DeferredGroup] = {}
    for line in lines:
        key = line.number, line.account, line.currency
        group = groups.setdefault(
            (*key, line.income), DeferredGroup(lines=[], recognitions=[])
        )
        first.setdefault(key, group)
        group.lines.append(line)  # type: ignore[attr-defined]
    for recognition in recognitions:
        key = recognition.number, recognition.account, recognition.currency
        exact = groups.get((*key, recognition.income or ""))
        group_of = exact or first.get(key)
        if group_of is not None:
            group_of.recognitions.append(recognition)  # type: ignore[attr-defined]
    return list(groups.values())

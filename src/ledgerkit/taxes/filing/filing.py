"""Filed tax returns: which are in force, and what each one follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.general_ledger.period import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A return that was filed.

    Attributes:
        form: The form's name.
        period: Its period.
        day: The day on which it was filed.
        file: The list of what it was, from the books' folder.
        digest: The SHA-256 of that list.
        reference: What the office calls it; empty if nobody says.
        due: The day by which its tax is to be paid; None if not stated.
        amount: What is owed; negative for what is due back.
        currency: Of the amount.
        corrects: The digest of the filing that it takes the place of; empty for none.
        place: Where the books say so.
    """

    form: str
    period: Period
    day: date
    file: str
    digest: str
    reference: str
    due: date | None
    amount: Decimal
    currency: str
    corrects: str
    place: Place

    @property
    def name(self) -> str:
        """How people call it: form and period."""
        return f"{self.form} {self.period.label}"


class Filings:
    """Every filed return of a book.

    Attributes:
        all: In the order of their days.
    """

    def __init__(self, filings: Sequence[Filing]) -> None:
        """Take the filings in any order."""
        self.all = sorted(filings, key=lambda f: (f.day, f.place))

    def of(self, form: str) -> Sequence[Filing]:
        """The filings of a form in force, by period."""
        corrected = {filing.corrects for filing in self.all if filing.corrects}
        return sorted(
            (f for f in self.all if f.form == form and f.digest not in corrected),
            key=lambda f: f.period,
        )

    @property
    def forms(self) -> Sequence[str]:
        """The names of forms that were filed."""
        return sorted({filing.form for filing in self.all})

    def filed(self, form: str, period: Period) -> Filing | None:
        """The filing of just this period; None if there is none."""
        return next((f for f in self.of(form) if _same(f.period, period)), None)

    def overlaps(self, form: str, period: Period) -> Filing | None:
        """A filing with a day in common with a period, if any."""
        return next(
            (
                filing
                for filing in self.of(form)
                if filing.period.first <= period.last
                and period.first <= filing.period.last
            ),
            None,
        )

    def overlapping(self, form: str) -> Iterator[tuple[Filing, Filing]]:
        """Filings in force with a day in common, the later one first."""
        for before, filing in pairwise(self.of(form)):
            if filing.period.first <= before.period.last:
                yield filing, before

    def missing(self, form: str, period: Period) -> Iterator[tuple[date, date]]:
        """The days of a period that no return is about, from the first filing on."""
        filed = self.of(form)
        if not filed or filed[0].period.first > period.last:
            return
        day = max(period.first, filed[0].period.first)
        for filing in filed:
            if filing.period.first > period.last:
                break
            if filing.period.first > day:
                yield day, filing.period.first - _DAY
            if filing.period.last >= period.last:
                return
            if filing.period.last >= day:
                day = filing.period.last + _DAY
        if day <= period.last:
            yield day, period.last

    def before(self, form: str, period: Period) -> Filing | None:
        """The latest filing of a period that ended before one; None without."""
        earlier = [f for f in self.of(form) if f.period.last < period.first]
        return earlier[-1] if earlier else None

    def is_next(self, form: str, period: Period) -> bool:
        """Whether a period follows the last that was filed, without a gap."""
        filed = self.of(form)
        return bool(filed) and follows(period, filed[-1])


def follows(period: Period, filing: Filing) -> bool:
    """Whether a period begins the day after that of a filing ends."""
    last = filing.period.last
    return last < period.first and (period.first - last) == _DAY


def _same(one: Period, other: Period) -> bool:
    return (one.first, one.last) == (other.first, other.last)

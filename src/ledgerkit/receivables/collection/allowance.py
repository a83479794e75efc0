"""The allowance for doubtful debts: what of the receivables may never be paid.

Documents that somebody judged by themselves count with their own percentage; all
others with that of their age. This is the provision matrix that IFRS 9 allows for trade
receivables (B5.5.35, worked in Illustrative Example 12), and the ageing method of
textbooks. Which percentages are right is for whoever signs the accounts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.ageing import AgingBasis, Buckets, ages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceLine:
    """What is to be allowed for on one ageing bucket, or on one document.

    Attributes:
        currency: Of the amounts.
        bucket: The bucket's place, from zero for what is not due; None for a document.
        document: The document that is judged by itself; None for a bucket.
        open: What is open of it, tax included.
        percent: How much of that may never be paid.
    """

    currency: str
    bucket: int | None
    document: Document | None
    open: Decimal
    percent: Decimal

    @property
    def required(self) -> Decimal:
        """The allowance, rounded half up at the currency's decimals."""
        exact = self.open * self.percent / _HUNDRED
        return rounded(exact, self.currency)


def required_allowance(
    subledger: Subledger,
    *,
    buckets: Buckets,
    basis: AgingBasis,
    rates: Sequence[Decimal],
    percent_of: Callable[[Document], Decimal | None],
) -> Sequence[AllowanceLine]:
    """What to allow for on each bucket and each document judged by itself.

    The open amounts sum to the buckets of the ageing. What is on account is not
    deducted: nobody said yet what it pays.

    Args:
        subledger: The receivables as at a day.
        buckets: How days are divided.
        basis: From which day documents age.
        rates: The percentage of each bucket.
        percent_of: The percentage that a document states; None if it states none.

    Returns:
        By currency, every bucket and then the documents, by due date.
    """
    count = len(rates)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * count)
    judged: dict[str, list[AllowanceLine]] = defaultdict(list)
    for document in subledger.open_documents:
        if document.is_credit:
            continue
        currency, percent = document.currency, percent_of(document)
        if percent is None:
            for index, amount in ages(document, subledger.as_of, buckets, basis):
                sums[currency][index] += amount
            continue
        judged[currency].append(
            AllowanceLine(
                currency=currency,
                bucket=None,
                document=document,
                open=document.open,
                percent=percent,
            )
        )
    return [
        line
        for currency in sorted({*sums, *judged})
        for line in (
            *_of_buckets(currency, sums[currency], rates),
            *judged[currency],
        )
    ]


def _of_buckets(
    currency: str, amounts: Sequence[Decimal], rates: Sequence[Decimal]
) -> Iterator[AllowanceLine]:
    for index, (amount, rate) in enumerate(zip(amounts, rates, strict=True)):
        yield AllowanceLine(
            currency=currency, bucket=index, document=None, open=amount, percent=rate
        )


def total_required(lines: Sequence[AllowanceLine]) -> Mapping[str, Decimal]:
    """The allowance of each currency."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.currency] += line.required
    return totals


def parse_rates(text: str) -> tuple[Decimal, ...]:
    """Read the percentages of the ageing's buckets, e.g. ``0 1 5 20 50``.

    Raises:
        ValueError: If one is no number from 0 to 100.
    """
    # A comma between digits may divide decimals or rates: nobody could tell.
    rates = [as_percent(word) for word in text.split()]
    if not rates or None in rates:
        raise ValueError(
            f"{text!r} are no percentages; write one for each ageing column, divided by"
            ' spaces, e.g. "0 1 5 20 50"'
        )
    return tuple(rate for rate in rates if rate is not None)


def check_rates(rates: Sequence[Decimal], buckets: Buckets) -> None:
    """Hold the rates against the buckets.

    Raises:
        ValueError: If there isn't one for each; the message names the buckets.
    """
    labels = buckets.labels()
    if len(rates) != len(labels):
        raise ValueError(
            f"{len(rates)} percentages don't fit the {len(labels)} ageing columns"
            f" {', '.join(labels)}; write one for each"
        )


def as_percent(value: object) -> Decimal | None:
    """A percentage from 0 to 100 that something is or spells; None if it is none."""
    try:
        number = Decimal(value) if isinstance(value, str | Decimal) else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or not 0 <= number <= _HUNDRED:
        return None
    return number

"""The allowance for doubtful debts: receivables that may never be paid.

Documents assessed individually have their own percentage; all others that of their
age. This is the provision matrix that IFRS 9 allows for trade receivables (B5.5.35,
worked in Illustrative Example 12), and the ageing method of textbooks. Which
percentages are right is for whoever signs the accounts to say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded
from ledgerkit.open_items.ageing import AgingBasis, Buckets, ages
from ledgerkit.text.typed_amounts import read_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger


_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceLine:
    """The allowance for one ageing bucket, or one document.

    Attributes:
        currency: Of the amounts.
        bucket: Index of the bucket, zero for not due; None for a document.
        document: The document, if assessed individually; None for a bucket.
        open: Its open amount, tax included.
        percent: The percentage of it that may never be paid.
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
    """The allowance for each bucket and each document assessed individually.

    The open amounts sum to the buckets of the ageing. Money on account is not
    deducted: it is not yet known what it pays.

    Args:
        subledger: The receivables as at a day.
        buckets: The ageing buckets.
        basis: The day documents age from.
        rates: The percentage for each bucket.
        percent_of: The percentage stated for a document; None if none is.

    Returns:
        By currency: every bucket, then the documents by due date.
    """
    count = len(rates)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * count)
    judged: dict[str, list[AllowanceLine]] = defaultdict(list)
    for document in subledger.open_documents:
        if document.is_credit or document.open < 0:
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
        ValueError: If one is not a number from 0 to 100.
    """
    # A comma between digits could separate decimals or rates, so none is accepted.
    words = text.replace(" %", "%").split()
    rates = [None if "," in word else as_percent(word) for word in words]
    if not rates or None in rates:
        raise ValueError(
            f"{text!r} are no percentages; write one for each ageing column, divided by"
            ' spaces, e.g. "0 1 5 20 50"'
        )
    return tuple(rate for rate in rates if rate is not None)


def check_rates(rates: Sequence[Decimal], buckets: Buckets) -> None:
    """Check that there is a rate for each bucket.

    Raises:
        ValueError: If there isn't; the message names the buckets.
    """
    labels = buckets.labels()
    if len(rates) != len(labels):
        raise ValueError(
            f"{len(rates)} percentages don't fit the {len(labels)} ageing columns"
            f" {', '.join(labels)}; write one for each"
        )


def as_percent(value: object) -> Decimal | None:
    """A value as a percentage from 0 to 100; None if it is not one."""
    try:
        number = read_percent(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(number, Decimal) or not number.is_finite():
        return None
    if not 0 <= number <= _HUNDRED:
        return None
    return number

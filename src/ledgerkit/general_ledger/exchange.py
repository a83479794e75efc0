"""The proof that a document settled in its own currency is settled in the books' too.

A document in a foreign currency is booked at a rate, so it is carried at an amount in
the currency of the books, its *base*. What settles it takes its part of the base off,
in proportion, whatever rate that day has; the difference is gained or lost. Where a
settlement is booked at its own day's rate instead, the difference stays in the control
account, though nothing is owed any more::

    1,000 USD booked at 0.90 is 900.00 EUR; 500 settled at 0.92 and 500 at 0.95 take
    935.00 off, and -35.00 EUR are left.

Amounts count what is owed; what settles a debt has a positive amount and base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.general_ledger.currencies.carried import (
    DocumentSettlement,
    ExchangeCause,
    accounts_of_documents,
)
from ledgerkit.money import ZERO
from ledgerkit.open_items.control_posting import by_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.currencies.carried import Weights
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeDifference:
    """A settlement that leaves base behind, and what it should have been booked at.

    Attributes:
        posting: The settlement.
        cause: Why base is left.
        documents: The settled documents that it concerns.
        settled: What it settles of them, in their currency.
        currency: The currency of the books that they are booked in.
        booked_at: The base of what was settled, by the rates of the documents.
        settled_at: The base of the same as it is booked; zero if it isn't known.
        should_be: The base of the whole posting, if nothing is to be left.
        whole: What the documents were booked at in all.
        left: What is left of that in all.
    """

    posting: ControlPosting
    cause: ExchangeCause
    documents: tuple[SubledgerItem, ...]
    settled: Decimal
    currency: str
    booked_at: Decimal
    settled_at: Decimal
    should_be: Decimal
    whole: Decimal
    left: Decimal


def exchange_differences(
    items: Iterable[SubledgerItem], weights: Weights
) -> Sequence[ExchangeDifference]:
    """What settled documents leave behind, by settlement, earliest first.

    Args:
        items: The documents of one side.
        weights: Of its postings; those without a rate are left out.
    """
    known, settlements = accounts_of_documents(items, weights)
    for settlement in settlements.values():
        settlement.share()
    for account in known:
        account.correct()
    wrong = [s for s in settlements.values() if s.is_wrong]
    return [_difference(s) for s in sorted(wrong, key=lambda s: by_content(s.posting))]


def _difference(settlement: DocumentSettlement) -> ExchangeDifference:
    accounts = [account for account, _taken in settlement.parts if account.is_settled]
    booked_at = sum((taken.base for _account, taken in settlement.parts), ZERO)
    return ExchangeDifference(
        posting=settlement.posting,
        cause=settlement.cause,
        documents=tuple(account.item for account in accounts),
        settled=sum((taken.units for _account, taken in settlement.parts), ZERO),
        currency=settlement.currency,
        booked_at=booked_at,
        settled_at=ZERO if settlement.at is None else booked_at - settlement.over,
        should_be=settlement.corrected,
        whole=sum((account.booked for account in accounts), ZERO),
        left=sum((account.left for account in accounts), ZERO),
    )

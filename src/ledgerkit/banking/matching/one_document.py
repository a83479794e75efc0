"""How a line's amount fits one open document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.evidence import Fit
from ledgerkit.banking.matching.settlement import amount_paid, difference_account
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.banking.matching.books_side import KnownBooks, OpenDocument
    from ledgerkit.banking.statement import StatementLine

#: Days on which a discount may still arrive: what was sent in time takes its days.
GRACE_DAYS = 7
#: In the smallest unit of the currency, what banks keep of one payment; and of what
#: is paid, the share that they keep at most.
FEE_MOST = 5_000
_FEE_SHARE = Decimal("0.06")
#: How far a rate moves between a document and its payment.
_RATE_MOVES = Decimal("0.06")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFit:
    """One way in which a line fits a document.

    Attributes:
        fit: The way.
        settles: What it settles, in the document's currency.
    """

    fit: Fit
    settles: Decimal


def amount_fits(
    line: StatementLine, document: OpenDocument, left: Decimal, known: KnownBooks
) -> Iterator[AmountFit]:
    """The ways in which a line fits what is left of a document, the likeliest first.

    Nothing where the line goes the other way.
    """
    total = amount_paid(line, known.special)
    if not left or (left > 0) != (total > 0):
        return
    if document.currency == line.currency:
        yield from _same_currency(line, document, left, known)
    elif line.original_currency == document.currency and line.original_amount:
        yield from _ordered(line, left)
    elif document.booked_rate and known.special.exchange_gain:
        expected = left * document.booked_rate
        if abs(total - expected) <= abs(expected) * _RATE_MOVES:
            yield AmountFit(fit=Fit.EXCHANGED_ABOUT, settles=left)


def discounted(
    line: StatementLine, document: OpenDocument, left: Decimal
) -> tuple[Decimal, Fit] | None:
    """What is due with the discount, and whether it is in time; None without one.

    A document that was paid in part has no discount left to be taken from all of it.
    """
    if not document.discount or not document.discount_until or left != document.open:
        return None
    paid_on = min(line.day, line.value_day or line.day)
    if paid_on <= document.discount_until:
        return left - document.discount, Fit.DISCOUNT
    if paid_on <= document.discount_until + timedelta(days=GRACE_DAYS):
        return left - document.discount, Fit.LATE_DISCOUNT
    return None


def is_fee(kept: Decimal, open_: Decimal, currency: str) -> bool:
    """Whether a difference is what banks keep of a payment."""
    most = min(FEE_MOST * quantum(currency), max(abs(open_) * _FEE_SHARE, ZERO))
    return ZERO < kept <= most


def is_usual_fee(kept: Decimal, currency: str) -> bool:
    """Whether an amount is round as fees are."""
    return kept % (5 * quantum(currency)) == 0


def _same_currency(
    line: StatementLine, document: OpenDocument, left: Decimal, known: KnownBooks
) -> Iterator[AmountFit]:
    total = amount_paid(line, known.special)
    if total == left:
        yield AmountFit(fit=Fit.EXACT, settles=left)
        return
    due, discount = discounted(line, document, left) or (ZERO, Fit.EXACT)

    def can(fit: Fit) -> bool:
        return bool(difference_account(fit, document.side, known.special))

    # A cent of a discount is rounded one way or the other.
    if due and can(discount) and abs(total - due) <= known.rounding_tolerance:
        yield AmountFit(fit=discount, settles=left)
    elif abs(total - left) <= known.rounding_tolerance and can(Fit.ROUNDED):
        yield AmountFit(fit=Fit.ROUNDED, settles=left)
    elif is_fee(left - total, left, document.currency) and can(Fit.FEE):
        # Of money in, a bank kept some; of money out, ours took more than was owed.
        yield AmountFit(fit=Fit.FEE, settles=left)
    if abs(total) < abs(left):
        yield AmountFit(fit=Fit.PART, settles=total)
    else:
        yield AmountFit(fit=Fit.OVER, settles=left)


def _ordered(line: StatementLine, left: Decimal) -> Iterator[AmountFit]:
    """What was ordered in the document's own currency."""
    ordered = line.original_amount
    assert ordered is not None
    if (ordered > 0) != (left > 0):
        return
    if ordered == left:
        yield AmountFit(fit=Fit.EXCHANGED, settles=left)
    elif abs(ordered) < abs(left):
        yield AmountFit(fit=Fit.PART, settles=ordered)

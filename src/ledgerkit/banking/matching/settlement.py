"""What a line pays, in postings that sum to it.

Nothing here decides whether it is right: the amounts are taken as given, and what they
leave of the line is posted as the difference that it was found to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.evidence import Fit
from ledgerkit.banking.matching.proposal import ProposedPosting
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext, SpecialAccounts
    from ledgerkit.banking.matching.open_documents import OpenEntry
    from ledgerkit.banking.statement import StatementLine

#: A difference that large, as a share of the line, is no exchange difference.
_EXCHANGE_MAX = Decimal("0.15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How much of a document is settled.

    Attributes:
        entry: The document.
        amount: In its currency, with the sign of what is open.
    """

    entry: OpenEntry
    amount: Decimal


def amount_paid(line: StatementLine, special: SpecialAccounts) -> Decimal:
    """What the other side ordered, in the account's currency: with what banks kept.

    Without an account for fees, what arrived is all that can be booked.
    """
    if not special.bank_fees:
        return line.amount
    if line.original_amount is not None and line.original_currency == line.currency:
        return line.original_amount
    return line.amount + line.charges


def difference_account(fit: Fit, side: Side, special: SpecialAccounts) -> str:
    """Where a difference is posted; empty if the books have no account for it."""
    if fit in {Fit.DISCOUNT, Fit.LATE_DISCOUNT}:
        given = side is Side.RECEIVABLE
        return special.discount_given if given else special.discount_taken
    return {
        Fit.FEE: special.bank_fees,
        Fit.ROUNDED: special.rounding,
        Fit.EXCHANGED: special.exchange_gain,
        Fit.EXCHANGED_ABOUT: special.exchange_gain,
    }.get(fit, "")


def settlement_parts(
    line: StatementLine, settled: Sequence[Settled], fit: Fit, known: MatchingContext
) -> Sequence[ProposedPosting]:
    """The postings for a line that settles documents.

    What the documents leave of the line is what `fit` says; an over-payment stays on
    account with the last document's party.
    """
    amounts = _in_line_currency(line, settled, known)
    parts = [
        ProposedPosting(
            account=s.entry.document.account,
            amount=amount,
            document=s.entry.document,
            settles=None if _in_currency_of(line, s) else s.amount,
            party=s.entry.document.party,
        )
        for s, amount in zip(settled, amounts, strict=True)
    ]
    kept = line.amount - amount_paid(line, known.special)
    if kept:
        parts.append(
            ProposedPosting(
                account=known.special.bank_fees, amount=kept, why="bank fee"
            )
        )
    rest = line.amount - sum((part.amount for part in parts), ZERO)
    if rest:
        parts.append(_rest(rest, settled[-1], fit, known))
    return parts


def _rest(
    rest: Decimal, last: Settled, fit: Fit, known: MatchingContext
) -> ProposedPosting:
    document = last.entry.document
    account = difference_account(fit, document.side, known.special)
    if not account:
        return ProposedPosting(
            account=document.account,
            amount=rest,
            party=document.party,
            why="on account",
        )
    words: Mapping[Fit, str] = {
        Fit.LATE_DISCOUNT: "discount",
        Fit.EXCHANGED: "exchange difference",
        Fit.EXCHANGED_ABOUT: "exchange difference",
    }
    return ProposedPosting(account=account, amount=rest, why=words.get(fit, fit.value))


def _in_currency_of(line: StatementLine, settled: Settled) -> bool:
    return settled.entry.document.currency == line.currency


def _in_line_currency(
    line: StatementLine, settled: Sequence[Settled], known: MatchingContext
) -> Sequence[Decimal]:
    """What each document was booked at, for what is settled of it."""
    if all(_in_currency_of(line, s) for s in settled):
        return [s.amount for s in settled]
    smallest = quantum(line.currency)
    total = amount_paid(line, known.special)
    booked = [
        (s.amount * (s.entry.document.booked_rate or ZERO)).quantize(smallest)
        for s in settled
    ]
    difference = abs(total - sum(booked, ZERO))
    if known.special.exchange_gain and difference <= abs(total) * _EXCHANGE_MAX:
        return booked
    # The books' currency is another, or nothing takes the difference.
    return _in_proportion(total, [s.amount for s in settled], smallest)


def _in_proportion(
    total: Decimal, amounts: Sequence[Decimal], smallest: Decimal
) -> Sequence[Decimal]:
    sum_ = sum(amounts, ZERO)
    shares = [(total * amount / sum_).quantize(smallest) for amount in amounts[:-1]]
    return [*shares, total - sum(shares, ZERO)]

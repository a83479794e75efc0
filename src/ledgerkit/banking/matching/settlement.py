"""The postings of a line that settles documents; they sum to it.

Nothing here decides whether the match is right: the amounts are taken as given, and the
remainder of the line is posted as the kind of difference already found.
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

#: A larger difference, as a share of the line, is not an exchange difference.
_EXCHANGE_MAX = Decimal("0.15")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The amount settled of a document.

    Attributes:
        entry: The document.
        amount: In its currency, with the sign of its open amount.
    """

    entry: OpenEntry
    amount: Decimal


def amount_paid(line: StatementLine, special: SpecialAccounts) -> Decimal:
    """The amount the counterparty ordered, in the account's currency, with bank fees.

    Without an account for fees, only the amount received can be booked.
    """
    if not special.bank_fees:
        return line.amount
    if line.original_amount is not None and line.original_currency == line.currency:
        return line.original_amount
    return line.amount + line.charges


def difference_account(fit: Fit, side: Side, special: SpecialAccounts) -> str:
    """The account for a difference; empty if the books have none."""
    if fit in {Fit.DISCOUNT, Fit.LATE_DISCOUNT}:
        is_given = side is Side.RECEIVABLE
        return special.discount_given if is_given else special.discount_taken
    return {
        Fit.FEE: special.bank_fees,
        Fit.ROUNDED: special.rounding,
        Fit.EXCHANGED: special.exchange_gain,
        Fit.EXCHANGED_ABOUT: special.exchange_gain,
    }.get(fit, "")


def settlement_parts(
    line: StatementLine, settled: Sequence[Settled], fit: Fit, context: MatchingContext
) -> Sequence[ProposedPosting]:
    """The postings for a line that settles documents.

    The remainder of the line is the difference that `fit` says; an overpayment stays
    on account with the last document's party.
    """
    amounts = _in_line_currency(line, settled, context)
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
    fee = line.amount - amount_paid(line, context.special)
    if fee:
        parts.append(
            ProposedPosting(
                account=context.special.bank_fees, amount=fee, why="bank fee"
            )
        )
    difference = line.amount - sum((part.amount for part in parts), ZERO)
    if difference:
        parts.append(_rest(difference, settled[-1], fit, context))
    return parts


def _rest(
    difference: Decimal, last: Settled, fit: Fit, context: MatchingContext
) -> ProposedPosting:
    document = last.entry.document
    account = difference_account(fit, document.side, context.special)
    if not account:
        return ProposedPosting(
            account=document.account,
            amount=difference,
            party=document.party,
            why="on account",
        )
    words: Mapping[Fit, str] = {
        Fit.LATE_DISCOUNT: "discount",
        Fit.EXCHANGED: "exchange difference",
        Fit.EXCHANGED_ABOUT: "exchange difference",
    }
    return ProposedPosting(
        account=account, amount=difference, why=words.get(fit, fit.value)
    )


def _in_currency_of(line: StatementLine, settled: Settled) -> bool:
    return settled.entry.document.currency == line.currency


def _in_line_currency(
    line: StatementLine, settled: Sequence[Settled], context: MatchingContext
) -> Sequence[Decimal]:
    """The amount settled of each document, at the rate it was booked at."""
    if all(_in_currency_of(line, s) for s in settled):
        return [s.amount for s in settled]
    smallest = quantum(line.currency)
    total = amount_paid(line, context.special)
    booked = [
        (s.amount * (s.entry.document.booked_rate or ZERO)).quantize(smallest)
        for s in settled
    ]
    difference = abs(total - sum(booked, ZERO))
    if context.special.exchange_gain and difference <= abs(total) * _EXCHANGE_MAX:
        return booked
    # The books are in another currency, or no account takes the difference.
    return _in_proportion(total, [s.amount for s in settled], smallest)


def _in_proportion(
    total: Decimal, amounts: Sequence[Decimal], smallest: Decimal
) -> Sequence[Decimal]:
    sum_ = sum(amounts, ZERO)
    shares = [(total * amount / sum_).quantize(smallest) for amount in amounts[:-1]]
    return [*shares, total - sum(shares, ZERO)]

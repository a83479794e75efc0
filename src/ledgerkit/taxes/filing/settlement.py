"""What settles a return in the books: its tax accounts, and what is owed instead."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.money import ZERO, rounded_to
from ledgerkit.taxes.filing.changes import correction_shares
from ledgerkit.taxes.filing.filed_list import FiledBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.form import FormBox, TaxForm
    from ledgerkit.taxes.share import Share

_CENT, _WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSettlement:
    """What settles a return, in the ledger's signs: positive for a debit.

    Attributes:
        accounts: What empties the tax accounts of what the return counts.
        interest: Interest, to an expense.
        payable: What is owed to the office, or by it.
        rounding: What the form's rounding changes.
        difference: What else the form reckons otherwise than was posted: a flat rate,
            or input tax that may not be deducted.
    """

    accounts: Mapping[str, Decimal]
    interest: Decimal
    payable: Decimal
    rounding: Decimal
    difference: Decimal

    def less(self, other: ReturnSettlement) -> ReturnSettlement:
        """What is left to settle, if another is settled already."""
        names = dict.fromkeys([*self.accounts, *other.accounts])
        left = {
            name: self.accounts.get(name, ZERO) - other.accounts.get(name, ZERO)
            for name in names
        }
        return ReturnSettlement(
            accounts={name: number for name, number in left.items() if number},
            interest=self.interest - other.interest,
            payable=self.payable - other.payable,
            rounding=self.rounding - other.rounding,
            difference=self.difference - other.difference,
        )


def settle(
    form: TaxForm, boxes: Mapping[str, FiledBox], postings: Iterable[FiledPosting]
) -> ReturnSettlement:
    """What settles a return.

    What a person states, and what is carried over, stands on the account of what is
    owed already: it was paid, or an earlier return put it there.

    Args:
        form: The form.
        boxes: Every box, by id.
        postings: What the return counts.
    """
    postings = list(postings)
    own = [(posting, posting.shares) for posting in postings if not posting.earlier]
    earlier = [posting for posting in postings if posting.earlier]
    placed = [*own, *correction_shares(earlier, form.filing.correction)]
    accounts = _cleared(postings)
    nothing = FiledBox(ZERO, ZERO)
    result = boxes.get(form.result, nothing)
    interest, elsewhere = nothing, ZERO
    for box, sign in _parts(form):
        value = boxes.get(box.id, nothing)
        if box.is_interest:
            interest = FiledBox(
                interest.amount + sign * value.amount,
                interest.exact + sign * value.exact,
            )
        elif box.is_stated or box.carry is not None:
            elsewhere += sign * (value.exact - _counted(box, placed))
    payable = -(result.amount - elsewhere)
    total = sum(accounts.values(), ZERO)
    exact = total + interest.exact - (result.exact - elsewhere)
    difference = -rounded_to(exact, _CENT)
    rounding = -(total + interest.amount + payable + difference)
    return ReturnSettlement(
        accounts=accounts,
        interest=interest.amount,
        payable=payable,
        rounding=rounding,
        difference=difference,
    )


def _cleared(postings: Iterable[FiledPosting]) -> Mapping[str, Decimal]:
    """The opposite of what stands on tax accounts for a return."""
    accounts: dict[str, Decimal] = {}
    for posting in postings:
        if posting.is_posted_tax and posting.shares:
            before = accounts.get(posting.account, ZERO)
            accounts[posting.account] = before + posting.owed
    return {account: number for account, number in accounts.items() if number}


def _parts(form: TaxForm) -> Iterator[tuple[FormBox, Decimal]]:
    """The boxes behind the result that are added whole, each with its sign."""
    by_id = {box.id: box for box in form.boxes}
    waiting = [(form.result, _WHOLE)] if form.result in by_id else []
    while waiting:
        id_, sign = waiting.pop()
        box = by_id[id_]
        yield box, sign
        if box.percent == 100 and not box.is_interest:
            waiting += [(share.box, sign * share.factor) for share in box.sum_of]


def _counted(
    box: FormBox, placed: Iterable[tuple[FiledPosting, Sequence[Share]]]
) -> Decimal:
    """What postings come to in a box."""
    return sum(
        (
            posting.effect * share.factor
            for posting, shares in placed
            for share in shares
            if share.box == box.id
        ),
        ZERO,
    )

"""Documents and payments that aren't what their other postings sum to.

Beancount lets a transaction be out of balance by half of its coarsest amount's last
digit, and rounds an amount that it fills in likewise: of lines of 4.8 and 2.97 it makes
a debt of 7.8.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from beancount.core.convert import get_weight

from ledgerkit.errors import Finding, finding
from ledgerkit.language.document_kinds import AMOUNT_DIFFERS, AMOUNT_ROUNDED
from ledgerkit.ledger.place import place_in
from ledgerkit.money import ZERO, quantum, rounded, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.amount import Amount
    from beancount.core.data import Posting, Transaction

    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.side import Side

#: A transaction with its control postings.
UnevenTransaction: TypeAlias = "tuple[Transaction, Sequence[ControlPosting]]"

#: Beancount's mark of an amount that it filled in.
_FILLED_IN = "__automatic__"


class _Residue(NamedTuple):
    """What a transaction's postings in one currency sum to, if not to zero."""

    number: Decimal
    currency: str
    converted: int


def check_amounts(uneven: Iterable[UnevenTransaction], side: Side) -> Iterator[Finding]:
    """Report the transactions on control accounts that balance only by tolerance.

    Amounts at a rate of exchange may each be off by half a cent, by the digits that
    people give a rate.

    Args:
        uneven: The transactions whose amounts are not of one currency and a sum of
            zero, with their control postings.
        side: The side to look at.
    """
    for txn, postings in uneven:
        accounts = {posting.account for posting in postings if posting.side is side}
        tolerances = txn.meta.get("__tolerances__", {}) if accounts else {}
        for residue in _residues(txn) if accounts else ():
            step, size = quantum(residue.currency), abs(residue.number)
            if size > tolerances.get(residue.currency, ZERO):
                continue  # Beancount itself reports it.
            if size * 2 > residue.converted * step:
                yield _finding(txn, residue, accounts)


def _residues(txn: Transaction) -> Iterator[_Residue]:
    sums: dict[str, Decimal] = {}
    converted: Mapping[str, int] = Counter()
    for posting in txn.postings:
        if posting.units is None:
            continue
        weight: Amount = get_weight(posting)
        assert weight.number is not None
        sums[weight.currency] = sums.get(weight.currency, ZERO) + weight.number
        converted[weight.currency] += weight is not posting.units  # type: ignore[index]
    for currency, number in sums.items():
        if number:
            yield _Residue(number, currency, converted[currency])


def _finding(txn: Transaction, residue: _Residue, controls: set[str]) -> Finding:
    number, currency, _converted = residue
    posting = _to_correct(txn, currency, controls)
    kind, step = AMOUNT_DIFFERS, quantum(currency)
    if posting is None or posting.units is None or posting.units.number is None:
        place, message = (
            place_in(txn.meta),
            (
                f"the postings sum to {number:f} {currency} and not to zero; correct"
                " the amount that is wrong"
            ),
        )
        kind = AMOUNT_DIFFERS if abs(number) >= step else AMOUNT_ROUNDED
    else:
        place, stands = place_in(posting.meta or txn.meta), posting.units.number
        right = stands - number
        if rounded(right, currency) == stands:
            kind = AMOUNT_ROUNDED
        filled = _FILLED_IN in (posting.meta or {})
        message = (
            f"{posting.account}: {'Beancount filled in' if filled else 'there is'}"
            f" {with_cents(stands, currency):f} {currency}, and by the other postings"
            f" it is {with_cents(right, currency):f}; "
        )
        if kind is AMOUNT_ROUNDED:
            message += "round them, or post what rounds them"
        else:
            message += f"write {with_cents(right, currency):f} {currency}"
            message += "" if filled else ", or correct them"
    return finding(kind, place, message, unfinished=txn.flag == "!")


def _to_correct(txn: Transaction, currency: str, controls: set[str]) -> Posting | None:
    """What was filled in, else the only control posting; None if there are several."""
    own = [
        posting
        for posting in txn.postings
        if posting.units is not None
        and posting.units.currency == currency
        and posting.price is None
        and posting.cost is None
    ]
    filled = [posting for posting in own if _FILLED_IN in (posting.meta or {})]
    chosen = filled or [posting for posting in own if posting.account in controls]
    return chosen[0] if len(chosen) == 1 else None

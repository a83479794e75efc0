"""Duplicate bills, certain and suspected.

Two bills of one vendor under one number are one bill entered twice. Others are only
suspected: the reason says why, and a person decides. Bills are compared only within
blocks that share an amount, a file or a bank account, so that one pass is enough for
a large book.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.open_items.document_number import (
    number_groups,
    read_alike,
    read_together,
    shorter_forms,
    transposed,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place

#: A bill entered twice has similar dates; a month is ample.
DAYS_APART = 30
_LOOKED_BACK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFacts:
    """The facts of a bill or vendor credit that are compared.

    Attributes:
        party: Id of the vendor.
        number: As printed; None if not recorded.
        day: The bill's date.
        amount: The amount it was made out for.
        currency: Of the amount.
        identities: Certain identifiers of the payee: VAT ids and IBANs.
        digests: Digests of its files.
        differs_from: Numbers that somebody decided it does not duplicate.
        unfinished: Whether its transaction is flagged ``!``.
        place: Where it stands.
    """

    party: str
    number: str | None
    day: date
    amount: Decimal
    currency: str
    place: Place
    identities: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    differs_from: frozenset[str] = frozenset()
    unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Two bills that are, or may be, the same.

    Attributes:
        bill: The later one.
        earlier: The other.
        reason: The reason, for the end of a sentence.
        is_certain: Whether vendor, number and year are the same.
    """

    bill: BillFacts
    earlier: BillFacts
    reason: str
    is_certain: bool


#: Two bills, the earlier first.
Pair: TypeAlias = "tuple[BillFacts, BillFacts]"


def find_duplicates(
    bills: Iterable[BillFacts], *, days: int = DAYS_APART
) -> Sequence[Duplicate]:
    """Every pair of bills that are or may be the same, once each, by the later bill.

    Args:
        bills: In any order.
        days: How many days apart similar bills may be dated.
    """
    in_order = sorted(bills, key=lambda bill: (bill.day, bill.place))
    by_pair: dict[tuple[Place, Place], Duplicate] = {}
    for finder in (_same_number, _same_file, _alike, _same_payee):
        for duplicate in finder(in_order, days):
            pair = duplicate.earlier.place, duplicate.bill.place
            if not _is_dismissed(duplicate):
                by_pair.setdefault(pair, duplicate)
    return sorted(by_pair.values(), key=lambda d: (d.bill.day, d.bill.place))


def _is_dismissed(duplicate: Duplicate) -> bool:
    bill, earlier = duplicate.bill, duplicate.earlier
    return (
        earlier.number in bill.differs_from or bill.number in earlier.differs_from
    ) and bill.number != earlier.number


def _same_number(bills: Sequence[BillFacts], _days: int) -> Iterator[Duplicate]:
    """Bills of one number and year: vendors may restart their numbers each year."""
    blocks = _blocks(
        (
            (bill.party, number_groups(bill.number), bill.day.year, bill.amount < 0),
            bill,
        )
        for bill in bills
        if bill.number is not None
    )
    for block in blocks:
        first = block[0]
        for bill in block[1:]:
            yield _duplicate(first, bill, "vendor and number are one", certain=True)


def _same_file(bills: Sequence[BillFacts], _days: int) -> Iterator[Duplicate]:
    for block in _blocks((digest, bill) for bill in bills for digest in bill.digests):
        for bill in block[1:]:
            if bill.number != block[0].number or bill.party != block[0].party:
                yield _duplicate(block[0], bill, "both are in the same file")


def _alike(bills: Sequence[BillFacts], days: int) -> Iterator[Duplicate]:
    """Bills of one vendor and amount, with dates close together and similar numbers."""
    for block in _blocks(((b.party, b.currency, b.amount), b) for b in bills):
        for earlier, bill in _pairs_by_key(block, days):
            why = _likeness(earlier, bill)
            if why:
                yield _duplicate(earlier, bill, f"{_apart(earlier, bill)}, and {why}")


def _same_payee(bills: Sequence[BillFacts], days: int) -> Iterator[Duplicate]:
    """Bills of one amount, and one day or number, from two vendors with one account."""
    keyed = (
        ((identity, bill.currency, bill.amount), bill)
        for bill in bills
        for identity in bill.identities
    )
    for block in _blocks(keyed):
        if len({bill.party for bill in block}) == 1:
            continue
        for key in (_by_day, _by_number):
            for group in _blocks((key(bill), bill) for bill in block):
                for earlier, bill in _near(group, days):
                    if earlier.party != bill.party:
                        shared = min(earlier.identities & bill.identities)
                        why = f"{_apart(earlier, bill)}, and both vendors have {shared}"
                        yield _duplicate(earlier, bill, why)


def _by_day(bill: BillFacts) -> Hashable:
    return bill.day


def _by_number(bill: BillFacts) -> Hashable:
    return read_alike(bill.number or "")


def _pairs_by_key(block: Sequence[BillFacts], days: int) -> Iterator[Pair]:
    """The pairs in a block whose numbers are similar, each once.

    A monthly rent makes hundreds of equal bills: comparing every pair takes too long.
    """
    keyed: list[tuple[Hashable, BillFacts]] = []
    for bill in block:
        if bill.number is None:
            keyed.append((("none", bill.day), bill))
            continue
        number = read_alike(bill.number)
        keyed.append((("alike", number), bill))
        together = read_together(bill.number)
        keyed.append((("together", together), bill))
        keyed.append((("letters", "".join(sorted(together))), bill))
        forms = shorter_forms(bill.number, bill.day.year)
        keyed += [(("alike", read_alike(form)), bill) for form in forms]
    for group in _blocks(keyed):
        yield from _near(group, days)


def _near(group: Sequence[BillFacts], days: int) -> Iterator[Pair]:
    """Each bill with those shortly before it; of many, with the last few."""
    for place, bill in enumerate(group):
        for earlier in group[max(0, place - _LOOKED_BACK) : place]:
            if earlier is not bill and (bill.day - earlier.day).days <= days:
                yield earlier, bill


def _likeness(earlier: BillFacts, bill: BillFacts) -> str:
    """Why two numbers may be the same; empty if not."""
    number, other = earlier.number, bill.number
    if number is None or other is None:
        return "neither has a number" if number is other else ""
    together = read_together(number), read_together(other)
    if read_alike(number) == read_alike(other) or together[0] == together[1]:
        return f"the numbers {number} and {other} are read alike"
    if transposed(*together):
        return f"two digits of {number} and {other} changed places"
    forms = {read_alike(f) for f in shorter_forms(number, earlier.day.year)}
    others = {read_alike(f) for f in shorter_forms(other, bill.day.year)}
    if read_alike(number) in others or read_alike(other) in forms:
        return f"one of {number} and {other} is a part of the other"
    return ""


def _apart(earlier: BillFacts, bill: BillFacts) -> str:
    days = (bill.day - earlier.day).days
    interval = f"{days} day{'s'[: days != 1]} apart" if days else "of the same day"
    return f"both are over the same amount, {interval}"


def _duplicate(
    earlier: BillFacts, bill: BillFacts, reason: str, *, certain: bool = False
) -> Duplicate:
    return Duplicate(bill=bill, earlier=earlier, reason=reason, is_certain=certain)


def _blocks(
    keyed: Iterable[tuple[Hashable, BillFacts]],
) -> Iterator[Sequence[BillFacts]]:
    """The bills that share a key, where several do, in the order given."""
    blocks: dict[Hashable, list[BillFacts]] = defaultdict(list)
    for key, bill in keyed:
        block = blocks[key]
        if not block or block[-1] is not bill:
            block.append(bill)
    return (block for block in blocks.values() if len(block) > 1)

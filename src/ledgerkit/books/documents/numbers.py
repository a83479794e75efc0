"""Numbers of our own documents that are missing, duplicated or out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledgerkit.errors import Finding, effect, finding
from ledgerkit.invoices.numbering import (
    Series,
    UsedNumber,
    in_other_year,
    in_year_of_its_day,
    number_after,
    number_series,
    split_number,
)
from ledgerkit.language.document_kinds import (
    DUE_BEFORE_ISSUED,
    DUPLICATE_NUMBER,
    NUMBER_DATE_ORDER,
    NUMBER_GAP,
    NUMBER_YEAR,
    UNNUMBERED_DOCUMENT,
    VOID_IN_USE,
)
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.ledger.place import place_of, short_place, written
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.text.closest_word import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom, Transaction

    from ledgerkit.invoices.numbering import Gap
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


def numbers_in(subledger: Subledger) -> Sequence[UsedNumber]:
    """The number of every document of ours; vendors' numbers are their own."""
    return [
        UsedNumber(
            number=item.number,
            day=item.first.day,
            place=item.first.place,
            is_credit=item.first.credit is not None,
            opening=item.first.opening,
        )
        for item in subledger.items
        if item.number is not None
    ]


TransactionOf: TypeAlias = "Callable[[ControlPosting], Transaction]"


#: The number of gaps reported per series; one with more is hardly consecutive.
_GAPS_SHOWN = 10


def find_duplicate_numbers(
    subledger: Subledger, transaction_of: TransactionOf
) -> Iterator[Finding]:
    """Report each of our numbers that is on two documents.

    They are two if two parties have them, or if two transactions with the number each
    sell something: to two payees, on two days, or for the same amount, which looks
    entered twice. A payment that the bank returns sells nothing, and what is charged on
    top of an invoice says so with ``not-duplicate-of:``.

    Args:
        subledger: The receivables.
        transaction_of: Finds the transaction of a posting.
    """
    for item in subledger.items:
        if item.more and item.number is not None:
            for posting, before in entered_twice(item, transaction_of, in_parts=False):
                yield _duplicate(item.number, posting, before)
    for number, items in subledger.by_number.items():
        if len(items) == 1:
            continue
        first, *others = sorted(items, key=lambda d: (d.first.day, d.first.place))
        for item in others:
            # In two currencies, it is one document.
            if item.party != first.party or item.first.day != first.first.day:
                yield _duplicate(number, item.first, first.first)


def entered_twice(
    item: SubledgerItem, transaction_of: TransactionOf, *, in_parts: bool
) -> Iterator[tuple[ControlPosting, ControlPosting]]:
    """The postings of one document that look like its first entered once more.

    Args:
        item: With a number and more than one posting.
        transaction_of: Finds the transaction of a posting.
        in_parts: Whether amounts of other days may be parts of one document, as a
            vendor's rent; under our own number each is a document.
    """
    first, *others = sorted(item.postings, key=lambda p: (p.day, p.place))
    for posting in others:
        is_part = (
            posting.party == first.party
            and posting.amount != first.amount
            and (in_parts or posting.day == first.day)
        )
        if is_part or posting.purpose is not first.purpose or not _sells(posting):
            continue
        before, txn = transaction_of(first), transaction_of(posting)
        if txn is not before and item.number not in dismissed_numbers(txn):
            yield posting, first


#: States that a document is not the one with this number.
NOT_DUPLICATE_OF = "not-duplicate-of"


def dismissed_numbers(txn: Transaction) -> frozenset[str]:
    """The numbers that a transaction declares no duplicates of its own."""
    stated = str(written(txn.meta, NOT_DUPLICATE_OF) or "")
    # A number may hold a comma itself.
    return frozenset({stated, *(part.strip() for part in stated.split(","))})


def _sells(posting: ControlPosting) -> bool:
    # What is charged together with a payment that came back adds to the document.
    is_charge = bool(posting.parts)
    return posting.amount > 0 and posting.purpose is Purpose.DOCUMENT and not is_charge


def _duplicate(number: str, posting: ControlPosting, first: ControlPosting) -> Finding:
    is_same_party = posting.party == first.party
    parts = split_number(number, posting.day)
    following = number_after(number, parts[0]) if parts is not None else ""
    remedy = "give one of them another"
    if is_same_party:
        remedy = (
            "give one of them another, delete it if it was entered twice, or write"
            f' not-duplicate-of: "{number}" if it adds to the first'
        )
    return finding(
        DUPLICATE_NUMBER,
        posting.place,
        f"{number} of {_whose(posting)} has the number of {_whose(first)}"
        f" ({short_place(first.place)}); {remedy}",
        # Of one party and day they may be one document in two parts.
        unfinished=posting.unfinished or (is_same_party and posting.day == first.day),
        party=posting.party,
        # The next number may be missing because this one was not counted on.
        explains=[effect(NUMBER_GAP, following)],
    )


def _whose(posting: ControlPosting) -> str:
    party = posting.party or "nobody"
    return f"{party} over {posting.amount:f} {posting.currency}"


def check_numbering(
    subledger: Subledger, others: Sequence[UsedNumber], voids: Sequence[UsedNumber]
) -> Iterator[Finding]:
    """Report what a tax inspector would ask about in our number series.

    Args:
        subledger: The receivables.
        others: Numbers of sales that were paid at once.
        voids: Numbers declared void in the books.
    """
    numbers = [*numbers_in(subledger), *others]
    unnumbered = [item for item in subledger.items if item.number is None]
    strays = in_other_year(numbers)
    every = number_series([*numbers, *voids])
    for series in every:
        if not series.is_counted:
            continue
        yield from _gaps(series, unnumbered, every)
        for before, number in series.out_of_order():
            yield finding(
                NUMBER_DATE_ORDER,
                number.place,
                f"{number.number} is of {number.day}, before {before.number} of"
                f" {before.day}; correct the date or the number",
                about=before.number,
            )
    for number in strays:
        yield finding(
            NUMBER_YEAR,
            number.place,
            f"{number.number} is of {number.day}; correct the year in the number or in"
            " the date",
            explains=[
                effect(NUMBER_DATE_ORDER, number.number),
                effect(DUE_BEFORE_ISSUED, number.place),
                effect(NUMBER_GAP, number.number),
                effect(NUMBER_GAP, in_year_of_its_day(number)),
            ],
        )
    yield from _voids_in_use(subledger, voids)


def _strays(series: Series, every: Sequence[Series]) -> Mapping[str, UsedNumber]:
    """The numbers of series whose name is a slip of this one's."""
    name = series.name.before
    return {
        used.number: used
        for other in every
        if other.name != series.name and other.name.before and name
        if alike(other.name.before, [name])
        for used in other.used
    }


def _gaps(
    series: Series, unnumbered: Sequence[SubledgerItem], every: Sequence[Series]
) -> Iterator[Finding]:
    gaps = list(series.gaps())
    words = _strays(series, every) if gaps else {}
    for position, gap in enumerate(gaps, start=1):
        near = alike(gap.first, words) if gap.count == 1 and words else ()
        if near:
            stray = words[near[0]]
            yield finding(
                NUMBER_GAP,
                stray.place,
                f"{gap.first} is missing before {gap.after.number}, and"
                f' "{stray.number}" is nearly that number; correct it if it is meant',
                about=gap.first,
            )
            continue
        forgotten = [item for item in unnumbered if _fills(item, gap)]
        if len(forgotten) == 1:
            yield _forgotten(gap, forgotten[0])
            continue
        rest_count = len(gaps) - _GAPS_SHOWN
        if position > _GAPS_SHOWN:
            message = (
                f"{rest_count} more gaps in the series {series.name} from here on; see"
                " ledgerkit invoice numbers"
            )
            yield finding(NUMBER_GAP, gap.after.place, message)
            return
        subject = f"{gap.first} is"
        if gap.count > 1:
            subject = f"{gap.first} to {gap.last} ({gap.count} numbers) are"
        yield finding(
            NUMBER_GAP,
            gap.after.place,
            f"{subject} missing before {gap.after.number}; enter it, or say why:"
            f' {gap.after.day} custom "void" "{gap.first}" "reason"',
            about=gap.first if gap.count == 1 else "",
        )


def _fills(item: SubledgerItem, gap: Gap) -> bool:
    """Whether a document without a number may be the only one that is missing."""
    first = item.first
    return (
        gap.count == 1
        and gap.before.day <= first.day <= gap.after.day
        and (first.credit is not None) == gap.after.is_credit
        and not first.opening
    )


def _forgotten(gap: Gap, item: SubledgerItem) -> Finding:
    first = item.first
    return finding(
        NUMBER_GAP,
        first.place,
        f"{gap.first} is missing, and the document of {item.party} of {first.day} over"
        f" {first.amount:f} {first.currency} has no number; write ^{gap.first} behind"
        " its text if it is that one",
        unfinished=first.unfinished,
        party=item.party,
        about=gap.first,
        explains=[effect(UNNUMBERED_DOCUMENT, first.place)],
    )


def _voids_in_use(
    subledger: Subledger, voids: Sequence[UsedNumber]
) -> Iterator[Finding]:
    for void in voids:
        for item in subledger.by_number.get(void.number, ()):
            if item.open:
                yield finding(
                    VOID_IN_USE,
                    void.place,
                    f"{void.number} is void, and {item.open:f} {item.first.currency}"
                    f" of it are open ({short_place(item.first.place)}); reverse it,"
                    " or delete the directive",
                    party=item.party,
                )


def is_void(voids: Sequence[UsedNumber], number: str | None, as_of: date) -> bool:
    """Whether a number is void by a day."""
    return any(void.number == number and void.day <= as_of for void in voids)


VOID = "void"


def read_voids(customs: Iterable[Custom]) -> tuple[list[UsedNumber], list[Finding]]:
    """Read every void number, and report those that can't be read."""
    voids: list[UsedNumber] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != VOID:
            continue
        values = [value.value for value in custom.values or ()]
        place = place_of(custom)
        if len(values) != 2 or not all(isinstance(v, str) and v for v in values):
            number = values[0] if values and isinstance(values[0], str) else ""
            message = (
                "a void number needs the number and the reason in quotes; write"
                f' {custom.date} custom "void" "{number or "INV-2026-007"}" "why"'
            )
            findings.append(finding(BAD_DECLARATION, place, message))
            continue
        number, reason = values
        voids.append(
            UsedNumber(number=number, day=custom.date, place=place, void=reason)
        )
    return voids, findings

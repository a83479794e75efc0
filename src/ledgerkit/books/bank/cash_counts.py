"""``custom "cash-count"`` -> counts, each beside what the books have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.banking.cash_account import CashCount, parse_pieces, sum_of
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE, CASH_DIFFERS
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO, with_cents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from beancount.core.data import Custom

    from ledgerkit.banking.cash_account import Pieces
    from ledgerkit.books.bank.cleared import AccountMovement

CASH_COUNT = "cash-count"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCount:
    """A count, and what the books have at the end of its day.

    Attributes:
        count: The count.
        expected: What the books have.
    """

    count: CashCount
    expected: Decimal

    @property
    def over(self) -> Decimal:
        """What was there more than the books have; negative if it is short."""
        return self.count.amount - self.expected


def read_cash_counts(
    customs: Iterable[Custom],
) -> tuple[Sequence[CashCount], list[Finding]]:
    """Every count, by day, and what is wrong with those that can't be read."""
    counts: list[CashCount] = []
    findings: list[Finding] = []
    for custom in customs:
        if custom.type != CASH_COUNT:
            continue
        values = [value.value for value in custom.values or ()]
        if (
            len(values) != 2
            or ":" not in str(values[0])
            or not isinstance(values[1], Amount)
            or values[1].number is None
            or values[1].number < 0
        ):
            message = (
                "a cash-count needs an account and what was there; write"
                f' {custom.date} custom "cash-count" Assets:Cash:Petty 120.50 EUR'
            )
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
            continue
        findings += check_keys(custom, On.CASH_COUNT, f"cash-count of {values[0]}")
        counts.append(_count(custom, values[0], values[1], findings))
    counts.sort(key=lambda one: (one.day, one.account, one.place))
    return counts, findings


def _count(
    custom: Custom, account: str, amount: Amount, findings: list[Finding]
) -> CashCount:
    assert amount.number is not None
    try:
        pieces = _pieces(written(custom.meta, "pieces"), amount.number)
    except ValueError as error:
        message = f"cash-count of {account}: pieces: {error}"
        findings.append(finding(BAD_VALUE, place_of(custom), message))
        pieces = ()
    return CashCount(
        account=account,
        day=custom.date,
        amount=amount.number,
        currency=amount.currency,
        pieces=pieces,
        place=place_of(custom),
    )


def _pieces(text: object, counted: Decimal) -> Sequence[Pieces]:
    pieces = parse_pieces(text) if isinstance(text, str) else ()
    if pieces and sum_of(pieces) != counted:
        raise ValueError(
            f"the pieces come to {sum_of(pieces):f}, and {counted:f} was counted;"
            " correct one of them"
        )
    return pieces


def compare_counts(
    counts: Iterable[CashCount],
    movements: Mapping[str, Sequence[AccountMovement]],
) -> Sequence[ComparedCount]:
    """Each count beside the books, in the order given.

    Sub-accounts are not counted with an account: a box has an account of its own.
    """
    totals: dict[tuple[str, str], list[tuple[object, Decimal]]] = {}
    for account, moved in movements.items():
        for one in moved:
            totals.setdefault((account, one.currency), []).append((one.day, one.amount))
    found = []
    for count in counts:
        moves = totals.get((count.account, count.currency), ())
        known = (amount for day, amount in moves if day <= count.day)  # type: ignore[operator]
        found.append(ComparedCount(count=count, expected=sum(known, ZERO)))
    return found


def find_differing(compared: Iterable[ComparedCount]) -> Iterator[Finding]:
    """Name the counts that the books don't agree with."""
    for one in compared:
        if one.over:
            count = one.count
            way = "over" if one.over > 0 else "short"
            yield finding(
                CASH_DIFFERS,
                count.place,
                f"{count.account} was counted with"
                f" {with_cents(count.amount, count.currency):f} {count.currency} on"
                f" {count.day}, and the books have"
                f" {with_cents(one.expected, count.currency):f}:"
                f" {with_cents(abs(one.over), count.currency):f} {way}",
            )

"""``custom "cash-count"`` -> cash counts, each beside the book balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beancount.core.amount import Amount

from ledgerkit.banking.cash_account import CashCount, parse_pieces, sum_of
from ledgerkit.errors import Finding, finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE, CASH_DIFFERS
from ledgerkit.language.mended_line import mended_line
from ledgerkit.language.word import Holds, On
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
    """A cash count and the book balance at the end of its day.

    Attributes:
        count: The count.
        expected: The book balance.
    """

    count: CashCount
    expected: Decimal

    @property
    def over(self) -> Decimal:
        """The cash over the book balance; negative if it is short."""
        return self.count.amount - self.expected


def read_cash_counts(
    customs: Iterable[Custom],
) -> tuple[Sequence[CashCount], list[Finding]]:
    """Every count, by day, and findings on those that can't be read."""
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
            form = mended_line(custom, Holds.ACCOUNT, Holds.AMOUNT) or (
                f'{custom.date} custom "cash-count" Assets:Cash:Petty 120.50 EUR'
            )
            message = f"a cash-count needs an account and what was there; write {form}"
            findings.append(finding(BAD_DECLARATION, place_of(custom), message))
            continue
        findings += check_keys(custom, On.CASH_COUNT, f"cash-count of {values[0]}")
        counts.append(_count(custom, values[0], values[1], findings))
    counts.sort(key=lambda count: (count.day, count.account, count.place))
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

    Sub-accounts are not included: each cash box has its own account.
    """
    totals: dict[tuple[str, str], list[tuple[object, Decimal]]] = {}
    for account, moved in movements.items():
        for movement in moved:
            totals.setdefault((account, movement.currency), []).append(
                (movement.day, movement.amount)
            )
    compared = []
    for count in counts:
        moves = totals.get((count.account, count.currency), ())
        known = (amount for day, amount in moves if day <= count.day)  # type: ignore[operator]
        compared.append(ComparedCount(count=count, expected=sum(known, ZERO)))
    return compared


def find_differing(compared: Iterable[ComparedCount]) -> Iterator[Finding]:
    """Report the counts that differ from the books."""
    for comparison in compared:
        if comparison.over:
            count = comparison.count
            way = "over" if comparison.over > 0 else "short"
            yield finding(
                CASH_DIFFERS,
                count.place,
                f"{count.account} was counted with"
                f" {with_cents(count.amount, count.currency):f} {count.currency} on"
                f" {count.day}, and the books have"
                f" {with_cents(comparison.expected, count.currency):f}:"
                f" {with_cents(abs(comparison.over), count.currency):f} {way}",
                about=count.account,
            )

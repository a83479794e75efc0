"""Entries as an adviser's or an office's program takes them: numbered and in coins.

Amounts are in the currency of the books, debit positive, and each entry sums to zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.money import ZERO, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.errors import Place
    from ledgerkit.open_items.side import Side


class EntryKind(StrEnum):
    """The journal that an entry belongs to."""

    OPENING = "opening"
    SALES = "sales"
    PURCHASES = "purchases"
    BANK = "bank"
    CASH = "cash"
    GENERAL = "general"


class NumberedAccount(NamedTuple):
    """An account as a chart of accounts has it.

    Attributes:
        number: Its ``number:``, or the nearest above it; empty if there is none.
        name: The name of the account that states the number, without its root; its own
            if there is none.
        account: Its name in the ledger.
        grouping: Its ``grouping:``, or the nearest above it; empty if there is none.
    """

    number: str
    name: str
    account: str
    grouping: str = ""


class PartyOfLine(NamedTuple):
    """Whose debt a line is of.

    Attributes:
        id: Of the client or vendor; empty if nobody is named.
        name: Its registered name; its id if it has none.
        side: Owed to us, or by us.
    """

    id: str
    name: str
    side: Side


class Foreign(NamedTuple):
    """What a line posts in another currency than the books', debit positive."""

    amount: Decimal
    currency: str


class Match(NamedTuple):
    """What settles a debt in full, and the debt, have one code.

    Attributes:
        code: Letters: ``A`` to ``Z``, ``AA`` and on, by the first day of what it joins.
        day: The day on which it was settled.
    """

    code: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedLine:
    """A line of an entry.

    Attributes:
        account: What it posts to.
        amount: In the currency of the books, debit positive; never zero.
        party: Whose debt it is of; None where the account is no control account.
        foreign: What it posts in another currency; None if in the books' own.
        match: With what it is settled; None if it isn't.
        document: The number of the invoice, bill or credit; empty if it has none.
        document_day: The day of what is brought forward; None for the entry's own.
        due: When that falls due; None if no day is stated.
        tax: The tax code that it states; empty if none.
        text: What says what it is for, in a line.
    """

    account: NumberedAccount
    amount: Decimal
    party: PartyOfLine | None = None
    foreign: Foreign | None = None
    match: Match | None = None
    document: str = ""
    document_day: date | None = None
    due: date | None = None
    tax: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedEntry:
    """An entry, whose lines sum to zero.

    Attributes:
        number: Within its fiscal year, from 1; 0 for balances brought forward.
        day: Its day.
        kind: Its journal.
        reference: The number of its document, or its first link; empty if neither.
        text: Payee and narration.
        lines: Its lines, in ledger order.
        place: Where it stands; None for balances brought forward.
    """

    number: int
    day: date
    kind: EntryKind
    reference: str
    text: str
    lines: Sequence[BookedLine]
    place: Place | None


def in_coins(
    lines: Sequence[BookedLine],
    currency: str,
    *,
    rounding: NumberedAccount | None,
    is_fixed: Callable[[BookedLine], bool],
) -> tuple[Sequence[BookedLine], Decimal]:
    """Lines in the currency's coins, that sum to zero, and what that took.

    Each is rounded half up; what they then miss of zero goes to the account for
    rounding, or else to the largest line. Those of nothing are left out.

    Args:
        lines: Lines whose exact amounts sum to zero, or nearly.
        currency: Of the amounts.
        rounding: The account for rounding; None if there is none.
        is_fixed: Whether a line is of a debt or of money, which others count too: it
            takes what is missing only if all are.

    Returns:
        The lines, and what was added to them; mostly zero.
    """
    whole = [replace(line, amount=rounded(line.amount, currency)) for line in lines]
    missing = -sum((line.amount for line in whole), ZERO)
    if missing and rounding is not None:
        whole.append(BookedLine(account=rounding, amount=missing))
    elif missing:
        places = [place for place, line in enumerate(whole) if not is_fixed(line)]
        place = max(places or range(len(whole)), key=lambda p: abs(whole[p].amount))
        amount = whole[place].amount + missing
        whole[place] = replace(whole[place], amount=amount)
    return [line for line in whole if line.amount], missing


def match_code(place: int) -> str:
    """The code of a match, counted from 0.

    >>> match_code(0), match_code(25), match_code(26), match_code(27), match_code(702)
    ('A', 'Z', 'AA', 'AB', 'AAA')
    """
    code, left = "", place + 1
    while left:
        left, letter = divmod(left - 1, 26)
        code = chr(ord("A") + letter) + code
    return code

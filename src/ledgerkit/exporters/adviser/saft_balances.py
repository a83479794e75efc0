"""The balances in a SAF-T file: of accounts, and of parties on each account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.general_ledger.booked.entry import (
        BookedEntry,
        BookedLine,
        NumberedAccount,
        PartyOfLine,
    )

_ID_MAX = 70
_WORDS = 2


class SaftAccount(NamedTuple):
    """An account of the file.

    Attributes:
        id: Its number; its name in the ledger if it has none.
        name: What it is called.
        category: Of the income statement form, e.g. ``salgsinntekt``.
        code: In the category, e.g. ``3000``.
        opening: The balance before the period, debit positive.
        closing: The balance at its end.
    """

    id: str
    name: str
    category: str
    code: str
    opening: Decimal
    closing: Decimal


class PartyBalances(NamedTuple):
    """A client or vendor, with each of its accounts: id, opening, closing."""

    party: PartyOfLine
    accounts: Sequence[tuple[str, Decimal, Decimal]]


def account_id(account: NumberedAccount) -> str:
    """What a line names an account by.

    Raises:
        UsageError: If its name is too long for one, and it has no number.
    """
    id_ = account.number or account.account
    if len(id_) > _ID_MAX:
        raise UsageError(
            f"{account.account} has a name of more than {_ID_MAX} characters, which"
            ' SAF-T has no room for; write number: "1500" below its open directive'
        )
    return id_


def account_rows(
    opening: BookedEntry | None, entries: Sequence[BookedEntry]
) -> Sequence[SaftAccount]:
    """The accounts with a balance or an entry, by id; one id is one account.

    Raises:
        UsageError: If an account has no grouping.
    """
    known: dict[str, NumberedAccount] = {}
    sums: dict[str, list[Decimal]] = {}
    for line, is_opening in _lines(opening, entries):
        id_ = account_id(line.account)
        first = known.setdefault(id_, line.account)
        if first.grouping != line.account.grouping:
            raise UsageError(
                f"{first.account} and {line.account.account} have the number {id_} and"
                " different groupings; give both the same grouping:, or two numbers"
            )
        before_and_after = sums.setdefault(id_, [ZERO, ZERO])
        before_and_after[0] += line.amount if is_opening else ZERO
        before_and_after[1] += line.amount
    _check_groupings(known.values())
    rows = []
    for id_ in sorted(known):
        category, code = known[id_].grouping.split()
        name = known[id_].name
        rows.append(SaftAccount(id_, name, category, code, *sums[id_]))
    return rows


def _check_groupings(accounts: Iterable[NumberedAccount]) -> None:
    lacking = sorted(
        one.account for one in accounts if len(one.grouping.split()) != _WORDS
    )
    if lacking:
        others = len(lacking) - 1
        more = f", and below those of {others} more accounts" if others else ""
        raise UsageError(
            f"{lacking[0]} has no category and code, which SAF-T needs of each account;"
            f' write below its open directive grouping: "salgsinntekt 3000"{more}'
        )


def party_rows(
    opening: BookedEntry | None, entries: Sequence[BookedEntry]
) -> Sequence[PartyBalances]:
    """The clients and vendors with a balance or an entry, by id."""
    known: dict[tuple[str, str], PartyOfLine] = {}
    sums: dict[tuple[str, str], dict[str, list[Decimal]]] = {}
    for line, is_opening in _lines(opening, entries):
        if line.party is None or not line.party.id:
            continue
        key = line.party.id, line.party.side.value
        known[key] = line.party
        accounts = sums.setdefault(key, {})
        both = accounts.setdefault(account_id(line.account), [ZERO, ZERO])
        both[0] += line.amount if is_opening else ZERO
        both[1] += line.amount
    return [
        PartyBalances(
            known[key],
            [(id_, both[0], both[1]) for id_, both in sorted(sums[key].items())],
        )
        for key in sorted(known)
    ]


def _lines(
    opening: BookedEntry | None, entries: Sequence[BookedEntry]
) -> Iterator[tuple[BookedLine, bool]]:
    """Every line, and whether it is a balance brought forward."""
    for line in opening.lines if opening is not None else ():
        yield line, True
    for entry in entries:
        for line in entry.lines:
            yield line, False

"""Booked entries -> the lines of a DATEV batch, or why an account can't be in one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.errors import LedgerkitError, UsageError
from ledgerkit.exporters.adviser.datev import (
    NO_AUTOMATIC_TAX,
    DatevPosting,
    datev_reference,
)
from ledgerkit.general_ledger.booked.pairs import paired_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.general_ledger.booked.entry import BookedEntry, BookedLine
    from ledgerkit.general_ledger.booked.pairs import PostingPair

_SHORTEST, _LONGEST = 4, 8


class NumberRange(NamedTuple):
    """Numbers of accounts from one to another, both counted."""

    first: int
    last: int


def parse_range(text: str) -> NumberRange:
    """Read ``8400`` or ``8400-8499``.

    Raises:
        ValueError: If it is neither.
    """
    match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", text.strip())
    if match is None:
        raise ValueError(f'"{text}" is no account number; write 8400 or 8400-8499')
    first = int(match[1])
    last = int(match[2] or first)
    if last < first:
        raise ValueError(f'"{text}" ends before it begins; write {last}-{first}')
    return NumberRange(first, last)


def account_length(entries: Sequence[BookedEntry]) -> int:
    """How many digits the numbers of accounts have; personal ones have one more.

    Raises:
        UsageError: If an account has no number, or they differ in length.
    """
    of_length: dict[int, str] = {}
    personal: dict[int, str] = {}
    for entry in entries:
        for line in entry.lines:
            _check_number(line)
            lengths = of_length if line.party is None else personal
            lengths.setdefault(len(line.account.number), _named(line))
    if not of_length:
        # Debts between parties and nothing else, or no entry at all.
        shortest = min(personal, default=_SHORTEST)
        of_length = {shortest: personal.get(shortest, "")}
    length = min(of_length)
    others = {n: name for n, name in of_length.items() if n != length}
    others |= {n: name for n, name in personal.items() if n not in {length, length + 1}}
    if others:
        raise UsageError(
            f"numbers of accounts must be equally long in DATEV, and those of clients"
            f" and vendors one digit longer: {of_length[length]},"
            f" {', '.join(others[n] for n in sorted(others))}"
        )
    if not _SHORTEST <= length <= _LONGEST:
        raise UsageError(
            f"numbers of accounts have {_SHORTEST} to {_LONGEST} digits in DATEV:"
            f" {of_length[length]}"
        )
    return length


def _check_number(line: BookedLine) -> None:
    number = line.account.number
    if number.isascii() and number.isdecimal() and int(number):
        return
    wrong = f'has the number "{number}"' if number else "has no number"
    raise UsageError(
        f"{line.account.account} {wrong}, where DATEV needs digits; write below its"
        ' open directive for instance number: "1200"'
    )


def _named(line: BookedLine) -> str:
    return f"{line.account.account} has {line.account.number}"


def datev_postings(
    entries: Sequence[BookedEntry],
    *,
    automatic: Sequence[NumberRange],
    clearing: int | None,
) -> Sequence[DatevPosting]:
    """The lines of a batch, in the order of the entries.

    Args:
        entries: With numbers of accounts.
        automatic: Accounts that DATEV takes tax out of by itself: since our amounts
            are net, and tax has lines of its own, it is told not to.
        clearing: The number of an account through which goes what is debited and
            credited to one account; None if there is none.

    Raises:
        LedgerkitError: If it is needed, and there is none.
    """
    return [
        posting
        for entry in entries
        for pair in paired_lines(entry.lines)
        for posting in _of_pair(entry, pair, automatic, clearing)
    ]


def datev_notes(entries: Sequence[BookedEntry], length: int) -> Iterator[str]:
    """What the adviser must know of the lines, in sentences.

    Args:
        entries: What the lines are made of.
        length: The digits of a number that is no client's or vendor's.
    """
    written: dict[str, str] = {}
    told: set[str] = set()
    collective: set[str] = set()
    for entry in entries:
        for line in entry.lines:
            reference = line.document or entry.reference
            short = datev_reference(reference)
            other = written.setdefault(short, reference)
            if reference not in {other, *told}:
                told.add(reference)
                yield (
                    f'"{other}" and "{reference}" are both {short} in DATEV, which'
                    " takes them for one document"
                )
            if line.party is not None and len(line.account.number) == length:
                collective.add(_named(line))
    if collective:
        yield (
            f"{min(collective)}, with no accounts of clients and vendors below it;"
            " DATEV may not take entries on a collective account"
        )


def _of_pair(
    entry: BookedEntry,
    pair: PostingPair,
    automatic: Sequence[NumberRange],
    clearing: int | None,
) -> Iterator[DatevPosting]:
    debit, credit = _plain(pair.debit), _plain(pair.credit)
    if debit != credit:
        yield _posting(entry, pair, (debit, credit), automatic)
        return
    if clearing is None:
        raise LedgerkitError(
            f"{entry.place}: {pair.amount:f} is debited and credited to"
            f" {pair.debit.account.account}, which DATEV takes in no line; name an"
            " account for it to go through, e.g. --clearing-account 1590"
        )
    through = str(clearing)
    yield _posting(entry, pair, (debit, through), automatic)
    yield _posting(entry, pair, (through, credit), automatic)


def _posting(
    entry: BookedEntry,
    pair: PostingPair,
    numbers: tuple[str, str],
    automatic: Sequence[NumberRange],
) -> DatevPosting:
    debit, credit = numbers
    # The account that the entry is about first: a debtor, a creditor, a bank.
    leads_with_credit = _leads(pair.credit) > _leads(pair.debit)
    account, other = (credit, debit) if leads_with_credit else (debit, credit)
    is_automatic = any(
        one.first <= int(number) <= one.last for one in automatic for number in numbers
    )
    reference = pair.debit.document or pair.credit.document or entry.reference
    return DatevPosting(
        amount=pair.amount,
        is_debit=not leads_with_credit,
        account=account,
        other_account=other,
        day=entry.day,
        key=NO_AUTOMATIC_TAX if is_automatic else "",
        reference=datev_reference(reference),
        text=entry.text or pair.debit.text or pair.credit.text,
    )


def _leads(line: BookedLine) -> bool:
    return line.party is not None


def _plain(line: BookedLine) -> str:
    """A number without leading zeros."""
    return str(int(line.account.number))

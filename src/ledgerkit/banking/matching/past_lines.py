"""What the same counterparty's lines were booked to before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ledgerkit.banking.account_number import compact_number
from ledgerkit.banking.matching.books_side import KnownParty
from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.party_clues import PartyIndex
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.open_items.side import Side
from ledgerkit.parties.likeness import CUT, spelled
from ledgerkit.parties.party import normalised_name
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext, PastLine
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.statement import StatementLine

#: How many of the latest lines count: habits change.
_LATEST = 12
#: How sure an account is by how often it was booked, never anything else.
_ALWAYS_PERCENT = (0, 78, 88, 93, 94)
#: Where it was not always the same, and the text, then the amount decides.
_SAME_TEXT_LESS, _SAME_AMOUNT_LESS = 4, 10
#: A name that is like it, or has more to it.
_LIKE_LESS = 6
_NAME_MAX = 200
_NUMBERS = re.compile(r"[^\W\d_]*\d\w*")


class PastLines:
    """Past lines by account, name and text of who paid or was paid."""

    def __init__(self, known: MatchingContext) -> None:
        # What was owed is settled by documents, not by habit.
        owed = {d.account for d in known.documents} | {p.account for p in known.parties}
        self._by: dict[tuple[str, str, bool], list[PastLine]] = defaultdict(list)
        names: dict[str, str] = {}
        for past in known.history:
            if past.account in owed:
                continue
            for key in _keys(past.iban, past.name, past.text):
                self._by[(*key, past.amount > 0)].append(past)
            if past.name:
                names.setdefault(spelled(past.name[:_NAME_MAX]).core, past.name)
        self._names = PartyIndex(
            KnownParty(id=core, side=Side.PAYABLE, names=(name,))
            for core, name in sorted(names.items())
        )

    def candidates(self, clues: LineClues) -> Iterator[Candidate]:
        """What a line is if it is what it was before."""
        line = clues.line
        for kind, key, less in self._sought(line):
            past = self._by.get((kind, key, line.amount > 0), ())
            if not past:
                continue
            found = _account(past[-_LATEST:], clues)
            if found:
                account, percent, words = found
                yield Candidate(
                    kind=MatchKind.HISTORY,
                    percent=percent - less,
                    reason=_sentence(kind, past[-1], account, words),
                    parts=(ProposedPosting(account=account, amount=line.amount),),
                )
            return

    def _sought(self, line: StatementLine) -> Iterator[tuple[str, str, int]]:
        """By what a line is looked for, and how much less sure that is."""
        for kind, key in _keys(line.iban, line.name, line.text):
            yield kind, key, 0
        for clue in self._names.by_name(line.name):
            yield "name", clue.id, 0 if clue.strength >= CUT else _LIKE_LESS


def _keys(iban: str, name: str, text: str) -> Iterator[tuple[str, str]]:
    """By what a counterparty is known, the surest first."""
    if iban:
        yield "account", compact_number(iban)
    if name:
        yield "name", spelled(name[:_NAME_MAX]).core
    elif text:
        yield "text", _plain_text(text)


def _plain_text(text: str) -> str:
    """A text without its numbers and dates, which change each time."""
    return normalised_name(_NUMBERS.sub(" ", text[:200]))


def _account(past: Sequence[PastLine], clues: LineClues) -> tuple[str, int, str] | None:
    """The account, how sure, and in words how often; None if there is no habit."""
    accounts = Counter(p.account for p in past)
    if len(accounts) == 1:
        return past[-1].account, _percent(len(past)), _times(len(past))
    line = clues.line
    plain = _plain_text(line.text)
    by_text = [p for p in past if plain and _plain_text(p.text) == plain]
    by_amount = [p for p in past if p.amount == line.amount]
    for same, less, words in (
        (by_text, _SAME_TEXT_LESS, "with this text"),
        (by_amount, _SAME_AMOUNT_LESS, "with this amount"),
    ):
        if same and len({p.account for p in same}) == 1:
            percent = _percent(len(same)) - less
            return same[-1].account, percent, f"{_times(len(same))} {words}"
    return None


def _percent(times: int) -> int:
    return _ALWAYS_PERCENT[min(times, len(_ALWAYS_PERCENT) - 1)]


def _times(times: int) -> str:
    return "once" if times == 1 else f"the last {times} times"


def _sentence(kind: str, latest: PastLine, account: str, words: str) -> str:
    who = visible(latest.name or latest.text)[:60]
    by = {"account": f"the account of {who}", "name": who, "text": f"“{who}”"}[kind]
    return f"Before, {by} was booked to {account}, {words}, last on {latest.day}."

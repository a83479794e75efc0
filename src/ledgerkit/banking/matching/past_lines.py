"""Matches by history: the accounts a counterparty's earlier lines were booked to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.books_side import KnownParty
from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.party_clues import PartyIndex
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.banking.statement import compact_number
from ledgerkit.open_items.side import Side
from ledgerkit.parties.likeness import CUT, spelled
from ledgerkit.parties.party import normalised_name
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext, PastLine
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.statement import StatementLine

#: Only so many of the latest lines count: habits change.
_LATEST = 12
#: Confidence by how often an account was booked, if always the same.
_ALWAYS_PERCENT = (0, 78, 88, 93, 94)
#: Deductions if it was not always the same, and the text or the amount decides.
_SAME_TEXT_LESS, _SAME_AMOUNT_LESS = 4, 10
#: Deduction for a similar name, or one with more to it.
_LIKE_LESS = 6
_NAME_MAX = 200
_NUMBERS = re.compile(r"[^\W\d_]*\d\w*")


class PastLines:
    """Past lines by the counterparty's account, name and text."""

    def __init__(self, context: MatchingContext) -> None:
        # Receivables and payables are settled by documents, not by habit.
        owed = {d.account for d in context.documents} | {
            p.account for p in context.parties
        }
        self._by: dict[tuple[str, str, bool], list[PastLine]] = defaultdict(list)
        names: dict[str, str] = {}
        for line in context.history:
            if line.account in owed:
                continue
            for key in _keys(line.iban, line.name, line.text):
                self._by[(*key, line.amount > 0)].append(line)
            if line.name:
                names.setdefault(spelled(line.name[:_NAME_MAX]).core, line.name)
        self._names = PartyIndex(
            KnownParty(id=core, side=Side.PAYABLE, names=(name,))
            for core, name in sorted(names.items())
        )

    def candidates(self, clues: LineClues) -> Iterator[Candidate]:
        """The accounts that earlier lines were booked to."""
        line = clues.line
        for kind, key, deduction in self._sought(line):
            history = self._by.get((kind, key, line.amount > 0), ())
            if not history:
                continue
            habit = _account(history[-_LATEST:], clues)
            if habit:
                account, percent, words = habit
                yield Candidate(
                    kind=MatchKind.HISTORY,
                    percent=percent - deduction,
                    reason=_sentence(kind, history[-1], account, words),
                    parts=(ProposedPosting(account=account, amount=line.amount),),
                )
            return

    def _sought(self, line: StatementLine) -> Iterator[tuple[str, str, int]]:
        """The keys to look a line up by, and the deduction for each."""
        for kind, key in _keys(line.iban, line.name, line.text):
            yield kind, key, 0
        for clue in self._names.by_name(line.name):
            yield "name", clue.id, 0 if clue.strength >= CUT else _LIKE_LESS


def _keys(iban: str, name: str, text: str) -> Iterator[tuple[str, str]]:
    """The keys of a counterparty, the surest first."""
    if iban:
        yield "account", compact_number(iban)
    if name:
        yield "name", spelled(name[:_NAME_MAX]).core
    elif text:
        yield "text", _plain_text(text)


def _plain_text(text: str) -> str:
    """A text without numbers and dates, which change each time."""
    return normalised_name(_NUMBERS.sub(" ", text[:200]))


def _account(
    history: Sequence[PastLine], clues: LineClues
) -> tuple[str, int, str] | None:
    """The account, its confidence, and how often, in words; None without a habit."""
    accounts = Counter(p.account for p in history)
    if len(accounts) == 1:
        return history[-1].account, _percent(len(history)), _times(len(history))
    line = clues.line
    plain = _plain_text(line.text)
    by_text = [p for p in history if plain and _plain_text(p.text) == plain]
    by_amount = [p for p in history if p.amount == line.amount]
    for similar, deduction, words in (
        (by_text, _SAME_TEXT_LESS, "with this text"),
        (by_amount, _SAME_AMOUNT_LESS, "with this amount"),
    ):
        if similar and len({p.account for p in similar}) == 1:
            percent = _percent(len(similar)) - deduction
            return similar[-1].account, percent, f"{_times(len(similar))} {words}"
    return None


def _percent(times: int) -> int:
    return _ALWAYS_PERCENT[min(times, len(_ALWAYS_PERCENT) - 1)]


def _times(times: int) -> str:
    return "once" if times == 1 else f"the last {times} times"


def _sentence(kind: str, latest: PastLine, account: str, words: str) -> str:
    name = visible(latest.name or latest.text)[:60]
    by = {"account": f"the account of {name}", "name": name, "text": f"“{name}”"}[kind]
    return f"Before, {by} was booked to {account}, {words}, last on {latest.day}."

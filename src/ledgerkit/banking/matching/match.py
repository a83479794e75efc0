"""Matching of a bank's lines, all together, with a reason for each.

The steps, surest first; what one step uses is not available to the next:

1. movements already in the books, transfers between our accounts, documents
   named;
2. documents of the payer or payee with the amount, alone or together;
3. bank rules, earlier lines, payments on account; else nothing.

Each step decides all lines together: no document is settled twice, and no line takes
one for which another has better proof.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.booked import BookedMatching
from ledgerkit.banking.matching.choose import LineChoice, choose_together
from ledgerkit.banking.matching.confidence import FULL, SWAPPED_MOST, among_rivals
from ledgerkit.banking.matching.evidence import Fit, Named
from ledgerkit.banking.matching.line_clues import read_clues
from ledgerkit.banking.matching.on_account import OnAccount, transfer_candidates
from ledgerkit.banking.matching.one_document import DocumentMatching
from ledgerkit.banking.matching.open_documents import OpenDocuments
from ledgerkit.banking.matching.party_clues import PartyIndex
from ledgerkit.banking.matching.past_lines import PastLines
from ledgerkit.banking.matching.proposal import MatchKind, Proposal
from ledgerkit.banking.matching.rules import rule_candidates
from ledgerkit.banking.matching.several_documents import SeveralMatching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.matching.candidate import Candidate
    from ledgerkit.banking.matching.one_document import Pool
    from ledgerkit.banking.statement import StatementLine

#: Below this, a named document or a sum waits for the last step.
_NAMED_LEAST, _PARTY_LEAST = 70, 56
#: A document named with the right amount: no need to look further.
_NEEDS_NO_MORE = 98
#: A line's candidates that compete with other lines', and those shown.
_COMPETING_MAX, _SHOWN_MAX = 40, 3
#: Candidates within this of the chosen one are as good.
_AS_GOOD = 4
_ONE = Decimal(1)
_NO_RIVALS = frozenset(
    {MatchKind.TRANSFER, MatchKind.RULE, MatchKind.HISTORY, MatchKind.ON_ACCOUNT}
)
#: An overpayment or part payment that other documents explain to the cent.
_EXPLAINED_MOST = 60
#: The amount is more or less than what is open.
_NOT_WHOLE = frozenset({Fit.OVER, Fit.PART, Fit.FEE})
#: The highest age in days; and the base that ages are counted from.
_AGE_MAX, _AGES = 4_000, 730_000


def match_lines(
    lines: Sequence[StatementLine], context: MatchingContext
) -> Sequence[Proposal]:
    """Match the lines of one account; one proposal for each, in order.

    The order of the lines, documents, parties and movements given doesn't change any
    line's proposal; that of the rules and the history does.
    """
    return _Matching(lines, context).proposals()


class _Matching:
    def __init__(
        self, lines: Sequence[StatementLine], context: MatchingContext
    ) -> None:
        self._context = context
        self._parties = PartyIndex(context.parties)
        self._documents = OpenDocuments(context.documents)
        self._booked = BookedMatching(context)
        self._single = DocumentMatching(context, self._documents, self._parties)
        self._several = SeveralMatching(context, self._documents)
        self._past = PastLines(context)
        self._on_account = OnAccount(context, self._documents)
        self._order = sorted(range(len(lines)), key=lambda i: _content(lines[i]))
        self._clues = [read_clues(line, context, self._parties) for line in lines]
        self._left = {e.position: e.document.open for e in self._documents.entries}
        # Among the items used, movements have numbers below zero.
        self._free = dict.fromkeys(range(self._booked.count), _ONE)
        self._pools: dict[int, Pool] = {}
        self._taken_unnamed: dict[int, bool] = {}
        self._chosen: dict[int, Candidate] = {}
        self._seen: dict[int, list[Candidate]] = {}

    def proposals(self) -> Sequence[Proposal]:
        """Each line's proposal."""
        self._step(self._surest, _NAMED_LEAST)
        self._step(self._by_party, _PARTY_LEAST)
        self._step(self._last, 0)
        return [self._proposal(i) for i in range(len(self._clues))]

    def _pool(self, line: int) -> Pool:
        if line not in self._pools:
            self._pools[line] = self._single.pool(self._clues[line])
        return self._pools[line]

    def _surest(self, line: int) -> Iterator[Candidate]:
        clues = self._clues[line]
        yield from self._booked.candidates(clues, self._free)
        yield from transfer_candidates(clues, self._context)
        named = self._single.named_pool(clues)
        candidates = []
        if len(named.entries) == 1:
            candidates = list(self._single.candidates(clues, named, self._left))
        if not any(c.percent >= _NEEDS_NO_MORE for c in candidates if c.fit in FULL):
            pool = self._pool(line)
            # Documents not named are for the next step.
            candidates = list(
                self._single.candidates(clues, pool, self._left, least=Named.SLIP)
            )
            candidates = list(self._less_than_named(candidates, pool))
            yield from self._several.named(clues, pool, self._left)
        yield from (c for c in candidates if c.kind is MatchKind.REFERENCE)

    def _less_than_named(
        self, candidates: Iterable[Candidate], pool: Pool
    ) -> Iterator[Candidate]:
        """Lower what pays only one of several documents that the text names."""
        named = self._named(pool, Named.SHORT)
        surely = self._named(pool, Named.EXACT)
        for candidate in candidates:
            positions = [settled.entry.position for settled in candidate.settled]
            most = 100
            if candidate.fit in _NOT_WHOLE and _is_one_of(positions, named):
                most = _EXPLAINED_MOST
            elif _is_one_of(positions, surely):
                most = SWAPPED_MOST
            yield replace(candidate, percent=min(candidate.percent, most))

    def _named(self, pool: Pool, least: Named) -> Mapping[int, str]:
        """The numbers of the open documents that a text names, by position."""
        return {
            entry.position: entry.number
            for entry in pool.named(least)
            if self._left[entry.position]
        }

    def _by_party(self, line: int) -> Iterator[Candidate]:
        clues, pool = self._clues[line], self._pool(line)
        yield from self._booked.candidates(clues, self._free)
        single = self._single.candidates(clues, pool, self._left)
        yield from self._less_than_named(single, pool)
        yield from self._several.named(clues, pool, self._left)
        yield from self._several.of_party(clues, pool, self._left)

    def _last(self, line: int) -> Iterator[Candidate]:
        clues = self._clues[line]
        yield from self._by_party(line)
        yield from rule_candidates(clues, self._context)
        yield from self._past.candidates(clues)
        yield from self._on_account.candidates(clues, self._pool(line), self._left)

    def _step(
        self, candidates: Callable[[int], Iterator[Candidate]], least: int
    ) -> None:
        """Decide all lines that can be, and repeat for those left over.

        A line may have another candidate when its first choice is taken.
        """
        undecided = [i for i in self._order if i not in self._chosen]
        while undecided:
            by_line = [
                [c for c in _best(candidates(i)) if c.percent >= least]
                for i in undecided
            ]
            choices = [
                [self._choice(line, c) for c in options]
                for line, options in zip(undecided, by_line, strict=True)
            ]
            positions = choose_together(choices, self._available())
            for line, options, position in zip(
                undecided, by_line, positions, strict=True
            ):
                self._seen[line] = options
                if position is not None:
                    self._take(line, options[position])
            lost = [
                line
                for line, options, position in zip(
                    undecided, by_line, positions, strict=True
                )
                if options and position is None
            ]
            if len(lost) == sum(map(bool, by_line)):
                return
            undecided = lost

    def _choice(self, line: int, candidate: Candidate) -> LineChoice:
        uses = [(s.entry.position, abs(s.amount)) for s in candidate.settled]
        uses += [(-1 - position, _ONE) for position in candidate.clears]
        # A sure match and a poor one beat two middling ones. If equal, the earlier
        # line and the older document come first; squares match the ones in the order
        # of the others.
        age = max(-_AGE_MAX, min(_AGE_MAX, candidate.age))
        order = age - 2 * (self._clues[line].line.day.toordinal() - _AGES)
        if candidate.clears:
            order = age
        gain = candidate.percent**3 * 10**14 + (order + 10**6) * 10**8 - age * age
        return LineChoice(gain=gain, uses=tuple(uses))

    def _available(self) -> Mapping[int, Decimal]:
        free = {-1 - position: is_free for position, is_free in self._free.items()}
        return {**{p: abs(amount) for p, amount in self._left.items()}, **free}

    def _take(self, line: int, candidate: Candidate) -> None:
        self._chosen[line] = candidate
        for settled in candidate.settled:
            if candidate.kind is not MatchKind.REFERENCE:
                self._taken_unnamed[settled.entry.position] = True
            self._left[settled.entry.position] -= settled.amount
        for position in candidate.clears:
            self._free[position] = Decimal(0)

    def _proposal(self, line: int) -> Proposal:
        clues = self._clues[line]
        chosen = self._chosen.get(line)
        if chosen is None:
            return self._nothing(line)
        others = [
            c
            for c in self._seen[line]
            if c is not chosen and self._is_still_possible(c, chosen)
        ]
        rivals = sum(_is_rival(c, chosen) for c in others)
        percent = among_rivals(chosen.percent, rivals)
        if self._may_be_swapped(line, chosen):
            percent = min(percent, SWAPPED_MOST)
        return chosen.proposal(
            clues.line,
            percent,
            [c.proposal(clues.line, c.percent // 2) for c in others[:_SHOWN_MAX]],
        )

    def _may_be_swapped(self, line: int, chosen: Candidate) -> bool:
        """Whether another line's match would be as good for this one."""
        return any(
            _is_rival(candidate, chosen)
            and any(self._taken_unnamed.get(p) for p in candidate.what[0])
            for candidate in self._seen[line]
            if candidate is not chosen and candidate.what != chosen.what
        )

    def _nothing(self, line: int) -> Proposal:
        clues, pool = self._clues[line], self._pool(line)
        others = _best(self._single.by_amount_alone(clues, pool, self._left))
        reason = "Nothing that is known fits."
        if others:
            reason = "Only the amount fits what is open, which proves nothing."
        return Proposal(
            line=clues.line,
            kind=MatchKind.NOTHING,
            confidence=Decimal(0),
            reason=reason,
            others=[c.proposal(clues.line, c.percent) for c in others[:_SHOWN_MAX]],
        )

    def _is_still_possible(self, candidate: Candidate, chosen: Candidate) -> bool:
        """Whether it is still available, or would be without the chosen one."""
        back = {s.entry.position: s.amount for s in chosen.settled}
        return all(
            abs(self._left[s.entry.position] + back.get(s.entry.position, 0))
            >= abs(s.amount)
            for s in candidate.settled
        ) and all(self._free[p] or p in chosen.clears for p in candidate.clears)


def _is_one_of(positions: Sequence[int], numbers: Mapping[int, str]) -> bool:
    """Whether it settles one of several numbers: vendors may share one."""
    return len(set(numbers.values())) > 1 and any(p in numbers for p in positions)


def _best(candidates: Iterator[Candidate]) -> list[Candidate]:
    """The candidates, likeliest first; of those that use the same, only the best."""
    by_use: dict[object, Candidate] = {}
    ranked = sorted(
        _less_what_is_explained(list(candidates)),
        key=lambda c: (-c.percent, -c.age, c.what),
    )
    for candidate in ranked:
        key = (candidate.what, "" if candidate.settled else candidate.reason)
        by_use.setdefault(key, candidate)
    return list(by_use.values())[:_COMPETING_MAX]


def _less_what_is_explained(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Lower over- and part payments where several documents fit exactly."""
    exact = [
        {s.entry.position for s in c.settled}
        for c in candidates
        if c.kind is MatchKind.SEVERAL and c.fit not in {Fit.OVER, Fit.PART}
    ]
    for candidate in candidates:
        positions = {s.entry.position for s in candidate.settled}
        is_open = candidate.fit in _NOT_WHOLE
        if is_open and any(positions < others for others in exact):
            percent = min(candidate.percent, _EXPLAINED_MOST)
            yield replace(candidate, percent=percent)
        else:
            yield candidate


def _is_rival(candidate: Candidate, chosen: Candidate) -> bool:
    # Between rules, the order of the rules decides; between other kinds, the order
    # in which they are tried.
    if candidate.kind in _NO_RIVALS:
        return False
    return candidate.percent >= chosen.percent - _AS_GOOD


def _content(line: StatementLine) -> tuple[object, ...]:
    return (
        line.day,
        line.amount,
        line.currency,
        line.name,
        line.iban,
        line.text,
        line.reference,
        line.creditor_reference,
        line.end_to_end,
        line.kind,
        line.place,
    )

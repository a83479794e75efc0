"""Matches with several open documents that a line pays together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.confidence import UNSHOWN_FEE_MOST
from ledgerkit.banking.matching.evidence import Fit, Named, PartyEvidence
from ledgerkit.banking.matching.line_clues import may_be_charged
from ledgerkit.banking.matching.one_document import (
    Pool,
    is_fee,
    is_too_early,
    is_usual_fee,
    with_discount,
)
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.banking.matching.settlement import (
    Settled,
    difference_account,
    settlement_parts,
)
from ledgerkit.banking.matching.subset_sums import (
    AMOUNTS_MAX,
    subsets_with_sum,
)
from ledgerkit.banking.matching.wording import for_several
from ledgerkit.money import ZERO
from ledgerkit.parties.likeness import CUT
from ledgerkit.text.numbers import decimals_of
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.matching.open_documents import OpenDocuments, OpenEntry
    from ledgerkit.banking.matching.party_clues import PartyClue

#: The most documents of one party to sum; a party with more pays by number.
_SUMMED_MAX, _SUBSETS_MAX = 120, 6
#: If more sets of documents than this fill a remainder, they do so by chance.
_FILLS_MAX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Documents whose sum fits; the percentage is that without rivals."""

    settled: Sequence[Settled]
    fit: Fit
    percent: int
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """The amounts to sum, in one currency, and the target."""

    clues: LineClues
    left: Mapping[int, Decimal]
    currency: str
    total: Decimal
    fit: Fit

    def value(self, entry: OpenEntry, *, early: bool) -> Decimal:
        """The open amount of a document, less its discount if `early`."""
        open_ = self.left[entry.position]
        offer = with_discount(self.clues.line, entry.document, open_) if early else None
        return offer[0] if offer else open_

    def of(self, entries: Sequence[OpenEntry], *, early: bool = False) -> Decimal:
        """The sum of some documents."""
        return sum((self.value(e, early=early) for e in entries), ZERO)

    def settled(self, entries: Sequence[OpenEntry]) -> Sequence[Settled]:
        """Settle the documents in full."""
        return [Settled(entry=e, amount=self.left[e.position]) for e in entries]


class SeveralMatching:
    """Finds documents that a line pays together, given some proof."""

    def __init__(self, context: MatchingContext, documents: OpenDocuments) -> None:
        self._context = context
        self._documents = documents
        self._countries = {p.id: p.country for p in context.parties if p.country}

    def named(
        self, clues: LineClues, pool: Pool, open_: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """Documents named in the text, and others of the party to complete the sum."""
        for sum_ in self._sums(clues, open_):
            for least in (Named.SHORT, Named.SLIP, Named.TAIL):
                entries = [e for e in pool.named(least) if self._may_count(e, sum_)]
                matches = self._of_some_named(sum_, entries, least, pool)
                if matches:
                    yield from self._candidates(
                        matches, clues, self._words(clues, least)
                    )
                    break

    def _of_some_named(
        self, sum_: _Sum, entries: Sequence[OpenEntry], least: Named, pool: Pool
    ) -> Sequence[_Found]:
        """All documents named or, if vendors share a number, only the payee's."""
        proved = [
            e for e in entries if pool.proofs[e.position].party > PartyEvidence.NONE
        ]
        fewest = 1 if least is Named.SHORT else 2
        sets = [entries] if len(proved) in {0, len(entries)} else [entries, proved]
        for subset in sets:
            if len(subset) >= fewest:
                matches = list(self._sum_of_named(sum_, subset, least, pool))
                is_last = subset is sets[-1]
                if matches and (is_last or matches[0].fit not in {Fit.PART, Fit.OVER}):
                    return matches
        return []

    def of_party(
        self, clues: LineClues, pool: Pool, open_: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """Documents of the payer or payee, by their sum alone."""
        if pool.named(Named.SLIP):
            return
        for sum_ in self._sums(clues, open_):
            for clue in clues.parties[:3]:
                entries = [
                    e
                    for e in self._documents.of_party(clue.id)[: 2 * _SUMMED_MAX]
                    if self._may_count(e, sum_) and not is_too_early(e, clues)
                ][:_SUMMED_MAX]
                if len(entries) > 1:
                    matches = self._sum_of_party(sum_, entries, clue, pool)
                    yield from self._candidates(matches, clues, [_pays(clue)])

    def _sums(self, clues: LineClues, open_: Mapping[int, Decimal]) -> Iterator[_Sum]:
        for currency, total in clues.measures:
            fit = Fit.EXACT if currency == clues.line.currency else Fit.EXCHANGED
            yield _Sum(clues=clues, left=open_, currency=currency, total=total, fit=fit)

    @staticmethod
    def _may_count(entry: OpenEntry, sum_: _Sum) -> bool:
        return entry.document.currency == sum_.currency and bool(
            sum_.left[entry.position]
        )

    def _sum_of_named(
        self, sum_: _Sum, entries: Sequence[OpenEntry], least: Named, pool: Pool
    ) -> Iterator[_Found]:
        percent = 98 if least is Named.SHORT else 96
        proofs = {pool.proofs[e.position].party for e in entries}
        if PartyEvidence.OTHER in proofs:
            percent -= 6
        is_whole = False
        if len(entries) > 1:
            fit = self._fit(sum_, entries)
            if fit is not None:
                sure = self._sure(fit, sum_, entries, percent)
                yield _Found(settled=sum_.settled(entries), fit=fit, percent=sure)
                is_whole = sure > UNSHOWN_FEE_MOST
                if fit is not Fit.FEE:
                    return
            subsets = self._some_of(sum_, entries)
            if len(subsets) == 1:
                yield _Found(
                    settled=sum_.settled(subsets[0]), fit=sum_.fit, percent=percent - 6
                )
                return
        if least is not Named.SHORT:
            return
        yield from self._filled(sum_, entries, percent)
        if len(entries) > 1 and not is_whole:
            yield from self._part_or_over(sum_, entries, percent)

    def _sure(
        self, fit: Fit, sum_: _Sum, entries: Sequence[OpenEntry], percent: int
    ) -> int:
        """The confidence that named documents are paid with this fit."""
        if fit is not Fit.FEE:
            return percent if fit in {Fit.EXACT, Fit.EXCHANGED} else percent - 2
        country = self._countries.get(entries[0].document.party, "")
        if not may_be_charged(sum_.clues.line, self._context, country):
            return UNSHOWN_FEE_MOST
        fee = sum_.of(entries) - sum_.total
        return percent - (2 if is_usual_fee(fee, sum_.currency) else 14)

    def _some_of(
        self, sum_: _Sum, entries: Sequence[OpenEntry]
    ) -> Sequence[Sequence[OpenEntry]]:
        """Subsets of the named whose sum fits: a text may name documents long paid."""
        if not 2 < len(entries) <= AMOUNTS_MAX:
            return []
        return self._subsets(sum_, entries, sum_.total, early=False)

    def _filled(
        self, sum_: _Sum, named: Sequence[OpenEntry], percent: int
    ) -> Iterator[_Found]:
        """The named documents, and others of the party for the remainder."""
        parties = {e.document.party for e in named}
        remainder = sum_.total - sum_.of(named)
        if len(parties) != 1 or not remainder:
            return
        others = [
            e
            for e in self._documents.of_party(parties.pop())[: 2 * _SUMMED_MAX]
            if e not in named
            and self._may_count(e, sum_)
            and not is_too_early(e, sum_.clues)
        ][:_SUMMED_MAX]
        single = [[e] for e in others if sum_.left[e.position] == remainder]
        fills = single or self._subsets(sum_, others, remainder, early=False)
        if len(fills) > _FILLS_MAX and not single:
            return
        for entries in fills[:_SUBSETS_MAX]:
            yield _Found(
                settled=sum_.settled([*named, *entries]),
                fit=sum_.fit,
                percent=percent - (5 if single else 8),
                how="with what else was open",
            )

    def _part_or_over(
        self, sum_: _Sum, entries: Sequence[OpenEntry], percent: int
    ) -> Iterator[_Found]:
        """A part payment settles the oldest first; an overpayment stays on account."""
        total, open_ = sum_.total, sum_.of(entries)
        signs = {sum_.left[e.position] > 0 for e in entries}
        if signs != {total > 0} or sum_.fit is not Fit.EXACT:
            return
        if abs(total) > abs(open_):
            yield _Found(
                settled=sum_.settled(entries), fit=Fit.OVER, percent=percent - 4
            )
            return
        settled, remaining = [], total
        for entry in entries:
            amount = min(sum_.left[entry.position], remaining, key=abs)
            if amount:
                settled.append(Settled(entry=entry, amount=amount))
                remaining -= amount
        yield _Found(
            settled=settled,
            fit=Fit.PART,
            percent=percent - 22,
            how="the oldest due first",
        )

    def _fit(self, sum_: _Sum, entries: Sequence[OpenEntry]) -> Fit | None:
        """How the sum of documents fits the amount paid; None if it doesn't."""
        open_, early = sum_.of(entries), sum_.of(entries, early=True)
        if open_ == sum_.total:
            return sum_.fit
        side, special = entries[0].document.side, self._context.special
        tolerance = self._context.rounding_tolerance
        if early != open_ and abs(early - sum_.total) <= tolerance:
            fits = [
                offer[1]
                for e in entries
                if (
                    offer := with_discount(
                        sum_.clues.line, e.document, sum_.left[e.position]
                    )
                )
            ]
            fit = Fit.LATE_DISCOUNT if Fit.LATE_DISCOUNT in fits else Fit.DISCOUNT
        elif abs(open_ - sum_.total) <= tolerance:
            fit = Fit.ROUNDED
        elif is_fee(open_ - sum_.total, open_, sum_.currency):
            fit = Fit.FEE
        else:
            return None
        return fit if difference_account(fit, side, special) else None

    def _sum_of_party(
        self, sum_: _Sum, entries: Sequence[OpenEntry], clue: PartyClue, pool: Pool
    ) -> Sequence[_Found]:
        """The oldest, a run of them, or all with credits; else any that add up."""
        lower = 0 if clue.strength >= CUT else 6
        if any(pool.proofs[e.position].contrary for e in entries):
            lower = 40
        alike = [e for e in entries if (sum_.left[e.position] > 0) == (sum_.total > 0)]
        for early in (False, True):
            fit = Fit.DISCOUNT if early else sum_.fit
            if early and sum_.of(alike, early=True) == sum_.of(alike):
                continue
            if early and not difference_account(
                fit, entries[0].document.side, self._context.special
            ):
                continue
            runs = list(_runs(sum_, alike, early=early))
            if (
                len(entries) > len(alike)
                and sum_.of(entries, early=early) == sum_.total
            ):
                runs.insert(0, (entries, 96, "all that is open, credits included"))
            matches = [
                _Found(settled=sum_.settled(run), fit=fit, percent=p - lower, how=words)
                for run, p, words in runs
            ]
            matches = matches or self._any_that_sum(sum_, entries, lower, early=early)
            if matches:
                return matches[:_SUBSETS_MAX]
        return []

    def _any_that_sum(
        self, sum_: _Sum, entries: Sequence[OpenEntry], lower: int, *, early: bool
    ) -> list[_Found]:
        most = 2 * abs(sum_.total)
        usable = [e for e in entries if abs(sum_.left[e.position]) <= most]
        subsets = self._subsets(sum_, usable, sum_.total, early=early)
        return [
            _Found(
                settled=sum_.settled(subset),
                fit=Fit.DISCOUNT if early else sum_.fit,
                percent=(93 if len(subset) == 2 else 92) - lower,
            )
            for subset in subsets
        ]

    @staticmethod
    def _subsets(
        sum_: _Sum, entries: Sequence[OpenEntry], total: Decimal, *, early: bool
    ) -> Sequence[Sequence[OpenEntry]]:
        signs = {sum_.left[e.position] > 0 for e in entries}
        if len(signs) == 1:
            # Without credits, no larger amount can be among them.
            entries = [
                e
                for e in entries
                if abs(sum_.left[e.position]) <= abs(total) and (total > 0) in signs
            ]
        entries = entries[:AMOUNTS_MAX]
        if len(entries) < 2:
            return []
        values = [sum_.value(e, early=early) for e in entries]
        scale = max(decimals_of(number) for number in [*values, total])
        integers = [int(value.scaleb(scale)) for value in values]
        subsets = subsets_with_sum(integers, int(total.scaleb(scale)), most=50)
        # Documents of equal amounts are interchangeable: the oldest stand for them.
        oldest: dict[tuple[int, ...], Sequence[OpenEntry]] = {}
        for positions in subsets:
            key = tuple(sorted(integers[p] for p in positions))
            oldest.setdefault(key, [entries[p] for p in positions])
        return list(oldest.values())[:_SUBSETS_MAX]

    def _candidates(
        self, matches: Sequence[_Found], clues: LineClues, words: Sequence[str]
    ) -> Iterator[Candidate]:
        for match in matches:
            entries = [s.entry for s in match.settled]
            oldest = min(e.document.due for e in entries)
            yield Candidate(
                kind=MatchKind.SEVERAL,
                percent=match.percent,
                reason=for_several(entries, words, match.fit, match.how),
                parts=settlement_parts(
                    clues.line, match.settled, match.fit, self._context
                ),
                settled=tuple(match.settled),
                age=(clues.line.day - oldest).days,
                fit=match.fit,
            )

    @staticmethod
    def _words(clues: LineClues, least: Named) -> Sequence[str]:
        in_full = least is Named.SHORT
        clause = "the text names them" if in_full else "the text has their digits"
        if clues.parties:
            return [f"{visible(clues.parties[0].name)} paid several documents", clause]
        return [clause]


def _pays(clue: PartyClue) -> str:
    return f"{visible(clue.name)} paid several documents"


def _runs(
    sum_: _Sum, entries: Sequence[OpenEntry], *, early: bool
) -> Iterator[tuple[Sequence[OpenEntry], int, str]]:
    """Runs by due date that sum to the total; those starting with the oldest first."""
    first_with: dict[Decimal, list[int]] = {ZERO: [0]}
    running, spans = ZERO, []
    for end, entry in enumerate(entries, 1):
        running += sum_.value(entry, early=early)
        starts = first_with.get(running - sum_.total, ())
        spans += [(start, end) for start in starts if end - start > 1]
        first_with.setdefault(running, []).append(end)
    for start, end in sorted(spans):
        run = entries[start:end]
        if len(run) == len(entries):
            yield run, 97, "all that is open"
        elif start == 0:
            yield run, 96, "the oldest that are open"
        else:
            yield run, 93, "due one after the other"

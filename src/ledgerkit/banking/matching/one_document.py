"""How a line's amount fits one open document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.confidence import one_document, only_open_document
from ledgerkit.banking.matching.evidence import (
    Fit,
    Named,
    PartyEvidence,
    Proof,
    party_proof,
)
from ledgerkit.banking.matching.proposal import MatchKind
from ledgerkit.banking.matching.settlement import (
    Settled,
    amount_paid,
    difference_account,
    settlement_parts,
)
from ledgerkit.banking.matching.wording import for_one
from ledgerkit.money import ZERO, quantum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.banking.matching.books_side import MatchingContext, OpenDocument
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.matching.open_documents import OpenDocuments, OpenEntry
    from ledgerkit.banking.matching.party_clues import PartyIndex
    from ledgerkit.banking.statement import StatementLine


#: Days on which a discount may still arrive: what was sent in time takes its days.
GRACE_DAYS = 7


#: In the smallest unit of the currency, what banks keep of one payment; and of what
#: is paid, the share that they keep at most.
FEE_MOST = 5_000


_FEE_SHARE = Decimal("0.06")


#: How far a rate moves between a document and its payment.
_RATE_MOVES = Decimal("0.06")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFit:
    """One way in which a line fits a document.

    Attributes:
        fit: The way.
        settles: What it settles, in the document's currency.
    """

    fit: Fit
    settles: Decimal


def amount_fits(
    line: StatementLine, document: OpenDocument, left: Decimal, known: MatchingContext
) -> Iterator[AmountFit]:
    """The ways in which a line fits what is left of a document, the likeliest first.

    Nothing where the line goes the other way.
    """
    total = amount_paid(line, known.special)
    if not left or (left > 0) != (total > 0):
        return
    if document.currency == line.currency:
        yield from _same_currency(line, document, left, known)
    elif line.original_currency == document.currency and line.original_amount:
        yield from _ordered(line, left)
    elif document.booked_rate and known.special.exchange_gain:
        expected = left * document.booked_rate
        if abs(total - expected) <= abs(expected) * _RATE_MOVES:
            yield AmountFit(fit=Fit.EXCHANGED_ABOUT, settles=left)


def with_discount(
    line: StatementLine, document: OpenDocument, left: Decimal
) -> tuple[Decimal, Fit] | None:
    """What is due with the discount, and whether it is in time; None without one.

    A document that was paid in part has no discount left to be taken from all of it.
    """
    if not document.discount or not document.discount_until or left != document.open:
        return None
    paid_on = min(line.day, line.value_day or line.day)
    if paid_on <= document.discount_until:
        return left - document.discount, Fit.DISCOUNT
    if paid_on <= document.discount_until + timedelta(days=GRACE_DAYS):
        return left - document.discount, Fit.LATE_DISCOUNT
    return None


def is_fee(kept: Decimal, open_: Decimal, currency: str) -> bool:
    """Whether a difference is what banks keep of a payment."""
    most = min(FEE_MOST * quantum(currency), max(abs(open_) * _FEE_SHARE, ZERO))
    return ZERO < kept <= most


def is_usual_fee(kept: Decimal, currency: str) -> bool:
    """Whether an amount is round as fees are."""
    return kept % (5 * quantum(currency)) == 0


def _same_currency(
    line: StatementLine, document: OpenDocument, left: Decimal, known: MatchingContext
) -> Iterator[AmountFit]:
    total = amount_paid(line, known.special)
    if total == left:
        yield AmountFit(fit=Fit.EXACT, settles=left)
        return
    due, discount = with_discount(line, document, left) or (ZERO, Fit.EXACT)

    def can(fit: Fit) -> bool:
        return bool(difference_account(fit, document.side, known.special))

    # A cent of a discount is rounded one way or the other.
    if due and can(discount) and abs(total - due) <= known.rounding_tolerance:
        yield AmountFit(fit=discount, settles=left)
    elif abs(total - left) <= known.rounding_tolerance and can(Fit.ROUNDED):
        yield AmountFit(fit=Fit.ROUNDED, settles=left)
    elif is_fee(left - total, left, document.currency) and can(Fit.FEE):
        # Of money in, a bank kept some; of money out, ours took more than was owed.
        yield AmountFit(fit=Fit.FEE, settles=left)
    if abs(total) < abs(left):
        yield AmountFit(fit=Fit.PART, settles=total)
    else:
        yield AmountFit(fit=Fit.OVER, settles=left)


def _ordered(line: StatementLine, left: Decimal) -> Iterator[AmountFit]:
    """What was ordered in the document's own currency."""
    ordered = line.original_amount
    assert ordered is not None
    if (ordered > 0) != (left > 0):
        return
    if ordered == left:
        yield AmountFit(fit=Fit.EXCHANGED, settles=left)
    elif abs(ordered) < abs(left):
        yield AmountFit(fit=Fit.PART, settles=ordered)


#: Days that a payment may come before its document's date, unless it is named.
EARLY_DAYS = 5


#: Documents of one party that are looked at one by one.
_OF_PARTY_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A line's documents that anything speaks for.

    Attributes:
        proofs: What speaks for each, by its position.
        entries: The documents, oldest due first.
        somehow_named: Those of them that the text names, however unsurely.
    """

    proofs: Mapping[int, Proof]
    entries: Sequence[OpenEntry]
    somehow_named: Sequence[OpenEntry]

    def named(self, least: Named) -> Sequence[OpenEntry]:
        """Those that the text names at least so surely; `least` is above not at all."""
        return [e for e in self.somehow_named if self.proofs[e.position].named >= least]


class DocumentMatching:
    """Finds what single document a line pays."""

    def __init__(
        self, known: MatchingContext, documents: OpenDocuments, parties: PartyIndex
    ) -> None:
        self._known = known
        self._documents = documents
        self._parties = parties
        self._by_party: dict[str, Mapping[int, OpenEntry]] = {}

    def named_pool(self, clues: LineClues) -> Pool:
        """What the text names by its whole number."""
        return self._pool(clues, self._documents.surely_named(clues.numbers))

    def pool(self, clues: LineClues) -> Pool:
        """What anything speaks for: a number, the party, the amount."""
        found = {e.position: e for e in self._documents.surely_named(clues.numbers)}
        for clue in clues.parties:
            found.update(self._of_party(clue.id))
        for currency, amount in clues.measures:
            of_amount = self._documents.of_amount(currency, amount)
            found.update({e.position: e for e in of_amount})
        return self._pool(clues, [found[position] for position in sorted(found)])

    def _of_party(self, party: str) -> Mapping[int, OpenEntry]:
        """The oldest due that is open with a party, by position."""
        if party not in self._by_party:
            entries = self._documents.of_party(party)[:_OF_PARTY_MAX]
            self._by_party[party] = {e.position: e for e in entries}
        return self._by_party[party]

    def _pool(self, clues: LineClues, entries: Sequence[OpenEntry]) -> Pool:
        proofs: dict[int, Proof] = {}
        # Of a party's documents most have the same: nothing but whose they are.
        same: dict[tuple[Named, str, str], Proof] = {}
        for entry in entries:
            named = entry.named(clues.numbers)
            contrary = ""
            if named < Named.SLIP and entry.shape:
                contrary = clues.numbers.shapes.get(entry.shape, "")
            key = (named, entry.document.party, contrary)
            if key not in same:
                party = party_proof(entry.document.party, clues.parties)
                same[key] = Proof(named=named, party=party, contrary=contrary)
            proofs[entry.position] = same[key]
        return Pool(
            proofs=proofs,
            entries=entries,
            somehow_named=[e for e in entries if proofs[e.position].named],
        )

    def candidates(
        self,
        clues: LineClues,
        pool: Pool,
        left: Mapping[int, Decimal],
        *,
        least: Named = Named.NOT,
    ) -> Iterator[Candidate]:
        """The ways in which the line pays one document.

        Args:
            clues: The line.
            pool: Its documents.
            left: What is left of each, by its position.
            least: Only documents that are named at least so surely.
        """
        if least and not pool.named(least):
            return
        last_day = clues.line.day + timedelta(days=EARLY_DAYS)
        payable = [
            e
            for e in pool.entries
            if left[e.position]
            and (e.issued <= last_day or pool.proofs[e.position].named >= Named.SHORT)
        ]
        open_with = Counter(e.document.party for e in payable)
        settled = {
            e.document.party for e in pool.named(Named.READ) if not left[e.position]
        }
        far_off = self._far_off(clues)
        for entry in payable:
            proof, party = pool.proofs[entry.position], entry.document.party
            if proof.named < least:
                continue
            is_only = open_with[party] == 1
            if not (is_only or proof.named) and far_off(entry, left[entry.position]):
                continue
            if party in settled and proof.named < Named.SLIP:
                proof = replace(proof, contrary=proof.contrary or "what is settled")
            for fit, percent in self._fits(entry, proof, clues, left):
                sure = percent
                if not sure and fit.fit is Fit.PART and is_only and not proof.contrary:
                    sure = only_open_document(proof.party)
                if sure:
                    yield self._candidate(clues, entry, proof, fit, sure)

    def _far_off(self, clues: LineClues) -> Callable[[OpenEntry, Decimal], bool]:
        """Whether nothing can come of a document; of most that a party has open."""
        paid, currency = clues.paid, clues.line.currency
        most = max(FEE_MOST * quantum(currency), self._known.rounding_tolerance)

        def is_far_off(entry: OpenEntry, open_: Decimal) -> bool:
            document = entry.document
            if document.currency != currency or abs(open_ - paid) <= most:
                return False
            return not document.discount

        return is_far_off

    def _fits(
        self,
        entry: OpenEntry,
        proof: Proof,
        clues: LineClues,
        left: Mapping[int, Decimal],
    ) -> Iterator[tuple[AmountFit, int]]:
        document, open_ = entry.document, left[entry.position]
        for fit in amount_fits(clues.line, document, open_, self._known):
            kept = abs(open_ - clues.paid)
            is_usual = is_usual_fee(kept, document.currency)
            yield fit, one_document(proof, fit.fit, is_usual=is_usual)

    def by_amount_alone(
        self, clues: LineClues, pool: Pool, left: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """What has the amount and nothing else: to be shown, never to be proposed."""
        for entry in pool.entries:
            proof = pool.proofs[entry.position]
            if proof.party > PartyEvidence.NONE or proof.named > Named.TAIL:
                continue
            document, open_ = entry.document, left[entry.position]
            for fit in amount_fits(clues.line, document, open_, self._known):
                if fit.fit in {Fit.EXACT, Fit.EXCHANGED}:
                    yield self._candidate(clues, entry, proof, fit, 20)

    def _candidate(
        self,
        clues: LineClues,
        entry: OpenEntry,
        proof: Proof,
        fit: AmountFit,
        percent: int,
    ) -> Candidate:
        settled = Settled(entry=entry, amount=fit.settles)
        is_named = proof.named >= Named.SLIP
        return Candidate(
            kind=MatchKind.REFERENCE if is_named else MatchKind.PARTY,
            percent=percent,
            reason=for_one(
                entry, proof, fit.fit, self._parties.name(entry.document.party)
            ),
            parts=settlement_parts(clues.line, [settled], fit.fit, self._known),
            settled=(settled,),
            age=(clues.line.day - entry.document.due).days,
            fit=fit.fit,
        )


def is_too_early(entry: OpenEntry, clues: LineClues) -> bool:
    """Whether a line came before a document could be paid."""
    return entry.issued > clues.line.day + timedelta(days=EARLY_DAYS)

"""Which open document a line pays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.banking.amount_fits import FEE_MOST, amount_fits, is_usual_fee
from ledgerkit.banking.candidate import Candidate
from ledgerkit.banking.confidence import one_document, only_open_document
from ledgerkit.banking.evidence import Fit, Named, PartyProof, Proof, party_proof
from ledgerkit.banking.proposal import MatchKind
from ledgerkit.banking.reasons import for_one
from ledgerkit.banking.settlement import Settled, settlement_parts
from ledgerkit.money import quantum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.banking.amount_fits import AmountFit
    from ledgerkit.banking.known_books import KnownBooks
    from ledgerkit.banking.line_clues import LineClues
    from ledgerkit.banking.open_documents import OpenDocuments, OpenEntry
    from ledgerkit.banking.party_clues import PartyIndex

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
    """

    proofs: Mapping[int, Proof]
    entries: Sequence[OpenEntry]

    def named(self, least: Named) -> Sequence[OpenEntry]:
        """Those that the text names at least so surely."""
        return [e for e in self.entries if self.proofs[e.position].named >= least]


class DocumentMatching:
    """Finds what single document a line pays."""

    def __init__(
        self, known: KnownBooks, documents: OpenDocuments, parties: PartyIndex
    ) -> None:
        self._known = known
        self._documents = documents
        self._parties = parties

    def named_pool(self, clues: LineClues) -> Pool:
        """What the text names by its whole number."""
        return self._pool(clues, self._documents.surely_named(clues.numbers))

    def pool(self, clues: LineClues) -> Pool:
        """What anything speaks for: a number, the party, the amount."""
        found = {e.position: e for e in self._documents.surely_named(clues.numbers)}
        for clue in clues.parties:
            of_party = self._documents.of_party(clue.id)[:_OF_PARTY_MAX]
            found.update({e.position: e for e in of_party})
        for currency, amount in clues.measures:
            of_amount = self._documents.of_amount(currency, amount)
            found.update({e.position: e for e in of_amount})
        return self._pool(clues, [found[position] for position in sorted(found)])

    def _pool(self, clues: LineClues, entries: Sequence[OpenEntry]) -> Pool:
        return Pool(
            proofs={e.position: self._proof(e, clues) for e in entries}, entries=entries
        )

    def candidates(
        self, clues: LineClues, pool: Pool, left: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """The ways in which the line pays one document."""
        last_day = clues.line.day + timedelta(days=EARLY_DAYS)
        payable = [
            e
            for e in pool.entries
            if left[e.position]
            and (
                e.document.issued <= last_day
                or pool.proofs[e.position].named >= Named.SHORT
            )
        ]
        open_with = Counter(e.document.party for e in payable)
        settled = {
            e.document.party for e in pool.named(Named.READ) if not left[e.position]
        }
        for entry in payable:
            proof, party = pool.proofs[entry.position], entry.document.party
            is_only = open_with[party] == 1
            if not is_only and self._is_far_off(entry, proof, clues, left):
                continue
            if party in settled and proof.named < Named.SLIP:
                proof = replace(proof, contrary=proof.contrary or "what is settled")
            for fit, percent in self._fits(entry, proof, clues, left):
                sure = percent
                if not sure and fit.fit is Fit.PART and is_only and not proof.contrary:
                    sure = only_open_document(proof.party)
                if sure:
                    yield self._candidate(clues, entry, proof, fit, sure)

    def _is_far_off(
        self,
        entry: OpenEntry,
        proof: Proof,
        clues: LineClues,
        left: Mapping[int, Decimal],
    ) -> bool:
        """Whether nothing can come of it; most of what a party has open."""
        document = entry.document
        if proof.named or document.discount or document.currency != clues.line.currency:
            return False
        most = max(
            FEE_MOST * quantum(document.currency), self._known.rounding_tolerance
        )
        return abs(left[entry.position] - clues.paid) > most

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
            if proof.party > PartyProof.NONE or proof.named > Named.TAIL:
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

    def _proof(self, entry: OpenEntry, clues: LineClues) -> Proof:
        named = entry.named(clues.numbers)
        contrary = ""
        if named < Named.SLIP and entry.shape:
            contrary = clues.numbers.shapes.get(entry.shape, "")
        party = party_proof(entry.document.party, clues.parties)
        return Proof(named=named, party=party, contrary=contrary)


def is_too_early(entry: OpenEntry, clues: LineClues) -> bool:
    """Whether a line came before a document could be paid."""
    return entry.document.issued > clues.line.day + timedelta(days=EARLY_DAYS)

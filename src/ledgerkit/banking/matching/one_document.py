"""Matches with one open document, and how the amount fits."""

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
from ledgerkit.banking.matching.line_clues import may_be_charged
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


#: Days of grace for a discount: a payment sent in time takes a few days.
GRACE_DAYS = 7


#: The highest bank fee on one payment, in the currency's smallest unit; and its
#: highest share of the payment.
FEE_MOST = 5_000


_FEE_SHARE = Decimal("0.06")


#: How far the rate may move between a document and its payment.
_RATE_MOVES = Decimal("0.06")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFit:
    """One way in which a line fits a document.

    Attributes:
        fit: The way.
        settles: The amount settled, in the document's currency.
    """

    fit: Fit
    settles: Decimal


def amount_fits(
    line: StatementLine,
    document: OpenDocument,
    remaining: Decimal,
    context: MatchingContext,
) -> Iterator[AmountFit]:
    """The ways in which a line fits a document's open amount, likeliest first.

    None if the money goes the other way.
    """
    total = amount_paid(line, context.special)
    if not remaining or (remaining > 0) != (total > 0):
        return
    if document.currency == line.currency:
        yield from _same_currency(line, document, remaining, context)
    elif line.original_currency == document.currency and line.original_amount:
        yield from _ordered(line, remaining)
    elif document.booked_rate and context.special.exchange_gain:
        expected = remaining * document.booked_rate
        if abs(total - expected) <= abs(expected) * _RATE_MOVES:
            yield AmountFit(fit=Fit.EXCHANGED_ABOUT, settles=remaining)


def with_discount(
    line: StatementLine, document: OpenDocument, remaining: Decimal
) -> tuple[Decimal, Fit] | None:
    """The amount with the discount, and whether it is in time; None without one.

    A document already paid in part has no discount on the whole any more.
    """
    if (
        not document.discount
        or not document.discount_until
        or remaining != document.open
    ):
        return None
    paid_on = min(line.day, line.value_day or line.day)
    if paid_on <= document.discount_until:
        return remaining - document.discount, Fit.DISCOUNT
    if paid_on <= document.discount_until + timedelta(days=GRACE_DAYS):
        return remaining - document.discount, Fit.LATE_DISCOUNT
    return None


def is_fee(fee: Decimal, open_: Decimal, currency: str) -> bool:
    """Whether a difference may be a bank fee."""
    most = min(FEE_MOST * quantum(currency), max(abs(open_) * _FEE_SHARE, ZERO))
    return ZERO < fee <= most


def is_usual_fee(fee: Decimal, currency: str) -> bool:
    """Whether an amount is round, as fees are."""
    return fee % (5 * quantum(currency)) == 0


def _same_currency(
    line: StatementLine,
    document: OpenDocument,
    remaining: Decimal,
    context: MatchingContext,
) -> Iterator[AmountFit]:
    total = amount_paid(line, context.special)
    if total == remaining:
        yield AmountFit(fit=Fit.EXACT, settles=remaining)
        return
    due, discount = with_discount(line, document, remaining) or (ZERO, Fit.EXACT)

    def can(fit: Fit) -> bool:
        return bool(difference_account(fit, document.side, context.special))

    # A discount may be rounded a cent either way.
    if due and can(discount) and abs(total - due) <= context.rounding_tolerance:
        yield AmountFit(fit=discount, settles=remaining)
    elif abs(total - remaining) <= context.rounding_tolerance and can(Fit.ROUNDED):
        yield AmountFit(fit=Fit.ROUNDED, settles=remaining)
    elif is_fee(remaining - total, remaining, document.currency) and can(Fit.FEE):
        # On receipts, a bank deducted a fee; on payments, ours added one.
        yield AmountFit(fit=Fit.FEE, settles=remaining)
    if abs(total) < abs(remaining):
        yield AmountFit(fit=Fit.PART, settles=total)
    else:
        yield AmountFit(fit=Fit.OVER, settles=remaining)


def _ordered(line: StatementLine, remaining: Decimal) -> Iterator[AmountFit]:
    """The fit of the amount ordered in the document's own currency."""
    ordered = line.original_amount
    assert ordered is not None
    if (ordered > 0) != (remaining > 0):
        return
    if ordered == remaining:
        yield AmountFit(fit=Fit.EXCHANGED, settles=remaining)
    elif abs(ordered) < abs(remaining):
        yield AmountFit(fit=Fit.PART, settles=ordered)


#: Days by which a payment may precede a document that is not named.
EARLY_DAYS = 5


#: Documents of one party that are examined one by one.
_OF_PARTY_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The documents for which a line has any evidence.

    Attributes:
        proofs: The evidence for each, by position.
        entries: The documents, oldest due first.
        somehow_named: Those that the text names, however uncertainly.
    """

    proofs: Mapping[int, Proof]
    entries: Sequence[OpenEntry]
    somehow_named: Sequence[OpenEntry]

    def named(self, least: Named) -> Sequence[OpenEntry]:
        """Those named at least this surely; `least` is above not at all."""
        return [e for e in self.somehow_named if self.proofs[e.position].named >= least]


class DocumentMatching:
    """Finds the single document that a line pays."""

    def __init__(
        self, context: MatchingContext, documents: OpenDocuments, parties: PartyIndex
    ) -> None:
        self._context = context
        self._documents = documents
        self._parties = parties
        self._by_party: dict[str, Mapping[int, OpenEntry]] = {}
        self._countries = {p.id: p.country for p in context.parties if p.country}

    def named_pool(self, clues: LineClues) -> Pool:
        """The documents whose full number the text names."""
        return self._pool(clues, self._documents.surely_named(clues.numbers))

    def pool(self, clues: LineClues) -> Pool:
        """The documents with any evidence: number, party or amount."""
        by_position = {
            e.position: e for e in self._documents.surely_named(clues.numbers)
        }
        for clue in clues.parties:
            by_position.update(self._of_party(clue.id))
        for currency, amount in clues.measures:
            of_amount = self._documents.of_amount(currency, amount)
            by_position.update({e.position: e for e in of_amount})
        return self._pool(
            clues, [by_position[position] for position in sorted(by_position)]
        )

    def _of_party(self, party: str) -> Mapping[int, OpenEntry]:
        """A party's open documents, oldest due first, by position."""
        if party not in self._by_party:
            entries = self._documents.of_party(party)[:_OF_PARTY_MAX]
            self._by_party[party] = {e.position: e for e in entries}
        return self._by_party[party]

    def _pool(self, clues: LineClues, entries: Sequence[OpenEntry]) -> Pool:
        proofs: dict[int, Proof] = {}
        # Most of a party's documents share the same evidence: only the party.
        shared: dict[tuple[Named, str, str], Proof] = {}
        for entry in entries:
            named = entry.named(clues.numbers)
            contrary = ""
            if named < Named.SLIP and entry.shape:
                contrary = clues.numbers.shapes.get(entry.shape, "")
            key = (named, entry.document.party, contrary)
            if key not in shared:
                party = party_proof(entry.document.party, clues.parties)
                shared[key] = Proof(named=named, party=party, contrary=contrary)
            proofs[entry.position] = shared[key]
        return Pool(
            proofs=proofs,
            entries=entries,
            somehow_named=[e for e in entries if proofs[e.position].named],
        )

    def candidates(
        self,
        clues: LineClues,
        pool: Pool,
        remaining: Mapping[int, Decimal],
        *,
        least: Named = Named.NOT,
    ) -> Iterator[Candidate]:
        """The ways in which the line pays one document.

        Args:
            clues: The line.
            pool: Its possible documents.
            remaining: The open amount of each, by position.
            least: Only documents named at least this surely.
        """
        if least and not pool.named(least):
            return
        last_day = clues.line.day + timedelta(days=EARLY_DAYS)
        payable = [
            e
            for e in pool.entries
            if remaining[e.position]
            and (e.issued <= last_day or pool.proofs[e.position].named >= Named.SHORT)
        ]
        open_with = Counter(e.document.party for e in payable)
        settled = {
            e.document.party
            for e in pool.named(Named.READ)
            if not remaining[e.position]
        }
        far_off = self._far_off(clues)
        for entry in payable:
            proof, party = pool.proofs[entry.position], entry.document.party
            if proof.named < least:
                continue
            is_only = open_with[party] == 1
            if not (is_only or proof.named) and far_off(
                entry, remaining[entry.position]
            ):
                continue
            if party in settled and proof.named < Named.SLIP:
                proof = replace(proof, contrary=proof.contrary or "what is settled")
            for fit, percent in self._fits(entry, proof, clues, remaining):
                sure = percent
                if not sure and fit.fit is Fit.PART and is_only and not proof.contrary:
                    sure = only_open_document(proof.party)
                if sure:
                    yield self._candidate(clues, entry, proof, fit, sure)

    def _far_off(self, clues: LineClues) -> Callable[[OpenEntry, Decimal], bool]:
        """A quick test that rules out most of a party's open documents."""
        paid, currency = clues.paid, clues.line.currency
        most = max(FEE_MOST * quantum(currency), self._context.rounding_tolerance)

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
        remaining: Mapping[int, Decimal],
    ) -> Iterator[tuple[AmountFit, int]]:
        document, open_ = entry.document, remaining[entry.position]
        for fit in amount_fits(clues.line, document, open_, self._context):
            fee = abs(open_ - clues.paid)
            country = self._countries.get(document.party, "")
            yield (
                fit,
                one_document(
                    proof,
                    fit.fit,
                    is_usual=is_usual_fee(fee, document.currency),
                    is_shown=may_be_charged(clues.line, self._context, country),
                ),
            )

    def by_amount_alone(
        self, clues: LineClues, pool: Pool, remaining: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """Documents with the amount and no other evidence: shown, never proposed."""
        for entry in pool.entries:
            proof = pool.proofs[entry.position]
            if proof.party > PartyEvidence.NONE or proof.named > Named.TAIL:
                continue
            document, open_ = entry.document, remaining[entry.position]
            for fit in amount_fits(clues.line, document, open_, self._context):
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
            parts=settlement_parts(clues.line, [settled], fit.fit, self._context),
            settled=(settled,),
            age=(clues.line.day - entry.document.due).days,
            fit=fit.fit,
        )


def is_too_early(entry: OpenEntry, clues: LineClues) -> bool:
    """Whether a line is too early to pay a document."""
    return entry.issued > clues.line.day + timedelta(days=EARLY_DAYS)

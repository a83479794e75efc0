"""Payments of a known party that fit no open document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.banking.matching.candidate import Candidate
from ledgerkit.banking.matching.evidence import Fit, Named
from ledgerkit.banking.matching.party_clues import BY_IBAN
from ledgerkit.banking.matching.proposal import MatchKind, ProposedPosting
from ledgerkit.banking.matching.settlement import Settled, settlement_parts
from ledgerkit.banking.matching.wording import numbers_in_words
from ledgerkit.banking.statement import compact_number
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.likeness import ADDED
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledgerkit.banking.matching.books_side import MatchingContext
    from ledgerkit.banking.matching.line_clues import LineClues
    from ledgerkit.banking.matching.one_document import Pool
    from ledgerkit.banking.matching.open_documents import OpenDocuments
    from ledgerkit.banking.matching.party_clues import PartyClue


#: A person decides about money on account; these only rank it.
_BY_ACCOUNT, _BY_NAME, _THE_OTHER_WAY = 66, 60, 40


_OVER, _SETTLED, _IN_ADVANCE = 62, 88, 84


_TEXT_MAX = 500


_ADVANCE = re.compile(
    r"\b(?:anticip[oi]|advance|prepa(?:id|yment)|deposit|anzahlung|vorkasse"
    r"|vorauszahlung|acompte|arrhes|f[oö]rskott|voorschot)\b",
    re.IGNORECASE,
)


#: A payment of more than this multiple of the open amount is for something else.
_OVER_MOST = Decimal("1.25")


class OnAccount:
    """Proposes payments on account."""

    def __init__(self, context: MatchingContext, documents: OpenDocuments) -> None:
        self._context = context
        self._documents = documents
        self._sides: dict[str, set[Side]] = defaultdict(set)
        self._accounts: dict[tuple[str, Side], str] = {}
        for party in context.parties:
            self._sides[party.id].add(party.side)
            if party.account:
                self._accounts[party.id, party.side] = party.account
        accounts: dict[Side, Counter[str]] = {side: Counter() for side in Side}
        for entry in documents.entries:
            document = entry.document
            accounts[document.side][document.account] += 1
            self._sides[document.party].add(document.side)
            self._accounts.setdefault((document.party, document.side), document.account)
        self._usual = {
            side: min(counts, key=lambda a: (-counts[a], a))
            for side, counts in accounts.items()
            if counts
        }

    def candidates(
        self, clues: LineClues, pool: Pool, remaining: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """Pay everything open and leave the rest on account, or leave everything."""
        for clue in clues.parties[:2]:
            if clue.strength < ADDED:
                continue
            yield from self._all_and_more(clues, clue, remaining)
            side = self._side(clue.id, clues.paid)
            account = self._accounts.get((clue.id, side)) or self._usual.get(side, "")
            if account:
                percent, words = self._how_sure(clues, clue, side)
                if _ADVANCE.search(clues.line.text[:_TEXT_MAX]):
                    percent, words = _IN_ADVANCE, "pays in advance, as the text says"
                settled = _named_but_settled(clue, pool, remaining)
                if settled:
                    percent, words = _SETTLED, f"names {settled}, which is settled"
                yield self._unapplied(clues, clue, account, percent, words)

    def _side(self, party: str, paid: Decimal) -> Side:
        likely = Side.RECEIVABLE if paid > 0 else Side.PAYABLE
        sides = self._sides[party]
        return likely if likely in sides or not sides else next(iter(sides))

    def _how_sure(
        self, clues: LineClues, clue: PartyClue, side: Side
    ) -> tuple[int, str]:
        if (side is Side.RECEIVABLE) != (clues.paid > 0):
            return _THE_OTHER_WAY, "is known, but has no credit with this amount"
        percent = _BY_ACCOUNT if clue.strength >= BY_IBAN else _BY_NAME
        return percent, "is known, but the amount fits nothing that is open"

    @staticmethod
    def _unapplied(
        clues: LineClues, clue: PartyClue, account: str, percent: int, words: str
    ) -> Candidate:
        amount = clues.line.amount
        return Candidate(
            kind=MatchKind.ON_ACCOUNT,
            percent=percent,
            reason=f"{visible(clue.name)} {words}; it stays on account.",
            parts=(
                ProposedPosting(
                    account=account, amount=amount, party=clue.id, why="on account"
                ),
            ),
        )

    def _all_and_more(
        self, clues: LineClues, clue: PartyClue, remaining: Mapping[int, Decimal]
    ) -> Iterator[Candidate]:
        """Propose to settle everything open, if the payment is only a little more."""
        currency, paid = clues.line.currency, clues.paid
        entries = [
            e
            for e in self._documents.of_party(clue.id)[:50]
            if e.document.currency == currency
            and remaining[e.position]
            and e.document.issued <= clues.line.day
        ]
        open_ = sum((remaining[e.position] for e in entries), ZERO)
        signs = {remaining[e.position] > 0 for e in entries}
        if signs == {paid > 0} and abs(open_) < abs(paid) <= abs(open_) * _OVER_MOST:
            settled = tuple(
                Settled(entry=e, amount=remaining[e.position]) for e in entries
            )
            yield Candidate(
                kind=MatchKind.PARTY if len(settled) == 1 else MatchKind.SEVERAL,
                percent=_OVER,
                reason=(
                    f"{visible(clue.name)} paid more than all that is open; the rest"
                    " stays on account."
                ),
                parts=settlement_parts(clues.line, settled, Fit.OVER, self._context),
                settled=settled,
            )


def _named_but_settled(
    clue: PartyClue, pool: Pool, remaining: Mapping[int, Decimal]
) -> str:
    """A party's documents named in the text but settled already; empty if none."""
    settled = [
        e
        for e in pool.named(Named.SHORT)
        if e.document.party == clue.id and not remaining[e.position]
    ]
    return numbers_in_words(settled) if settled else ""


#: Shorter account numbers occur in texts by chance.
_TELLING = 8


def transfer_candidates(
    clues: LineClues, context: MatchingContext
) -> Iterator[Candidate]:
    """A transfer to or from another account of ours."""
    line = clues.line
    own_accounts = {
        compact_number(iban): account for iban, account in context.own_ibans.items()
    }
    account = own_accounts.get(compact_number(line.iban)) if line.iban else None
    percent, words = 97, "The other account is ours"
    if account is None and not line.iban:
        text = re.sub(r"[^0-9A-Z]", "", line.text[:_TEXT_MAX].upper())
        named = {a for i, a in own_accounts.items() if len(i) >= _TELLING and i in text}
        if len(named) == 1:
            account = named.pop()
            percent, words = 96, "The text names an account of ours"
    if account and account != context.account:
        yield Candidate(
            kind=MatchKind.TRANSFER,
            percent=percent,
            reason=f"{words}, {account}.",
            parts=(ProposedPosting(account=account, amount=line.amount),),
        )

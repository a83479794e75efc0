"""The parties a line may belong to: by account, by name, by text."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from ledgerkit.banking.statement import compact_number
from ledgerkit.parties.likeness import LIKE_LEAST, SAME, likeness, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledgerkit.banking.matching.books_side import KnownParty
    from ledgerkit.banking.statement import StatementLine
    from ledgerkit.parties.likeness import SpelledName

#: Strength of an account of one party only, and of one shared by several.
BY_IBAN, BY_SHARED_IBAN = 120, 90
#: Strength of a name, or part of one, in the text.
_IN_TEXT, _PART_IN_TEXT = 86, 82
#: Letters that make a whole name, or its beginning, distinctive.
_TELLING, _TELLING_PART = 5, 10
#: A name this much less alike than the best is another party's.
_SURELY_BEST = 5
_CANDIDATES_MAX, _CLUES_MAX = 400, 6
_NAMES_LENGTH_MAX, _TEXT_MAX = 200, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyClue:
    """A party that a line may belong to.

    Attributes:
        id: Id of the client or vendor.
        strength: From `LIKE_LEAST` for a similar name to `BY_IBAN`.
        name: As in the books.
    """

    id: str
    strength: int
    name: str


class PartyIndex:
    """Finds parties without comparing every pair of names."""

    def __init__(self, parties: Iterable[KnownParty]) -> None:
        self._name_of: dict[str, str] = {}
        by_iban: dict[str, set[str]] = defaultdict(set)
        spellings: dict[tuple[str, SpelledName], None] = {}
        for party in sorted(parties, key=lambda p: (p.id, p.side)):
            names = [name[:_NAMES_LENGTH_MAX] for name in party.names if name]
            self._name_of.setdefault(party.id, names[0] if names else party.id)
            for iban in party.ibans:
                by_iban[compact_number(iban)].add(party.id)
            for name in names:
                spellings[party.id, spelled(name)] = None
        self._by_iban = by_iban
        self._spellings = sorted(spellings, key=lambda s: (s[1].core, s[1].run, s[0]))
        self._cores = [spelling.core for _, spelling in self._spellings]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        for position, (_, spelling) in enumerate(self._spellings):
            for word in set(spelling.words):
                self._by_word[word].append(position)
            for beginning in {word[:4] for word in spelling.words if len(word) > 4}:
                self._by_beginning[beginning].append(position)
        self._found: dict[tuple[str, str, str], Sequence[PartyClue]] = {}

    def name(self, party: str) -> str:
        """A party's name; its id if unknown."""
        return self._name_of.get(party, party)

    def clues(self, line: StatementLine) -> Sequence[PartyClue]:
        """The parties a line may belong to, likeliest first."""
        key = (compact_number(line.iban), line.name, line.text)
        if key not in self._found:
            self._found[key] = self._clues(*key)
        return self._found[key]

    def by_name(self, name: str) -> Sequence[PartyClue]:
        """The parties with such a name, likeliest first."""
        key = ("", name, "")
        if key not in self._found:
            self._found[key] = self._clues(*key) if name else ()
        return self._found[key]

    def _clues(self, iban: str, name: str, text: str) -> Sequence[PartyClue]:
        strengths: dict[str, int] = {}
        owners = self._by_iban.get(iban, set()) if iban else set()
        by_name = self._by_name(name[:_NAMES_LENGTH_MAX]) if name else {}
        for party in owners:
            strengths[party] = BY_IBAN if len(owners) == 1 else BY_SHARED_IBAN
            if len(owners) > 1 and party in by_name:
                strengths[party] = BY_IBAN
        for party, strength in by_name.items():
            # An account outweighs a name, unless that is exactly another party's.
            if not owners or strength == SAME:
                strengths[party] = max(strength, strengths.get(party, 0))
        if not strengths:
            strengths = self._in_text(text[:_TEXT_MAX])
        ranked = sorted(strengths, key=lambda id_: (-strengths[id_], id_))
        return [
            PartyClue(id=id_, strength=strengths[id_], name=self.name(id_))
            for id_ in ranked[:_CLUES_MAX]
        ]

    def _by_name(self, name: str) -> dict[str, int]:
        spelling = spelled(name)
        strengths: dict[str, int] = {}
        for position in self._near(spelling):
            party, party_name = self._spellings[position]
            strength = likeness(spelling, party_name)
            if strength >= LIKE_LEAST:
                strengths[party] = max(strength, strengths.get(party, 0))
        best = max(strengths.values(), default=0)
        return {p: s for p, s in strengths.items() if s >= best - _SURELY_BEST}

    def _near(self, spelling: SpelledName) -> Iterable[int]:
        """Names that share a word, the beginning of a word, or their beginning."""
        candidates: dict[int, None] = {}
        first = bisect_left(self._cores, spelling.core)
        for position in range(first, min(first + 50, len(self._cores))):
            if not self._cores[position].startswith(spelling.core[:6]):
                break
            candidates[position] = None
        if candidates and self._cores[first] == spelling.core:
            # The exact name: only a longer one that it cuts off is as likely.
            return candidates
        lists = [self._by_word.get(word, []) for word in spelling.words]
        lists += [self._by_beginning.get(word[:4], []) for word in spelling.words]
        # The rarest word tells most.
        for positions in sorted(lists, key=len):
            if len(candidates) + len(positions) > _CANDIDATES_MAX and candidates:
                break
            candidates.update(dict.fromkeys(positions[:_CANDIDATES_MAX]))
        return candidates

    def _in_text(self, text: str) -> dict[str, int]:
        """The party named in a text; if several, the longest name."""
        words = spelled(text).words if text else ()
        letters: dict[str, tuple[int, int]] = {}
        for party, party_name in self._with_word_among(words):
            count = _said(party_name.words, words)
            if count:
                letters[party] = max(
                    (count, _strength(count, party_name)), letters.get(party, (0, 0))
                )
        most = max(letters.values(), default=(0, 0))[0]
        return {
            party: strength
            for party, (count, strength) in letters.items()
            if count == most
        }

    def _with_word_among(
        self, words: Iterable[str]
    ) -> Iterator[tuple[str, SpelledName]]:
        for word in dict.fromkeys(words):
            positions = self._by_word.get(word, ())
            if len(word) > 2 and len(positions) <= _CANDIDATES_MAX:
                yield from (self._spellings[position] for position in positions)


def _said(name: tuple[str, ...], words: tuple[str, ...]) -> int:
    """Letters of a name's beginning found in a text; 0 if too few to tell."""
    best = 0
    for start in range(len(words)):
        matched = list(
            takewhile(
                lambda pair: pair[0] == pair[1], zip(name, words[start:], strict=False)
            )
        )
        letters = sum(len(word) for word, _ in matched)
        least = _TELLING if len(matched) == len(name) else _TELLING_PART
        if letters >= least and (len(matched) == len(name) or len(matched) > 1):
            best = max(best, letters)
    return best


def _strength(letters: int, name: SpelledName) -> int:
    return _IN_TEXT if letters == len(name.core) else _PART_IN_TEXT

"""The number that a link, or a mistyped number, was meant to be."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.invoices.numbering import SeriesName, split_number
from ledgerkit.text.closest_word import KnownWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Unapplied
    from ledgerkit.open_items.subledger import Subledger

#: More documents of one amount suggest none of them.
_SUGGESTED_MAX = 3
#: Shorter links are too like each other.
_LENGTH_MIN = 4


class MeantNumbers:
    """The numbers of a side's documents, and what is like one of them."""

    def __init__(self, subledger: Subledger) -> None:
        """Know the numbers of a finished subledger."""
        self._subledger = subledger
        self._known = subledger.by_number

    def unknown(
        self, words: Iterable[str], posting: ControlPosting, party: str
    ) -> str | None:
        """The first link or tag that is a number of no document; None if none is.

        A link may join anything. It is a number if it belongs to one of the book's
        series, or is a slip away from a number of the party's.
        """
        for word in words:
            if word in self._known:
                continue
            is_near = len(word) >= _LENGTH_MIN and self._near(word, party)
            if self.in_series(word, posting) or is_near:
                return word
        return None

    def in_series(self, word: str, posting: ControlPosting) -> bool:
        """Whether a word belongs to a series of the book's numbers."""
        parts = split_number(word, posting.day)
        return parts is not None and parts[0] in self._series

    def _near(self, word: str, party: str) -> Sequence[str]:
        """The party's numbers that a word may be a slip for; none if there are many."""
        numbers = [
            number
            for number in self._words.slips(word)
            if any(item.party == party for item in self._known[number])
        ]
        return numbers if len(numbers) <= _SUGGESTED_MAX else ()

    @cached_property
    def _words(self) -> KnownWords:
        return KnownWords(self._known)

    @cached_property
    def _series(self) -> frozenset[SeriesName]:
        """The series whose numbers are more than a counter."""
        names = (
            parts[0]
            for number, items in self._known.items()
            if (parts := split_number(number, items[0].first.day)) is not None
        )
        return frozenset(name for name in names if name.before or name.after)

    def of_amount(self, unapplied: Unapplied) -> Sequence[SubledgerItem]:
        """The party's open documents of just this amount; none if there are many."""
        wanted = unapplied.posting.currency, -unapplied.amount
        items = self._open_of_party.get((unapplied.party, *wanted), ())
        return items if len(items) <= _SUGGESTED_MAX else ()

    def of_amount_elsewhere(self, unapplied: Unapplied) -> Sequence[SubledgerItem]:
        """The same of other parties, where the payment's own owes nothing at all."""
        if self._subledger.of_party(unapplied.party).items:
            return ()
        wanted = unapplied.posting.currency, -unapplied.amount
        return self._open_by_amount.get(wanted, ())[:_SUGGESTED_MAX]

    @cached_property
    def _open_of_party(
        self,
    ) -> Mapping[tuple[str, str, Decimal], Sequence[SubledgerItem]]:
        found: dict[tuple[str, str, Decimal], list[SubledgerItem]] = defaultdict(list)
        for (currency, amount), items in self._open_by_amount.items():
            for item in items:
                found[item.party, currency, amount].append(item)
        return found

    @cached_property
    def _open_by_amount(self) -> Mapping[tuple[str, Decimal], list[SubledgerItem]]:
        found: dict[tuple[str, Decimal], list[SubledgerItem]] = defaultdict(list)
        for item in self._subledger.items:
            if item.number is not None and item.open > 0:
                found[item.first.currency, item.open].append(item)
        return found

    def did_you_mean(
        self, number: str, party: str, fitting: Sequence[SubledgerItem] = ()
    ) -> str:
        """A remedy to append to a sentence about an unknown number.

        Args:
            number: As written.
            party: Whose document it should be.
            fitting: The documents whose open amount fits; they come before those whose
                numbers are only alike.
        """
        words = [
            f'"{item.label}" ({item.open:f} {item.first.currency} open)'
            for item in fitting
        ] or [f'"{match}"' for match in self._near(number, party)]
        return (
            f"; did you mean {' or '.join(words)}?" if words else "; correct the number"
        )

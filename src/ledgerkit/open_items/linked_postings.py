"""The postings that have to do with some others: all that their allocation depends on.

A return or a page asks for the documents of a few months of a book of many years. What
settles a document shares a number or link with it, maybe by way of others; what came
back or was put elsewhere may undo anything of its party. The rest changes nothing, and
needn't be allocated. Only payments that settle a party's oldest documents reach
further: then everything has to do with everything.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledgerkit.open_items.control_posting import ControlPosting, OrderedPostings

#: A number or link, a party of which something was undone, or a place in the text.
_Tie: TypeAlias = "str | tuple[str] | tuple[str, int]"


class LinkedPostings:
    """One side's postings, found by what ties them to each other."""

    def __init__(self, ordered: OrderedPostings) -> None:
        """Take the side's postings, and tie them once."""
        self._ordered = ordered
        self._undone = _parties_undone(ordered)
        self._all = list(_all(ordered))
        # By place in that list: what is found is put in order again by sorting numbers.
        self._by_tie: dict[_Tie, list[int]] = defaultdict(list)
        by_tie, is_usual = self._by_tie, not self._undone
        for place, posting in enumerate(self._all):
            links, number = posting.links, posting.number
            # Of a large book nearly all are like this: `_ties` would say the same.
            if is_usual and posting.credit is None and len(links) == 1:
                by_tie[links[0]].append(place)
                if number is not None and number != links[0]:
                    by_tie[number].append(place)
                continue
            for tie in self._ties(posting):
                by_tie[tie].append(place)

    def around(self, postings: Iterable[ControlPosting]) -> OrderedPostings:
        """All postings that some have to do with, those themselves included.

        Args:
            postings: Of this side, as they stand in the book.
        """
        waiting = [tie for posting in postings for tie in self._ties(posting)]
        seen, wanted = set(waiting), set[int]()
        while waiting:
            for place in self._by_tie.get(waiting.pop(), ()):
                if place in wanted:
                    continue
                wanted.add(place)
                for tie in self._ties(self._all[place]):
                    if tie not in seen:
                        seen.add(tie)
                        waiting.append(tie)
        return self._ordered.only([self._all[place] for place in sorted(wanted)])

    def _ties(self, posting: ControlPosting) -> Iterable[_Tie]:
        if not self._undone and posting.credit is None:
            # The usual case: no list is built for most of a large book.
            if posting.number is None:
                return posting.links or ((posting.filename, posting.lineno),)
            if posting.links == (posting.number,):
                return posting.links
        return list(self._all_ties(posting))

    def _all_ties(self, posting: ControlPosting) -> Iterator[_Tie]:
        names = [*posting.links]
        names += [name for name in (posting.number, posting.credit) if name is not None]
        yield from names
        if posting.party in self._undone:
            yield (posting.party,)
        elif not names:
            yield posting.filename, posting.lineno


def _all(ordered: OrderedPostings) -> Iterator[ControlPosting]:
    yield from ordered.credits
    yield from ordered.debts
    yield from ordered.undoings
    yield from ordered.reductions


def _parties_undone(ordered: OrderedPostings) -> frozenset[str]:
    """The parties of which something came back, or was put elsewhere.

    Also those of the documents that it names, as a document may tell the party.
    """
    undoings = ordered.undoings
    if not undoings:
        return frozenset()
    sources = [each.moved_from for each in undoings if each.moved_from is not None]
    names = {name for each in (*undoings, *sources) for name in _names(each)}
    parties = {each.party for each in (*undoings, *sources)}
    parties.update(
        each.party
        for each in _all(ordered)
        if not names.isdisjoint(each.links) or each.number in names
    )
    return frozenset(parties)


def _names(posting: ControlPosting) -> Iterator[str]:
    yield from posting.links
    if posting.number is not None:
        yield posting.number
    if posting.credit is not None:
        yield posting.credit

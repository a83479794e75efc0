"""The party, number and due date that transactions leave implicit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from beancount.core.data import Transaction

from ledgerkit.ledger.place import AddedText, added_date
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import (
        Container,
        Iterable,
        Mapping,
        MutableSequence,
        Sequence,
    )
    from collections.abc import (
        Set as AbstractSet,
    )

    from beancount.core.data import Directive

    from ledgerkit.books.reading import Reading
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.subledger import Subledger


class Conclusion:
    """The party of each control posting, and the document it makes or settles.

    A debt shows this itself, except the few that belong to another posting's document;
    only those and settlements are kept here.
    """

    def __init__(self, subledgers: Iterable[Subledger]) -> None:
        """Draw the conclusions from finished subledgers."""
        self._texts = _AddedTexts()
        self._parties: dict[int, str] = {}
        self._settled: dict[int, SubledgerItem | None] = {}
        for subledger in subledgers:
            for item in subledger.items:
                if item.more:
                    self._parties |= {id(p): item.party for p in item.postings}
                for settlement in item.settlements or ():
                    posting_id = id(settlement[0])
                    if self._settled.setdefault(posting_id, item) is not item:
                        # It settles several documents, so no single number applies.
                        self._settled[posting_id] = None
                        self._parties[posting_id] = item.party
            for unapplied in subledger.unapplied:
                self._parties[id(unapplied.posting)] = unapplied.party
                # An amount on account belongs to no single document.
                self._settled[id(unapplied.posting)] = None

    def missing(
        self,
        posting: ControlPosting,
        present: Container[str],
        tasks: Tasks,
    ) -> dict[str, Any]:
        """The keys concluded for a posting, except those present.

        It calls nothing where it can: a large book has 115,000 of them.
        """
        key, side = id(posting), posting.side
        keys: dict[str, Any] = {}
        settled, texts = self._settled.get(key), self._texts
        party_key, number_key = _KEYS[side]
        if tasks.parties and party_key not in present:
            party = self._parties.get(key)
            if party is None:
                party = posting.party if settled is None else settled.party
            if party:
                keys[party_key] = texts[party]
        if side not in tasks.sides:
            return keys
        if number_key not in present and posting.credit is None:
            # A credit has its own number, and settles others.
            number = None
            if settled is not None:
                number = settled.number
            elif posting.amount > 0:
                number = posting.number
            if number is not None:
                keys[number_key] = texts[number]
        if posting.due_is_stated and "due" not in present:
            terms = posting.terms
            due = terms.due(posting.day) if terms else posting.due
            keys["due"] = added_date(due)
        return keys


class _AddedTexts(dict[str, AddedText]):
    """Parties and numbers as added texts; one object for all postings of each."""

    def __missing__(self, text: str) -> AddedText:
        self[text] = added = AddedText(text)
        return added


#: The keys of the party and of the number.
_KEYS = {side: (side.party_role.value, side.number_key) for side in Side}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """The keys to add.

    Attributes:
        parties: Whether to add the client or vendor.
        sides: The sides for which to add the document's number and due date.
    """

    parties: bool
    sides: AbstractSet[Side]


def with_added_keys(
    directives: MutableSequence[Directive],
    reading: Reading,
    conclusion: Conclusion,
    tasks: Tasks,
) -> None:
    """Replace each transaction that lacks a concluded key with one that has it.

    Args:
        directives: Changed in place; the directives themselves are not.
        reading: The reading of them.
        conclusion: The conclusions from it.
        tasks: The keys to add.
    """
    postings, origins = reading.control_postings, reading.origins
    # The indices ascend.
    several = {index for index, after in pairwise(origins) if index == after}
    for posting, index in zip(postings, origins, strict=True):
        if index not in several:
            txn = cast("Transaction", directives[index])
            present = _present(txn, posting) if posting.has_keys else txn.meta
            missing = conclusion.missing(posting, present, tasks)
            if missing:
                directives[index] = _with_meta(txn, missing)
    for index in several:
        controls = postings[bisect_left(origins, index) : bisect_right(origins, index)]
        directives[index] = _with_keys_of_several(
            cast("Transaction", directives[index]), controls, conclusion, tasks
        )


def _present(txn: Transaction, control: ControlPosting) -> Container[str]:
    """The keys of a transaction, and of its only control posting, which has some."""
    own = next(p.meta for p in txn.postings if p.account == control.account)
    return {*txn.meta, *(own or ())}


def _with_meta(txn: Transaction, missing: Mapping[str, Any]) -> Transaction:
    """The same as ``_replace``, in a quarter of the time."""
    meta, day, flag, payee, narration, tags, links, postings = txn
    meta = {**meta, **missing}
    return tuple.__new__(
        Transaction, (meta, day, flag, payee, narration, tags, links, postings)
    )


def _with_keys_of_several(
    txn: Transaction,
    controls: Sequence[ControlPosting],
    conclusion: Conclusion,
    tasks: Tasks,
) -> Transaction:
    """Add keys common to all control postings to the transaction, others to them."""
    metas = _metas(txn, controls)
    lacking = [
        conclusion.missing(control, {*txn.meta, *meta}, tasks)
        for control, meta in zip(controls, metas, strict=True)
    ]
    common = _common(controls, lacking)
    own = [{k: v for k, v in keys.items() if k not in common} for keys in lacking]
    txn = _with_posting_keys(txn, metas, own)
    return _with_meta(txn, common) if common else txn


def _common(
    controls: Sequence[ControlPosting], lacking: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The keys that all postings of their side lack, with the same value."""
    return {
        key: value
        for posting, keys in zip(controls, lacking, strict=True)
        for key, value in keys.items()
        if all(
            other.get(key) == value
            or (other_posting.side != posting.side and key not in other)
            for other_posting, other in zip(controls, lacking, strict=True)
        )
    }


def _metas(
    txn: Transaction, controls: Sequence[ControlPosting]
) -> Sequence[Mapping[str, Any]]:
    """The metadata of the transaction's control postings, in their order."""
    waiting = iter(controls)
    control: ControlPosting | None = next(waiting)
    metas: list[Mapping[str, Any]] = []
    for posting in txn.postings:
        if control is not None and posting.account == control.account:
            metas.append(posting.meta if posting.meta is not None else {})
            control = next(waiting, None)
    return metas


def _with_posting_keys(
    txn: Transaction,
    metas: Sequence[Mapping[str, Any]],
    own: Sequence[dict[str, Any]],
) -> Transaction:
    """Add to each control posting the keys that apply to it alone."""
    added = {id(meta): keys for meta, keys in zip(metas, own, strict=True) if keys}
    if not added:
        return txn
    postings = [
        posting._replace(meta={**posting.meta, **added[id(posting.meta)]})
        if posting.meta is not None and id(posting.meta) in added
        else posting
        for posting in txn.postings
    ]
    return txn._replace(postings=postings)

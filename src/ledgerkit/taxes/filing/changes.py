"""What is different between a return as it was filed and as it is now."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.share import Share

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Sequence,
    )

    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.filing.rules import CorrectionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledChange:
    """A posting that was added, changed or removed after its return was filed.

    Attributes:
        before: What the return counted of it; none if it was added.
        after: What it would count now; none if it was removed.
    """

    before: Sequence[FiledPosting]
    after: Sequence[FiledPosting]

    @property
    def what(self) -> str:
        """What was done to it."""
        if not self.before:
            return "was added"
        return "was changed" if self.after else "was removed"

    def corrections(self, period: str) -> Iterator[FiledPosting]:
        """What a later return counts of it, as of this earlier period."""
        for posting in self.before:
            yield replace(posting, earlier=period, is_taken_back=True)
        for posting in self.after:
            yield replace(posting, earlier=period)


def filed_changes(
    before: Sequence[FiledPosting], after: Sequence[FiledPosting]
) -> Sequence[FiledChange]:
    """What differs, each posting once.

    What only one of the two has is paired by the first that applies: the same place,
    the same document and account, the same day and amount, or as much as can be.
    """
    gone = _by_place(_surplus(before, after))
    new = _by_place(_surplus(after, before))
    found: list[FiledChange] = []
    for alike in _ALIKE:
        gone, new = _paired(gone, new, alike, found)
    found += [FiledChange(before=group, after=()) for group in gone]
    found += [FiledChange(before=(), after=group) for group in new]
    return found


def without_renamed(
    changes: Sequence[FiledChange], declared: Collection[str]
) -> Sequence[FiledChange]:
    """The changes but those where a party only got another id, or was merged.

    Args:
        changes: What differs.
        declared: The prints of the parties that the book has now.
    """
    return [change for change in changes if not _is_renamed(change, declared)]


def _is_renamed(change: FiledChange, declared: Collection[str]) -> bool:
    if any(posting.party in declared for posting in change.before):
        return False
    if not all(posting.party in declared for posting in change.after):
        return False
    before, after = (
        Counter(replace(posting, party="").digest for posting in postings)
        for postings in (change.before, change.after)
    )
    return before == after


_ALIKE: tuple[Callable[[FiledPosting], Hashable], ...] = (
    lambda p: (p.place, p.account, p.day),
    lambda p: (p.number, p.account, p.day, p.code),
    lambda p: (p.number, p.account, p.day),
    lambda p: (p.number, p.day, p.part),
    lambda p: (p.place, p.account),
    lambda p: (p.number, p.account, p.code) if p.number else None,
    lambda p: (p.account, p.day, p.amount),
    lambda p: (p.account, p.amount, p.code),
    lambda p: (p.day, p.amount, p.part),
    lambda p: (p.account, p.day),
)


def _surplus(
    of: Sequence[FiledPosting], over: Sequence[FiledPosting]
) -> Sequence[FiledPosting]:
    """Those that the other has not; of equal ones, those in places it has not."""
    left = Counter(p.digest for p in of) - Counter(p.digest for p in over)
    if not left:
        return []
    places = {(p.digest, p.place) for p in over}
    found: list[FiledPosting] = []
    for is_there in (False, True):
        for posting in of:
            known = (posting.digest, posting.place) in places
            if known is is_there and left[posting.digest] > 0:
                left[posting.digest] -= 1
                found.append(posting)
    return found


def _by_place(postings: Sequence[FiledPosting]) -> list[list[FiledPosting]]:
    """Parts of one posting together: it may fall due in several, and be reckoned on."""
    groups: dict[Hashable, list[FiledPosting]] = defaultdict(list)
    for posting in postings:
        groups[posting.place].append(posting)
    return list(groups.values())


def _paired(
    gone: list[list[FiledPosting]],
    new: list[list[FiledPosting]],
    alike: Callable[[FiledPosting], Hashable],
    found: list[FiledChange],
) -> tuple[list[list[FiledPosting]], list[list[FiledPosting]]]:
    waiting: dict[Hashable, list[list[FiledPosting]]] = defaultdict(list)
    for group in new:
        waiting[alike(group[0])].append(group)
    left: list[list[FiledPosting]] = []
    for group in gone:
        key = alike(group[0])
        candidates = waiting[key] if key is not None else []
        if candidates:
            found.append(FiledChange(before=group, after=candidates.pop(0)))
        else:
            left.append(group)
    return left, [group for groups in waiting.values() for group in groups]


def as_corrected(
    filed: Sequence[FiledPosting], corrections: Sequence[FiledPosting]
) -> Sequence[FiledPosting]:
    """A filed return with what later returns have corrected of it.

    Args:
        filed: What it counted for its own period.
        corrections: What later returns count for that period.
    """
    taken = Counter(p.digest for p in corrections if p.is_taken_back)
    kept: list[FiledPosting] = []
    for posting in [*filed, *(p for p in corrections if not p.is_taken_back)]:
        if taken[posting.digest] > 0:
            taken[posting.digest] -= 1
        else:
            kept.append(replace(posting, earlier=""))
    return kept


def correction_shares(
    corrections: Iterable[FiledPosting], rule: CorrectionRule
) -> Iterator[tuple[FiledPosting, Sequence[Share]]]:
    """The boxes that corrections of earlier periods go to in the next return.

    Their own; or where a form has boxes for them, all tax of a period to one of these,
    by whether more or less is owed, and sales likewise.

    Args:
        corrections: What a return counts for earlier periods.
        rule: What the form says of them.
    """
    by_period: dict[str, list[FiledPosting]] = defaultdict(list)
    for posting in corrections:
        by_period[posting.earlier].append(posting)
    for postings in by_period.values():
        taxes = [p for p in postings if p.part is not TaxedPart.BASE]
        sales = [p for p in postings if _is_sale(p)]
        yield from _placed(taxes, rule.owed_box, rule.deducted_box)
        yield from _placed(sales, rule.more_box, rule.less_box)
        for posting in postings:
            if posting.part is TaxedPart.BASE and not _is_sale(posting):
                yield posting, posting.shares


def _is_sale(posting: FiledPosting) -> bool:
    return posting.part is TaxedPart.BASE and posting.kind is TaxKind.SALES


def _placed(
    postings: Sequence[FiledPosting], more: str, less: str
) -> Iterator[tuple[FiledPosting, Sequence[Share]]]:
    """Postings in the box for more or that for less, whichever their sum asks for."""
    net = sum((posting.owed for posting in postings), ZERO)
    box = more if net >= 0 else less
    for posting in postings:
        sign = posting.owed / posting.effect if posting.effect else Decimal(1)
        factor = sign if net >= 0 else -sign
        yield posting, [Share(box, factor)] if box else posting.shares

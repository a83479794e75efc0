"""What the books show of how late documents were paid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.banking.forecast.payment_delay import FORGOTTEN_AFTER, ONE, ObservedPart

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from decimal import Decimal

    from ledgerkit.open_items.building import Draft
    from ledgerkit.open_items.subledger import Subledger


def observed_parts(
    subledger: Subledger, given_up: Container[int]
) -> Iterator[ObservedPart]:
    """Each document's parts by when they were paid, as known on the subledger's day.

    What a credit note took off was not paid, and is seen unpaid until then. What was
    written off is never paid: it counts as unpaid to this day, as what is open does.
    What is open of a party that has money on account may be paid by that, nobody knows
    when: it doesn't count.

    Args:
        subledger: As at a day.
        given_up: The identities of the postings that give a debt up.
    """
    as_of = subledger.as_of
    # A book may be asked about the first days that there are.
    oldest = date.fromordinal(max(as_of.toordinal() - FORGOTTEN_AFTER, 1))
    unclear = {
        (item.party, item.posting.currency)
        for item in subledger.unapplied
        if item.amount < 0
    }
    for draft in subledger.drafts:
        first = draft.first
        if first.credit is None and first.amount > 0 and first.due >= oldest:
            parts = _of_draft(draft, as_of, given_up)
            if draft.open and (draft.party, first.currency) in unclear:
                yield from (part for part in parts if part.paid)
            else:
                yield from parts


def _of_draft(
    draft: Draft, as_of: date, given_up: Container[int]
) -> Iterator[ObservedPart]:
    parts = draft.falls_due()
    whole = sum((amount for _due, amount in parts[1:]), parts[0][1])
    following = iter(parts)
    due, room = next(following)
    for posting, amount, _basis, credit in draft.settled_by_day():
        left, never = amount, id(posting) in given_up
        while left > 0:
            if not room:
                due, room = next(following, (due, left))
            taken = min(room, left)
            paid = credit is None and not never
            seen = as_of if never else posting.day
            yield _part(draft, due, seen, _share(taken, whole), paid=paid)
            left, room = left - taken, room - taken
    for due_then, open_ in ((due, room), *following):
        if open_ > 0:
            share = _share(open_, whole)
            yield _part(draft, due_then, as_of, share, paid=False)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return ONE if part == whole else part / whole


def _part(
    draft: Draft, due: date, seen: date, share: Decimal, *, paid: bool
) -> ObservedPart:
    # A payment ahead of the document is one on its day.
    day = max(seen, draft.first.day) if paid else seen
    return ObservedPart(draft.party, due, (day - due).days, paid, share)

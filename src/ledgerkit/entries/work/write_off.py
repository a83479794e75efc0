"""Hours and expenses that are not to be charged any more -> their directive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.books.work.charges import WRITE_OFF
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.money import ZERO
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from datetime import date

    from ledgerkit.books.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWriteOff:
    """Hours and expenses that somebody gives up charging.

    Attributes:
        ids: Theirs.
        reason: Why, for whoever asks.
        day: From which day on.
    """

    ids: tuple[str, ...]
    reason: str
    day: date


def plan_work_write_off(books: Books, draft: WorkWriteOff) -> PlannedEntries:
    """Plan to give up charging hours and expenses.

    Raises:
        UsageError: If one is unknown, charged, written off already or from a later day.
    """
    work = books.work_read
    states = work.states(draft.day)
    worth: dict[str, object] = {}
    sums = {item.currency: ZERO for item in work.items.values() if item.currency}
    for id_ in draft.ids:
        if id_ not in work.items or id_ in work.unnamed:
            remedy = suggestion(id_, work.items) or "; see ledgerkit time list"
            raise UsageError(f'there are no hours or expense "{id_}"{remedy}')
        item, state = work.items[id_], states.get(id_)
        if state is None:
            raise UsageError(f"{id_} is of {item.day}, after {draft.day}; correct it")
        if state.numbers:
            raise UsageError(
                f"{id_} is charged by {', '.join(state.numbers)}; credit that first"
            )
        if state.given_up:
            raise UsageError(f"{id_} is written off already")
        if item.currency:
            sums[item.currency] += state.unbilled
            worth[item.currency] = sums[item.currency]
    total = " and ".join(as_money(sums[c], c) for c in sorted(worth))
    directive = relation_directive(
        WRITE_OFF, draft.day, (" ".join(draft.ids), draft.reason.strip()), {}
    )
    return PlannedEntries(
        done=f"write-off of {', '.join(draft.ids)}" + (f", {total}" if total else ""),
        directives=[directive],
    )

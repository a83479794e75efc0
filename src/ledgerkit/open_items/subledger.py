"""The subledger of one side: its documents, and what stands on account."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledgerkit.open_items.building import Draft, oldest_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledgerkit.open_items.document import Document, Unapplied
    from ledgerkit.open_items.side import Side


class Subledger:
    """Everything owed on one side as at a day.

    Documents are finished when they are asked for: most are settled, and most
    questions are about the others.

    Attributes:
        side: Owed to us, or by us.
        as_of: The last day that counts; later postings are ignored.
        drafts: Every document as allocation left it, in no order.
        unapplied: Payments and credits on account, by date.
        unassigned: Postings that name nobody at all, by date.
    """

    def __init__(
        self,
        *,
        side: Side,
        as_of: date,
        drafts: Sequence[Draft],
        unapplied: Sequence[Unapplied],
        unassigned: Sequence[Unapplied],
    ) -> None:
        """Take what allocation put together."""
        self.side = side
        self.as_of = as_of
        self.drafts = drafts
        self.unapplied = unapplied
        self.unassigned = unassigned

    @cached_property
    def documents(self) -> Sequence[Document]:
        """Every document issued by the day, settled ones too, by due date."""
        return [draft.finish() for draft in sorted(self.drafts, key=oldest_first)]

    @cached_property
    def open_documents(self) -> Sequence[Document]:
        """The documents with something open, over-allocated ones too."""
        drafts = [draft for draft in self.drafts if draft.open]
        return [draft.finish() for draft in sorted(drafts, key=oldest_first)]

    @cached_property
    def by_number(self) -> Mapping[str, Sequence[Draft]]:
        """The numbered documents; a vendor's number may be another's too."""
        numbered: dict[str, list[Draft]] = {}
        for draft in self.drafts:
            if draft.number is not None:
                numbered.setdefault(draft.number, []).append(draft)
        return numbered

    def of_party(self, party: str) -> Subledger:
        """What one client or vendor has in it."""
        drafts, unapplied = self._by_party.get(party, ((), ()))
        return Subledger(
            side=self.side,
            as_of=self.as_of,
            drafts=drafts,
            unapplied=unapplied,
            unassigned=(),
        )

    @cached_property
    def _by_party(self) -> Mapping[str, tuple[list[Draft], list[Unapplied]]]:
        """Drafts and payments on account of everybody, grouped once for all."""
        found: dict[str, tuple[list[Draft], list[Unapplied]]] = {}
        for draft in self.drafts:
            found.setdefault(draft.party, ([], []))[0].append(draft)
        for item in self.unapplied:
            found.setdefault(item.party, ([], []))[1].append(item)
        return found

"""One payment over several documents: the boxes beside the one that is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.fava.actions.field import ActionField, DraftChoice, Kind
from ledgerkit.fava.table import with_written_amounts
from ledgerkit.text.typed_parts import PartOfDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.actions.action import ActionDraft
    from ledgerkit.ledger.writing.writer import LoadedFiles
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.side import Side
    from ledgerkit.text.typed_amounts import TypedAmount

    Ticks = Callable[[LedgerBooks, Mapping[str, Any]], Iterator[DraftChoice]]
    Drafting = Callable[[LedgerBooks, Mapping[str, Any], LoadedFiles], ActionDraft]

_OTHERS = "also"
#: The oldest come first; more boxes can't be looked through.
_TICKS_MAX = 100


def ticks_of(side: Side, key: str) -> Ticks:
    """The other open documents of the party, which one payment may settle as well.

    Args:
        side: Who pays whom.
        key: The field with the number of the first document.
    """
    role = side.party_role

    def ticks(books: LedgerBooks, values: Mapping[str, Any]) -> Iterator[DraftChoice]:
        try:
            party = books.find_party(role, values.get(role.value, ""))
        except UsageError:
            return  # Nobody is named; or whoever drafts it will say what is wrong.
        named = values.get(key)
        first = named.number if isinstance(named, PartOfDocument) else named
        chosen = {part.number: part.amount for part in values.get(_OTHERS, ())}
        found = books.subledger(side, date.max).of_party(party).open_documents
        for document in found[:_TICKS_MAX]:
            number = document.number
            if number and number != first and not document.is_credit:
                yield _tick(document, number, chosen)

    return ticks


def _tick(
    document: Document, number: str, chosen: Mapping[str, TypedAmount | None]
) -> DraftChoice:
    money = as_money(document.open, document.currency)
    due = f", due {document.due}" if document.due else ""
    part = chosen.get(number)
    return DraftChoice(
        value=number,
        label=with_written_amounts(f"{number}{due}: {money} open"),
        is_in=number in chosen,
        is_extra=True,
        part="" if part is None else f"{part.number:f}",
    )


def also_paid(ticks: Ticks, label: str) -> ActionField:
    """The field of the boxes."""
    return ActionField(name=_OTHERS, label=label, kind=Kind.TICKED, ticks=ticks)


def with_ticks(draft: Drafting, ticks: Ticks) -> Drafting:
    """A draft that shows what else it may settle."""

    def drafted(
        books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
    ) -> ActionDraft:
        made = draft(books, values, known)
        return replace(made, choices=list(ticks(books, values)))

    return drafted


def parts_of(values: Mapping[str, Any], key: str) -> Sequence[PartOfDocument]:
    """The document that is named, and then those that are ticked."""
    named = [values[key]] if values.get(key) else []
    return [*named, *values.get(_OTHERS, ())]

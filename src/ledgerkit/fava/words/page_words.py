"""A page in another language: what people read in it is said anew, and nothing else.

It works on whatever page there is: on each part's attributes that are words, by name.
Names, accounts, narrations and what else the books say stay as they are.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ledgerkit.fava.table import RenderedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.fava.table import RenderedCell

_Part = TypeVar("_Part")
#: Attributes that people read and that are ours, or else have ours around them.
_WORDS = frozenset({
    *("heading", "title", "label", "text", "warning", "detail", "hint", "said"),
    *("deed", "what", "why", "nothing", "sentence", "reason", "figure", "figures"),
    *("state", "about", "slipped", "exported", "words"),
})  # fmt: skip
#: Attributes of a class that only have the name of one that is words.
_DATA = frozenset({
    *(("Snippet", "text"), ("FormLine", "text"), ("BoardCard", "title")),
    *(("SheetMilestone", "title"), ("PlanSheet", "title"), ("Tile", "amount")),
})  # fmt: skip
#: Sequences of sentences, or of parts that each have a sentence.
_SENTENCES = frozenset({"remarks", "marks_said"})
#: Sequences of tuples, and which places of them are words.
_TUPLES: Mapping[str, frozenset[int]] = {
    "ways": frozenset({0}),
    "downloads": frozenset({0}),
    "groups": frozenset({0}),
    "swot": frozenset({0}),
    "sides": frozenset({0}),
    "options": frozenset({1}),
}
#: Columns with what the books say; what stands in others is ours, if we know it.
_DATA_COLUMNS = frozenset({
    *("name", "names", "party", "client", "vendor", "account", "number", "id", "iban"),
    *("bic", "place", "manager", "person", "currency", "code", "project", "holder"),
    *("email", "tel", "file", "digest", "ref", "text", "title", "payee", "narration"),
    *("description", "opportunity", "contract", "milestone", "who", "task"),
})  # fmt: skip


def in_language(part: _Part, say: Callable[[str], str]) -> _Part:
    """A page, or a part of one, with its words as `say` says them."""
    if isinstance(part, RenderedTable):
        return _table(part, say)  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if value and (type(part).__name__, field.name) not in _DATA:
            new = _attribute(field.name, value, say)
            if new is not value:
                changed[field.name] = new
    return replace(part, **changed) if changed else part


def _attribute(name: str, value: Any, say: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return say(value) if name in _WORDS else value
    if isinstance(value, list | tuple):
        return _sequence(name, value, say)
    return in_language(value, say)


def _sequence(name: str, values: Sequence[Any], say: Callable[[str], str]) -> Any:
    places, is_said = _TUPLES.get(name, frozenset()), name in _SENTENCES

    def one_of(value: Any) -> Any:
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple(
                say(one) if place in places else _attribute("", one, say)
                for place, one in enumerate(value)
            )
        if isinstance(value, str):
            return say(value) if is_said else value
        return _attribute("", value, say)

    return [one_of(value) for value in values]


def _table(table: RenderedTable, say: Callable[[str], str]) -> RenderedTable:
    are_words = [
        not is_number and head.key not in _DATA_COLUMNS
        for head, is_number in zip(table.heads, table.numeric, strict=True)
    ]

    def line(cells: Sequence[RenderedCell]) -> Sequence[RenderedCell]:
        return [
            _cell(cell, say) if words else cell
            for cell, words in zip(cells, are_words, strict=True)
        ]

    return replace(
        table,
        title=say(table.title),
        heads=[replace(head, label=say(head.label)) for head in table.heads],
        rows=[line(cells) for cells in table.rows],
        totals=[
            [_cell(cells[0], say), *line(cells)[1:]] if cells else cells
            for cells in table.totals
        ],
        listing=in_language(table.listing, say),
        buttons=[in_language(button, say) for button in table.buttons],
    )


def _cell(cell: RenderedCell, say: Callable[[str], str]) -> RenderedCell:
    said = say(cell.text)
    return cell if said == cell.text else replace(cell, text=said)

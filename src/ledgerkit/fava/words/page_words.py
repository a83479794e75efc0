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
#: Attributes of a class that are words, though others of that name are not.
_WORDS_TOO = frozenset({("WeekEnd", "name"), ("BoardColumn", "stage")})
#: What we write ourselves where otherwise a name or a narration stands.
_OURS = frozenset({
    *("Brought forward", "Opening balance", "(nobody)", "(names nobody)"),
    *("The company", "Total", "Total expenses", "Expenses without a budget"),
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
    "offered": frozenset({1}),
}
#: Columns with what the books say; what stands in others is ours, if we know it.
_DATA_COLUMNS = frozenset({
    *("name", "names", "party", "client", "vendor", "account", "number", "id", "iban"),
    *("bic", "place", "manager", "person", "currency", "code", "project", "holder"),
    *("email", "tel", "file", "digest", "ref", "text", "title", "payee", "narration"),
    *("description", "opportunity", "contract", "milestone", "who", "task"),
})  # fmt: skip

#: The parts of an answer, and which word of each is ours.
_ANSWERED = (("choices", "label"), ("pages", "heading"), ("questions", "label"))
_DONE = ("recorded", "imported", "uploaded")
#: What our scripts say by themselves; what is in braces they fill in.
SCRIPT_WORDS = (
    *(f"Fava was started to read only, so nothing can be {done}." for done in _DONE),
    *(f"Fava answered {{status}}; nothing was {d}." for d in (*_DONE[:2], "kept")),
    *(f"Fava doesn't answer; nothing is known to be {done}." for done in _DONE[:2]),
    "The file can't be read, or Fava doesn't answer; nothing is known to be kept.",
    "Choose a file first.",
    "Sending …",
    "Save {file}",
    "all of it",
    "Amount for {number}",
    "Reason",
)


def answer_in_language(
    answer: Mapping[str, Any], say: Callable[[str], str]
) -> dict[str, Any]:
    """What a form is answered: what was said, what is wrong, and what to choose."""
    new = dict(answer)
    if error := answer.get("error"):
        new["error"] = say(error)
    if said := answer.get("said"):
        new["said"] = [say(line) for line in said]
    for key, word in _ANSWERED:
        if parts := answer.get(key):
            new[key] = [{**part, word: say(part[word])} for part in parts]
    for part in new.get("questions", ()):
        part["problems"] = [say(problem) for problem in part["problems"]]
    return new


def in_language(part: _Part, say: Callable[[str], str]) -> _Part:
    """A page, or a part of one, with its words as `say` says them."""
    if isinstance(part, RenderedTable):
        return _table(part, say)  # type: ignore[return-value]
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed: dict[str, Any] = {}
    for field in fields(part):
        value, name = getattr(part, field.name), (type(part).__name__, field.name)
        if value and name not in _DATA:
            key = "label" if name in _WORDS_TOO else field.name
            new = _attribute(key, value, say)
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
            _cell(cell, say) if words or cell.text in _OURS else cell
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

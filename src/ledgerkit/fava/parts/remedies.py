"""Notes on a page: the remedy is a link where a page has it, and no words to type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.fava.links import extension_url, party_url, source_url
from ledgerkit.fava.table import with_written_amounts
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ledgerkit.notes import NextStep, Note

_COMMAND = re.compile(r"\bledgerkit ([a-z][a-z-]+)")
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")

#: By command and the names of what it is given by name: the page that does the same.
_PAGES: Mapping[tuple[str, frozenset[str]], Callable[[NextStep], str]] = {
    ("check", frozenset()): lambda _: extension_url("Overview", view="findings"),
    ("clients", frozenset({"rfm"})): lambda remedy: extension_url(
        "Clients", rfm=str(remedy.options["rfm"])
    ),
    ("client show", frozenset({"timeline"})): lambda remedy: party_url(
        remedy.arguments[0], view="timeline"
    ),
    ("vendor show", frozenset({"timeline"})): lambda remedy: party_url(
        remedy.arguments[0], view="timeline"
    ),
    ("forecast", frozenset({"explain"})): lambda _: extension_url(
        "BankAndCash", view="items"
    ),
    ("reminders", frozenset({"write"})): lambda _: extension_url(
        "Record", do="reminders"
    ),
    ("payment-run", frozenset({"write"})): lambda _: extension_url(
        "Record", do="payment-run"
    ),
    ("ledger", frozenset()): lambda remedy: extension_url(
        "Statements", card=remedy.arguments[0]
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNote:
    """A note for the template.

    Attributes:
        text: What is so; with the command's name where no page does it.
        label: What the link to the remedy says; empty without one.
        address: Where it leads.
    """

    text: str
    label: str = ""
    address: str = ""


def shown_note(note: str | Note) -> ShownNote:
    """A note with hidden characters made visible, and with its remedy."""
    if isinstance(note, str):
        return ShownNote(text=_said(note))
    text, remedy = _said(note.text), note.remedy
    if remedy is None:
        return _with_place(text, note)
    page = _PAGES.get((remedy.command, frozenset(remedy.options)))
    if page is None:
        what = f"To {remedy.to}, use the command “{remedy.command}” in a terminal."
        return ShownNote(text=f"{text} {visible(what)}")
    label = f"{remedy.to[:1].upper()}{remedy.to[1:]}"
    return ShownNote(text=text, label=visible(label), address=page(remedy))


def _with_place(text: str, note: Note) -> ShownNote:
    """A note with a link to the line of the books that says so."""
    address = source_url(note.place) if note.place else None
    if address is None:
        return ShownNote(text=_said(note.said))
    return ShownNote(text=text, label=visible(note.short_place), address=address)


def _said(text: str) -> str:
    return with_written_amounts(on_page(text))


def on_page(text: str) -> str:
    """A sentence made for a terminal, as a page says it: nothing in it is to be typed.

    Hidden characters are made visible.

    >>> on_page("--in goes without --by; see ledgerkit check")
    '“in” goes without “by”; see the command “check”'
    """
    named = _COMMAND.sub(r"the command “\1”", text)
    return visible(_OPTION.sub(r"“\1”", named))


def shown_notes(notes: Iterable[str | Note]) -> Sequence[ShownNote]:
    """Each note once, in the order in which they come."""
    return list(dict.fromkeys(map(shown_note, notes)))

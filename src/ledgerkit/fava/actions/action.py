"""An action: what a person does to the books, declared once as data.

The page makes a form of it, the request a draft; what drafts it is what the terminal's
command calls, so that both write the same text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from ledgerkit.entries.change import EntriesChange
from ledgerkit.entries.request import file_for, plan_request
from ledgerkit.errors import WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ledgerkit.api import LedgerBooks
    from ledgerkit.books.books import Books
    from ledgerkit.entries.entry import PlannedEntries
    from ledgerkit.entries.request import Request
    from ledgerkit.fava.actions.field import ActionField, DraftChoice
    from ledgerkit.ledger.writing.writer import LoadedFiles

NO_FILES: Mapping[Path, bytes] = MappingProxyType({})
STALE = (
    "The books have changed since; nothing was written. Show what would be written"
    " again, and look."
)


class Change(Protocol):
    """A change of files that is not made yet."""

    def diff(self) -> str:
        """The change as a unified diff."""

    def write(self) -> None:
        """Make it, or nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuestion:
    """Something that is in the way, unless a person gives a reason.

    Attributes:
        name: As it is sent back, with the reason.
        label: What should be so.
        problems: What is not so, a sentence each.
        reason: The reason that was given; empty if none was.
    """

    name: str
    label: str
    problems: Sequence[str]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDraft:
    """What an action comes to.

    Attributes:
        change: The change of files; None if nothing is to be written.
        done: What it does, in a few words.
        notes: What to know before, a sentence each.
        nothing: What to say if nothing is to be written.
        choices: What may be left out of it, and added.
        questions: What needs a reason.
        pages: Letters that it writes: a heading and a page each.
        files: Texts to be offered for download once it is written, by name.
    """

    change: Change | None
    done: str
    notes: Sequence[str] = ()
    nothing: str = "Nothing changes: the books say so already."
    choices: Sequence[DraftChoice] = ()
    questions: Sequence[DraftQuestion] = ()
    pages: Sequence[tuple[str, str]] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def seen(self, known: LoadedFiles) -> str:
        """A digest of what is shown, and of the books that it was drafted for."""
        diff = self.change.diff() if self.change else ""
        files = sorted(f"{path} {digest}" for path, digest in known.digests.items())
        pages = [page for _, page in self.pages]
        seen = [diff, *self.notes, *pages, *self.files.values(), *files]
        return sha256("\n".join(seen).encode()).hexdigest()


def _nothing(
    _books: LedgerBooks, _given: Mapping[str, str], _day: date
) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAction:
    """Something that a person can do.

    Attributes:
        name: Its name in addresses.
        title: What it does, as on a button.
        fields: Its form.
        first: The names of fields that are shown at once, besides those needed.
        draft: From the books, the values and the state of the files to the draft.
        fill: More values for the form, from those in its address.
        changes_only: Whether only fields that were changed count: it edits what is
            there, and somebody else may have changed the rest.
    """

    name: str
    title: str
    fields: Sequence[ActionField]
    draft: Callable[[LedgerBooks, Mapping[str, Any], LoadedFiles], ActionDraft]
    fill: Callable[[LedgerBooks, Mapping[str, str], date], Mapping[str, str]] = _nothing
    first: Sequence[str] = ()
    changes_only: bool = False


def requesting(
    request: Callable[[LedgerBooks, Mapping[str, Any]], Request],
) -> Callable[[LedgerBooks, Mapping[str, Any], LoadedFiles], ActionDraft]:
    """What drafts the entries of a request, as a person would write them."""
    return partial(_of_request, request)


def _of_request(
    request: Callable[[LedgerBooks, Mapping[str, Any]], Request],
    books: LedgerBooks,
    values: Mapping[str, Any],
    known: LoadedFiles,
) -> ActionDraft:
    asked = request(books, values)
    planned = plan_request(books, asked)
    return draft_of(books, planned, known=known, into=file_for(books, asked))


def draft_of(
    books: LedgerBooks,
    planned: PlannedEntries,
    *,
    known: LoadedFiles,
    into: Path,
    files: Mapping[Path, bytes] = NO_FILES,
) -> ActionDraft:
    """The draft of planned entries.

    Args:
        books: The books that they were planned for.
        planned: The entries.
        known: What the books' files were like.
        into: The file that they go to.
        files: Files that they speak of, with their bytes.
    """
    if not planned.directives:
        return ActionDraft(change=None, done=planned.done, notes=planned.notes)
    change = EntriesChange(
        books,
        planned,
        known=known,
        into=into,
        replan=changed_since,
        kept=lambda _planned: files,
    )
    return ActionDraft(change=change, done=planned.done, notes=planned.notes)


def changed_since(_books: Books) -> NoReturn:
    """Refuse to write something else than was shown.

    Raises:
        WriteRefusedError: Always.
    """
    raise WriteRefusedError(STALE)

"""What a form sends: drafted from the books on the disk, shown, or written."""

from __future__ import annotations

from http import HTTPStatus
from itertools import pairwise
from os import sep
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fava.template_filters import replace_numbers
from flask import current_app, request

from ledgerkit.api import load
from ledgerkit.errors import LedgerkitError, UsageError, WriteRefusedError
from ledgerkit.fava.actions.action import STALE
from ledgerkit.fava.actions.all_actions import ACTIONS
from ledgerkit.fava.actions.field import read_values
from ledgerkit.fava.guarding import is_ours
from ledgerkit.fava.ledger import hides_figures
from ledgerkit.fava.parts.remedies import on_page
from ledgerkit.fava.table import with_written_amounts
from ledgerkit.ledger.whole_books import errors_that_leave_out, why_not_whole
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks
    from ledgerkit.fava.actions.action import ActionDraft

#: A form's answer: what to show, and how it went.
FormAnswer = tuple[dict[str, Any], HTTPStatus]
#: More letters make an answer too large, and nobody reads them on one page.
_PAGES_MAX = 20


def do_action(ledger: FavaLedger) -> FormAnswer:
    """Write what a form asks for, or with ``dry_run`` show it."""
    if foreign := refused_foreign():
        return foreign
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("values"), dict):
        return refused("Send an action and its values.", HTTPStatus.BAD_REQUEST)
    try:
        return _done(ledger, body)
    except WriteRefusedError as error:
        return refused(on_page(str(error)), HTTPStatus.CONFLICT)
    except LedgerkitError as error:
        said = str(error)
        return refused(on_page(f"{said[:1].upper()}{said[1:]}"), HTTPStatus.BAD_REQUEST)


def _done(ledger: FavaLedger, body: dict[str, Any]) -> FormAnswer:
    action = ACTIONS.get(str(body.get("action")))
    if action is None:
        raise UsageError("there is no such action; load the page anew")
    values = read_values(action.fields, body["values"], clears=action.changes_only)
    # From the disk, and not as last loaded by Fava, because we write to them.
    books = load(ledger.beancount_file_path)
    _check_whole(books)
    known = LoadedFiles.of(books)
    draft = action.draft(books, values, known)
    if draft.change is None:
        why_not = [*_notes(draft), without_figures(on_page(draft.nothing))]
        return {"said": why_not, "diff": "", **_choices(draft)}, HTTPStatus.OK
    seen = draft.seen(known)
    if body.get("dry_run"):
        return {**_shown(draft, folder_of(ledger)), "seen": seen}, HTTPStatus.OK
    if body.get("seen") != seen:
        return refused(STALE, HTTPStatus.CONFLICT)
    draft.change.write()
    # Fava's watcher may take a second to notice; the next page is requested at once.
    ledger.load_file()
    said = without_figures(visible(f"Wrote {draft.done}."))
    files = {} if hides_figures() else dict(draft.files)
    return {"said": [said], "diff": "", "files": files}, HTTPStatus.OK


def _shown(draft: ActionDraft, folder: Path) -> dict[str, Any]:
    """A draft for the page; a letter can't be shown without its figures."""
    assert draft.change is not None
    notes = _notes(draft)
    pages = [] if hides_figures() else draft.pages[:_PAGES_MAX]
    if len(draft.pages) > len(pages) > 0:
        notes.append(f"The first {len(pages)} of {len(draft.pages)} letters are shown.")
    return {
        "said": notes,
        "diff": shown_diff(draft.change.diff(), folder),
        "pages": [{"heading": visible(head), "page": page} for head, page in pages],
        **_choices(draft),
    }


def _notes(draft: ActionDraft) -> list[str]:
    return [without_figures(on_page(_sentence(note))) for note in draft.notes]


def _choices(draft: ActionDraft) -> dict[str, Any]:
    """What a person may clear, and what asks for a reason."""
    choices = [
        {
            "value": choice.value,
            "label": without_figures(with_written_amounts(visible(choice.label))),
            "is_in": choice.is_in,
            "is_extra": choice.is_extra,
            "part": choice.part,
        }
        for choice in draft.choices
    ]
    questions = [
        {
            "name": question.name,
            "label": question.label,
            "problems": [without_figures(on_page(said)) for said in question.problems],
            "reason": question.reason,
        }
        for question in draft.questions
    ]
    asked = {"choices": choices, "questions": questions}
    return {name: all_ for name, all_ in asked.items() if all_}


def _sentence(note: str) -> str:
    return note if note.endswith((".", "?")) else f"{note}."


def folder_of(ledger: FavaLedger) -> Path:
    """The folder of the books."""
    return Path(ledger.beancount_file_path).resolve().parent


def shown_diff(diff: str, folder: Path) -> str:
    """A diff for the page: files from the books' folder, hidden figures hidden."""
    return without_figures(visible_lines(_from_folder(diff, folder)))


def _from_folder(diff: str, folder: Path) -> str:
    lines = diff.split("\n")
    for place, (old, new) in enumerate(pairwise(lines)):
        file = old.removeprefix(f"--- {folder}{sep}")
        if file != old and new == f"+++ {folder}{sep}{file}":
            lines[place : place + 2] = [f"--- {file}", f"+++ {file}"]
    return "\n".join(lines)


def _check_whole(books: LedgerBooks) -> None:
    """Refuse to write on books that lack entries, as the terminal does."""
    missing = errors_that_leave_out(books.errors)
    if missing:
        raise UsageError(why_not_whole(missing))


def without_figures(text: str) -> str:
    """A text as it may be shown; without its digits in incognito mode."""
    hidden = replace_numbers(text) if current_app.config["INCOGNITO"] else text
    return hidden or ""


def visible_lines(text: str) -> str:
    """A text of several lines, with hidden characters made visible."""
    return "\n".join(visible(line) for line in text.splitlines())


def refused(sentence: str, status: HTTPStatus) -> FormAnswer:
    """An answer that says why nothing was done."""
    return {"error": sentence}, status


def refused_foreign() -> FormAnswer | None:
    """Refuse what no page of ours sent; None for what one did.

    Only JSON is accepted, which no other page can send without the browser's consent;
    and Fava itself refuses any change when it is read-only.
    """
    if not is_ours():
        return refused("Another web page sent this.", HTTPStatus.FORBIDDEN)
    if request.mimetype != "application/json":
        return refused("Send JSON.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return None

"""What a form sends: drafted from the books on the disk, shown, or written."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fava.template_filters import replace_numbers
from flask import current_app, request

from ledgerkit.api import load
from ledgerkit.errors import LedgerkitError, UsageError, WriteRefusedError
from ledgerkit.fava.actions.action import STALE
from ledgerkit.fava.actions.all_actions import ACTIONS
from ledgerkit.fava.actions.field import read_values
from ledgerkit.fava.guarding import is_ours
from ledgerkit.fava.parts.remedies import on_page
from ledgerkit.ledger.whole_books import errors_that_leave_out, why_not_whole
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from ledgerkit.api import LedgerBooks

#: A form's answer: what to show, and how it went.
FormAnswer = tuple[dict[str, Any], HTTPStatus]
_NOTHING = "Nothing changes: the books say so already."


def do_action(ledger: FavaLedger) -> FormAnswer:
    """Write what a form asks for, or with ``dry_run`` show it.

    Only JSON is accepted, which no other page can send without the browser's consent;
    and Fava itself refuses any change when it is read-only.
    """
    if not is_ours():
        return refused("Another web page sent this.", HTTPStatus.FORBIDDEN)
    if request.mimetype != "application/json":
        return refused("Send JSON.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
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
        return {"said": [_NOTHING], "diff": ""}, HTTPStatus.OK
    seen = draft.seen(known)
    if body.get("dry_run"):
        notes = [without_figures(on_page(f"{note}.")) for note in draft.notes]
        diff = without_figures(visible_lines(draft.change.diff()))
        return {"said": notes, "diff": diff, "seen": seen}, HTTPStatus.OK
    if body.get("seen") != seen:
        return refused(STALE, HTTPStatus.CONFLICT)
    draft.change.write()
    # Fava's watcher may take a second to notice; the next page is requested at once.
    ledger.load_file()
    return {"said": [without_figures(visible(f"Wrote {draft.done}."))], "diff": ""}, (
        HTTPStatus.OK
    )


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

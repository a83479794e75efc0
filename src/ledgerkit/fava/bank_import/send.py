"""What happens when somebody sends choices for the lines of a bank's file."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fava.template_filters import replace_numbers
from fava.util.date import local_today
from flask import current_app, request

from ledgerkit.api import load
from ledgerkit.entries.bank.import_statements import (
    BankImportChange,
    plan_bank_import,
    usual_bank_file,
)
from ledgerkit.errors import LedgerkitError, WriteRefusedError
from ledgerkit.fava.bank_import.form import booking_choices
from ledgerkit.fava.bank_import.inbox import fingerprint, prepared_file
from ledgerkit.fava.bank_import.reading import file_reading
from ledgerkit.fava.guarding import is_ours
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from ledgerkit.entries.bank.import_statements import PlannedBankImport

_STALE = "The books or the file have changed since; load the page anew, and look again."


def import_bank_file(ledger: FavaLedger) -> tuple[dict[str, Any], HTTPStatus]:
    """Write what was chosen, or with ``dry_run`` show what that would change.

    Only JSON is read, which no other page can send without asking the browser first;
    and Fava itself refuses everything but reading when it is read-only.
    """
    if not is_ours():
        return _refused("Another web page sent this.", HTTPStatus.FORBIDDEN)
    if request.mimetype != "application/json":
        return _refused("Send JSON.", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not isinstance(asked.get("file"), str):
        return _refused("Say which file.", HTTPStatus.BAD_REQUEST)
    try:
        return _import(ledger, asked)
    except LedgerkitError as error:
        return _refused(visible(str(error)), HTTPStatus.BAD_REQUEST)


def _import(
    ledger: FavaLedger, asked: dict[str, Any]
) -> tuple[dict[str, Any], HTTPStatus]:
    # From the disk, and not as Fava last loaded them: they are written back.
    books = load(ledger.beancount_file_path)
    known = LoadedFiles.of(books)
    said = asked.get("reading")
    reading = file_reading(books, said if isinstance(said, dict) else {})
    prepared = prepared_file(ledger, books, asked["file"], reading)
    if asked.get("fingerprint") != fingerprint(prepared):
        return _refused(_STALE, HTTPStatus.CONFLICT)
    planned = plan_bank_import(
        books,
        prepared,
        booking_choices(prepared, asked.get("choices")),
        today=local_today(),
    )
    change = BankImportChange(
        books, planned, known=known, into=usual_bank_file(books, prepared)
    )
    if change.is_empty:
        return {"said": ["Nothing is to be written."], "diff": ""}, HTTPStatus.OK
    if asked.get("dry_run"):
        notes = [_shown(visible(note)) for note in planned.notes]
        diff = _shown(visible_lines(change.diff()))
        return {"said": notes, "diff": diff}, HTTPStatus.OK
    _keep_files(change)
    change.write()
    # Its watcher may take a second to see it, and the next page is asked for at once.
    ledger.load_file()
    return {"said": [_done(planned)], "diff": ""}, HTTPStatus.OK


def _keep_files(change: BankImportChange) -> None:
    """Nothing of the books is written before this, so nothing is if it fails."""
    try:
        change.keep_files()
    except OSError as error:
        raise WriteRefusedError(
            f"{error.filename}: {error.strerror}; nothing was written, because the"
            " bank's file can't be kept there"
        ) from None


def _shown(text: str) -> str:
    """A text as it may be shown: incognito, no figure of it."""
    hidden = replace_numbers(text) if current_app.config["INCOGNITO"] else text
    return hidden or ""


def visible_lines(text: str) -> str:
    """A text of several lines with nothing hidden in any."""
    return "\n".join(visible(line) for line in text.splitlines())


def _done(planned: PlannedBankImport) -> str:
    written = planned.booked + planned.cleared + planned.unknown
    return (
        f"Imported {written} of {written + len(planned.left_out)} lines:"
        f" {planned.booked} booked, {planned.cleared} cleared what was in the books,"
        f" {planned.unknown} on suspense."
    )


def _refused(sentence: str, status: HTTPStatus) -> tuple[dict[str, Any], HTTPStatus]:
    return {"error": sentence}, status

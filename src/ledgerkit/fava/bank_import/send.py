"""Importing a bank's file with the choices sent by the page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fava.util.date import local_today
from flask import request

from ledgerkit.api import load
from ledgerkit.entries.bank.import_statements import (
    BankImportChange,
    plan_bank_import,
    usual_bank_file,
)
from ledgerkit.errors import LedgerkitError
from ledgerkit.fava.actions.send import (
    folder_of,
    refused,
    refused_foreign,
    shown_diff,
    without_figures,
)
from ledgerkit.fava.bank_import.form import booking_choices
from ledgerkit.fava.bank_import.inbox import fingerprint, prepared_file
from ledgerkit.fava.bank_import.reading import file_reading
from ledgerkit.ledger.writing.writer import LoadedFiles
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from ledgerkit.entries.bank.import_statements import PlannedBankImport

_STALE = "The books or the file have changed since; load the page anew, and look again."


def import_bank_file(ledger: FavaLedger) -> tuple[dict[str, Any], HTTPStatus]:
    """Write the choices to the books, or with ``dry_run`` show the changes."""
    if foreign := refused_foreign():
        return foreign
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("file"), str):
        return refused("Say which file.", HTTPStatus.BAD_REQUEST)
    try:
        return _import(ledger, body)
    except LedgerkitError as error:
        return refused(visible(str(error)), HTTPStatus.BAD_REQUEST)


def _import(
    ledger: FavaLedger, body: dict[str, Any]
) -> tuple[dict[str, Any], HTTPStatus]:
    # From the disk, and not as last loaded by Fava, because we write to them.
    books = load(ledger.beancount_file_path)
    loaded = LoadedFiles.of(books)
    answers = body.get("reading")
    reading = file_reading(books, answers if isinstance(answers, dict) else {})
    prepared = prepared_file(ledger, books, body["file"], reading)
    if body.get("fingerprint") != fingerprint(prepared):
        return refused(_STALE, HTTPStatus.CONFLICT)
    planned = plan_bank_import(
        books,
        prepared,
        booking_choices(books, prepared, body.get("choices")),
        today=local_today(),
    )
    change = BankImportChange(
        books, planned, known=loaded, into=usual_bank_file(books, prepared)
    )
    if change.is_empty:
        return {"said": ["Nothing is to be written."], "diff": ""}, HTTPStatus.OK
    if body.get("dry_run"):
        notes = [without_figures(visible(note)) for note in planned.notes]
        diff = shown_diff(change.diff(), folder_of(ledger))
        return {"said": notes, "diff": diff}, HTTPStatus.OK
    change.write()
    # Fava's watcher may take a second to notice; the next page is requested at once.
    ledger.load_file()
    return {"said": [_done(planned)], "diff": ""}, HTTPStatus.OK


def _done(planned: PlannedBankImport) -> str:
    imported = planned.booked + planned.cleared + planned.unknown
    return (
        f"Imported {imported} of {imported + len(planned.left_out)} lines:"
        f" {planned.booked} booked, {planned.cleared} cleared what was in the books,"
        f" {planned.unknown} on suspense."
    )

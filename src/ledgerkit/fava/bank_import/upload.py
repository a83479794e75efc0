"""A file sent from the page *Bank files*: a bank's, or an e-invoice, into the inbox."""

from __future__ import annotations

import binascii
from base64 import b64decode
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import request

from ledgerkit.books.general_ledger.fiscal_year import USUAL_INBOX
from ledgerkit.entries.received_file import keep_received, received_name
from ledgerkit.errors import LedgerkitError, UnreadableFileError, UsageError
from ledgerkit.fava.actions.buttons import button
from ledgerkit.fava.actions.send import refused, refused_foreign
from ledgerkit.fava.bank_import.inbox import BYTES_MAX
from ledgerkit.fava.links import extension_url
from ledgerkit.importers.bank_files.likeliest import likeliest_statements
from ledgerkit.inbox import bills_in, name_in
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from fava.core import FavaLedger

    from ledgerkit.fava.actions.send import FormAnswer

_MEGABYTES = BYTES_MAX // 1_000_000
#: Three bytes are sent as four letters, and a name goes with them.
_SENT_MAX = BYTES_MAX * 4 // 3 + 10_000
_NAME_MAX = 1_000


def keep_upload(ledger: FavaLedger) -> FormAnswer:
    """Keep a file that a page sends, and answer where to look at it.

    What is no bank's file and no e-invoice is not kept.
    """
    if foreign := refused_foreign():
        return foreign
    if request.content_length is None or request.content_length > _SENT_MAX:
        said = f"The file has more than {_MEGABYTES} MB; nothing was kept."
        return refused(said, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _kept(ledger, request.get_json(silent=True))
    except LedgerkitError as error:
        return refused(visible(f"{error}."), HTTPStatus.BAD_REQUEST)


def _kept(ledger: FavaLedger, body: Any) -> FormAnswer:
    name, content = _sent(body)
    is_bill = _is_bill(content, received_name(name))
    main = Path(ledger.beancount_file_path)
    path = keep_received(main, _folder(ledger, main.parent), name, content)
    shown = name_in(path, main.parent)
    address = (
        button("", "bill-import", file=shown).address
        if is_bill
        else extension_url("BankAndCash", view="import", file=shown)
    )
    said: dict[str, Any] = {"address": address, "name": visible(shown)}
    return said, HTTPStatus.OK


def _sent(body: Any) -> tuple[str, bytes]:
    """The name and the bytes of the file.

    Raises:
        UsageError: If it was not sent so, or is empty.
    """
    if not isinstance(body, dict):
        raise UsageError("no file was sent; choose one")
    name, text = body.get("name"), body.get("content")
    if not isinstance(name, str) or not isinstance(text, str) or len(name) > _NAME_MAX:
        raise UsageError("no file was sent; choose one")
    try:
        content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise UsageError("the file arrived broken; send it again") from None
    if not content:
        raise UsageError(f"{name}: the file is empty")
    return name, content


def _is_bill(content: bytes, name: str) -> bool:
    """Whether it is an e-invoice and not a bank's file.

    Raises:
        UnreadableFileError: If it is neither.
    """
    try:
        if likeliest_statements(BytesIO(content), name):
            return False
        why = "it has no statement of an account"
    except UnreadableFileError as error:
        why = str(error).removeprefix(f"{name}: ")
    if bills_in(content, name):
        return True
    raise UnreadableFileError(
        f"{name}: this is neither a bank's file nor an e-invoice, so it was not kept:"
        f" {why}"
    )


def _folder(ledger: FavaLedger, books: Path) -> Path:
    """The first of Fava's import folders, or else the usual one.

    Raises:
        UsageError: If the usual one leads out of the books' folder by a link.
    """
    named = ledger.fava_options.import_dirs
    folder = books / (named[0] if named else USUAL_INBOX)
    inside = folder.resolve().is_relative_to(books.resolve())
    if not named and not inside:
        raise UsageError(
            f"{folder} leads out of the books' folder; name the folder with Fava's"
            " option import-dirs"
        )
    return folder

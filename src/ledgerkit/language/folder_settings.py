"""Settings that name a folder beside the main ledger, or a mail server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ledgerkit.language.setting_values import folder_named
from ledgerkit.text.untrusted import hidden_character

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SERVER = re.compile(r"[A-Za-z0-9.-]+(?::[1-9][0-9]{0,4})?")


def _folder(name: str, example: str) -> Callable[[object, object], dict[str, Any]]:
    """A folder beside the main ledger, or below it."""

    def read(value: object, _settings: object) -> dict[str, Any]:
        return {name.replace("-", "_"): folder_named(name, value, example)}

    return read


def _server(value: object, _settings: object) -> dict[str, Any]:
    if not isinstance(value, str) or not _SERVER.fullmatch(value):
        raise ValueError(
            f'setting "smtp-server": {value!r} is no mail server; write for instance'
            ' "smtp.example.com:587"'
        )
    return {"smtp_server": value}


def _user(value: object, _settings: object) -> dict[str, Any]:
    if not isinstance(value, str) or not value or hidden_character(value):
        raise ValueError(
            f'setting "smtp-user": {value!r} is no name to log in with; write for'
            ' instance "office@ours.example"'
        )
    return {"smtp_user": value}


FOLDER_READERS: Mapping[str, Callable[[object, object], dict[str, Any]]] = {
    "bill-folder": _folder("bill-folder", "documents/bills"),
    "outbox-folder": _folder("outbox-folder", "outbox"),
    "smtp-server": _server,
    "smtp-user": _user,
}

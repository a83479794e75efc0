"""``plugin`` lines that have no effect: Beancount reads those of the main file only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledgerkit.errors import Finding, Place, finding
from ledgerkit.language.slip_kinds import IGNORED_PLUGIN
from ledgerkit.ledger.loader import read_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLUGIN = re.compile(rb'^plugin[ \t]+"(?P<name>[^"\n]+)"', re.MULTILINE)
_OURS = "ledgerkit."


def find_ignored_plugins(
    options: Mapping[str, Any], *, advice: bool
) -> Iterator[Finding]:
    """Report plugins that only an included file names.

    Args:
        options: Beancount's options.
        advice: Whether to look for the plugins of others too: that goes through the
            text of every file.
    """
    active = {name for name, _config in options.get("plugin", ())}
    if not advice and any(name.startswith(_OURS) for name in active):
        return
    main = str(options["filename"])
    for filename in options.get("include", ()):
        if filename != main:
            yield from _in_file(str(filename), active, Path(main).name)


def _in_file(filename: str, active: set[str], main: str) -> Iterator[Finding]:
    try:
        text = read_beside(Path(filename))
    except OSError:
        return
    for match in _PLUGIN.finditer(text):
        name = match["name"].decode("utf-8", "replace")
        if name not in active:
            place = Place(filename, text.count(b"\n", 0, match.start()) + 1)
            message = (
                f'plugin "{name}" has no effect in an included file; move the line to'
                f" {main}"
            )
            is_ours = name.startswith(_OURS)
            yield finding(IGNORED_PLUGIN, place, message, unfinished=not is_ours)

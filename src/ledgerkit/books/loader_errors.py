"""Errors of Beancount's loader, with a place and a sentence.

Beancount reports mistakes in an ``include`` or ``plugin`` line at ``<load>:0``, and a
failed plugin with its traceback. Here they get the file and line to look at, and what
to write instead.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from beancount.core.data import Custom

from ledgerkit.books.slips.key_lines import LedgerTexts
from ledgerkit.books.slips.refused_text import effects_of_missing_file
from ledgerkit.books.slips.syntax import BeancountErrors
from ledgerkit.errors import Finding, Place, finding
from ledgerkit.general_ledger.chart_of_accounts import RootAccount
from ledgerkit.language.finding_kinds import BEANCOUNT_ERROR
from ledgerkit.ledger.files import Include, find_includes
from ledgerkit.ledger.loader import read_beside
from ledgerkit.ledger.place import place_in, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Directive

_LOADER = "<load>"
_NO_MATCH = re.compile(r'File glob "(.*)" does not match any files', re.DOTALL)
_NO_FILE = re.compile(r'File "(.*)" does not exist')
_TWICE = re.compile(r'Duplicate filename parsed: "(.*)"')
_NO_PLUGIN = re.compile(r'Error importing "(.*?)": Traceback')
_PLUGIN_FAILED = re.compile(r'Error applying plugin "(.*?)": Traceback')

#: Beancount quotes an amount of a million digits in full.
_LENGTH_MAX = 400


def loader_findings(
    errors: Iterable[Any],
    options: Mapping[str, Any],
    directives: Sequence[Directive] = (),
) -> Iterator[Finding]:
    """Beancount's errors as findings; those of our plugins are left out.

    Args:
        errors: From a loader.
        options: From a loader.
        directives: From a loader.
    """
    text = _LedgerText(options)
    others: list[tuple[Place, str]] = []
    for error in errors:
        if isinstance(error, Finding):
            continue
        place, message = place_in(error.source), str(error.message).strip()
        if place.filename != _LOADER:
            others.append((place, _one_line(message)))
            continue
        is_missing = _NO_MATCH.fullmatch(message) or _NO_FILE.fullmatch(message)
        empty = _without_values(directives) if _PLUGIN_FAILED.match(message) else None
        place, message = empty or text.explain(place, message)
        effects = effects_of_missing_file() if is_missing else ()
        yield finding(BEANCOUNT_ERROR, place, _one_line(message), explains=effects)
    roots = {str(options[f"name_{root.value}"]) for root in RootAccount}
    yield from BeancountErrors(directives, LedgerTexts(), roots).findings(others)


def _without_values(directives: Iterable[Directive]) -> tuple[Place, str] | None:
    """The ``custom`` directive without values that Beancount's own plugins fail on."""
    for directive in directives:
        if isinstance(directive, Custom) and directive.values is None:
            message = (
                f'custom "{directive.type}" has no values, and Beancount fails on it;'
                " write them, or delete it"
            )
            return place_of(directive), message
    return None


def _one_line(message: str) -> str:
    words = " ".join(message.split())
    return words if len(words) <= _LENGTH_MAX else f"{words[:_LENGTH_MAX]} …"


class _LedgerText:
    """The ``include`` and ``plugin`` lines, looked up only if something is wrong."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._main = str(options["filename"])
        self._files = [str(name) for name in options.get("include", ())]
        self._all: Sequence[Include] | None = None
        self._told: set[Place] = set()

    def explain(self, place: Place, message: str) -> tuple[Place, str]:
        """A better place and message for an error of the loader."""
        if match := _NO_MATCH.fullmatch(message):
            if "\n" in match[1]:
                first = match[1].splitlines()[0]
                return self._line_with(f'include "{first}') or place, (
                    "an include is in one line, with its name in quotes"
                )
            includes = [i for i in self._includes() if i.pattern == match[1]]
            text = f'include "{match[1]}": there is no such file; correct the name'
            return self._first_untold(includes, place), text
        if match := _NO_FILE.fullmatch(message):
            includes = [i for i in self._includes() if match[1] in i.paths]
            text = f"{match[1]} is a link that leads nowhere; mend it"
            return self._first_untold(includes, place), text
        if match := _TWICE.fullmatch(message):
            return self._first_untold(self._repeats(match[1]), place), (
                f"{Path(match[1]).name} is part of the books already; take one include"
                " of it out"
            )
        return self._explain_plugin(place, message)

    def _explain_plugin(self, place: Place, message: str) -> tuple[Place, str]:
        reason = message.rsplit("\n", maxsplit=1)[-1].strip()
        if match := _NO_PLUGIN.match(message):
            text = (
                f'plugin "{match[1]}" can\'t be imported ({reason}); correct its name'
            )
        elif match := _PLUGIN_FAILED.match(message):
            text = f'plugin "{match[1]}" failed ({reason}); report it to its authors'
        else:
            return place, message
        return self._plugin_line(match[1]) or place, text

    def _includes(self) -> Sequence[Include]:
        if self._all is None:
            names = sorted(self._files, key=lambda name: name != self._main)
            self._all = [i for name in names for i in find_includes(name)]
        return self._all

    def _repeats(self, filename: str) -> Sequence[Include]:
        """The lines that include a file more often than needed."""
        includes = [i for i in self._includes() if filename in i.paths]
        return includes if filename == self._main else includes[1:] or includes

    def _first_untold(self, includes: Sequence[Include], fallback: Place) -> Place:
        """The first place not yet used: Beancount has an error for each line."""
        places = [include.place for include in includes]
        place = next((p for p in places if p not in self._told), None)
        place = place or (places[-1] if places else fallback)
        self._told.add(place)
        return place

    def _plugin_line(self, name: str) -> Place | None:
        return self._line_with(f'plugin "{name}"', [self._main])

    def _line_with(self, words: str, files: Sequence[str] = ()) -> Place | None:
        """The first line that begins with these words, whatever blanks are in it."""
        pattern = re.compile(r"\s*" + re.escape(words).replace(r"\ ", r"\s+"))
        for name in files or self._files:
            try:
                lines = read_beside(Path(name)).decode("utf-8", "replace").splitlines()
            except OSError:
                continue
            for number, line in enumerate(lines, start=1):
                if pattern.match(line):
                    return Place(name, number)
        return None

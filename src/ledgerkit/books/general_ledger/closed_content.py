"""What a book is made of, period by period, as closing compares it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from ledgerkit.general_ledger.closing.canonical import CanonicalForm
from ledgerkit.general_ledger.closing.content import PeriodContent, contents
from ledgerkit.general_ledger.closing.described import DescribedDirective, describe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive, Transaction

    from ledgerkit.general_ledger.period import Period

#: The types of ``custom`` directives that are part of a closed period: the evidence of
#: its figures. Clients, contacts, tasks, plans and settings aren't.
RECORDS = frozenset(
    {"cash-count", "direct-debit", "payment-run", "statement", "tax-code"}
    | {"tax-filing", "void"}
)
#: The options that figures depend on.
OPTIONS = (
    "name_assets",
    "name_liabilities",
    "name_equity",
    "name_income",
    "name_expenses",
    "operating_currency",
    "booking_method",
    "inferred_tolerance_default",
    "inferred_tolerance_multiplier",
    "infer_tolerance_from_cost",
    "plugin_processing_mode",
)
_DIGESTS_KEPT = 4096


def options_that_matter(options: Mapping[str, Any]) -> Mapping[str, str]:
    """The options that figures depend on, as text."""
    return {name: _text(options.get(name)) for name in OPTIONS}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={value[key]}" for key in sorted(value))
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return str(getattr(value, "value", value))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodNow:
    """A period as the books have it now.

    Attributes:
        content: Its directives.
        digests: The digest of each that figures rest on.
        balances: Its trial balance.
    """

    content: PeriodContent
    digests: Sequence[str]
    balances: Sequence[str]


class ClosedContent:
    """The periods of a book.

    Attributes:
        folder: The main ledger's folder.
        directives: In the order of their days.
    """

    def __init__(
        self,
        directives: Sequence[Directive],
        options: Mapping[str, Any],
        at_cost: Mapping[tuple[str, int], Transaction] | None = None,
    ) -> None:
        """Take the directives, of a loader or of the text.

        Args:
            directives: In the order of their days.
            options: Beancount's options.
            at_cost: By file and line, what the text has of transactions with a cost.
        """
        self._at_cost = at_cost or {}
        self.folder = str(Path(options["filename"] or ".").parent)
        self.directives = directives
        self._names: dict[str, str] = {}
        self._operating: Sequence[str] = options["operating_currency"]
        self._form = CanonicalForm(document=self._document)

    def of(self, periods: Sequence[Period]) -> Sequence[PeriodNow]:
        """Periods, by day, as they are now."""
        found = contents(
            self.directives, periods, operating=self._operating, records=RECORDS
        )
        return [self._now(content) for content in found]

    def _now(self, content: PeriodContent) -> PeriodNow:
        digest = self._form.digest
        return PeriodNow(
            content=content,
            digests=[digest(directive) for directive in content.directives],
            balances=content.trial_balance(self._form),
        )

    def describe(
        self, now: PeriodNow
    ) -> Sequence[tuple[DescribedDirective, Directive]]:
        """A period's directives, each described."""
        content = now.content
        return [
            *((self.described(d), d) for d in content.directives),
            *((self.described(d, is_used=False), d) for d in content.unused),
        ]

    def described(
        self, directive: Directive, *, is_used: bool = True
    ) -> DescribedDirective:
        """A directive, described."""
        name = self.from_folder(str(directive.meta["filename"]))
        place = directive.meta["filename"], directive.meta["lineno"]
        return describe(
            directive,
            self._form,
            name,
            is_used=is_used,
            written=self._at_cost.get(place),
        )

    def from_folder(self, filename: str) -> str:
        """The name of a file from the books' folder."""
        name = self._names.get(filename)
        if name is None:
            name = Path(os.path.relpath(filename, self.folder)).as_posix()
            self._names[filename] = name
        return name

    def _document(self, filename: str) -> tuple[str, str]:
        return self.from_folder(filename), digest_of_file(filename)


def digest_of_file(filename: str) -> str:
    """The SHA-256 of a file's content; empty if it can't be read."""
    try:
        status = os.stat(filename)  # noqa: PTH116 - a name from the ledger, not a path
        # A device or a pipe may never end.
        if not S_ISREG(status.st_mode):
            return ""
        return _digest(filename, status.st_mtime_ns, status.st_size, status.st_ino)
    except OSError:
        return ""


@lru_cache(maxsize=_DIGESTS_KEPT)
def _digest(filename: str, _changed: int, _size: int, _inode: int) -> str:
    with open(filename, "rb") as file:  # noqa: PTH123
        total = sha256()
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()

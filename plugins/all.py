"""All of ledgerkit's plugins, in one pass over the ledger.

In the ledger: ``plugin "ledgerkit.plugins.all"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import EVERYTHING
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("all_plugin",)


def all_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Add every key that the other plugins add, and report what they report."""
    return annotate(directives, options, EVERYTHING)

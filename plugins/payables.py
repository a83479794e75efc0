"""Name the bill that every payable makes or settles.

In the ledger: ``plugin "ledgerkit.plugins.payables"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import PAYABLES
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("payables_plugin",)


def payables_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Add ``bill:`` and ``due:`` where they are lacking; check the bills."""
    return annotate(directives, options, frozenset({PAYABLES}))

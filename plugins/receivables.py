"""Name the invoice that every receivable makes or settles.

In the ledger: ``plugin "ledgerkit.plugins.receivables"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import RECEIVABLES
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("receivables_plugin",)


def receivables_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Add ``invoice:`` and ``due:`` where they are lacking; check the invoices."""
    return annotate(directives, options, frozenset({RECEIVABLES}))

"""Name whatever was added, changed or removed in a closed period.

In the ledger: ``plugin "ledgerkit.plugins.periods"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import PERIODS
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("periods_plugin",)


def periods_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Compare each closed period with what it was; no directive is changed."""
    return annotate(directives, options, frozenset({PERIODS}))

"""Check tax codes, and the tax and lines of every document.

In the ledger: ``plugin "ledgerkit.plugins.taxes"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import TAXES
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("taxes_plugin",)


def taxes_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Report tax that isn't what its code says; change nothing."""
    return annotate(directives, options, frozenset({TAXES}))

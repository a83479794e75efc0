"""Name the client or vendor of every receivable and payable.

In the ledger: ``plugin "ledgerkit.plugins.clients"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import CLIENTS
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("clients_plugin",)


def clients_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Add ``client:`` and ``vendor:`` where they are lacking; check the parties."""
    return annotate(directives, options, frozenset({CLIENTS}))

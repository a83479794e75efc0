"""State the role and bank details of every account that holds money.

In the ledger: ``plugin "ledgerkit.plugins.cash_accounts"``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledgerkit.books.checks import CASH_ACCOUNTS
from ledgerkit.books.plugin import annotate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

__plugins__ = ("cash_accounts_plugin",)


def cash_accounts_plugin(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    _config: str | None = None,
) -> tuple[list[Directive], list[Finding]]:
    """Add ``role:`` and bank details to ``open`` directives; check the roles."""
    return annotate(directives, options, frozenset({CASH_ACCOUNTS}))

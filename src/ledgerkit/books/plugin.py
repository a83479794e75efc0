"""The work of the plugins: state what a person left implicit.

Each function returns the directives, some of them replaced by copies with more
metadata, and the findings. No amount, date or account ever changes, and a directive
that needs nothing passes through as the same object.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledgerkit.books.added_keys import Conclusion, Tasks, with_added_keys
from ledgerkit.books.bank.cash_accounts import with_cash_account_details
from ledgerkit.books.checks import (
    CASH_ACCOUNTS,
    CHECKS,
    CLIENTS,
    EVERYTHING,
    PAYABLES,
    RECEIVABLES,
    TAXES,
    findings_of,
)
from ledgerkit.books.slips.key_lines import at_key_lines, causes
from ledgerkit.books.source import Source
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from beancount.core.data import Directive

    from ledgerkit.errors import Finding

_SIDE = {RECEIVABLES: Side.RECEIVABLE, PAYABLES: Side.PAYABLE}


def annotate(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    tasks: AbstractSet[str],
) -> tuple[list[Directive], list[Finding]]:
    """Do the work of one plugin, or of several in one pass.

    Args:
        directives: From Beancount.
        options: Beancount's options.
        tasks: Which of the six to do.

    Returns:
        The directives in the same order, and the findings that a plugin reports.
    """
    with garbage_collection_off():
        return _annotate(directives, options, tasks)


def _annotate(
    directives: Sequence[Directive],
    options: Mapping[str, Any],
    tasks: AbstractSet[str],
) -> tuple[list[Directive], list[Finding]]:
    source = Source(directives, options)
    sides = {side for task, side in _SIDE.items() if task in tasks}
    needed = set(Side) if {CLIENTS, TAXES} & tasks else sides
    conclusion = Conclusion(
        [source.subledger(side, date.max) for side in Side if side in needed]
    )
    to_add = Tasks(parties=CLIENTS in tasks, sides=sides)
    annotated = list(directives)
    with_added_keys(annotated, source.reading, conclusion, to_add)
    if CASH_ACCOUNTS in tasks:
        annotated = with_cash_account_details(annotated, source.chart)
    strict = source.settings.strict
    checks = [check for check in CHECKS if check.plugins & tasks]
    if not _is_first(options, tasks):
        checks = [check for check in checks if check.plugins != EVERYTHING]
    findings = findings_of(source, checks=checks, advice=strict)
    reported = _reported(findings, strict=strict)
    source.release()
    return annotated, reported


def _is_first(options: Mapping[str, Any], tasks: AbstractSet[str]) -> bool:
    """Whether this plugin is the first of ours in the book: it reports on settings."""
    ours = [
        name.rpartition(".")[2]
        for name, _config in options["plugin"]
        if name.startswith("ledgerkit.plugins.")
    ]
    return not ours or ours[0] == "all" or ours[0] in tasks


def _reported(findings: Iterable[Finding], *, strict: bool) -> list[Finding]:
    """Beancount's errors have no severity: plugins report advice only if strict."""
    shown = at_key_lines(causes(findings))
    reported = [f for f in shown if strict or not f.advice]
    return sorted(reported, key=lambda f: (f.place, f.message))

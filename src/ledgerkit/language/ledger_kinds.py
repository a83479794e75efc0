"""The kinds of finding on the general ledger; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.slip_kinds import kind_of_finding as _kind

GUESSED_CLOSE = _kind(
    "guessed-close",
    "A transaction on the first or last day of a fiscal year empties accounts of income"
    " and expenses into equity, so it is taken for a closing entry and left out of"
    " statements.",
    "Write `closing: TRUE` below it, or `closing: FALSE` if it is none.",
    advice=True,
)
UNMAPPED_ACCOUNT = _kind(
    "unmapped-account",
    "Nothing says in which line of the book's layout an account stands, so statements"
    " show it in none.",
    "Write `line:` below its `open` directive, or its `number:` in the chart of"
    " accounts.",
    advice=True,
)
UNKNOWN_LINE = _kind(
    "unknown-line",
    "An account's `line:` is none of the book's layout.",
    "Write one of its lines, as statements show them.",
    advice=True,
)

LEDGER_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)

"""The kinds of finding on tax returns; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.slip_kinds import kind_of_finding as _kind

UNKNOWN_TAX_SCHEME = _kind(
    "unknown-tax-scheme",
    "A `tax-scheme` is none of the form that the company hands in, so tax falls due as"
    " if it weren't there.",
    "Write a scheme that the form knows.",
)
UNKNOWN_BOX = _kind(
    "unknown-box",
    "A tax code or a stated figure names a box that the form hasn't, or that follows"
    " from postings; it is left out.",
    "Write a box of the form, as `ledgerkit tax-return` shows them.",
)
EXPIRED_TAX_CODE = _kind(
    "expired-tax-code",
    "A tax code is used after its last day.",
    "Write the code in force, or correct `until:`.",
)
MISSING_TAX_CODE = _kind(
    "missing-tax-code",
    "A document posts to an account of tax without a code, so no tax return counts it.",
    "Write `tax:` below the posting.",
)
LINE_WITHOUT_TAX_CODE = _kind(
    "line-without-tax-code",
    "A line of a document has no tax code, and other lines have: no tax return counts"
    " it, as if it were outside of tax.",
    'Write `tax:` below it; for what is outside of tax, a code of category `"O"`.',
    advice=True,
)

TAX_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)

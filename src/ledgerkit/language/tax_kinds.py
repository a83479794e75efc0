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
TAX_WITHOUT_RATE = _kind(
    "tax-without-rate",
    "A line with a tax code is in another currency, and the books have no rate of its"
    " day, nor of the month before, so no tax return counts it.",
    "Write the `price` of that day, or a rate on the posting.",
)
TAX_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)

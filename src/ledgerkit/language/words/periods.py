"""Words for periods that are closed, and opened again."""

from __future__ import annotations

from ledgerkit.language.word import CustomType, Holds, Key, On, key

_CLOSE = (On.CLOSE,)


PERIOD_KEYS: tuple[Key, ...] = (
    key("from", _CLOSE, "First day of the closed period.", Holds.DATE),
    key("until", _CLOSE, "Last day of the closed period.", Holds.DATE),
    key("file", _CLOSE, "List of what was closed, from the ledger's folder."),
    key("digest", _CLOSE, "SHA-256 of that list, in hexadecimal."),
    key("previous", _CLOSE, "Digest of the list before; none at the first close."),
    key("by", (On.CLOSE, On.REOPEN), "Who closed the period, or opened it again."),
    key("digest", (On.REOPEN,), "Digest of the close that no longer holds."),
)


PERIOD_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="close",
        values='PERIOD, e.g. "2025-Q2"',
        meaning="Says that a period is closed; ledgerkit close writes it with the list"
        " of what it was.",
    ),
    CustomType(
        name="reopen",
        values='PERIOD REASON, e.g. "2025-Q2" "A bill of May came late"',
        meaning="Says that a closed period is open again, why, and by whom.",
    ),
)

"""Words for periods that are closed, and opened again, and for filed tax returns."""

from __future__ import annotations

from ledgerkit.language.word import CustomType, Holds, Key, On, key

_CLOSE = (On.CLOSE,)
_FILING = (On.TAX_FILING,)


PERIOD_KEYS: tuple[Key, ...] = (
    key("from", _CLOSE, "First day of the closed period.", Holds.DATE),
    key("until", _CLOSE, "Last day of the closed period.", Holds.DATE),
    key("file", _CLOSE, "List of what was closed, from the ledger's folder."),
    key("digest", _CLOSE, "SHA-256 of that list, in hexadecimal."),
    key("previous", _CLOSE, "Digest of the list before; none at the first close."),
    key("by", (On.CLOSE, On.REOPEN), "Who closed the period, or opened it again."),
    key("digest", (On.REOPEN,), "Digest of the close that no longer holds."),
    key("from", _FILING, "First day of the return's period.", Holds.DATE),
    key("until", _FILING, "Last day of the return's period.", Holds.DATE),
    key("file", _FILING, "List of what was filed, from the ledger's folder."),
    key("digest", _FILING, "SHA-256 of that list, in hexadecimal."),
    key("reference", _FILING, "What the office calls the return."),
    key("due", _FILING, "Day by which its tax is to be paid.", Holds.DATE),
    key("amount", _FILING, "What is owed; negative if due back.", Holds.AMOUNT),
    key("corrects", _FILING, "Digest of the filing that it takes the place of."),
    key(
        "tax-return",
        (On.TRANSACTION,),
        "Form and period of the return that an entry settles, e.g. it-lipe 2026-Q1.",
    ),
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
    CustomType(
        name="tax-filing",
        values='FORM PERIOD, e.g. "uk-vat" "2026-Q1"',
        meaning="Says that a tax return was filed; ledgerkit tax-return --file writes"
        " it with the list of what it counts.",
    ),
)

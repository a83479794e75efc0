"""Words for invoices that are made again and again."""

from __future__ import annotations

from ledgerkit.language.word import (
    PRICED,
    TEMPLATE,
    CustomType,
    Holds,
    Key,
    key,
)

KEYS: tuple[Key, ...] = (
    key("amount", PRICED, "Price of a period, without tax.", Holds.AMOUNT),
    key("text", TEMPLATE, "Narration, e.g. Retainer {month} {year}."),
    key("invoiced", TEMPLATE, "Whether in advance (else that) or in arrears."),
    key(
        "issued-after",
        TEMPLATE,
        "Days from the period's first or last day.",
        Holds.NUMBER,
    ),
    key("until", PRICED, "Last day that is invoiced.", Holds.DATE),
    key("prorate", TEMPLATE, "Whether a part of a period costs a part.", Holds.FLAG),
    key("index", TEMPLATE, "Price index that its prices follow."),
    key("account", PRICED, "Income that it is booked on.", Holds.ACCOUNT),
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="recurring",
        values='ID RULE, e.g. "acme-hosting" "monthly"',
        meaning="Declares a template of invoices from its day on; a later one amends"
        ' it, or with the word "skip" skips the period of its day.',
    ),
    CustomType(
        name="recurring-line",
        values='ID NAME, e.g. "acme-hosting" "backup"',
        meaning="Adds a line to a template; a later one amends it.",
    ),
    CustomType(
        name="price-index",
        values='ID FACTOR, e.g. "istat-foi" 1.023',
        meaning="Raises the prices that follow the index from its day on.",
    ),
)

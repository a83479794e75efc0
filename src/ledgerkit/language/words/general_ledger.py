"""Words for statements: lines, numbers and activities of accounts; closing entries."""

from __future__ import annotations

from ledgerkit.language.word import DOCUMENT, HEAD, OPEN, Holds, Key, key

GENERAL_LEDGER_KEYS: tuple[Key, ...] = (
    key("line", OPEN, "Line of the layout of statements; sub-accounts inherit it."),
    key("number", OPEN, "Its number in a chart of accounts; sub-accounts inherit it."),
    key(
        "grouping",
        OPEN,
        "Category and code of the Norwegian income statement, for SAF-T;"
        " sub-accounts inherit it.",
    ),
    key(
        "cash-flow",
        OPEN,
        "Activity that its cash belongs to: operating, investing or financing.",
    ),
    key("project", DOCUMENT, "Project that its income and expenses are of."),
    key("cost-center", DOCUMENT, "Cost centre that they are of."),
    key(
        "closing",
        HEAD,
        "Whether it closes a fiscal year, and so is in none of its statements.",
        Holds.FLAG,
    ),
)

"""Words for reminders, and for invoices, bills and entries that come again."""

from __future__ import annotations

from ledgerkit.language.word import (
    HEAD,
    NOTE,
    PRICED,
    TEMPLATE,
    CustomType,
    Holds,
    Key,
    On,
    key,
)

_LEVEL = (On.REMINDER_LEVEL,)


#: The languages that letters are written in.
_LANGUAGES = ("en", "it", "de", "fr", "es")


RECURRING_KEYS: tuple[Key, ...] = (
    key("days", _LEVEL, "Days late from which it is due.", Holds.NUMBER),
    key(
        "fee",
        (On.REMINDER_LEVEL, On.NOTE),
        "What the letter claims for itself.",
        Holds.AMOUNT,
    ),
    key(
        "compensation",
        (On.REMINDER_LEVEL, On.NOTE),
        "What is claimed for each invoice, once.",
        Holds.AMOUNT,
    ),
    key("interest", _LEVEL, "Yearly rate, or the name of a table of rates."),
    key("title", _LEVEL, "What the letter is called."),
    key("text", _LEVEL, "What the letter says."),
    *(key(f"title-{lang}", _LEVEL, f"The same in {lang}.") for lang in _LANGUAGES),
    *(key(f"text-{lang}", _LEVEL, f"The same in {lang}.") for lang in _LANGUAGES),
    key("reminder", NOTE, "Level of the reminder that was sent.", Holds.NUMBER),
    key("interest-claimed", NOTE, "Interest that it claimed.", Holds.AMOUNT),
    key(
        "reminders",
        (*HEAD, *NOTE, On.CLIENT),
        'Whether to remind: "pause" or "send".',
    ),
    key("dispute-ended", NOTE, "How the dispute ended."),
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
    key("quote-line", (On.RECURRING_LINE,), "Line of the quote that comes again."),
    key("account", PRICED, "Account that it is booked on.", Holds.ACCOUNT),
    key(
        "against",
        TEMPLATE,
        "Account that balances an entry that is no invoice and no bill.",
        Holds.ACCOUNT,
    ),
)


RECURRING_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="reminder-level",
        values="NUMBER, e.g. 1",
        meaning="Declares a level of reminders; a later one amends it from its day on.",
    ),
    CustomType(
        name="interest-rate",
        values='TABLE RATE, e.g. "eu-late-payment" 0.1015',
        meaning="Sets the yearly rate of a table from its day on.",
    ),
    CustomType(
        name="recurring",
        values='ID RULE, e.g. "acme-hosting" "monthly"',
        meaning="Declares a template of invoices, bills or entries from its day on; a"
        ' later one amends it, or with the word "skip" skips the period of its day.',
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

"""Words for what a forecast can't derive, and for what-if."""

from __future__ import annotations

from ledgerkit.language.word import OPEN, CustomType, Holds, Key, On, key

_ITEM = (On.FORECAST_ITEM,)
_SCENARIO = (On.SCENARIO,)

KEYS: tuple[Key, ...] = (
    key("forecast-group", OPEN, "Forecast apart from other accounts, by this name."),
    key("every", _ITEM, "How often it comes again, as of a recurring invoice."),
    key("until", _ITEM, "Last day on which it comes.", Holds.DATE),
    key(
        "balance-of",
        _ITEM,
        "Account whose balance it settles, the first time.",
        Holds.ACCOUNT,
    ),
    key(
        "account",
        (*_ITEM, *_SCENARIO),
        "Bank or cash account that it moves.",
        Holds.ACCOUNT,
    ),
    key("payee", _ITEM, "Whose payments, found in the books, it stands for."),
    key("text", (*_ITEM, *_SCENARIO), "What it is, in words."),
    key("client", _SCENARIO, "Id of the only client that it is about."),
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="forecast-item",
        values='ID AMOUNT, e.g. "vat-q1" -2100.00 EUR',
        meaning="Says what will come in, or with a minus go out, on its day; a later"
        " one with the same id takes its place.",
    ),
    CustomType(
        name="scenario",
        values='NAME CHANGE VALUE, e.g. "slow" "delay" 14, "unpaid" "acme",'
        ' "revenue" -20 or "amount" -5000.00 EUR',
        meaning="Changes a forecast that is made with this scenario; several of one"
        " name add up.",
    ),
)

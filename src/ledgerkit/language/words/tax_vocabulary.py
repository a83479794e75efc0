"""Words for tax codes."""

from __future__ import annotations

from ledgerkit.language.word import (
    CustomType,
    Holds,
    Key,
    On,
    key,
)

_TAX = (On.TAX_CODE,)

KEYS: tuple[Key, ...] = (
    key("kind", _TAX, "Whether it is for sales or a purchase."),
    key("account", _TAX, "Where the tax is posted.", Holds.ACCOUNT),
    key("category", _TAX, "EN 16931 category: S, Z, E, AE, K, G or O."),
    key("name", _TAX, "What to print instead of the rate."),
    key("reason", _TAX, "Why there is no tax, in words."),
    key("reason-code", _TAX, "Why there is no tax, as a VATEX code."),
    key("nature", _TAX, "Why there is no tax, as an Italian code, e.g. N2.1."),
    key("base-box", _TAX, "Box of the tax return for the base."),
    key("tax-box", _TAX, "Box of the tax return for the tax."),
    key("reverse-charge-account", _TAX, "Where the other half goes.", Holds.ACCOUNT),
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="tax-code",
        values='ID RATE, e.g. "it22" 0.22',
        meaning="Declares a tax code; a later one changes its rate from its day on.",
    ),
)

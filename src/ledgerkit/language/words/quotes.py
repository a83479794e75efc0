"""Words for quotes: what is offered to a client, and what came of it."""

from __future__ import annotations

from ledgerkit.language.word import CustomType, Holds, IdPlace, Key, On, key

_QUOTE = (On.QUOTE,)
_LINE = (On.QUOTE_LINE,)

QUOTE_KEYS: tuple[Key, ...] = (
    key("client", _QUOTE, "Id of the client that it is made for.", of=(On.CLIENT,)),
    key("manager", _QUOTE, "Id of the manager who made it.", of=(On.MANAGER,)),
    key("contact", _QUOTE, "Id of the contact that it is sent to.", of=(On.CONTACT,)),
    key(
        "opportunity",
        _QUOTE,
        "Id of the opportunity that it is the offer for.",
        of=(On.OPPORTUNITY,),
    ),
    key("status", _QUOTE, "Status: draft, sent, accepted or declined."),
    key("valid-until", _QUOTE, "Last day on which it may be accepted.", Holds.DATE),
    key("terms", _QUOTE, 'Terms of its invoices, e.g. "net 30".'),
    key("deposit", _QUOTE, "Deposit asked for, without tax.", Holds.AMOUNT),
    key("options", _QUOTE, "Options that the client chose, divided by commas."),
    key("reason", _QUOTE, "Reason why it was declined."),
    key("order", _QUOTE, "Number of the client's order."),
    key("remark", _QUOTE, "Remark to print."),
    key("account", _LINE, "Income that its invoice is booked on.", Holds.ACCOUNT),
    key("amount", _LINE, "Price of the line, without tax.", Holds.AMOUNT),
    key("option", _LINE, "Option that the line belongs to; none if it always counts."),
)

QUOTE_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="quote",
        values='NUMBER TITLE, e.g. "Q-2026-001" "New website"',
        ids=(IdPlace(0, On.QUOTE),),
        meaning="Offers something to a client; a later one amends it, e.g. its status.",
    ),
    CustomType(
        name="quote-line",
        values='NUMBER LINE, e.g. "Q-2026-001" "design"',
        ids=(IdPlace(0, On.QUOTE),),
        meaning="Adds a line to a quote; a later one amends it.",
    ),
)

"""Words for direct debits: the mandates of clients, and what is collected by them."""

from __future__ import annotations

from ledgerkit.language.word import HEAD, CustomType, Holds, IdPlace, Key, On, key

_MANDATE = (On.MANDATE,)

DEBIT_KEYS: tuple[Key, ...] = (
    key("signed", _MANDATE, "Day on which the client signed it.", Holds.DATE),
    key("scheme", _MANDATE, "Rulebook that it is under: CORE (else that) or B2B."),
    key("one-off", _MANDATE, "Whether it is for one collection only.", Holds.FLAG),
    key("final", _MANDATE, "Day from which a collection is the last.", Holds.DATE),
    key("ended", _MANDATE, "Day from which it holds no more.", Holds.DATE),
    key(
        "notice-days",
        _MANDATE,
        "Days before a collection by which the client must know of it, if agreed.",
        Holds.NUMBER,
    ),
    key("creditor-id", (On.COMPANY,), "Our SEPA creditor identifier."),
    key(
        "direct-debit",
        HEAD,
        "The direct debits that this collection is of, by their id.",
    ),
    key("mandate", HEAD, "The mandate that this was collected by."),
    key("collected-from", HEAD, "IBAN that direct debits took the money from."),
    key(
        "debit-announced",
        HEAD,
        "Day on which the client was told that this invoice will be collected.",
        Holds.DATE,
    ),
)

DEBIT_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="mandate",
        values='ID CLIENT, e.g. "M-17" "acme"',
        meaning="Declares a client's mandate to collect by direct debit; a later one"
        " amends it.",
        ids=(IdPlace(1, On.CLIENT),),
    ),
    CustomType(
        name="direct-debit",
        values='ID AMOUNT, e.g. "DD-2026-03-10-1" 1220.00 EUR',
        meaning="Says that direct debits were ordered, and what they collect in all.",
    ),
)

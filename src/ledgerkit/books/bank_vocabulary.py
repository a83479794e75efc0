"""Words for accounts of money, and what goes through the bank."""

from __future__ import annotations

from ledgerkit.books.ledger_words import (
    ANYBODY,
    HEAD,
    OPEN,
    CustomType,
    Holds,
    Key,
    On,
    key,
)

KEYS: tuple[Key, ...] = (
    key("role", OPEN, "What the account is for; sub-accounts inherit it."),
    key("iban", (*HEAD, *OPEN, *ANYBODY), "International bank account number."),
    key("payment-run", HEAD, "Id of the payment run that this payment is of."),
    key("paid-to", HEAD, "IBAN that a payment run sent the money to."),
    key("end-to-end", HEAD, "Id that both banks show for this transfer."),
    key("account", (On.PAYMENT_RUN,), "Where a run's money comes from.", Holds.ACCOUNT),
    key("file", (On.PAYMENT_RUN,), "Name of the file that the bank was sent."),
    key(
        "control-sum",
        (On.PAYMENT_RUN,),
        "What that file sends, without what is paid by hand.",
        Holds.AMOUNT,
    ),
    key("digest", (On.PAYMENT_RUN,), "SHA-256 of that file, in hexadecimal."),
    key("bic", (*OPEN, *ANYBODY), "The bank's identifier code."),
    key("holder", OPEN, "In whose name the account is."),
    key("minimum-balance", OPEN, "What should stay in the account.", Holds.AMOUNT),
    key("float", OPEN, "What an imprest cash box is topped up to.", Holds.AMOUNT),
    key("custodian", OPEN, "Who keeps the cash box."),
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="payment-run",
        values='ID AMOUNT, e.g. "PR-2026-03-10-1" 1220.00 EUR',
        meaning="Says that a payment run was made, and what it pays in all.",
    ),
)

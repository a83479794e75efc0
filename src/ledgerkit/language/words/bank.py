"""Words for money accounts and bank transactions."""

from __future__ import annotations

from ledgerkit.language.word import (
    ANYBODY,
    HEAD,
    LINE,
    OPEN,
    CustomType,
    Holds,
    IdPlace,
    Key,
    On,
    key,
)

_STATEMENT = (On.STATEMENT,)


_RUN = (On.PAYMENT_RUN, On.DIRECT_DEBIT)


_RULE = (On.BANK_RULE,)


_ITEM = (On.FORECAST_ITEM,)


_SCENARIO = (On.SCENARIO,)


BANK_KEYS: tuple[Key, ...] = (
    key("role", OPEN, "What the account is for; sub-accounts inherit it."),
    key(
        "iban",
        (*HEAD, *OPEN, *ANYBODY, On.MANDATE),
        "International bank account number.",
    ),
    key(
        "account-number",
        (*OPEN, On.VENDOR),
        "The bank's number of the account, where no IBAN is.",
    ),
    key("routing-number", (*OPEN, On.VENDOR), "The bank's ABA routing number (USA)."),
    key("sort-code", (*OPEN, On.VENDOR), "The bank's sort code (United Kingdom)."),
    key("account-type", (On.VENDOR,), 'Kind of account: "checking" or "savings".'),
    key("ach-class", (On.VENDOR,), 'Class of ACH payment: "CCD", or "PPD" to people.'),
    key("ach-id", (On.COMPANY,), "Our company identification in ACH files."),
    key("bacs-user-number", (On.COMPANY,), "Our Bacs service user number, six digits."),
    key("paid-to-account", HEAD, "Account without IBAN that a payment run paid to."),
    key("bank-ref", LINE, "The bank's id of the statement line that this clears."),
    key(
        "bank-date",
        LINE,
        "Day on which the bank booked it, where that is not the transaction's.",
        Holds.DATE,
    ),
    key("payment-run", HEAD, "Id of the payment run that this payment is of."),
    key("paid-to", HEAD, "IBAN that a payment run sent the money to."),
    key("end-to-end", HEAD, "Id that both banks show for this transfer."),
    key(
        "account", _RUN, "Account that a run pays from, or collects to.", Holds.ACCOUNT
    ),
    key("file", _RUN, "Name of the file that the bank was sent."),
    key(
        "control-sum",
        _RUN,
        "What that file moves, without what is paid by hand.",
        Holds.AMOUNT,
    ),
    key("digest", _RUN, "SHA-256 of that file, in hexadecimal."),
    key("bic", (*OPEN, *ANYBODY, On.MANDATE), "The bank's identifier code."),
    key("holder", OPEN, "In whose name the account is."),
    key("minimum-balance", OPEN, "What should stay in the account.", Holds.AMOUNT),
    key(
        "overdraft-limit",
        OPEN,
        "How far below zero the bank lets it go; positive.",
        Holds.AMOUNT,
    ),
    key("float", OPEN, "What an imprest cash box is topped up to.", Holds.AMOUNT),
    key("custodian", OPEN, "Who keeps the cash box."),
    key("opening", _STATEMENT, "Balance before its first line.", Holds.AMOUNT),
    key("from", _STATEMENT, "First day that it covers.", Holds.DATE),
    key("file", _STATEMENT, "File that it was in, from the ledger's folder."),
    key("digest", _STATEMENT, "SHA-256 of that file, in hexadecimal."),
    key(
        "reading",
        _STATEMENT,
        "How that file is read where it leaves something open, e.g. --sign as-is.",
    ),
    key(
        "pieces",
        (On.CASH_COUNT,),
        "The coins and notes, e.g. 50x3 20x4 0.50x7.",
    ),
    key("contains", _RULE, "Words that the line's name or text holds, in any case."),
    key("regex", _RULE, "Pattern that its name or text holds."),
    key("name", _RULE, "Who paid or was paid."),
    key("iban", _RULE, "Their account."),
    key("least", _RULE, "Lowest amount; what goes out is negative.", Holds.NUMBER),
    key("most", _RULE, "Highest amount, likewise.", Holds.NUMBER),
    key("bank-account", _RULE, "Only lines of this account of ours.", Holds.ACCOUNT),
    key("payee", _RULE, "What to write as payee; else the line's name."),
    key("narration", _RULE, "What to write as narration; else the line's text."),
    key("tax", _RULE, "Tax code that is in the amount."),
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
    key(
        "tax",
        _SCENARIO,
        "Tax code of an amount that is a sale or purchase, tax included.",
        of=(On.TAX_CODE,),
    ),
    key("payee", _ITEM, "Whose payments, found in the books, it stands for."),
    key("text", (*_ITEM, *_SCENARIO), "What it is, in words."),
    key(
        "client", _SCENARIO, "Id of the only client that it is about.", of=(On.CLIENT,)
    ),
)


BANK_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="payment-run",
        values='ID AMOUNT, e.g. "PR-2026-03-10-1" 1220.00 EUR',
        meaning="Says that a payment run was made, and what it pays in all.",
    ),
    CustomType(
        name="statement",
        values='ACCOUNT ID CLOSING, e.g. Assets:Bank:Intesa "2026-01" 5210.40 EUR',
        meaning="Says what the bank's statement had as balance at the end of its day.",
    ),
    CustomType(
        name="cash-count",
        values="ACCOUNT AMOUNT, e.g. Assets:Cash:Petty 120.50 EUR",
        meaning="Says what was in a cash box at the end of its day.",
    ),
    CustomType(
        name="bank-rule",
        values='ID ACCOUNT, e.g. "rent" Expenses:Rent',
        meaning="Says where to post statement lines of a sort; all its conditions must"
        " hold.",
    ),
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
        ids=(IdPlace(2, On.CLIENT, after="unpaid"),),
        meaning="Changes a forecast that is made with this scenario; several of one"
        " name add up.",
    ),
)

"""Words for documents: invoices, bills, credit notes and their keys."""

from __future__ import annotations

from ledgerkit.language.word import (
    DOCUMENT,
    HEAD,
    LINE,
    NOTE,
    OFFERED,
    OPEN,
    PRICED,
    TEMPLATE,
    CustomType,
    Holds,
    Key,
    On,
    key,
)

_TAX = (On.TAX_CODE,)


DOCUMENT_KEYS: tuple[Key, ...] = (
    key(
        "client",
        (*DOCUMENT, *TEMPLATE, *NOTE),
        "Id of the client whose receivable this is.",
        of=(On.CLIENT,),
    ),
    key(
        "vendor",
        (*DOCUMENT, *TEMPLATE, On.DOCUMENT),
        "Id of the vendor whose payable, or bill, this is.",
        of=(On.VENDOR,),
    ),
    key(
        "invoice",
        (*DOCUMENT, *NOTE),
        "Number of the invoice that this makes, settles or is about.",
    ),
    key(
        "bill",
        (*DOCUMENT, On.DOCUMENT),
        "Number of the bill that this makes, settles or is.",
    ),
    key("credit-note", DOCUMENT, "Number of the credit note that this makes."),
    key("vendor-credit", DOCUMENT, "Number of the vendor credit that this makes."),
    key(
        "due",
        (*DOCUMENT, *NOTE),
        "Last day to pay without being late; on a payment, of the part that it is for.",
        Holds.DATE,
    ),
    key(
        "terms",
        (*DOCUMENT, *TEMPLATE),
        "Payment terms of this document, e.g. net 30.",
    ),
    key(
        "description",
        (*LINE, *PRICED, *OFFERED),
        "What this line of a document is for.",
    ),
    key(
        "quantity",
        (*LINE, *PRICED, *OFFERED),
        "How many units the line is for.",
        Holds.NUMBER,
    ),
    key(
        "unit",
        (*LINE, *PRICED, *OFFERED),
        "Of what, e.g. HUR, a code of UN/ECE Recommendation 20.",
    ),
    key(
        "unit-price",
        (*LINE, *PRICED, *OFFERED),
        "What one unit costs.",
        Holds.AMOUNT,
    ),
    key(
        "tax",
        (*LINE, *PRICED, *OFFERED),
        "Tax code of the line, or that a tax posting is for.",
    ),
    key(
        "discount",
        (*LINE, *OFFERED),
        "What is taken off quantity times price.",
        Holds.AMOUNT,
    ),
    key(
        "discount-percent",
        (*LINE, *PRICED, *OFFERED),
        "The same in percent.",
        Holds.NUMBER,
    ),
    key(
        "allowance",
        (*LINE, *OFFERED),
        "Why this takes something off the whole document.",
    ),
    key(
        "charge",
        (*LINE, *OFFERED),
        "Why this adds something to the whole document.",
    ),
    key(
        "withholding", LINE, "Tax that the buyer keeps back, e.g. RT02 20 A, or split."
    ),
    key(
        "period-from",
        (*DOCUMENT, *OFFERED),
        "First day that it is for.",
        Holds.DATE,
    ),
    key(
        "period-to",
        (*DOCUMENT, *OFFERED),
        "Last day that it is for.",
        Holds.DATE,
    ),
    key("allowance-percent", DOCUMENT, "How doubtful, in percent.", Holds.NUMBER),
    key("order", (*HEAD, *TEMPLATE), "Number of the buyer's order: on a bill, ours."),
    key(
        "buyer-reference",
        (*HEAD, *TEMPLATE),
        "What the buyer asked to see on the document.",
    ),
    key("remark", (*HEAD, *TEMPLATE), "Free text to print on the document."),
    key("received", HEAD, "Day on which the bill came.", Holds.DATE),
    key("delivered", HEAD, "Day of delivery, where it differs.", Holds.DATE),
    key("stamp-duty", HEAD, "Italian stamp duty on the document.", Holds.AMOUNT),
    key("recurring", HEAD, "Id of the template that the invoice was made from."),
    key("quote", HEAD, "Number of the quote that the invoice is of, or its credit."),
    key("quote", TEMPLATE, "Number of the quote whose lines come again."),
    key(
        "quote-line",
        LINE,
        'Line of the quote that this invoices; "none" for what was not quoted.',
    ),
    key("recognises", HEAD, "Number of the invoice whose revenue is recognised."),
    key(
        "recognise",
        (*LINE, *OPEN, *PRICED),
        "Income that a deferred line becomes.",
        Holds.ACCOUNT,
    ),
    key("hold", HEAD, "Why this bill is not to be paid for now."),
    key("dispute", (*HEAD, *NOTE), "Why an invoice or bill is disputed."),
    key(
        "not-duplicate-of",
        HEAD,
        "Number of the document that this one is not, though it looks it; or its own, "
        "if it adds to the one of that number.",
    ),
    key("digest", (On.DOCUMENT,), "SHA-256 of the file, by which it is known again."),
    key("approved-by", HEAD, "Who approved the bill, e.g. a manager's id."),
    key(
        "approved-on",
        HEAD,
        "When; without it, the approval has no effect.",
        Holds.DATE,
    ),
    key(
        "approved-amount",
        HEAD,
        "What it was approved over; another amount needs approving anew.",
        Holds.AMOUNT,
    ),
    key("approved-also-by", HEAD, "Who approved it besides, for four eyes."),
    key("approved-also-on", HEAD, "When, where it was another day.", Holds.DATE),
    key("approved-also-amount", HEAD, "Over what that was.", Holds.AMOUNT),
    key("document", HEAD, "File that the document itself is in."),
    key(
        "revalued",
        HEAD,
        "Day of the revaluation that an entry is of, or reverses.",
        Holds.DATE,
    ),
    key("revalues", LINE, "Document or account of money that a posting revalues."),
    key("promise", (*HEAD, *NOTE), "Day of payment as promised.", Holds.DATE),
    key("kind", _TAX, "Whether it is for sales or a purchase."),
    key("account", _TAX, "Where the tax is posted.", Holds.ACCOUNT),
    key("category", _TAX, "EN 16931 category: S, Z, E, AE, K, G or O."),
    key("name", _TAX, "What to print instead of the rate."),
    key("reason", _TAX, "Why there is no tax, in words."),
    key("reason-code", _TAX, "Why there is no tax, as a VATEX code."),
    key("nature", _TAX, "Why there is no tax, as an Italian code, e.g. N2.1."),
    key(
        "base-box",
        _TAX,
        "Boxes of the tax return for the base, e.g. 81, or 6, 7 40%.",
    ),
    key("tax-box", _TAX, "Boxes of the tax return for the tax, written likewise."),
    key("reverse-charge-account", _TAX, "Where the other half goes.", Holds.ACCOUNT),
    key("reverse-charge-box", _TAX, "Boxes of the tax return for the other half."),
    key("country", _TAX, "Country whose tax it is, as its ISO 3166 code."),
    key("supply", _TAX, "Whether it is for goods, services or a triangular trade."),
    key(
        "jurisdictions",
        _TAX,
        "Who shares the rate, and how, e.g. California 6%, Alameda County 0.25%.",
    ),
    key("dispatch", _TAX, "Country that goods go out from, as its ISO 3166 code."),
    key(
        "tax-point",
        _TAX,
        "When the tax falls due: document, payment, earlier or payment-within-year.",
    ),
    key(
        "split-payment",
        _TAX,
        "Whether the client pays the tax to the office itself.",
        Holds.FLAG,
    ),
    key("source", _TAX, "Law or notice that the rate is from."),
    key(
        "used-for",
        _TAX,
        "Which sales a purchase is for, where some are exempt: taxed, exempt or both.",
    ),
    key(
        "incidental",
        _TAX,
        "Whether its sales don't count for how much input tax may be deducted.",
        Holds.FLAG,
    ),
    key("until", _TAX, "Last day on which it may be used.", Holds.DATE),
    key(
        "tax-date",
        HEAD,
        "Day on which the tax falls due, where it isn't the document's.",
        Holds.DATE,
    ),
)


DOCUMENT_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="approval-rule",
        values='WHO AMOUNT…, e.g. "anna" 1000.00 EUR',
        meaning="Says who may approve bills from its day on, and up to which amounts;"
        " without one, any amount, and 0.00 takes it away.",
    ),
    CustomType(
        name="void",
        values='NUMBER REASON, e.g. "INV-2026-007" "printed twice"',
        meaning="Says why a number of our own documents stands for none.",
    ),
    CustomType(
        name="tax-code",
        values='ID RATE, e.g. "it22" 0.22',
        meaning="Declares a tax code; a later one changes its rate from its day on.",
    ),
    CustomType(
        name="tax-scheme",
        values='NAME [RATE], e.g. "cash", or "flat-rate" 0.13',
        meaning="Says how tax is accounted for on documents from its day on.",
    ),
    CustomType(
        name="pro-rata",
        values='PERCENT or "period", e.g. 70, or "period"',
        meaning="Says that some sales are exempt, and how much input tax may be"
        " deducted from its day on: a percentage, or what each period's sales come to.",
    ),
    CustomType(
        name="tax-figure",
        values='FORM PERIOD BOX AMOUNT, e.g. "it-lipe" "2026-Q1" "VP9" 120.00 EUR',
        meaning="States a figure of a tax return that follows from no posting.",
    ),
)

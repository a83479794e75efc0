"""Every word of the ledger language: what it means and where it may stand.

The manual, the did-you-mean and editor completion are made from this.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class On(StrEnum):
    """Where a key may stand."""

    TRANSACTION = "transaction"
    POSTING = "posting"
    OPEN = "open"
    CLIENT = "client"
    VENDOR = "vendor"
    COMPANY = "company"
    TAX_CODE = "tax-code"
    RECURRING = "recurring"
    RECURRING_LINE = "recurring-line"
    REMINDER_LEVEL = "reminder-level"
    NOTE = "note"
    PAYMENT_RUN = "payment-run"
    DOCUMENT = "document"


class Holds(StrEnum):
    """What a key's or setting's value is, in Beancount's types."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    ACCOUNT = "account"
    FLAG = "TRUE or FALSE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A metadata key.

    Attributes:
        name: As written in the ledger.
        on: What it may stand on.
        meaning: One sentence.
        holds: What its value is.
    """

    name: str
    on: tuple[On, ...]
    meaning: str
    holds: Holds = Holds.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomType:
    """A ``custom`` directive of ours.

    Attributes:
        name: The directive's type.
        values: What follows the type, for people.
        meaning: One sentence.
    """

    name: str
    values: str
    meaning: str


_DOCUMENT = (On.TRANSACTION, On.POSTING)
_HEAD = (On.TRANSACTION,)
_PARTY = (On.CLIENT, On.VENDOR)
_ANYBODY = (On.CLIENT, On.VENDOR, On.COMPANY)
_COMPANY = (On.COMPANY,)
_VENDOR = (On.VENDOR,)
_TAX = (On.TAX_CODE,)
_OPEN = (On.OPEN,)
_LINE = (On.POSTING,)
_TEMPLATE = (On.RECURRING,)
_PRICED = (On.RECURRING, On.RECURRING_LINE)
_NOTE = (On.NOTE,)
_LEVEL = (On.REMINDER_LEVEL,)
#: The languages that letters are written in.
_LANGUAGES = ("en", "it", "de", "fr", "es")


def _key(name: str, on: tuple[On, ...], meaning: str, holds: Holds = Holds.TEXT) -> Key:
    return Key(name=name, on=on, meaning=meaning, holds=holds)


KEYS: tuple[Key, ...] = (
    _key(
        "client",
        (*_DOCUMENT, *_TEMPLATE, *_NOTE),
        "Id of the client whose receivable this is.",
    ),
    _key(
        "vendor",
        (*_DOCUMENT, On.DOCUMENT),
        "Id of the vendor whose payable, or bill, this is.",
    ),
    _key(
        "invoice",
        (*_DOCUMENT, *_NOTE),
        "Number of the invoice that this makes, settles or is about.",
    ),
    _key(
        "bill",
        (*_DOCUMENT, On.DOCUMENT),
        "Number of the bill that this makes, settles or is.",
    ),
    _key("credit-note", _DOCUMENT, "Number of the credit note that this makes."),
    _key("vendor-credit", _DOCUMENT, "Number of the vendor credit that this makes."),
    _key(
        "due",
        (*_DOCUMENT, *_NOTE),
        "Last day to pay without being late.",
        Holds.DATE,
    ),
    _key(
        "terms",
        (*_DOCUMENT, *_TEMPLATE),
        "Payment terms of this document, e.g. net 30.",
    ),
    _key("description", (*_LINE, *_PRICED), "What this line of a document is for."),
    _key(
        "quantity", (*_LINE, *_PRICED), "How many units the line is for.", Holds.NUMBER
    ),
    _key(
        "unit",
        (*_LINE, *_PRICED),
        "Of what, e.g. HUR, a code of UN/ECE Recommendation 20.",
    ),
    _key("unit-price", (*_LINE, *_PRICED), "What one unit costs.", Holds.AMOUNT),
    _key(
        "tax", (*_LINE, *_PRICED), "Tax code of the line, or that a tax posting is for."
    ),
    _key("discount", _LINE, "What is taken off quantity times price.", Holds.AMOUNT),
    _key("discount-percent", (*_LINE, *_PRICED), "The same in percent.", Holds.NUMBER),
    _key("allowance", _LINE, "Why this takes something off the whole document."),
    _key("charge", _LINE, "Why this adds something to the whole document."),
    _key(
        "withholding", _LINE, "Tax that the buyer keeps back, e.g. RT02 20 A, or split."
    ),
    _key("period-from", _DOCUMENT, "First day that it is for.", Holds.DATE),
    _key("period-to", _DOCUMENT, "Last day that it is for.", Holds.DATE),
    _key("allowance-percent", _DOCUMENT, "How doubtful, in percent.", Holds.NUMBER),
    _key("order", (*_HEAD, *_TEMPLATE), "Number of the buyer's order."),
    _key(
        "buyer-reference",
        (*_HEAD, *_TEMPLATE),
        "What the buyer asked to see on the document.",
    ),
    _key("remark", (*_HEAD, *_TEMPLATE), "Free text to print on the document."),
    _key("received", _HEAD, "Day on which the bill came.", Holds.DATE),
    _key("delivered", _HEAD, "Day of delivery, where it differs.", Holds.DATE),
    _key("stamp-duty", _HEAD, "Italian stamp duty on the document.", Holds.AMOUNT),
    _key("recurring", _HEAD, "Id of the template that the invoice was made from."),
    _key("recognises", _HEAD, "Number of the invoice whose revenue is recognised."),
    _key(
        "recognise",
        (*_LINE, *_OPEN, *_PRICED),
        "Income that a deferred line becomes.",
        Holds.ACCOUNT,
    ),
    _key("amount", _PRICED, "Price of a period, without tax.", Holds.AMOUNT),
    _key("text", _TEMPLATE, "Narration, e.g. Retainer {month} {year}."),
    _key("invoiced", _TEMPLATE, "Whether in advance (else that) or in arrears."),
    _key(
        "issued-after",
        _TEMPLATE,
        "Days from the period's first or last day.",
        Holds.NUMBER,
    ),
    _key("until", _PRICED, "Last day that is invoiced.", Holds.DATE),
    _key("prorate", _TEMPLATE, "Whether a part of a period costs a part.", Holds.FLAG),
    _key("index", _TEMPLATE, "Price index that its prices follow."),
    _key("role", _OPEN, "What the account is for; sub-accounts inherit it."),
    _key("iban", (*_HEAD, *_OPEN, *_ANYBODY), "International bank account number."),
    _key(
        "iban-confirmed",
        (On.VENDOR,),
        "Day on which the vendor itself confirmed its IBAN.",
        Holds.DATE,
    ),
    _key("hold", _HEAD, "Why this bill is not to be paid for now."),
    _key("payment-run", _HEAD, "Id of the payment run that this payment is of."),
    _key("paid-to", _HEAD, "IBAN that a payment run sent the money to."),
    _key("end-to-end", _HEAD, "Id that both banks show for this transfer."),
    _key(
        "account", (On.PAYMENT_RUN,), "Where a run's money comes from.", Holds.ACCOUNT
    ),
    _key("file", (On.PAYMENT_RUN,), "Name of the file that the bank was sent."),
    _key(
        "control-sum",
        (On.PAYMENT_RUN,),
        "What that file sends, without what is paid by hand.",
        Holds.AMOUNT,
    ),
    _key("digest", (On.PAYMENT_RUN,), "SHA-256 of that file, in hexadecimal."),
    _key("bic", (*_OPEN, *_ANYBODY), "The bank's identifier code."),
    _key("holder", _OPEN, "In whose name the account is."),
    _key("minimum-balance", _OPEN, "What should stay in the account.", Holds.AMOUNT),
    _key("float", _OPEN, "What an imprest cash box is topped up to.", Holds.AMOUNT),
    _key("custodian", _OPEN, "Who keeps the cash box."),
    _key("account", _PARTY, "A control sub-account of the party's own.", Holds.ACCOUNT),
    _key("aliases", _PARTY, "Other spellings of the name, divided by commas."),
    _key("manager", _PARTY, "Who looks after the relation."),
    _key("status", _PARTY, "Where the relation stands, e.g. lead, active, lost."),
    _key("parent", _PARTY, "Id of the party that this one belongs to."),
    _key("legal-name", _ANYBODY, "The registered name, where it differs."),
    _key("vat-id", _ANYBODY, "VAT identification number, with its country."),
    _key("tax-id", _ANYBODY, "National tax number."),
    _key("email", _ANYBODY, "Where invoices and reminders go."),
    _key("tel", _ANYBODY, "Telephone number."),
    _key("street", _ANYBODY, "Street and number."),
    _key("postal-code", _ANYBODY, "Postal code."),
    _key("locality", _ANYBODY, "Town."),
    _key("region", _ANYBODY, "Province or state."),
    _key("country", _ANYBODY, "Country, as its two-letter ISO 3166 code."),
    _key("lang", _ANYBODY, "Language of its documents, as an ISO 639 code."),
    _key("currency", _PARTY, "Currency of its documents."),
    _key("payment-terms", _PARTY, "Terms of documents that state none."),
    _key(
        "business-days",
        _PARTY,
        "What its due dates by terms do on a holiday, as the setting has it.",
    ),
    _key("credit-limit", _PARTY, "How much it may owe.", Holds.AMOUNT),
    _key(
        "expense-account",
        _VENDOR,
        "What its bills are for where their lines name no account.",
        Holds.ACCOUNT,
    ),
    _key("tax", _VENDOR, "Tax code of its bills' lines that name none."),
    _key("withholding", _VENDOR, "What we keep back of its bills, e.g. RT02 20 A."),
    _key(
        "form-1099",
        (*_VENDOR, *_LINE),
        'Form and box that reports its payments, e.g. NEC 1; on a line also "none".',
    ),
    _key("withholding-account", _VENDOR, "Where that is posted.", Holds.ACCOUNT),
    _key("cadence", _PARTY, "How often to be in touch."),
    _key("tier", _PARTY, "How important the relation is."),
    _key(
        "tags",
        (*_PARTY, *_TEMPLATE),
        "Words to find it by, divided by spaces or commas.",
    ),
    _key("peppol-id", _ANYBODY, "Address in the Peppol network."),
    _key("sdi-code", _PARTY, "Italian e-invoice recipient code."),
    _key("pec", _ANYBODY, "Italian certified e-mail address."),
    _key("website", _COMPANY, "Address of our web site."),
    _key("register", _COMPANY, "Number in the register of companies."),
    _key("logo", _COMPANY, "File with our logo, beside the main ledger."),
    _key("tax-regime", _COMPANY, "Italian tax regime, e.g. RF01."),
    _key("kind", _TAX, "Whether it is for sales or a purchase."),
    _key("account", _PRICED, "Income that it is booked on.", Holds.ACCOUNT),
    _key("account", _TAX, "Where the tax is posted.", Holds.ACCOUNT),
    _key("category", _TAX, "EN 16931 category: S, Z, E, AE, K, G or O."),
    _key("name", _TAX, "What to print instead of the rate."),
    _key("reason", _TAX, "Why there is no tax, in words."),
    _key("reason-code", _TAX, "Why there is no tax, as a VATEX code."),
    _key("nature", _TAX, "Why there is no tax, as an Italian code, e.g. N2.1."),
    _key("base-box", _TAX, "Box of the tax return for the base."),
    _key("tax-box", _TAX, "Box of the tax return for the tax."),
    _key("reverse-charge-account", _TAX, "Where the other half goes.", Holds.ACCOUNT),
    _key("days", _LEVEL, "Days late from which it is due.", Holds.NUMBER),
    _key("fee", (*_LEVEL, *_NOTE), "What the letter claims for itself.", Holds.AMOUNT),
    _key(
        "compensation",
        (*_LEVEL, *_NOTE),
        "What is claimed for each invoice, once.",
        Holds.AMOUNT,
    ),
    _key("interest", _LEVEL, "Yearly rate, or the name of a table of rates."),
    _key("title", _LEVEL, "What the letter is called."),
    _key("text", _LEVEL, "What the letter says."),
    *(_key(f"title-{lang}", _LEVEL, f"The same in {lang}.") for lang in _LANGUAGES),
    *(_key(f"text-{lang}", _LEVEL, f"The same in {lang}.") for lang in _LANGUAGES),
    _key("reminder", _NOTE, "Level of the reminder that was sent.", Holds.NUMBER),
    _key("interest-claimed", _NOTE, "Interest that it claimed.", Holds.AMOUNT),
    _key(
        "reminders",
        (*_HEAD, *_NOTE, On.CLIENT),
        'Whether to remind: "pause" or "send".',
    ),
    _key("dispute", (*_HEAD, *_NOTE), "Why an invoice or bill is disputed."),
    _key("dispute-ended", _NOTE, "How the dispute ended."),
    _key(
        "not-duplicate-of",
        _HEAD,
        "Number of the bill that this one is not, though it looks it.",
    ),
    _key("digest", (On.DOCUMENT,), "SHA-256 of the file, by which it is known again."),
    _key("approved-by", _HEAD, "Who approved the bill, e.g. a manager's id."),
    _key(
        "approved-on",
        _HEAD,
        "When; without it, the approval has no effect.",
        Holds.DATE,
    ),
    _key("approved-also-by", _HEAD, "Who approved it besides, for four eyes."),
    _key("approved-also-on", _HEAD, "When, where it was another day.", Holds.DATE),
    _key("document", _HEAD, "File that the document itself is in."),
    _key("promise", (*_HEAD, *_NOTE), "Day of payment as promised.", Holds.DATE),
)

CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="client",
        values='ID NAME, e.g. "acme" "Acme S.r.l."',
        meaning="Declares a client; a later one with the same id amends the record.",
    ),
    CustomType(
        name="vendor",
        values='ID NAME, e.g. "rossi" "Tipografia Rossi"',
        meaning="Declares a vendor; a later one with the same id amends the record.",
    ),
    CustomType(
        name="company",
        values='NAME, e.g. "Studio Aurora"',
        meaning="Says who we are, for our invoices; a later one amends the record.",
    ),
    CustomType(
        name="tax-code",
        values='ID RATE, e.g. "it22" 0.22',
        meaning="Declares a tax code; a later one changes its rate from its day on.",
    ),
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
        name="approval-rule",
        values='WHO AMOUNT…, e.g. "anna" 1000.00 EUR',
        meaning="Says who may approve bills from its day on, and up to which amounts;"
        " without one, any amount, and 0.00 takes it away.",
    ),
    CustomType(
        name="payment-run",
        values='ID AMOUNT, e.g. "PR-2026-03-10-1" 1220.00 EUR',
        meaning="Says that a payment run was made, and what it pays in all.",
    ),
    CustomType(
        name="void",
        values='NUMBER REASON, e.g. "INV-2026-007" "printed twice"',
        meaning="Says why a number of our own documents stands for none.",
    ),
    CustomType(
        name="ledgerkit",
        values='SETTING VALUE, e.g. "aging-buckets" "30 60 90"',
        meaning="Sets how ledgerkit works on this book.",
    ),
)

#: What stands on one transaction in thousands, for readers who look for just that.
RARE_KEYS = frozenset(
    {
        "dispute",
        "not-duplicate-of",
        "payment-run",
        "promise",
        "recurring",
        "reminders",
    }
)


def keys_on(place: On) -> frozenset[str]:
    """The names of the keys that may stand there."""
    return frozenset(key.name for key in KEYS if place in key.on)

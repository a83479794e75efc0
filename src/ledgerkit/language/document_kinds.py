"""The kinds of finding on documents and what settles them; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.slip_kinds import kind_of_finding as _kind

UNKNOWN_DOCUMENT = _kind(
    "unknown-document",
    "A settlement or note names a document that does not exist, and counts for none.",
    "Correct the number, or enter the document.",
)
OTHER_PARTYS_DOCUMENT = _kind(
    "other-partys-document",
    "A settlement states one party and links only another's documents, so it stays"
    " on account.",
    "Correct the party or the link, or name the document on the posting.",
)
SEVERAL_LINKS = _kind(
    "several-links",
    "A debt's transaction has several links, so it isn't known which is its number.",
    'Add `invoice: "…"` or `bill: "…"`.',
)
UNEXPLAINED_REFUND = _kind(
    "unexplained-refund",
    "Money went out on a document for which none had come in.",
    "Turn the signs, if it is a payment; else name what is paid back.",
)
GUESSED_RETURN = _kind(
    "guessed-return",
    "Money went back without saying of what; the amount alone tells.",
    "Give the transaction the document's link.",
    advice=True,
)
REST_BELOW_A_COIN = _kind(
    "rest-below-a-coin",
    "Less than half of a currency's smallest coin is left open of a document: nobody"
    " can pay it, and nobody is asked to.",
    "Correct the payment: its total by `@@`, or the exact amount; or post the rest to a"
    " rounding account.",
    advice=True,
)
OVER_ALLOCATED = _kind(
    "over-allocated",
    "More was allocated to a document than it was made out for.",
    "Allocate the surplus to another document, or take the number off it.",
)
OVER_CREDITED = _kind(
    "over-credited",
    "More is credited of a document than it was made out for, paid or not.",
    "Correct the amount of a credit, or link it to the document that it credits.",
)
EXCHANGE_DIFFERENCE = _kind(
    "exchange-difference",
    "A document in a foreign currency is settled, and part of what it was booked at in"
    " the books' currency is left: a settlement has another rate, or one in another"
    " currency.",
    "Write the settlement at the document's own rate, and the difference on an account"
    " of role `exchange-gain`, as named.",
)
NO_EXCHANGE_RATE = _kind(
    "no-exchange-rate",
    "A document that was booked at a rate of exchange is settled without one, or the"
    " other way round, so its exchange difference isn't known.",
    "Write the settlement at the document's own rate, and the other postings at the"
    " day's; or write the rate on the document.",
    advice=True,
)
REVALUATION_ON_CONTROL_ACCOUNT = _kind(
    "revaluation-on-control-account",
    "A gain or loss of exchange is booked against a receivable or payable account by"
    " itself, as if somebody owed it.",
    "Post it to an account of its own, such as `Assets:Receivable-Revaluation`.",
)
UNNUMBERED_DOCUMENT = _kind(
    "unnumbered-document",
    "A debt has no number, so nothing can settle it by name.",
    "Give the transaction a link or an `invoice:` or `bill:` key.",
    advice=True,
)
MONEY_ON_ACCOUNT = _kind(
    "on-account",
    "A payment or credit names no document, or more than the documents it names.",
    "Name the document that it settles, if there is one.",
    advice=True,
)
NO_PARTY = _kind(
    "no-party",
    "A control posting names nobody: no key, no payee and no sub-account.",
    "Add a payee, or a `client:` or `vendor:` key.",
    advice=True,
)
DUE_BEFORE_ISSUED = _kind(
    "due-before-issued",
    "A document is due before its own date.",
    "Correct the due date.",
    advice=True,
)
PAYMENT_DIFFERENCE = _kind(
    "payment-difference",
    "A payment left a small amount open, or paid one too much, or a discount that was"
    " earned is not booked.",
    "See what `ledgerkit differences` proposes, and write it, or ask for the amount.",
    advice=True,
)
UNEARNED_DISCOUNT = _kind(
    "unearned-discount",
    "An early-payment discount is booked that was not earned.",
    "Ask for the amount, or leave it as a favour; `ledgerkit discounts` lists them.",
    advice=True,
)
NO_HOLIDAYS = _kind(
    "no-holidays",
    "Due dates shall be business days of a country whose holidays are not known, so"
    " only weekends move them.",
    "Correct or add the party's `country:`, a two-letter ISO 3166 code.",
    advice=True,
)
UNKNOWN_PAYMENT_RUN = _kind(
    "unknown-payment-run",
    "A `payment-run:` or `direct-debit:` key names a run that no directive declares.",
    "Correct the id, or add the `custom` directive with the run and its amount.",
    advice=True,
)
AMOUNT_TOO_LARGE = _kind(
    "amount-too-large",
    "An amount has more than 15 digits before the decimal mark; sums with it would"
    " lose cents.",
    "Correct the amount.",
)
UNKNOWN_TAX_CODE = _kind(
    "unknown-tax-code",
    "A `tax:` key names a code that no directive declares.",
    "Correct the code, or declare it.",
)
TAX_DIFFERS = _kind(
    "tax-differs",
    "The tax posted on a document isn't its rate of what falls under it.",
    "Correct the tax, or the line's `tax:` code.",
)
FILED_RETURN = _kind(
    "filed-return",
    "A posting that a filed tax return counts was added, changed or removed since, or a"
    " figure that is stated or carried over; or the list of what was filed is missing"
    " or changed.",
    "Put it back; or have it corrected where the finding says, with `ledgerkit"
    " tax-return PERIOD --file`.",
)
TAX_WITHOUT_CODE = _kind(
    "tax-without-code",
    "A document has a posting on an account of tax without a `tax:` code, so that no"
    " tax return counts it.",
    "Write `tax:` with the code below the posting.",
)
LINE_WITHOUT_CODE = _kind(
    "line-without-code",
    "A line of a document has no tax code, and others of it have.",
    "Write `tax:` with the code, or one whose category says that it is outside tax.",
    advice=True,
)
TAX_PROOF = _kind(
    "tax-proof",
    "Accounts of tax aren't settled of what a filed return counts, or an entry settles"
    " what isn't filed.",
    "Put the entry with `tax-return:`, or the `tax-filing`, back as `ledgerkit"
    " tax-return --file` wrote it.",
)
TAX_IN_NO_BOX = _kind(
    "tax-in-no-box",
    "Tax stands on its account, and no box of the filed return takes it.",
    "Post it to the expense or income that it belongs to, as input tax under a flat"
    " rate, or write `tax-box:` on its code.",
    advice=True,
)
REVERSE_CHARGE_HALF = _kind(
    "reverse-charge-half",
    "Of a reverse charge one half is posted, or the halves differ.",
    "Post the tax on the code's `account:`, and against it on its"
    " `reverse-charge-account:`.",
    advice=True,
)
LINE_DIFFERS = _kind(
    "line-differs",
    "A line's quantity times price, less discount, isn't what it is booked at.",
    "Correct the quantity, the price or the amount.",
    advice=True,
)
AMOUNT_DIFFERS = _kind(
    "amount-differs",
    "A document or payment isn't what its other postings sum to: Beancount tolerates"
    " that, and rounds what it fills in to the coarsest amount of the transaction.",
    "Write the amount that is named.",
)
AMOUNT_ROUNDED = _kind(
    "amount-rounded",
    "A document or payment is what its other postings sum to only once they are"
    " rounded: they have fractions of a cent.",
    "Round the lines, or post what rounds them to an account of role `rounding`.",
    advice=True,
)
DUPLICATE_NUMBER = _kind(
    "duplicate-number",
    "Two of our own documents have the same number, or one sells twice under it.",
    'Give one of them another; write `not-duplicate-of: "NUMBER"` if it adds to it.',
)
NUMBER_GAP = _kind(
    "number-gap",
    "Numbers of our own documents are missing within their series.",
    'Enter what is missing, or say why: `DATE custom "void" "INV-2026-007" "reason"`.',
    advice=True,
)
NUMBER_DATE_ORDER = _kind(
    "number-date-order",
    "A document is dated before the one whose number comes before its own.",
    "Correct the date or the number.",
    advice=True,
)
NUMBER_YEAR = _kind(
    "number-year",
    "A document's number names another year than its date does.",
    "Correct the date or the number.",
    advice=True,
)
VOID_IN_USE = _kind(
    "void-in-use",
    "A number is void, and a document of that number is owed all the same.",
    "Delete the directive, or reverse the document: `ledgerkit invoice void NUMBER`.",
    advice=True,
)
DUPLICATE_BILL = _kind(
    "duplicate-bill",
    "A bill is in the books twice: one vendor, one number.",
    'Delete one of them, or write `not-duplicate-of: "NUMBER"` on it if they are two.',
)
POSSIBLE_DUPLICATE = _kind(
    "possible-duplicate",
    "Two bills look like one: a number that is nearly the other's, the same file, or"
    " another vendor with the same VAT id or IBAN.",
    'Delete one of them, or write `not-duplicate-of: "NUMBER"` on it if they are two.',
    advice=True,
)
UNMAPPED_BILL_LINE = _kind(
    "unmapped-bill-line",
    "Part of a bill stands on a `suspense` account: nobody has said what it is for.",
    "Book it on what it is for, and write `*` for `!`; the vendor's next bill follows.",
)
PAID_UNAPPROVED = _kind(
    "paid-unapproved",
    "A bill was paid that is not approved as the book's rules ask.",
    "Have it approved: `ledgerkit bill approve NUMBER --by WHO`.",
    advice=True,
)
BAD_MANDATE = _kind(
    "bad-mandate",
    "A `mandate` can't be read, is of no client, or is amended with another one: it is"
    " left out, and nothing is collected by it.",
    'Write `DATE custom "mandate" "M-17" "acme"`, or as the message says.',
)

DOCUMENT_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)

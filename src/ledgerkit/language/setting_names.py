"""Every setting of a book: its meaning and its default.

The manual and the suggestions are generated from this; `settings` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledgerkit.fast_loader.switch import SETTING as FAST_LOADER
from ledgerkit.language.word import Holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting: ``custom "ledgerkit" NAME VALUE``.

    Attributes:
        name: As written in the ledger.
        default: The value without it, as it would be written, or in words.
        meaning: One sentence.
        holds: The type of its value.
    """

    name: str
    default: str
    meaning: str
    holds: Holds = Holds.TEXT


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="aging-buckets",
        default='"30 60 90"',
        meaning="Last day of each ageing bucket, rising, divided by spaces.",
    ),
    Setting(
        name="aging-by",
        default='"due"',
        meaning='Whether ageing counts from the "due" date or the "document" date.',
    ),
    Setting(
        name="apply",
        default='"named"',
        meaning='What payments settle: "named" only the documents they name,'
        ' "oldest" else the party\'s oldest due.',
    ),
    Setting(
        name="layout",
        default='"plain"',
        meaning="Layout of the balance sheet and income statement.",
    ),
    Setting(
        name="lang",
        default="as Fava",
        meaning='Language of the pages in Fava: "en" or "it"; that of letters is the'
        " parties'.",
    ),
    Setting(
        name="payment-terms",
        default='"on receipt"',
        meaning="Terms of documents where neither they nor their party state any.",
    ),
    Setting(
        name="business-days",
        default='"none"',
        meaning="Where a due date by terms moves that is no business day in the"
        ' party\'s country: "following", "preceding" or "modified-following".',
    ),
    Setting(
        name="payment-tolerance",
        default="none",
        meaning="Up to what a difference between debt and payment is small, e.g."
        " 1.00 EUR; one directive for each currency.",
        holds=Holds.AMOUNT,
    ),
    Setting(
        name="discount-tax",
        default='"early"',
        meaning='Whether an early-payment discount takes tax off "always" (from the'
        ' invoice on), on "early" payment, or "never".',
    ),
    Setting(
        name="debit-notice-days",
        default="14",
        meaning="How many days before a direct debit its client must know of it.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="discount-minimum-rate",
        default="10",
        meaning="From what yearly rate, in percent, a vendor's discount is worth"
        " paying a bill before it is due.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="reminder-minimum",
        default="0",
        meaning="What is late and less than this, in any currency, is not reminded.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="invoice-number",
        default='"INV-{year}-{number:03}"',
        meaning="How the next invoice is numbered, with {year} or {yy}, {month} and"
        " {number}; without it, as the latest are.",
    ),
    Setting(
        name="credit-note-number",
        default='"CN-{year}-{number:03}"',
        meaning="How the next credit note is numbered, likewise.",
    ),
    Setting(
        name="receivable-names",
        default="the usual names",
        meaning="Components under assets that make an account a receivable, in place"
        " of the usual names.",
    ),
    Setting(
        name="payable-names",
        default="the usual names",
        meaning="Components under liabilities that make an account a payable, in place"
        " of the usual names.",
    ),
    Setting(
        name="bank-names",
        default="the usual names",
        meaning="Components under assets that make an account a bank account, in place"
        " of the usual names.",
    ),
    Setting(
        name="cash-names",
        default="the usual names",
        meaning="Components under assets that make an account a cash box, in place"
        " of the usual names.",
    ),
    Setting(
        name="deferral-basis",
        default='"days"',
        meaning='Whether deferred revenue is recognised by "days" or by "months".',
    ),
    Setting(
        name="allowance-rates",
        default='""',
        meaning="What of each ageing column is doubtful, in percent, not due first.",
    ),
    Setting(
        name="approval-above",
        default="none",
        meaning="Up to what a bill needs nobody's approval, e.g. 50.00 EUR; one"
        " directive for each currency, as below.",
        holds=Holds.AMOUNT,
    ),
    Setting(
        name="four-eyes-above",
        default="none",
        meaning="Above what two people must approve a bill.",
        holds=Holds.AMOUNT,
    ),
    Setting(
        name="document-above",
        default="none",
        meaning="Above what a bill itself must be on file before it is paid.",
        holds=Holds.AMOUNT,
    ),
    Setting(
        name="bill-folder",
        default='"documents/bills"',
        meaning="Folder beside the main ledger that the files of imported bills go to.",
    ),
    Setting(
        name="outbox-folder",
        default='"outbox"',
        meaning="Folder beside the main ledger that messages to send are written to.",
    ),
    Setting(
        name="smtp-server",
        default="none",
        meaning="Mail server that messages are handed to on request, with its port.",
    ),
    Setting(
        name="smtp-user",
        default="none",
        meaning="Name to log in with at the mail server; the password is never here.",
    ),
    Setting(
        name="stale-after",
        default="30",
        meaning="Days after which what the bank has yet to book deserves a look.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="unbilled-after",
        default="30",
        meaning="Days after which hours and expenses that wait are to be charged, and"
        " an accepted quote to be invoiced, on today's page.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="quote-follow-up",
        default="7",
        meaning="Days after which to send a quote that is written, or to ask about one"
        " that was sent.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="rate-stale-after",
        default="7",
        meaning="Days after which a rate of exchange is too old to be used.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="lost-after-days",
        default="90",
        meaning="A client that is silent for fewer days is not lost.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="lost-after-gaps",
        default="3",
        meaning="After how many of its own gaps between invoices it is.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="health-weights",
        default='"payments:20 overdue:10 trend:20 rhythm:15 disputes:10'
        ' satisfaction:10 freshness:10 cases:5"',
        meaning="How much each component of a client's health weighs; what is not"
        " named weighs nothing.",
    ),
    Setting(
        name="health-change-months",
        default="3",
        meaning="Over how many months a change of health is told.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="stages",
        default='"prospecting:0.10 qualification:0.20 proposal:0.50'
        ' negotiation:0.75 won:1 lost:0"',
        meaning="Stages of the pipeline with their probabilities, in order.",
    ),
    Setting(
        name="won-without-invoice-days",
        default="60",
        meaning="How long after an opportunity was won its client is to be invoiced.",
        holds=Holds.NUMBER,
    ),
    Setting(
        name="strict",
        default="FALSE",
        meaning="Whether advice is a Beancount error too.",
        holds=Holds.FLAG,
    ),
    Setting(
        name=FAST_LOADER,
        default="TRUE",
        meaning="Whether plain transactions are read the fast way; the books are the"
        " same either way.",
        holds=Holds.FLAG,
    ),
)

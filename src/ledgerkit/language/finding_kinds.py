"""Every kind of finding that reading the books can produce.

``advice=False`` means that some figure can't be trusted until the books are corrected.
Every kind has a ledger under ``tests/findings`` that provokes it, and the manual's list
is generated from this.
"""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.document_kinds import (
    DOCUMENT_KINDS,
    UNKNOWN_DOCUMENT,
)
from ledgerkit.language.ledger_kinds import LEDGER_KINDS, UNKNOWN_SCHEDULE
from ledgerkit.language.quote_kinds import QUOTE_KINDS, UNKNOWN_QUOTE
from ledgerkit.language.slip_kinds import (
    MISPLACED_KEY,
    SLIP_KINDS,
    TAG_FOR_LINK,
    WRONG_SIDE,
)
from ledgerkit.language.slip_kinds import kind_of_finding as _kind
from ledgerkit.language.tax_kinds import TAX_KINDS
from ledgerkit.language.work_kinds import WORK_KINDS

UNKNOWN_SETTING = _kind(
    "unknown-setting",
    "A `ledgerkit` directive names a setting that does not exist.",
    "Write one of the settings in the manual.",
)
BAD_SETTING = _kind(
    "bad-setting",
    "A setting has a value that it cannot have.",
    "Write a value in the form shown; until then the default holds.",
)
UNKNOWN_ROLE = _kind(
    "unknown-role",
    "An account's `role:` is none that ledgerkit knows.",
    "Write one of the roles in the manual.",
)
BAD_DECLARATION = _kind(
    "bad-declaration",
    "A `custom` directive of ours lacks what it must have.",
    'Write `DATE custom "client" "acme" "Acme S.r.l."`.',
)
BAD_VALUE = _kind(
    "bad-value",
    "A key has a value of the wrong kind, such as text where a date belongs, or a word"
    " that it doesn't know.",
    "Write the value in the form shown.",
)
REPEATED_KEY = _kind(
    "repeated-key",
    "A key stands twice on one directive; Beancount silently keeps only the last.",
    "Delete one of the two lines.",
)
MISTYPED_KEY = _kind(
    "mistyped-key",
    "A key is a slip away from one that ledgerkit reads, and is itself ignored.",
    "Correct the key, or rename it if it is your own.",
)
UNREAD_KEY = _kind(
    "unread-key",
    "A key says in another program's words what ledgerkit has a key for, such as"
    " `due_date` for `due`, or is read elsewhere only, as `credit-limit` on a client.",
    "Write ledgerkit's key beside it, or move it, if it means the same.",
    advice=True,
)
MISTYPED_DIRECTIVE = _kind(
    "mistyped-directive",
    "A `custom` directive's type is a slip away from one of ledgerkit's.",
    "Correct the type.",
)
UNKNOWN_PARTY = _kind(
    "unknown-party",
    "A `client:` or `vendor:` key, or a directive, names an id that nothing declares.",
    "Correct the id, or declare the party.",
)
UNKNOWN_RECORD = _kind(
    "unknown-record",
    "A key names a manager, contact, plan, case, opportunity or team that no directive"
    " declares.",
    "Correct the id, or declare it.",
)
CONTRADICTION = _kind(
    "contradiction",
    "What is written of a relation or a line can't be: it ends before it begins, was"
    " done before it was to be done, or is won with another probability than 1.",
    "Correct one of the two.",
)
RECORD_CYCLE = _kind(
    "record-cycle",
    "By `parent:` or `reports-to:` somebody is above himself.",
    "Correct one of them, or leave it empty.",
)
BAD_VAT_ID = _kind(
    "bad-vat-id",
    "A `vat-id:` has check digits that don't fit, or a form that its country doesn't"
    " use.",
    "Correct the number, as in the VIES register.",
    advice=True,
)
UNDECLARED_CLIENT = _kind(
    "undeclared-client",
    "A client is known only from its invoices, and most others are declared.",
    "Declare it, or give the name as an alias of the client that is meant.",
    advice=True,
)
LOST_CLIENT_BUYS = _kind(
    "lost-client-buys",
    "A client that is said to be lost was invoiced afterwards.",
    "Amend its `status:`.",
    advice=True,
)
WON_NOT_INVOICED = _kind(
    "won-not-invoiced",
    "An opportunity was won, and its client was not invoiced since; see the setting"
    " `won-without-invoice-days`.",
    "Write the invoice, or amend the opportunity's stage.",
    advice=True,
)
NO_KEY_PLAYER = _kind(
    "no-key-player",
    "Of a client of tier `key` no decision-maker, or no champion, is known.",
    "Declare the contact, with its `role:`.",
    advice=True,
)
PLAN_WITHOUT_GOAL = _kind(
    "plan-without-goal",
    "A plan doesn't say what the client wants to reach by it.",
    "Ask the client, and write `client-goal:`.",
    advice=True,
)
BAD_TEMPLATE = _kind(
    "bad-template",
    "A `recurring`, `recurring-line` or `price-index` directive can't be read.",
    'Write `DATE custom "recurring" "acme-hosting" "monthly"`.',
)
UNKNOWN_TEMPLATE = _kind(
    "unknown-template",
    "A `recurring:` key names a template that no directive declares.",
    "Correct the id, or the invoice will be written once more.",
)
BAD_FORECAST_ITEM = _kind(
    "bad-forecast-item",
    "A `forecast-item` directive can't be read, and is left out of the forecast.",
    'Write `DATE custom "forecast-item" "vat-q1" -2100.00 EUR`.',
)
BAD_SCENARIO = _kind(
    "bad-scenario",
    "A `scenario` directive can't be read, and changes nothing.",
    'Write `DATE custom "scenario" "slow" "delay" 14`.',
)
UNCLEAR_DEFERRAL = _kind(
    "unclear-deferral",
    "A line on a `deferred-revenue` account doesn't say for which days it is, or what"
    " income it becomes.",
    "Add `period-from:` and `period-to:`, and `recognise:` on the line or the account.",
)
STATEMENT_GAP = _kind(
    "statement-gap",
    "A bank's statement doesn't begin with the balance that the one before ended with.",
    "Import the statement that is missing, or correct the balance that was typed.",
    advice=True,
)
STATEMENT_DIFFERS = _kind(
    "statement-differs",
    "What has cleared in the books isn't what the bank's statement ends with.",
    "See `ledgerkit bank reconcile`; what is missing may be on a line that was left"
    " out, or be booked on another account.",
    advice=True,
)
CASH_DIFFERS = _kind(
    "cash-differs",
    "A cash count isn't what the books have at the end of its day.",
    "Book what is over or short, or find what was not entered; see"
    " `ledgerkit cash --counts`.",
    advice=True,
)
BAD_BANK_RULE = _kind(
    "bad-bank-rule",
    "A `bank-rule` can't be used as it was meant, and so it is not used at all.",
    'Write `DATE custom "bank-rule" "rent" Expenses:Rent` with `contains: "Rent"`.',
)
UNKNOWN_BANK_LINE = _kind(
    "unknown-bank-line",
    "A line of a bank's statement stands on a `suspense` account: nobody has said what"
    " it is.",
    "Write the account that it is for, and `*` for `!`; the next such line follows.",
    advice=True,
)
INVISIBLE_CHARACTER = _kind(
    "invisible-character",
    "A payee, narration or number holds a character that cannot be seen and can make"
    " text read differently from what it is.",
    "Type the text anew.",
    advice=True,
)
#: What metadata can bring up by itself. In a book that says nothing to ledgerkit
#: it was written for another program, and is no mistake.
OF_METADATA = frozenset(
    {
        UNKNOWN_ROLE,
        BAD_VALUE,
        REPEATED_KEY,
        MISTYPED_KEY,
        MISTYPED_DIRECTIVE,
        UNKNOWN_PARTY,
        UNKNOWN_DOCUMENT,
        UNKNOWN_TEMPLATE,
        UNKNOWN_SCHEDULE,
        UNKNOWN_QUOTE,
        CONTRADICTION,
        MISPLACED_KEY,
        TAG_FOR_LINK,
        WRONG_SIDE,
    }
)

NO_CONTROL_ACCOUNT = _kind(
    "no-control-account",
    "No receivable account is known, or no payable one, and an account without a role"
    " is posted to as one would be; nothing is listed as owed on that side.",
    "Write `role:` below the account's `open` directive; `none` if it is neither.",
    advice=True,
)
CONTROL_ACCOUNT_DIFFERS = _kind(
    "control-account-differs",
    "A control account's balance is not what its open items sum to.",
    "Report it: this is a fault in ledgerkit.",
)
MISSING_RATE = _kind(
    "missing-rate",
    "An amount in another currency is to be translated on a day, and there is no rate"
    " on or before it.",
    "Write a `price`, or run `ledgerkit prices import`; until then every total with it"
    " is withheld.",
    advice=True,
)
STALE_RATE = _kind(
    "stale-rate",
    "The last rate before such a day is older than the setting `rate-stale-after`.",
    "Write a `price`, or run `ledgerkit prices import`; until then every total with it"
    " is withheld.",
    advice=True,
)
CLOSED_PERIOD = _kind(
    "closed-period",
    "Something dated in a closed period, or that its figures rest on, was added,"
    " changed or removed since; or what says how it was closed is missing or changed.",
    "Put it back, date it after the period, or run `ledgerkit reopen PERIOD`.",
)
BEANCOUNT_ERROR = _kind(
    "beancount-error",
    "Beancount itself reports an error.",
    "Mend it first: what follows an error may be missing from every figure.",
)

FINDING_KINDS: tuple[FindingKind, ...] = (
    *(
        value
        for value in list(globals().values())
        if isinstance(value, FindingKind)
        and value
        not in {
            *DOCUMENT_KINDS,
            *LEDGER_KINDS,
            *SLIP_KINDS,
            *TAX_KINDS,
            *WORK_KINDS,
            *QUOTE_KINDS,
        }
    ),
    *DOCUMENT_KINDS,
    *QUOTE_KINDS,
    *LEDGER_KINDS,
    *SLIP_KINDS,
    *TAX_KINDS,
    *WORK_KINDS,
)

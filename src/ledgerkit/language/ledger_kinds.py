"""The kinds of finding on the general ledger; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.errors import FindingKind
from ledgerkit.language.slip_kinds import kind_of_finding as _kind

GUESSED_CLOSE = _kind(
    "guessed-close",
    "A transaction on the first or last day of a fiscal year empties accounts of income"
    " and expenses into equity, so it is taken for a closing entry and left out of"
    " statements.",
    "Write `closing: TRUE` below it, or `closing: FALSE` if it is none.",
    advice=True,
)
CLOSING_MOVES_BALANCES = _kind(
    "closing-moves-balances",
    "An entry with `closing: TRUE` posts to assets or debts, and no other such entry of"
    " that year's end takes it back. It counts from the next year on, so the statements"
    " of its own year have another balance than the ledger.",
    "Write what isn't the close as a transaction of its own.",
)
CASH_FLOW_DIFFERS = _kind(
    "cash-flow-differs",
    "The lines of a cash flow don't explain the change of cash.",
    "Look at what moved cash on the day that is named; the statement says by how much.",
)
EQUITY_DIFFERS = _kind(
    "equity-differs",
    "The changes in equity don't lead to the equity of the balance sheet.",
    "Look at the entry that is named; the statement says by how much.",
)
TRANSLATION_DIFFERS = _kind(
    "translation-differs",
    "Assets don't equal liabilities and equity after a translation.",
    "Report this fault of ledgerkit.",
)
UNMAPPED_ACCOUNT = _kind(
    "unmapped-account",
    "Nothing says in which line of the book's layout an account stands, so statements"
    " show it in none.",
    "Write `line:` below its `open` directive, or its `number:` in the chart of"
    " accounts.",
    advice=True,
)
UNKNOWN_LINE = _kind(
    "unknown-line",
    "An account's `line:` is none of the book's layout.",
    "Write one of its lines, as statements show them.",
    advice=True,
)
BAD_SCHEDULE = _kind(
    "bad-schedule",
    "A `schedule` directive can't be read, or lacks what its entries follow from, such"
    " as the life of an asset; it is left out.",
    "Write the key that the message says.",
)
UNKNOWN_SCHEDULE = _kind(
    "unknown-schedule",
    "A `schedule:` key names a schedule that no directive declares.",
    "Correct the id, or the entry will be written once more.",
)
SCHEDULE_DIFFERS = _kind(
    "schedule-differs",
    "An entry of a schedule isn't what the schedule says, or is none of its entries.",
    "Correct the entry, or the schedule; see `ledgerkit schedules --schedule ID`.",
    advice=True,
)
BAD_BUDGET = _kind(
    "bad-budget",
    "Fava's directive `budget` can't be read, and is left out.",
    'Write `DATE custom "budget" Expenses:Rent "monthly" 100.00 EUR`.',
)
BUDGET_SIGN = _kind(
    "budget-sign",
    "A budget of income is positive, and so it counts as what is to be lost.",
    "Write it as the ledger has income, negative.",
    advice=True,
)

LEDGER_KINDS: tuple[FindingKind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, FindingKind)
)

"""The kinds of finding on quotes and their invoices; see `finding_kinds`."""

from __future__ import annotations

from ledgerkit.language.slip_kinds import kind_of_finding as _kind

BAD_QUOTE = _kind(
    "bad-quote",
    "A `quote` or `quote-line` directive can't be read, or a line has no price, or one"
    " in another currency than the others.",
    'Write `DATE custom "quote" "Q-2026-001" "New website"`, and a price on each line.',
)
UNKNOWN_QUOTE = _kind(
    "unknown-quote",
    "An invoice's `quote:` names a quote that no directive declares, so it counts as"
    " invoiced of none.",
    "Correct the number, or declare the quote.",
)
UNKNOWN_OPTION = _kind(
    "unknown-option",
    "A quote's `options:` names one that none of its lines belongs to.",
    "Correct the option, or write `option:` on the line that it is.",
)
UNKNOWN_QUOTE_LINE = _kind(
    "unknown-quote-line",
    "A line of a quote's invoice is none of the quote's lines, so it counts as invoiced"
    " of none.",
    'Name the line with `quote-line:`, or write `quote-line: "none"` for what was not'
    " quoted.",
)
OVER_INVOICED_QUOTE = _kind(
    "over-invoiced-quote",
    "More was invoiced of a line of a quote than was quoted, credits taken off.",
    "Credit what is too much, or name another line of the quote.",
)
INVOICED_UNACCEPTED = _kind(
    "invoiced-unaccepted",
    "A quote is invoiced that is not accepted.",
    "Write that it is accepted, and when.",
    advice=True,
)
ACCEPTED_LATE = _kind(
    "accepted-late",
    "A quote was accepted after its last day.",
    "Correct the day, or write a later `valid-until:` before it.",
    advice=True,
)
AMENDED_QUOTE = _kind(
    "amended-quote",
    "What a quote offers was changed after the client accepted it, so that its total is"
    " no longer what was agreed.",
    "Offer the change as a quote of its own, or, once the client agrees, write"
    ' `status: "accepted"` again.',
)
OPPORTUNITY_DIFFERS = _kind(
    "opportunity-differs",
    "The opportunity that a quote is the offer for says another stage than the answer"
    " to it, or another amount, and was not changed since.",
    "Move the opportunity on with `ledgerkit opportunity move`, or write its amount.",
    advice=True,
)

QUOTE_KINDS = (
    BAD_QUOTE,
    UNKNOWN_QUOTE,
    UNKNOWN_OPTION,
    UNKNOWN_QUOTE_LINE,
    OVER_INVOICED_QUOTE,
    INVOICED_UNACCEPTED,
    ACCEPTED_LATE,
    AMENDED_QUOTE,
    OPPORTUNITY_DIFFERS,
)

"""The kinds of finding on orders to vendors; see `finding_kinds`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.language.slip_kinds import kind_of_finding as _kind

if TYPE_CHECKING:
    from ledgerkit.errors import FindingKind

BAD_ORDER = _kind(
    "bad-order",
    "An `order`, `order-line` or `goods-received` directive can't be read, and is left"
    " out.",
    'Write `DATE custom "order" "PO-7" "rossi"`, or as the message says.',
)
UNKNOWN_ORDER = _kind(
    "unknown-order",
    "A bill names an order, or a line of one, that isn't there, is another vendor's or"
    " in another currency, or its own lines can't be told, so it is held against none.",
    "Correct the number, write `order-line:` below the bill's line, or give the bill a"
    " transaction of its own.",
    advice=True,
)
OVER_BILLED = _kind(
    "over-billed",
    "A bill charges more than was ordered, and nobody has approved it.",
    "Ask for a credit, amend the order, or approve it: `ledgerkit bill approve`.",
    advice=True,
)
PRICE_ABOVE_ORDER = _kind(
    "price-above-order",
    "A bill has a higher price than its order, and nobody has approved it.",
    "Ask for a credit, amend the order, or approve it: `ledgerkit bill approve`.",
    advice=True,
)
BILLED_BEFORE_GOODS = _kind(
    "billed-before-goods",
    "A bill charges what has not come by the day, and nobody has approved it.",
    "Record what came: `ledgerkit order receive`; or approve it.",
    advice=True,
)
BAD_CLAIM = _kind(
    "bad-claim",
    "A `claim` can't be read, is of nobody who is a vendor, or has no bill: nothing is"
    " owed by it.",
    "Write it as the message says; `ledgerkit claim new` writes both.",
)
BAD_PAYROLL_COLUMN = _kind(
    "bad-payroll-column",
    "A `payroll-column` can't be read, and nothing is booked by it.",
    'Write `DATE custom "payroll-column" "Gross" Expenses:Wages`.',
)

ORDER_KINDS: tuple[FindingKind, ...] = (
    BAD_ORDER,
    UNKNOWN_ORDER,
    OVER_BILLED,
    PRICE_ABOVE_ORDER,
    BILLED_BEFORE_GOODS,
    BAD_CLAIM,
    BAD_PAYROLL_COLUMN,
)

"""Words for orders to vendors, the goods that come, employees' claims and pay."""

from __future__ import annotations

from ledgerkit.language.word import HEAD, LINE, CustomType, Holds, IdPlace, Key, On, key

_ORDER = (On.ORDER,)
_LINE = (On.ORDER_LINE,)

ORDER_KEYS: tuple[Key, ...] = (
    key("order-line", LINE, "Line of the order that a bill's line is for."),
    key("payroll", HEAD, "The period whose wages this books, e.g. 2026-01."),
    key("expected", _ORDER, "Day on which it is to come.", Holds.DATE),
    key("closed", _ORDER, "Day from which no more of it is to come.", Holds.DATE),
    key("terms", _ORDER, "How it is to be paid; else as the vendor's record says."),
    key("text", (*_ORDER, On.CLAIM), "What it is for, in words."),
    key("account", _LINE, "Account that its bill is booked on.", Holds.ACCOUNT),
    key("quantity", _LINE, "How many units are ordered.", Holds.NUMBER),
    key("unit-price", _LINE, "Price of a unit, without tax.", Holds.AMOUNT),
    key("amount", _LINE, "Price of all of it, without tax.", Holds.AMOUNT),
    key("description", _LINE, "What is ordered."),
    key("tax", _LINE, "Tax code of its bill."),
    key(
        "goods",
        _LINE,
        "Whether it must come before it is paid; what has a quantity must, else.",
        Holds.FLAG,
    ),
)

ORDER_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="order",
        values='NUMBER VENDOR, e.g. "PO-7" "rossi"',
        meaning="Declares an order to a vendor, given on its day; a later one amends"
        " it.",
        ids=(IdPlace(1, On.VENDOR),),
    ),
    CustomType(
        name="order-line",
        values='NUMBER NAME, e.g. "PO-7" "paper"',
        meaning="Adds a line to an order; a later one amends it.",
    ),
    CustomType(
        name="payroll-column",
        values='COLUMN ACCOUNT, and "credit" if it is one, e.g. "Net pay"'
        ' Liabilities:Wages "credit"',
        meaning="Says where the sum of a payroll file's column is booked; several of a"
        " column book it several times.",
    ),
    CustomType(
        name="claim",
        values='NUMBER EMPLOYEE, e.g. "EC-2026-001" "anna"',
        meaning="Says that the bill of this number is an employee's expense claim.",
        ids=(IdPlace(1, On.VENDOR),),
    ),
    CustomType(
        name="goods-received",
        values='NUMBER NAME QUANTITY, e.g. "PO-7" "paper" 60',
        meaning="Says how much of a line came on its day; negative went back.",
    ),
)

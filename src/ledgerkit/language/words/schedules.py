"""Words for schedules: assets, loans, prepaid expenses and accruals."""

from __future__ import annotations

from ledgerkit.language.word import (
    HEAD,
    CustomType,
    Holds,
    IdPlace,
    Key,
    On,
    key,
)

_SCHEDULE = (On.SCHEDULE,)

SCHEDULE_KEYS: tuple[Key, ...] = (
    key("schedule", HEAD, "Id of the schedule that it is an entry of.", of=_SCHEDULE),
    key("text", _SCHEDULE, "What it is, in words; else its id."),
    key("cost", _SCHEDULE, "What an asset cost.", Holds.AMOUNT),
    key(
        "amount",
        _SCHEDULE,
        "What was borrowed, paid in advance, or is accrued.",
        Holds.AMOUNT,
    ),
    key("account", _SCHEDULE, "Asset or liability that it explains.", Holds.ACCOUNT),
    key(
        "contra-account",
        _SCHEDULE,
        "Where what an asset has lost is collected; without it, it is taken off.",
        Holds.ACCOUNT,
    ),
    key(
        "expense-account",
        _SCHEDULE,
        "Expense, or income, that it becomes; of a loan, interest.",
        Holds.ACCOUNT,
    ),
    key(
        "payment-account",
        _SCHEDULE,
        "Where a loan's payments come from.",
        Holds.ACCOUNT,
    ),
    key(
        "method",
        _SCHEDULE,
        "straight-line, declining, italian, german or macrs; of a loan, annuity or"
        " linear.",
    ),
    key("life", _SCHEDULE, "How long an asset lives, e.g. 36 months or 5 years."),
    key("rate", _SCHEDULE, "Yearly rate, in percent.", Holds.NUMBER),
    key("class", _SCHEDULE, "Class of the asset in a table of coefficients."),
    key("residual", _SCHEDULE, "What an asset is worth in the end.", Holds.AMOUNT),
    key("payments", _SCHEDULE, "How many payments a loan has.", Holds.NUMBER),
    key(
        "from",
        _SCHEDULE,
        "First day that counts; of a loan, of its first payment.",
        Holds.DATE,
    ),
    key("until", _SCHEDULE, "Last day that it is for.", Holds.DATE),
    key("every", _SCHEDULE, "How often it is booked: monthly, quarterly or yearly."),
    key("basis", _SCHEDULE, "Whether prepaid days or months count."),
    key("reversed", _SCHEDULE, "When an accrual is; else on the next day.", Holds.DATE),
    key("disposed", _SCHEDULE, "Day on which an asset was sold.", Holds.DATE),
    key("proceeds", _SCHEDULE, "What it brought, without tax.", Holds.AMOUNT),
    key("proceeds-account", _SCHEDULE, "Where that is posted.", Holds.ACCOUNT),
    key(
        "gain-account",
        _SCHEDULE,
        "Where the gain goes; without loss-account, a loss too.",
        Holds.ACCOUNT,
    ),
    key("loss-account", _SCHEDULE, "Where a loss goes.", Holds.ACCOUNT),
    key(
        "booked-until",
        _SCHEDULE,
        "Last day whose entries are in the books otherwise, as in opening balances.",
        Holds.DATE,
    ),
)

SCHEDULE_CUSTOM_TYPES: tuple[CustomType, ...] = (
    CustomType(
        name="schedule",
        values='ID KIND, e.g. "laptop" "asset", or "loan", "prepaid", "accrual"',
        meaning="Declares what is booked bit by bit, bought or paid on its day; a later"
        " one adds keys, such as the disposal.",
        ids=(IdPlace(0, On.SCHEDULE),),
    ),
)
